"""Tools that the readers and writers share: texts, numbers, workbooks."""
