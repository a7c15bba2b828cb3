"""Screens: they get the desk in their constructor, draw values and hand answers back; they know no app."""
