"""The sweep's heavy stages as Ibis expressions, one module a stage: tables in, a table out.

One definition for every engine: no engine is named here, nothing is run here, and no threshold is
set here. Whole numbers only, so that a sum is the same in whatever order an engine adds.
"""
