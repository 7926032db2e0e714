"""A ring's case with all that the API and the command show of it."""

from __future__ import annotations

from typing import Any

from complaints.queries.cases.flags import is_pending
from complaints.queries.cases.rings.conduct import conduct_of
from complaints.queries.cases.rings.reading import Member, RingCase


def detail_of(case: RingCase) -> dict[str, Any]:
    """Return a ring with its accounts and what was found of them."""
    conduct = [each for _family, group in conduct_of(case.members) for each in group]
    return {
        "ring": case.ring,
        "members": [_member(member) for member in case.members],
        "conduct": [
            {
                "detector": each.detector,
                "family": each.family,
                "filer_ids": [member.filer.id for member, _evidence in each.held_by],
                "complaints": [{"id": i, "reference": name} for i, name in each.complaints],
            }
            for each in conduct
        ],
    }


def _member(member: Member) -> dict[str, Any]:
    flag = member.flag
    return {
        "filer": member.filer,
        "flag_id": flag.id if flag else None,
        "level": flag.level if flag else None,
        "pending": flag is not None and is_pending(flag),
        "score": flag.score if flag else None,
        "state": flag.state if flag else None,
        "boycott": member.boycott,
        "possible": sorted(member.possible),
        "stamp": member.stamp,
    }
