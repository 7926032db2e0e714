"""Rates: what became of each complaint's claims, counted. `abuse.outcomes.peers` compares."""

from __future__ import annotations

import ibis


def per_complaint(claims: ibis.Table) -> ibis.Table:
    """Claims that count, their summed weight and how many were bad, by complaint.

    Parameters
    ----------
    claims : table
        One row a claim that counts: ``complaint``, ``weight`` (whole, in thousandths) and ``bad``
        (0 or 1).
    """
    return claims.group_by("complaint").aggregate(
        n=claims.count(), weight=claims.weight.sum(), bad=claims.bad.sum()
    )
