"""The log on disk: append-only events in SQLite, each committed before anybody is told."""

from quiz.store.log import Log, Moment

__all__ = ["Log", "Moment"]
