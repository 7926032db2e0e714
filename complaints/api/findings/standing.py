"""A filer's record against its peers': the same figures for staff and for the filer itself."""

from __future__ import annotations

from typing import Any

from complaints.base.errors import not_found
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.findings import standing as standing_queries
from complaints.queries.findings.standing import Funnel, StandingDetail
from complaints.rules.actors import Scope
from complaints.schemas.findings.standing import (
    FlagAnswerIn,
    FunnelOut,
    FunnelQuery,
    OwnStandingOut,
)
from complaints.services.cases import flag_answers
from complaints.words import message as _

blp = Blueprint("standing", __name__, description="How filers stand among their peers")
READS = (Scope.READ,)


@endpoint(blp, "GET", "/filers/<id:filer_id>/standing", scopes=READS,
          answer=OwnStandingOut)  # fmt: skip
def read_standing(call: Call, filer_id: int) -> StandingDetail:
    """Read an account's figures against its peers' range, as the newest scan counted them: staff of
    any, a partner of those that it files for, with what staff look at once they are told."""
    return standing_queries.standing_of_filer(call.work, filer_id)


@endpoint(blp, "GET", "/filers/<id:filer_id>/funnel", scopes=READS, query=FunnelQuery,
          answer=FunnelOut)  # fmt: skip
def read_funnel(call: Call, query: dict[str, Any], filer_id: int) -> Funnel:
    """Read where an account lies among all that file on such rights, with control limits."""
    return _funnel(call, query, filer_id)


@endpoint(blp, "GET", "/me/standing", scopes=READS, answer=OwnStandingOut, refuses=["not-found"])
def read_mine(call: Call) -> StandingDetail:
    """Read your own figures and your peers', and what staff look at once you are told."""
    return standing_queries.standing_of_filer(call.work, _me(call))


@endpoint(blp, "POST", "/me/standing/answer", scopes=[Scope.FILE], body=FlagAnswerIn,
          answer=OwnStandingOut, refuses=["not-found", "wrong-state"])  # fmt: skip
def answer_look(call: Call, body: dict[str, Any]) -> StandingDetail:
    """Answer what staff look at, or add to what you said, before any warning. Not found where you
    read of nothing (`looked_at` is null)."""
    flag_answers.answer(call.work, text=body["answer"])
    return standing_queries.standing_of_filer(call.work, _me(call))


@endpoint(blp, "GET", "/me/funnel", scopes=READS, query=FunnelQuery, answer=FunnelOut,
          refuses=["not-found"])  # fmt: skip
def read_my_funnel(call: Call, query: dict[str, Any]) -> Funnel:
    """Read where you lie among all that file on such rights; the others have no names here."""
    return _funnel(call, query, _me(call))


def _funnel(call: Call, query: dict[str, Any], filer_id: int) -> Funnel:
    result = standing_queries.funnel(call.work, filer_id, query.get("right_kind", ""))
    if result is None:
        raise not_found(_("funnel"))
    return result


def _me(call: Call) -> int:
    if call.actor.filer_id is None:
        raise not_found(_("filer"))
    return call.actor.filer_id
