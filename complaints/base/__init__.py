"""What every room stands on: the clock, errors, files, the process itself. Knows no settings and
no rows."""
