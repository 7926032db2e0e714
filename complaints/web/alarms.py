"""Alarms: somebody else files in the account's name or on its right. Its answers are taken here."""

from __future__ import annotations

from flask import Blueprint, request, url_for

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import confirming
from complaints.kit.confirming import Question
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries.authority import alarms as alarm_queries
from complaints.rules.kinds import AlarmAnswer, DenialStep
from complaints.schemas.authority.alarms import AlarmAnswerIn
from complaints.services.authority import alarms
from complaints.words import message as _

pages = Blueprint("my_alarms", __name__, url_prefix="/alarms")
A_PAGE = 50
# What follows on a denial, as the account that denies reads it.
FOLLOWED = {
    DenialStep.ASK_DENIER: _(
        "We have saved your answer. Before anything changes for the other account, prove "
        "your right: add its certificate on “My rights”. We then act on your answer "
        "without being asked again."
    ),
    DenialStep.ASK_FILER: _(
        "We have asked the other account to show its authority. We take nothing down on "
        "its complaints until our staff have checked it."
    ),
    DenialStep.LOOK: _(
        "The other account has proof too, or there are others with the same name. Our "
        "staff compare the documents of both sides and write to you."
    ),
}


@page(pages, "GET", "/", who=FILERS)
def show_alarms(call: PageCall) -> Answer:
    """List the alarms, those that wait for an answer first."""
    after = after_id(request.args.get("cursor"))
    rows = alarm_queries.find_alarms(call.work, waiting=None, after=after, limit=A_PAGE)
    shown = paging.page(rows, A_PAGE, lambda row: (row.alarm.id,))
    return call.render("web/alarms/list.html", alarms=shown["items"], next=shown["next"])


@page(pages, "GET", "/<id:alarm_id>", who=FILERS)
def show_alarm(call: PageCall, alarm_id: int) -> Answer:
    """Show one alarm and ask whether the other filer is authorized."""
    view = alarm_queries.get_alarm(call.work, alarm_id)
    return call.render("web/alarms/show.html", view=view, followed=FOLLOWED)


def _asks(call: PageCall, alarm_id: int) -> Question | None:
    """Return what follows on a denial; every other answer is kept at once."""
    if call.form(AlarmAnswerIn)["answer"] != AlarmAnswer.NOT_AUTHORIZED:
        return None
    view = alarm_queries.get_alarm(call.work, alarm_id)
    return Question(
        title=_("Say that %(by)s does not act for you", by=view.by or _("this account")),
        says=[
            _(
                "If you have proven your right to us, we ask the other account to show that it may "
                "act for you. Until it has, we take nothing down on its complaints."
            ),
            _("If you have not, we first ask you for proof. Your answer counts from then on."),
        ],
        button=_("Say that it does not act for us"),
        keep=url_for("my_alarms.show_alarm", alarm_id=alarm_id),
        last=_(
            "You can change your answer later, but the other account may already have been told."
        ),
    )


@page(pages, "POST", "/<id:alarm_id>", who=FILERS, again=show_alarm)
@confirming.asks(_asks)
def answer_alarm(call: PageCall, alarm_id: int) -> Answer:
    """Store the filer's answer to an alarm."""
    sent = call.form(AlarmAnswerIn)
    denies = sent["answer"] == AlarmAnswer.NOT_AUTHORIZED
    alarm = alarms.answer(
        call.work, alarm_id, answer=AlarmAnswer(sent["answer"]), note=sent.get("note")
    )
    message = _("Thank you. We will not ask you about this account again.")
    if denies:
        message = FOLLOWED[DenialStep(alarm.followed or DenialStep.ASK_DENIER)]
    return call.redirect("my_alarms.show_alarm", message=message, alarm_id=alarm_id)
