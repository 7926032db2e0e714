"""Verbs: the use cases. They flush, never commit, and never call each other.

The ground of this floor, which every service may call: `move` (the only writer of a state),
`timeline`, `outbox`, `accounts`, `registry` and `ledger`; pyproject.toml states their order.
"""
