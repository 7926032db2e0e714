"""Flags: what a scan put before staff, why, and what staff make of it."""

from __future__ import annotations

from typing import Any

from flask import Response

from complaints.api.steps import add_routes
from complaints.http import paging, staff_tables
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.languages import current
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.cases import flag_details
from complaints.queries.cases import flags as flag_queries
from complaints.queries.findings import pictures
from complaints.rules.actors import Scope
from complaints.rules.cases.flags import FLAG
from complaints.rules.staff.door_bars import in_service
from complaints.schemas.cases.boycotts import ProposalIn, ProposedOut
from complaints.schemas.cases.flags import (
    FlagListQuery,
    FlagsOut,
    GraphOut,
    GraphQuery,
    RingOut,
    WholeFlagOut,
)
from complaints.services.cases import boycotts, flags

blp = Blueprint("flags", __name__, description="Filers that a scan put before staff")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/flags", scopes=STAFF, query=FlagListQuery, answer=FlagsOut,
          refuses=["not-found"])  # fmt: skip
def list_flags(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List flags, the newest first, or in the order in which to look at them."""
    after = after_id(query.pop("cursor", None))
    rows = flag_queries.find_flags(call.work, after=after, **query)
    shown = flag_details.rows_of(call.session, rows)
    return paging.page(shown, query["limit"], lambda row: (row["flag"].id,))


@endpoint(blp, "GET", "/flags.csv", scopes=STAFF, query=FlagListQuery, media=["text/csv"])
def flags_csv(call: Call, query: dict[str, Any]) -> Response:
    """Download the flags that the same filters choose as CSV, in that order, at most 10,000."""
    kept = {name: query[name] for name in query if name not in ("cursor", "limit")}
    return staff_tables.flags_file(call.work, **kept)


@endpoint(blp, "GET", "/flags/<id:flag_id>", scopes=STAFF, answer=WholeFlagOut)
def read_flag(call: Call, flag_id: int) -> dict[str, object]:
    """Read one flag with its signals and the complaints that they rest on."""
    return _detail(call, flag_id)


@endpoint(blp, "GET", "/flags/<id:flag_id>/ring", scopes=STAFF, answer=RingOut)
def read_ring(call: Call, flag_id: int) -> dict[str, object]:
    """Read who acts as one with the flag's filer."""
    flag = flag_queries.get_flag(call.work, flag_id).flag
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
          answer=GraphOut, costly=True)  # fmt: skip
def read_graph(call: Call, query: dict[str, Any], flag_id: int) -> pictures.Picture:
    """Read the neighbourhood of the flag's filer as nodes and edges, as the record is now."""
    flag = flag_queries.get_flag(call.work, flag_id).flag
    common = call.work.policy.scan.identifiers_common
    return pictures.picture(call.session, flag, common=common, **query)


@endpoint(blp, "POST", "/flags/<id:flag_id>/boycotts", scopes=STAFF, body=ProposalIn,
          answer=ProposedOut, status=201, matches=True, refuses=["ground-not-shown"],
          bars=in_service("flag"))  # fmt: skip
def propose_boycott(call: Call, body: dict[str, Any], flag_id: int) -> dict[str, object]:
    """Propose a boycott from a confirmed flag, of its filer or of its ring's filers too."""
    proposed = boycotts.propose(call.work, flag_id, expected=call.expected, **body)
    return {"items": boycott_queries.details(call.work, proposed)}


def _detail(call: Call, flag_id: int) -> dict[str, object]:
    return flag_details.detail(call.work, flag_id, current())


add_routes(blp, FLAG, flags.VERBS, read=_detail, answer=WholeFlagOut)
