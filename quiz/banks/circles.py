"""Items that come after one another in a circle: none of them could ever be asked first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


class _Walk:
    """Tarjan's search for strongly connected components (1972), without recursion: linear in items and entries."""

    def __init__(self, after: Mapping[str, Sequence[str]]) -> None:
        self.after = after
        self.entered: dict[str, int] = {}
        self.lowest: dict[str, int] = {}
        self.open: dict[str, None] = {}
        self.groups: list[list[str]] = []

    def enter(self, item: str) -> tuple[str, Iterator[str]]:
        self.entered[item] = self.lowest[item] = len(self.entered)
        self.open[item] = None
        return item, iter(self.after.get(item, ()))

    def search(self, root: str) -> None:
        path = [self.enter(root)]
        while path:
            item, rest = path[-1]
            other = next(rest, None)
            if other is None:
                path.pop()
                self.leave(item)
                for parent, _ in path[-1:]:
                    self.lowest[parent] = min(self.lowest[parent], self.lowest[item])
            elif other not in self.entered:
                path.append(self.enter(other))
            elif other in self.open:
                self.lowest[item] = min(self.lowest[item], self.entered[other])

    def leave(self, item: str) -> None:
        group: list[str] = []
        while self.lowest[item] == self.entered[item] and item in self.open:
            group.append(self.open.popitem()[0])
        if group:
            self.groups.append(group)


def circles(after: Mapping[str, Sequence[str]]) -> list[frozenset[str]]:
    """Return the sets of items that lead to one another, or one to itself, by `after`: item to those before it."""
    walk = _Walk(after)
    for item in after:
        if item not in walk.entered:
            walk.search(item)
    return [frozenset(g) for g in walk.groups if len(g) > 1 or g[0] in after.get(g[0], ())]
