"""Zip files of any kind, also of those that nobody means well with."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path


def zip_of(folder: Path, target: Path, prefix: str = "") -> Path:
    """Pack all files of a folder, below `prefix`."""
    files = {
        prefix + p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }
    return write_zip(target, files)


def write_zip(target: Path, files: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(target, "w", packing) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name), data, packing)
    return target


def add_member(target: Path, name: str, data: bytes = b"", mode: int = 0) -> Path:
    """Add a member of any name and kind (`mode` as in a file's status)."""
    info = zipfile.ZipInfo("x")
    info.filename = info.orig_filename = name
    info.external_attr = mode << 16
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(info, data, zipfile.ZIP_DEFLATED)
    return target
