"""Alarms: somebody else files in your name or on your right."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.authority import alarms as alarm_queries
from complaints.queries.authority.alarms import AlarmView
from complaints.rules.actors import Scope
from complaints.rules.kinds import AlarmAnswer
from complaints.rules.staff.door_bars import deciding
from complaints.schemas.authority.alarms import AlarmAnswerIn, AlarmOut, AlarmsOut, AlarmsQuery
from complaints.schemas.authority.proof import SettlementIn
from complaints.services.authority import alarms

blp = Blueprint("alarms", __name__, description="Others who file in your name")


@endpoint(blp, "GET", "/alarms", scopes=[Scope.READ], query=AlarmsQuery, answer=AlarmsOut)
def list_alarms(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List the alarms of your account, the newest first."""
    limit, after = query["limit"], after_id(query.get("cursor"))
    rows = alarm_queries.find_alarms(
        call.work,
        waiting=query.get("waiting"),
        look=query.get("look", False),
        after=after,
        limit=limit,
    )
    return paging.page(rows, limit, lambda row: (row.alarm.id,))


@endpoint(blp, "GET", "/alarms/<id:alarm_id>", scopes=[Scope.READ], answer=AlarmOut)
def read_alarm(call: Call, alarm_id: int) -> AlarmView:
    """Read one alarm."""
    return alarm_queries.get_alarm(call.work, alarm_id)


@endpoint(blp, "POST", "/alarms/<id:alarm_id>/answer", scopes=[Scope.FILE], body=AlarmAnswerIn,
          answer=AlarmOut, matches=True)  # fmt: skip
def answer_alarm(call: Call, body: dict[str, Any], alarm_id: int) -> AlarmView:
    """Say whether the other filer is authorized. What follows where it is not depends on how well
    both of you are proven: `followed` says it."""
    alarms.answer(
        call.work,
        alarm_id,
        answer=AlarmAnswer(body["answer"]),
        note=body.get("note"),
        expected=call.expected,
    )
    return alarm_queries.get_alarm(call.work, alarm_id)


@endpoint(blp, "POST", "/alarms/<id:alarm_id>/settle", scopes=[Scope.REVIEW], body=SettlementIn,
          answer=AlarmOut, matches=True, bars=deciding("alarm"))  # fmt: skip
def settle_denial(call: Call, body: dict[str, Any], alarm_id: int) -> AlarmView:
    """Settle a denial after a look at the papers of both sides."""
    alarms.settle(call.work, alarm_id, **body, expected=call.expected)
    return alarm_queries.get_alarm(call.work, alarm_id)
