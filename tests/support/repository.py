"""A git repository made in place, with an author of its own and nobody's settings."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ana"), ("EMAIL", "ana@example.org"), ("DATE", "2026-02-10T12:00:00Z"))
}
_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it prints."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    run = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**inherited, **_AUTHOR, **_ALONE},
    )
    return run.stdout.strip()


def commit(folder: Path, message: str = "as it is") -> str:
    """Commit all files of a folder, which becomes a repository if it is none, and return the revision."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A", "--force", ".")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file below a folder with its time and bytes."""
    return {str(p): (p.stat().st_mtime_ns, p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()}
