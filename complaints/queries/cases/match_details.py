"""A match with both accounts, as the API and the command show it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from complaints.queries.cases import joinings, party_matches
from complaints.work import UnitOfWork


def detail(work: UnitOfWork, match_id: int) -> dict[str, Any]:
    """Return a match with both accounts side by side. Refuses with: not-found."""
    view = party_matches.get_match(work, match_id)
    shown = {member.name: getattr(view, member.name) for member in fields(view)}
    return {
        **shown,
        "shared": view.shared,
        "version": view.version,
        "sides": [
            {
                "filer": side.filer, "accounts": side.accounts, "complaints": side.complaints,
                "states": side.states, "right_ids": [row.id for row in side.rights],
                "boycott_ids": [row.id for row in side.boycotts],
                "flag_ids": [row.id for row in side.flags],
            }
            for side in party_matches.sides(work, view)
        ],
        "joining": joinings.newest_between(work.session, view.filer.id, view.other.id),
        "complaint_ids": [row.id for row in party_matches.held_by(work, match_id)],
    }  # fmt: skip
