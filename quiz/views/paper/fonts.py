"""The fonts of a user's system: which of them have the letters of a text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FILES = 20_000
"""Files of font folders that are looked at."""
READ = 300
"""Fonts whose letters are read."""
_LIKED = (
    *("DejaVuSans", "NotoSans-Regular", "NotoSans", "NotoSansArmenian-Regular", "NotoSansGeorgian-Regular"),
    *("LiberationSans-Regular", "FreeSans", "Carlito-Regular", "OpenSans-Regular"),
    *("ArialUnicode", "ArialUnicodeMS", "Arial", "arial", "Verdana"),
)
"""The fonts that are tried first, without blanks in their names."""
_BOLD = (("", "-Bold"), ("-Regular", "-Bold"), ("", " Bold"), ("", "Bold"), ("", "bd"))
_FOLDERS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    *("/Library/Fonts", "/System/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts"),
)
_JOINED = (
    *((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFE), (0x0900, 0x0DFF), (0x0F00, 0x109F)),
    *((0x1780, 0x17FF), (0x1800, 0x18AF)),
)
"""Letters that run from right to left, or change with their neighbours: no line of ours sets them."""
_UNSEEN = frozenset("\n\r\t\u00a0\u200c\u200d ")


class Fonts(NamedTuple):
    """The font of most letters, a bold one of it that has them too, fonts for the rest, and letters that none has."""

    main: Path | None
    bold: Path | None
    others: tuple[Path, ...]
    missing: tuple[str, ...]


def joined(letters: Iterable[str]) -> tuple[str, ...]:
    """Return the letters of scripts that have to be joined or turned, which no font alone can do."""
    return tuple(sorted(c for c in letters if any(a <= ord(c) <= b for a, b in _JOINED)))


def installed(folders: Iterable[str] = _FOLDERS) -> list[Path]:
    """Return the font files of the system, those that are liked first, then by name."""
    found: list[Path] = []
    for folder in folders:
        for place, inside, names in os.walk(os.path.expanduser(folder)):
            inside.sort()
            found += [Path(place) / n for n in sorted(names) if n.casefold().endswith((".ttf", ".otf"))]
            if len(found) > FILES:
                break
    rank = {name: number for number, name in enumerate(_LIKED)}
    return sorted(found, key=lambda p: (rank.get(p.stem.replace(" ", ""), len(rank)), p.name, str(p)))


@lru_cache(maxsize=512)
def letters_in(path: Path) -> frozenset[int]:
    """Return the letters that a font has, as numbers; none for a file that is no font."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with path.open("rb") as file, TTFont(file, lazy=True, fontNumber=0) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, KeyError, ValueError, AssertionError, AttributeError):
        return frozenset()


def chosen(paths: Sequence[Path], letters: Iterable[str]) -> Fonts:
    """Return the fonts among `paths` that show `letters`: the first that has them all, else as few as it takes.

    Of fonts that have the same number of letters the first is taken.
    """
    wanted = {ord(c) for c in letters if c not in _UNSEEN}
    picked: list[Path] = []
    left = set(wanted)
    tried = list(paths[:READ])
    for path in tried:
        if wanted <= letters_in(path):
            picked, left = [path], set()
            break
    while left and tried:
        best = max(tried, key=lambda p: len(left & letters_in(p)))
        gained = left & letters_in(best)
        if not gained:
            break
        picked.append(best)
        left -= gained
    main = picked[0] if picked else None
    bold = _bold_of(main, letters_in(main) & wanted) if main else None
    return Fonts(main, bold, tuple(picked[1:]), tuple(map(chr, sorted(left))))


def _bold_of(path: Path, wanted: set[int] | frozenset[int]) -> Path | None:
    """Return the bold font beside a font that has the same letters, None where there is none."""
    for old, new in _BOLD:
        if path.stem.endswith(old):
            beside = path.with_name(f"{path.stem[: len(path.stem) - len(old)]}{new}{path.suffix}")
            if beside != path and beside.exists() and wanted <= letters_in(beside):
                return beside
    return None
