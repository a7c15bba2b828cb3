"""What each command does: a small function a command, each importing what it needs inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.lazy import lazily

if TYPE_CHECKING:
    from quiz.commands.adding import add
    from quiz.commands.banks import edit, new
    from quiz.commands.checking import check
    from quiz.commands.comparing import diff
    from quiz.commands.covering import coverage
    from quiz.commands.data import data_delete
    from quiz.commands.drifting import drift
    from quiz.commands.generating import generate
    from quiz.commands.importing import documents_add
    from quiz.commands.instructor import instruct, report
    from quiz.commands.learner import mark, progress, ready, tune, why
    from quiz.commands.libraries import library_add, library_list, library_remove, library_use
    from quiz.commands.library import documents, grade, items
    from quiz.commands.log import log_backup, log_check, log_export, log_merge, log_restore
    from quiz.commands.printing import print_exam
    from quiz.commands.sessions import due, open_quiz, status
    from quiz.commands.shared import say
    from quiz.commands.vetting import review

__all__ = [
    "add",
    "check",
    "coverage",
    "data_delete",
    "diff",
    "documents",
    "documents_add",
    "drift",
    "due",
    "edit",
    "generate",
    "grade",
    "instruct",
    "items",
    "library_add",
    "library_list",
    "library_remove",
    "library_use",
    "log_backup",
    "log_check",
    "log_export",
    "log_merge",
    "log_restore",
    "mark",
    "new",
    "open_quiz",
    "print_exam",
    "progress",
    "ready",
    "report",
    "review",
    "say",
    "status",
    "tune",
    "why",
]

__getattr__ = lazily(
    __name__,
    {
        "importing": "documents_add",
        "adding": "add",
        "banks": "edit new",
        "learner": "mark progress ready tune why",
        "checking": "check",
        "covering": "coverage",
        "data": "data_delete",
        "comparing": "diff",
        "drifting": "drift",
        "generating": "generate",
        "library": "documents grade items",
        "libraries": "library_add library_list library_remove library_use",
        "log": "log_backup log_check log_export log_merge log_restore",
        "instructor": "instruct report",
        "printing": "print_exam",
        "sessions": "due open_quiz status",
        "shared": "say",
        "vetting": "review",
    },
)
