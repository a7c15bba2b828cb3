"""A library as it was at a git revision, read from the repository alone: working tree and index are never touched."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from quiz.banks.front import Sources
from quiz.banks.opening import BANK_FILES, MAP_BYTES, MAP_FILES, MAPS, is_bank, is_map, shown
from quiz.config import BANKS, SEEDS
from quiz.documents.files import BRIEF_BYTES, is_brief
from quiz.errors import QuizError
from quiz.reading import FILE_BYTES
from quiz.text import one_line

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX")
"""What a hook sets for its own repository, which may not be that of the library."""
_SETTINGS = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_LINK = "120000"


class _Blob(NamedTuple):
    """A file of a revision: its mode, kind, object and size in bytes (0 for what is no file)."""

    mode: str
    kind: str
    object: str
    size: int


def sources_at(root: Path, revision: str) -> Sources:
    """Return the files of the library at `root` as they were at a git revision, by the names that they have now.

    What cannot be read is in its place as an error. Raises QuizError when git is not installed, `root` lies in no
    repository, there is no such revision, or the library is not in it.
    """
    within = _prefix(root)
    tree = _resolved(root, revision)
    banks = _listed(root, tree, within, BANKS)
    if "library.yaml" not in banks:
        hint = f"it has no {BANKS}/library.yaml there; name a later one"
        raise QuizError("the library is not in that revision", one_line(revision, 60), hint)
    briefs = _listed(root, tree, within, SEEDS)
    chosen = sorted(n for n in banks if is_bank(PurePosixPath(n)))[:BANK_FILES]
    texts = sorted(n for n in briefs if is_brief(PurePosixPath(n)))
    maps = _listed(root, tree, within, f"{BANKS}/{MAPS}")
    charts = sorted(n for n in maps if is_map(PurePosixPath(n)))[:MAP_FILES]
    heads = [n for n in ("library.yaml", "names.yaml") if n in banks]
    wanted = [banks[n] for n in (*heads, *chosen)] + [briefs[n] for n in texts] + [maps[n] for n in charts]
    limits = [FILE_BYTES] * (len(heads) + len(chosen)) + [BRIEF_BYTES] * len(texts) + [MAP_BYTES] * len(charts)
    read = _contents(root, wanted, limits)
    places = [root / BANKS / n for n in (*heads, *chosen)] + [root / SEEDS / n for n in texts]
    places += [root / BANKS / MAPS / n for n in charts]
    files = [(shown(place), data) for place, data in zip(places, read, strict=True)]
    split = len(heads) + len(chosen)
    return Sources(
        files[0],
        files[1] if len(heads) > 1 else None,
        tuple(files[len(heads) : split]),
        tuple(files[split : split + len(texts)]),
        tuple(files[split + len(texts) :]),
    )


def _git(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in the folder `root`. Raises QuizError when it is not installed."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    command = ["git", "--no-pager", "-C", str(root), *arguments]
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False, env={**kept, **_SETTINGS})
    except FileNotFoundError:
        hint = "install it; folders can be compared without it"
        raise QuizError("git is not installed, which revisions are read with", hint=hint) from None
    except OSError as error:
        raise QuizError(f"git cannot be run ({error.strerror or error})", hint="check the installation") from None


def _failed(root: Path, run: subprocess.CompletedProcess[bytes]) -> QuizError:
    """Return what to tell of a run of git that ought to have succeeded."""
    said = run.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {run.returncode}"]
    return QuizError(f"git cannot read the repository ({one_line(said[0], 120)})", str(root), "try `git fsck`")


def _prefix(root: Path) -> bytes:
    """Return the path of `root` inside its working tree, with a slash at its end unless empty. Raises QuizError."""
    run = _git(root, "rev-parse", "--is-inside-work-tree", "--show-prefix")
    inside, _, prefix = run.stdout.partition(b"\n")
    if b"dubious ownership" in run.stderr:
        hint = "`git config --global --add safe.directory DIR` says that you trust it"
        raise QuizError("the repository belongs to somebody else, so git does not read it", str(root), hint)
    if run.returncode != 0 or inside != b"true":
        raise QuizError("the library is not in a git repository", str(root), "name folders instead of revisions")
    return prefix.removesuffix(b"\n")


def _resolved(root: Path, revision: str) -> str:
    """Return the object that a revision names. Raises QuizError when it names none."""
    hint = "name a commit, branch or tag; `git log --oneline` lists commits, and a shallow clone has few"
    unknown = QuizError("there is no such git revision", one_line(revision, 60) or "''", hint)
    if not revision or revision.startswith("-") or "\0" in revision:
        raise unknown
    try:
        os.fsencode(revision)
    except UnicodeEncodeError:
        raise unknown from None
    run = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision)
    found = run.stdout.decode("ascii", "replace").strip()
    if run.returncode != 0 or not found.isalnum():
        raise unknown
    if _git(root, "cat-file", "-e", f"{found}^{{tree}}").returncode != 0:
        raise unknown
    return found


def _listed(root: Path, tree: str, within: bytes, folder: str) -> dict[str, _Blob]:
    """Return what lies in a folder of the library, by name."""
    start = within + folder.encode() + b"/"
    run = _git(root, "ls-tree", "-z", "-l", "--full-tree", tree, "--", os.fsdecode(start))
    if run.returncode != 0:
        raise _failed(root, run)
    found = {}
    for line in run.stdout.split(b"\0"):
        about, _, path = line.partition(b"\t")
        if path.startswith(start):
            mode, kind, object_, size = about.decode("ascii").split()
            blob = _Blob(mode, kind, object_, int(size) if size.isdigit() else 0)
            found[os.fsdecode(path.removeprefix(start))] = blob
    return found


def _contents(root: Path, blobs: list[_Blob], limits: list[int]) -> list[bytes | QuizError]:
    """Return the contents of files, each with its limit in bytes, or why one cannot be had."""
    refused = [_refused(blob, limit) for blob, limit in zip(blobs, limits, strict=True)]
    asked = [blob.object for blob, why in zip(blobs, refused, strict=True) if why is None]
    run = _git(root, "cat-file", "--batch", given="".join(f"{o}\n" for o in asked).encode())
    if run.returncode != 0:
        raise _failed(root, run)
    out, at = run.stdout, 0
    read: list[bytes | QuizError] = []
    for why in refused:
        if why is not None:
            read.append(why)
            continue
        end = out.find(b"\n", at)
        head = out[at:end].split()
        at = end + 1
        if len(head) != 3 or not head[2].isdigit():
            read.append(QuizError("it is missing in the repository", hint="fetch it, or try `git fsck`"))
            continue
        size = int(head[2])
        read.append(out[at : at + size])
        at += size + 1
    return read


def _refused(blob: _Blob, limit: int) -> QuizError | None:
    """Return why a file of a revision is not read; None when it is."""
    if blob.mode == _LINK:
        return QuizError("this is a symbolic link, which is not followed in a revision", hint="name a later revision")
    if blob.kind != "blob":
        return QuizError("this is not a regular file", hint="name a later revision")
    if blob.size > limit:
        what = f"the file is too large ({blob.size / 1_048_576:.0f} MiB, more than {limit / 1_048_576:.0f} MiB)"
        return QuizError(what, hint="name a revision after it was split")
    return None
