"""Pure Python: enumerations, state machines, deadlines, admissibility, who may do what.

Knows no database, no web, no clock and no randomness: values in, values out.
"""
