"""A terminal quiz that teaches what documents say and shows the source of every answer."""

__version__ = "0.1.0"
