"""What a child process is denied before it runs; each is to be given to `run` as `prepare`."""

from __future__ import annotations

import ctypes
import os
import resource
from collections.abc import Callable

_DROP = 24
_OVERRIDES = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: what lets root pass by permissions."""


def file_size(limit: int) -> Callable[[], None]:
    """No file may grow above `limit` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def as_owner_only() -> None:
    """Permissions hold, even for root."""
    if os.geteuid() == 0:
        for capability in _OVERRIDES:
            ctypes.CDLL(None).prctl(_DROP, capability, 0, 0, 0)
