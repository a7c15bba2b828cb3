"""Bytes of map files to maps: every fault at its line and column. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from quiz.errors import Finding, QuizError
from quiz.maps.checking import flaws_of
from quiz.maps.model import MapFile
from quiz.reading import INVALID, Fault, Mapping, Mark, Node, Shape, decode, locate, mark_of, read_yaml

_SHAPE = Shape(MapFile)


def read_maps(files: Iterable[tuple[str, bytes | QuizError]]) -> tuple[dict[str, MapFile], list[Finding]]:
    """Return the sound maps by name, and what is wrong with the others."""
    maps: dict[str, MapFile] = {}
    findings: list[Finding] = []
    for path, data in files:
        faults: list[Fault] = []
        chart = _map(path, data, faults)
        findings.extend(f.finding(path) for f in dict.fromkeys(faults))
        if chart is not None:
            maps[chart.map] = chart
    return maps, findings


def _map(path: str, data: bytes | QuizError, faults: list[Fault]) -> MapFile | None:
    """Return the map of one file; None after a fault that is no warning."""
    if isinstance(data, QuizError):
        faults.append(Fault(Mark(1, 1), "unreadable", data.message, data.hint))
        return None
    text = decode(data)
    if isinstance(text, Fault):
        faults.append(text)
        return None
    root, found = read_yaml(text)
    faults.extend(found)
    if not isinstance(root, Mapping):
        if not found:
            at = Mark(1, 1) if root is None else mark_of(root)
            faults.append(Fault(at, "map-file", "the file holds no map", 'begin it with { and a field such as "map":'))
        return None
    chart = _SHAPE(root, "the map", faults)
    if chart is not INVALID:
        faults.extend(_flaws(chart, root, PurePath(path).stem))
    return chart if chart is not INVALID and all(f.warning for f in faults) else None


def _flaws(chart: MapFile, root: Node, stem: str) -> Iterable[Fault]:
    if chart.map != stem:
        what = f"the map is called '{chart.map}' and its file '{stem}'"
        yield Fault(locate(root, ("map",)), "map-file", what, "give both one name")
    for path, what, hint in flaws_of(chart):
        yield Fault(locate(root, path), "map-file", what, hint)
