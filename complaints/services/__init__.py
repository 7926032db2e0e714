"""Verbs: the use cases. They flush, never commit, and never call each other.

The ground of this floor, which every service may call and which calls none: `move` (the only
writer of a state), `ledger`, `outbox` and `registry`.
"""
