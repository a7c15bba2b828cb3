"""Widgets: they get data and post messages; they know no screens."""
