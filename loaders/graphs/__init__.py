"""Graphs in the forms of other programs: as rows for the checks of tables, and written for them to open."""
