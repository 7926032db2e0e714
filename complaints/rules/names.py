"""Are two names two spellings of one party? Pure; a careful yes, for names that one filer gives."""

from __future__ import annotations

from abuse.names import core


def is_same_party(one: str, other: str) -> bool:
    """Say whether both names are the same but for spelling and legal form."""
    return core(one) == core(other)
