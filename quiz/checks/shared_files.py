"""Rules for what all items share: `library.yaml` and `names.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from quiz.banks import Library, Sources
from quiz.banks.library import under
from quiz.checks.locating import Places
from quiz.errors import Finding, Severity
from quiz.items import ExamFile
from quiz.items.entries import Path
from quiz.learning.exam import ExamCandidate, exam_plan
from quiz.reading import Mapping, Mark, Node, Scalar, Sequence, locate, mark_of
from quiz.text import canon, counted, nearest, one_line

LEAST_SHARE = Fraction(95, 100)
"""Below this sum of shares, chance fills more of an exam than rounding leaves open."""


def shared_findings(library: Library, sources: Sources, places: Places, today: date) -> Iterator[Finding]:
    """Yield what is weak in the files that all items share."""
    path = sources.library[0]
    root = places.root(path)
    if root is not None:
        banks = {bank for bank, _ in sources.banks}
        whole = not any(f.path in banks for f in library.errors())
        yield from _Head(path, root).findings(library, today, whole)
    if sources.names is not None:
        path = sources.names[0]
        root = places.root(path)
        if isinstance(root, Mapping):
            yield from _Names(path, root).findings()


class _File:
    """A file with its nodes, which tell where things stand."""

    def __init__(self, path: str, root: Node) -> None:
        self.path = path
        self.root_node = root

    def told(self, rule: str, at: Path | Mark, what: str, hint: str, severity: Severity = Severity.WARNING) -> Finding:
        """Return a finding about the part of the file at `at`."""
        mark = at if isinstance(at, Mark) else self.mark(at)
        return Finding(
            rule=rule, path=self.path, line=mark.line, column=mark.column, what=what, hint=hint, severity=severity
        )

    def mark(self, path: Path) -> Mark:
        """Return where a field begins: at its name when it has one."""
        node = self.root_node
        for step in path[:-1]:
            if isinstance(node, Mapping) and step in node.entries:
                node = node.entries[str(step)]
        if path and isinstance(node, Mapping) and path[-1] in node.keys:
            return mark_of(node.keys[str(path[-1])])
        return locate(self.root_node, path)


class _Head(_File):
    """`library.yaml`."""

    def findings(self, library: Library, today: date, whole: bool) -> Iterator[Finding]:
        """Yield what is weak in it; what it asks of the items is weighed only when the `whole` of them is sound."""
        yield from self._zone(library.zone)
        if library.ready_by is not None and date.fromisoformat(library.ready_by) < today:
            what = f"the date to be ready for, {library.ready_by}, is over"
            yield self.told("ready-by-past", ("ready_by",), what, "write the next one or remove it", Severity.NOTE)
        yield from self._topics(library, whole)
        if library.exam is not None:
            yield from self._shares(library.exam)
            if whole:
                yield from self._reach(library, library.exam)

    def _zone(self, zone: str) -> Iterator[Finding]:
        from zoneinfo import ZoneInfo, available_timezones

        if zone == "local":
            return
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            near = nearest(zone, available_timezones())
            hint = f"did you mean '{near}'?" if near else "write `zone: local` or a name such as Asia/Yerevan"
            what = f"there is no time zone '{one_line(zone, 40)}'"
            yield self.told("unknown-zone", ("zone",), what, hint)

    def _topics(self, library: Library, whole: bool) -> Iterator[Finding]:
        used = {topic for e in library.entries.values() if e.item.status != "retired" for topic in e.item.topics}
        for topic in library.topics:
            parent = topic.rpartition("/")[0]
            if parent and parent not in library.topics:
                what = f"'{topic}' is listed and '{parent}' is not"
                yield self.told("topic-parent", ("topics", topic), what, f"list '{parent}', too", Severity.NOTE)
            leaf = not any(other.startswith(f"{topic}/") for other in library.topics)
            if whole and leaf and topic not in used:
                what = f"no item is about '{topic}'"
                hint = "write one, or remove the topic"
                yield self.told("topic-empty", ("topics", topic), what, hint, Severity.NOTE)

    def _shares(self, exam: ExamFile) -> Iterator[Finding]:
        mark = Fraction(exam.pass_mark)
        if not 0 < mark <= 1:
            who = "everybody" if mark == 0 else "nobody"
            what = f"with a pass mark of {exam.pass_mark} {who} passes"
            yield self.told("exam-pass", ("exam", "pass"), what, "write a share above 0 and up to 1, such as 0.7")
        for field, shares in (("topics", list(exam.topics.values())), ("levels", list(exam.levels.values()))):
            total = sum(map(Fraction, shares), Fraction(0))
            if shares and not LEAST_SHARE <= total <= 1:
                what = f"the shares of {field} come to {float(total):g}"
                hint = "let them come to 1" if total > 1 else "let them come to 1: chance draws what is left open"
                yield self.told("exam-shares", ("exam", field), what, hint)

    def _reach(self, library: Library, exam: ExamFile) -> Iterator[Finding]:
        """Yield what the exam asks for and the approved items do not give."""
        items = [e.item for e in library.askable()]
        lacking: set[str | int] = set()
        for topic in exam.topics:
            at = ("exam", "topics", topic)
            if topic not in library.topics:
                near = nearest(topic, library.topics)
                hint = f"did you mean '{near}'?" if near else "list it under `topics` or change it"
                yield self.told("exam-topic", at, f"the exam asks about '{topic}', which is no topic", hint)
                lacking.add(topic)
            elif not any(under(item.topics, topic) for item in items):
                hint = "approve items of it or leave it out"
                yield self.told("exam-topic", at, f"the exam asks about '{topic}', and no approved item is", hint)
                lacking.add(topic)
        families = {item.family or f"\0{item.id}" for item in items}
        if len(families) < exam.items:
            what = f"the exam asks {exam.items}, and {counted(len(families), 'approved item')} can stand in one"
            hint = "approve more or ask fewer; of a family only one is asked"
            yield self.told("exam-short", ("exam", "items"), what, hint)
            return
        plan = exam_plan((ExamCandidate(i.id, i.topics, i.level, i.family) for i in items), exam, "check")
        for short in plan.short:
            if short.name not in lacking:
                field = "topics" if isinstance(short.name, str) else "levels"
                name = f"topic '{short.name}'" if field == "topics" else f"level {short.name}"
                what = f"the exam asks {counted(short.wanted, 'item')} of {name} and finds {short.had}"
                at = ("exam", field, str(short.name))
                yield self.told("exam-short", at, what, "approve more of them or lower the share")


class _Names(_File):
    """`names.yaml`."""

    def findings(self) -> Iterator[Finding]:
        """Yield what is weak in it."""
        forms = list(self._forms())
        by_form: dict[str, list[str]] = {}
        for name, text, mark in forms:
            owners = by_form.setdefault(canon(text), [])
            other = next((owner for owner in owners if owner != name), None)
            if other is not None and name not in owners:
                what = f"'{one_line(text, 60)}' is a form of '{one_line(other, 60)}', too"
                hint = "one form, one name: remove it from one of the two"
                yield self.told("name-twice", mark, what, hint)
            owners.append(name)
        for group in self._groups():
            yield from self._rivals(group, by_form)

    def _forms(self) -> Iterator[tuple[str, str, Mark]]:
        """Yield (canonical name, form, mark) for all names and their forms."""
        names = self._entry("names")
        for name, node in names.entries.items() if isinstance(names, Mapping) else ():
            yield name, name, mark_of(names.keys[name])  # type: ignore[union-attr]
            for form in node.items if isinstance(node, Sequence) else ():
                if isinstance(form, Scalar):
                    yield name, form.value, mark_of(form)

    def _entry(self, key: str) -> Node | None:
        return self.root_node.entries.get(key) if isinstance(self.root_node, Mapping) else None

    def _groups(self) -> Iterator[list[Scalar]]:
        rivals = self._entry("rivals")
        for group in rivals.items if isinstance(rivals, Sequence) else ():
            if isinstance(group, Sequence):
                yield [node for node in group.items if isinstance(node, Scalar)]

    def _rivals(self, group: list[Scalar], by_form: dict[str, list[str]]) -> Iterator[Finding]:
        seen: dict[str, str] = {}
        for node in group:
            owners = by_form.get(canon(node.value))
            if owners is None:
                near = nearest(node.value, {o for names in by_form.values() for o in names})
                hint = f"did you mean '{near}'?" if near else "list it under `names`, so that its forms count, too"
                what = f"the rival '{one_line(node.value, 60)}' is no name of `names`"
                yield self.told("rival-unknown", mark_of(node), what, hint, Severity.NOTE)
            for owner in dict.fromkeys(owners or [f"\0{canon(node.value)}"]):
                if owner in seen:
                    what = f"'{one_line(node.value, 60)}' and '{one_line(seen[owner], 60)}' are one name"
                    hint = "remove one of the two: a name is no rival of itself"
                    yield self.told("rival-of-itself", mark_of(node), what, hint)
                seen.setdefault(owner, node.value)
