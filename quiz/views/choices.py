"""What a trainee chose to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from quiz.banks import Entry
    from quiz.items import ExamFile


class Choices(Struct, frozen=True):
    """What to ask: empty means all; `level` 0 is any; `minutes` 0 is no limit; `certainty`: ask how sure one is.

    `starred` leaves those with a star, which `admits` does not know of.

    `items` 0 is as many as the library's exam has. `pass_mark` is that of an exam.
    """

    bank: str = ""
    topic: str = ""
    document: str = ""
    type: str = ""
    level: int = 0
    items: int = 10
    minutes: int = 0
    certainty: bool = False
    pass_mark: str = ""
    starred: bool = False

    def admits(self, entry: Entry) -> bool:
        """Tell whether an item is among what was chosen."""
        from quiz.banks.library import under

        item = entry.item
        return (
            (not self.bank or entry.bank == self.bank)
            and (not self.topic or under(item.topics, self.topic))
            and (not self.document or any(c.document == self.document for c in item.citations))
            and (not self.type or item.__struct_config__.tag == self.type)
            and (not self.level or item.level == self.level)
        )

    def in_exam(self, exam: ExamFile) -> Choices:
        """Return the choices with what the library's exam prescribes where nothing else was chosen."""
        from msgspec import structs

        return structs.replace(
            self, items=self.items or exam.items, minutes=self.minutes or exam.minutes, pass_mark=exam.pass_mark
        )

    def logged(self) -> dict[str, str]:
        """Return what was chosen as the log keeps it."""
        named = {k: str(getattr(self, k)) for k in self.__struct_fields__}
        return {k: v for k, v in named.items() if v not in ("", "0", "False")}
