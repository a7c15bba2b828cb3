"""An exam on paper: its two sheets as values, and how they are written as Markdown, HTML and PDF."""

from quiz.views.paper.drawing_up import paper_of
from quiz.views.paper.model import Group, Line, Paper, PaperItem, Quoted

__all__ = ["Group", "Line", "Paper", "PaperItem", "Quoted", "paper_of"]
