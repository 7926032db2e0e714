"""Alarms: somebody else files in the account's name or on its right. Its answers are taken here."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries import alarms as alarm_queries
from complaints.rules.kinds import AlarmAnswer, DenialStep
from complaints.schemas.alarms import AlarmAnswerIn
from complaints.services import alarms
from complaints.words import message as _

pages = Blueprint("my_alarms", __name__, url_prefix="/alarms")
A_PAGE = 50
# What follows on a denial, as the account that denies reads it.
FOLLOWED = {
    DenialStep.ASK_DENIER: _(
        "Your answer is kept. Before anything changes for the other account, prove your right: add "
        "its certificate on “My rights”. Your answer is followed by itself then."
    ),
    DenialStep.ASK_FILER: _(
        "The other account is asked for its authority; nothing is taken down on its complaints "
        "before a person has verified it."
    ),
    DenialStep.LOOK: _(
        "The other account is proven too, or others have the same name or file for it. A person "
        "compares the papers of both, and you hear by letter what follows."
    ),
}


@page(pages, "GET", "/", who=FILERS)
def find(call: PageCall) -> Answer:
    """List the alarms, those that wait for an answer first."""
    after = after_id(request.args.get("cursor"))
    rows = alarm_queries.find(call.work, waiting=None, after=after, limit=A_PAGE)
    shown = paging.page(rows, A_PAGE, lambda row: (row.alarm.id,))
    return call.render("web/alarms/list.html", alarms=shown["items"], next=shown["next"])


@page(pages, "GET", "/<id:alarm_id>", who=FILERS)
def show(call: PageCall, alarm_id: int) -> Answer:
    """Show one alarm and ask whether the other filer is authorized."""
    view = alarm_queries.get(call.work, alarm_id)
    return call.render("web/alarms/show.html", view=view, followed=FOLLOWED)


@page(pages, "POST", "/<id:alarm_id>", who=FILERS, again=show)
def answer(call: PageCall, alarm_id: int) -> Answer:
    """Store the filer's answer to an alarm."""
    sent = call.form(AlarmAnswerIn)
    alarm = alarms.answer(
        call.work, alarm_id, answer=AlarmAnswer(sent["answer"]), note=sent.get("note")
    )
    message = _("Thank you. You will not be asked again about this filer here.")
    if sent["answer"] == AlarmAnswer.NOT_AUTHORIZED:
        message = FOLLOWED[DenialStep(alarm.followed or DenialStep.ASK_DENIER)]
    return call.redirect("my_alarms.show", message=message, alarm_id=alarm_id)
