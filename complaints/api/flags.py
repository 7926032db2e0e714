"""Flags: what a scan put before staff, why, and what staff make of it."""

from __future__ import annotations

from typing import Any

from complaints.api.steps import add_routes
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.languages import current
from complaints.queries import boycotts as boycott_queries
from complaints.queries import flag_words, pictures, readings, rings
from complaints.queries import flags as flag_queries
from complaints.rules.actors import Scope
from complaints.rules.flags import FLAG
from complaints.schemas.boycotts import ProposalIn, ProposedOut
from complaints.schemas.flags import (
    FlagListQuery,
    FlagsOut,
    GraphOut,
    GraphQuery,
    RingOut,
    WholeFlagOut,
)
from complaints.services import boycotts, flags

blp = Blueprint("flags", __name__, description="Filers that a scan put before staff")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/flags", scopes=STAFF, query=FlagListQuery, answer=FlagsOut,
          refuses=["not-found"])  # fmt: skip
def find(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List flags, the newest first, or in the order in which to look at them."""
    after = after_id(query.pop("cursor", None))
    rows = flag_queries.find(call.work, after=after, **query)
    families = flag_queries.families_of(call.session, [flag for flag, _ in rows])
    read = readings.of_flags(call.session, [flag.id for flag, _ in rows])
    in_rings = rings.of_filers(call.session, [filer.id for _, filer in rows])
    shown = [
        {
            "flag": flag, "filer": filer, "families": families[flag.id],
            "ring_size": 1 + len(flag.ring_filers), "reading": read.get(flag.id),
            "ring_id": in_rings.get(filer.id),
        }
        for flag, filer in rows
    ]  # fmt: skip
    return paging.page(shown, query["limit"], lambda row: (row["flag"].id,))


@endpoint(blp, "GET", "/flags/<id:flag_id>", scopes=STAFF, answer=WholeFlagOut)
def read(call: Call, flag_id: int) -> dict[str, object]:
    """Read one flag with its signals and the complaints that they rest on."""
    return _detail(call, flag_id)


@endpoint(blp, "GET", "/flags/<id:flag_id>/ring", scopes=STAFF, answer=RingOut)
def ring(call: Call, flag_id: int) -> dict[str, object]:
    """Read who acts as one with the flag's filer."""
    flag = flag_queries.get(call.work, flag_id).flag
    members = [
        {
            "filer": member.filer,
            "flag_id": member.flag.id if member.flag else None,
            "level": member.flag.level if member.flag else None,
            "state": member.flag.state if member.flag else None,
        }
        for member in flag_queries.ring_of(call.work, flag_id)
    ]
    return {"ring": flag.ring, "members": members}


@endpoint(blp, "GET", "/flags/<id:flag_id>/graph", scopes=STAFF, query=GraphQuery,
          answer=GraphOut)  # fmt: skip
def graph(call: Call, query: dict[str, Any], flag_id: int) -> pictures.Picture:
    """Read the neighbourhood of the flag's filer as nodes and edges, as the record is now."""
    flag = flag_queries.get(call.work, flag_id).flag
    common = call.work.policy.scan.identifiers_common
    return pictures.picture(call.session, flag, common=common, **query)


@endpoint(blp, "POST", "/flags/<id:flag_id>/boycotts", scopes=STAFF, body=ProposalIn,
          answer=ProposedOut, status=201, refuses=["held"], matches=True)  # fmt: skip
def propose(call: Call, body: dict[str, Any], flag_id: int) -> dict[str, object]:
    """Propose a boycott from a confirmed flag, of its filer or of its ring's filers too."""
    proposed = boycotts.propose(call.work, flag_id, expected=call.expected, **body)
    return {"items": boycott_queries.details(call.work, proposed)}


def _detail(call: Call, flag_id: int) -> dict[str, object]:
    flagged = flag_queries.get(call.work, flag_id)
    texts = flag_words.text_of(flagged, current())
    reading = readings.of_flags(call.session, [flag_id]).get(flag_id)
    possible = sorted({step.event for step in FLAG.steps_from(flagged.flag.state)})
    evidence = [
        {
            "signal": shown.signal,
            "summary": texts.findings[shown.signal.detector],
            "complaints": [{"id": i, "reference": name} for i, name in shown.complaints],
        }
        for shown in flagged.evidence
    ]
    return {
        "flag": flagged.flag, "filer": flagged.filer, "evidence": evidence, "possible": possible,
        "speaks_for": texts.speaks_for,
        "parts": texts.parts,
        "explained": flag_words.facts_of(flagged.flag),
        "ring_size": 1 + len(flagged.flag.ring_filers),
        "ring_id": rings.of_filers(call.session, [flagged.filer.id]).get(flagged.filer.id),
        "reading": reading,
        "readings": readings.sides(flagged, reading, current()) if reading else [],
        "families": list(dict.fromkeys(signal.family for signal in flagged.signals)),
    }  # fmt: skip


add_routes(blp, FLAG, flags.VERBS, read=_detail, answer=WholeFlagOut)
