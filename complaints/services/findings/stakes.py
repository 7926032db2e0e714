"""Keeps with each flag what is at stake, as of the newest scan, for the order of the queue.

A ring is decided as one case, so that all its flags stand where what is at stake with the whole of
it puts them. It is none of a flag's facts: its version stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select, update

from complaints.models import Flag
from complaints.queries.findings import stakes
from complaints.rules.cases.flags import UNFINISHED
from complaints.rules.findings.stakes import Stake, of_several
from complaints.work import UnitOfWork


def keep_stakes(
    work: UnitOfWork, filers: Collection[int], rings: Iterable[Collection[int]]
) -> None:
    """Keep what is at stake with the unfinished flags of these filers."""
    together = {filer: ring for ring in rings for filer in ring}
    own = stakes.find_stakes(work.session, {*filers, *together}, work.now)
    flags = work.session.scalars(
        select(Flag).where(Flag.filer_id.in_(filers), Flag.state.in_(UNFINISHED))
    )
    for flag in flags.all():
        ring = together.get(flag.filer_id, (flag.filer_id,))
        whole = of_several(own[each] for each in ring)
        at_stake = {"own": _facts(own[flag.filer_id]), "case": _facts(whole)}
        if flag.explained.get("at_stake") != at_stake:
            explained = {**flag.explained, "at_stake": at_stake}
            work.session.execute(update(Flag).where(Flag.id == flag.id).values(explained=explained))


def _facts(stake: Stake) -> dict[str, Any]:
    return {
        "listing_days": stake.listing_days,
        "stores": len(stake.stores),
        "open_claims": stake.open_claims,
        "weight": stake.weight,
    }
