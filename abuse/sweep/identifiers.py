"""Identifiers: which filers hold the same value, by a self-join. Nothing is weighed."""

from __future__ import annotations

import ibis


def sharing(held: ibis.Table) -> ibis.Table:
    """Every two filers (``a`` < ``b``) that hold a value, once for each such value.

    Parameters
    ----------
    held : table
        Distinct ``filer``, ``value``. Values that very many hold are to be left out before: they
        tell nothing, and make the pairs run away.
    """
    other = held.view()
    both = held.join(other, [held.value == other.value, held.filer < other.filer])
    return both.select(a=held.filer, b=other.filer, value=held.value)
