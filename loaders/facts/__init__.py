"""The facts of a graph in our own forms, which carry every one of them: tables, a workbook, JSON lines; out and in."""
