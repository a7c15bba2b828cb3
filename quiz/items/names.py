"""The names of a library: which forms are one name, which names never stand for one another."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from quiz.items.files import NamesFile
from quiz.text import canon


class Names(Struct, frozen=True):
    """Names ready for look-up.

    `forms` maps a canonical name to all forms, itself first; `by_form` maps a folded form to canonical names, a rival
    that is none to itself; `related` maps a canonical name to words that count as it in a brief only; `rivals` maps a
    name to others.
    """

    forms: dict[str, tuple[str, ...]] = {}
    by_form: dict[str, tuple[str, ...]] = {}
    related: dict[str, tuple[str, ...]] = {}
    rivals: dict[str, tuple[str, ...]] = {}

    @classmethod
    def of(cls, file: NamesFile) -> Names:
        """Make the look-up tables of a names file; a rival that is no canonical name stands for itself."""
        forms = {name: (name, *accepted) for name, accepted in file.names.items()}
        by_form: dict[str, tuple[str, ...]] = {}
        for name, all_forms in forms.items():
            for form in all_forms:
                key = canon(form)
                if name not in by_form.get(key, ()):
                    by_form[key] = (*by_form.get(key, ()), name)
        for text in (text for group in file.rivals for text in group):
            by_form.setdefault(canon(text), (text,))
        rivals: dict[str, tuple[str, ...]] = {}
        for group in file.rivals:
            names = [n for text in group for n in by_form[canon(text)]]
            for name in names:
                rivals[name] = (*rivals.get(name, ()), *(n for n in names if n not in (name, *rivals.get(name, ()))))
        return cls(forms, by_form, dict(file.related), rivals)

    def named(self, text: str) -> tuple[str, ...]:
        """Return the canonical names of which `text` is a form."""
        return self.by_form.get(canon(text), ())

    def all_forms(self, text: str) -> tuple[str, ...]:
        """Return `text` and every form of the names that it stands for."""
        return (text, *(form for name in self.named(text) for form in self.forms.get(name, (name,)) if form != text))

    def rivals_of(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return every form of every rival of the names in `texts`."""
        rivals = [r for text in texts for name in self.named(text) for r in self.rivals.get(name, ())]
        return tuple(dict.fromkeys(form for rival in rivals for form in self.all_forms(rival)))
