"""A bank as YAML that reads back to the same bank."""

from __future__ import annotations

import msgspec

from quiz.items import BankFile


def dump_bank(bank: BankFile) -> str:
    """Write `bank` as YAML; fields that have their default are left out."""
    import yaml

    plain = msgspec.to_builtins(bank)
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(plain, Dumper=dumper, allow_unicode=True, sort_keys=False, width=110))
