"""Who is who: ids, credit codes, names, and what a cell may refer to."""
