"""Rings: accounts that act as one, as one case, and steps of staff for several of them."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.cases import rings
from complaints.queries.findings import pictures
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import in_service
from complaints.schemas.cases.boycotts import ProposedOut
from complaints.schemas.cases.flags import GraphOut
from complaints.schemas.cases.rings import (
    ChosenIn,
    ChosenWhyIn,
    RingCaseOut,
    RingProposalIn,
    RingsOut,
    RingsQuery,
)
from complaints.services.cases import boycotts, flags

blp = Blueprint("rings", __name__, description="Accounts that act as one, as one case")
STAFF = (Scope.REVIEW,)
REFUSES = ["not-all-members", "held"]


@endpoint(blp, "GET", "/rings", scopes=STAFF, query=RingsQuery, answer=RingsOut)
def list_rings(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List rings, the one with the highest flag first."""
    after = after_id(query.pop("cursor", None))
    rows = rings.find_rings(call.work, after=after, **query)
    return paging.page(rows, query["limit"], lambda row: (row.ring.id,))


@endpoint(blp, "GET", "/rings/<id:ring_id>", scopes=STAFF, answer=RingCaseOut)
def read_ring(call: Call, ring_id: int) -> dict[str, object]:
    """Read one ring: its accounts with their flags, and what was found of them."""
    return _detail(call, ring_id)


@endpoint(blp, "GET", "/rings/<id:ring_id>/graph", scopes=STAFF, answer=GraphOut,
          costly=True)  # fmt: skip
def read_graph(call: Call, ring_id: int) -> pictures.Picture:
    """Read a ring's accounts, what they share and whom they aim at, as nodes and edges."""
    case = rings.get_ring(call.work, ring_id)
    common = call.work.policy.scan.identifiers_common
    return pictures.picture_shown(pictures.of_ring(call.session, case.filers, common=common))


@endpoint(blp, "POST", "/rings/<id:ring_id>/take", scopes=STAFF, body=ChosenIn,
          answer=RingCaseOut, refuses=REFUSES, bars=in_service("ring"))  # fmt: skip
def take_accounts(call: Call, body: dict[str, Any], ring_id: int) -> dict[str, object]:
    """Take open flags of these accounts under review: all of them, or none."""
    flags.take_ring(call.work, ring_id, **body)
    return _detail(call, ring_id)


@endpoint(blp, "POST", "/rings/<id:ring_id>/dismiss", scopes=STAFF, body=ChosenWhyIn,
          answer=RingCaseOut, refuses=REFUSES, bars=in_service("ring"))  # fmt: skip
def dismiss_accounts(call: Call, body: dict[str, Any], ring_id: int) -> dict[str, object]:
    """Close the flags of these accounts without consequence: all of them, or none."""
    flags.dismiss_ring(call.work, ring_id, **body)
    return _detail(call, ring_id)


@endpoint(blp, "POST", "/rings/<id:ring_id>/confirm", scopes=STAFF, body=ChosenWhyIn,
          answer=RingCaseOut, refuses=REFUSES, bars=in_service("ring"))  # fmt: skip
def confirm_accounts(call: Call, body: dict[str, Any], ring_id: int) -> dict[str, object]:
    """Confirm that these accounts abuse the system: all of them, or none."""
    flags.confirm_ring(call.work, ring_id, **body)
    return _detail(call, ring_id)


@endpoint(blp, "POST", "/rings/<id:ring_id>/boycotts", scopes=STAFF, body=RingProposalIn,
          answer=ProposedOut, status=201, refuses=REFUSES, bars=in_service("ring"))  # fmt: skip
def propose_boycotts(call: Call, body: dict[str, Any], ring_id: int) -> dict[str, object]:
    """Propose a boycott of each of these accounts from its own confirmed flag: all, or none."""
    proposed = boycotts.propose_ring(call.work, ring_id, **body)
    return {"items": boycott_queries.details(call.work, proposed)}


@endpoint(blp, "POST", "/rings/<id:ring_id>/warn", scopes=STAFF, body=ChosenIn,
          answer=RingCaseOut, refuses=REFUSES, bars=in_service("ring"))  # fmt: skip
def warn_accounts(call: Call, body: dict[str, Any], ring_id: int) -> dict[str, object]:
    """Warn each of these accounts by a letter of its own: all of them, or none."""
    boycotts.warn_ring(call.work, ring_id, **body)
    return _detail(call, ring_id)


def _detail(call: Call, ring_id: int) -> dict[str, object]:
    return rings.detail_of(rings.get_ring(call.work, ring_id))
