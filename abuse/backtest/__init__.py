"""The backtest: replay a record month by month, with only what was known in each.

Who would have been warned and boycotted when, what that would have spared sellers, and whom it
would have wronged. It measures a policy on the past; it changes nothing and decides nothing.
`replay` begins it, `text` and `picture` show it; `python -m abuse backtest` is its command line.
"""
