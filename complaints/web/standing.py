"""My standing: a filer's own figures against its peers', and the cases against it."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import dossiers
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries.authority import flaggers as flagger_queries
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.cases import joinings as joining_queries
from complaints.queries.cases.boycott_claims import graded_claims
from complaints.queries.findings import standing as standing_queries
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.flags import MOST_ANSWERS
from complaints.rules.cases.joinings import JOINING
from complaints.services.cases import boycotts, flag_answers, joinings
from complaints.web import cases
from complaints.web.cases import AnswerText, CaseText
from complaints.words import message as _
from complaints.words.laws import complaints_under, whats_read

pages = Blueprint("my_standing", __name__, url_prefix="/standing")
A_PAGE = 50


@page(pages, "GET", "/", who=FILERS)
def show_standing(call: PageCall) -> Answer:
    """Show the figures that staff see about the account, and what they may lead to."""
    assert call.actor.filer_id is not None
    mine = standing_queries.standing_of_filer(call.work, call.actor.filer_id)
    rows = boycott_queries.list_boycotts(call.work, states=BOYCOTT.states, limit=A_PAGE)
    together = joining_queries.list_joinings(call.work, states=JOINING.states, limit=A_PAGE)
    against = boycott_queries.details(call.work, rows[:A_PAGE])
    return call.render(
        "web/standing/show.html",
        mine=mine,
        cases=[(case, cases.state_by_clock(case, call.now)) for case in against],
        joinings=joining_queries.details(call.work, together[:A_PAGE]),
        policy=call.work.policy.boycott,
        most_answers=MOST_ANSWERS,
        read=whats_read(call.work.policy.law.treatments(), call.work.policy.law.lane_days),
        complaints=complaints_under(call.work.policy.law.treatments()),
        law=call.work.policy.law,
        flagger=flagger_queries.live_of(call.session, call.actor.filer_id),
        a=cases.messages(call, call.actor.filer_id),
    )


@page(pages, "POST", "/answer", who=FILERS, again=show_standing)
def answer_look(call: PageCall) -> Answer:
    """Answer what staff look at, before any warning."""
    flag_answers.answer(call.work, text=call.form(CaseText)["text"])
    message = _("Sent. Staff read it before they decide whether to warn you.")
    return call.redirect("my_standing.show_standing", message=message)


@page(pages, "GET", "/cases/<id:case_id>", who=FILERS)
def case(call: PageCall, case_id: int) -> Answer:
    """Show a warning or a boycott: reasons, the claims that it rests on, what can be done."""
    detail = boycott_queries.boycott_detail(call.work, case_id)
    if cases.is_first_read(call, detail.row):
        cases.note_read(call, case_id)
        return call.redirect("my_standing.case", case_id=case_id)
    claims = graded_claims(
        call.work, case_id, after=after_id(request.args.get("cursor")), limit=A_PAGE
    )
    shown = paging.page(claims, A_PAGE, lambda view: (view.claim.id,))
    return call.render(
        "web/standing/case.html",
        case=detail,
        **cases.named_in(call, detail),
        state=cases.state_by_clock(detail, call.now),
        step=cases.step(detail, call.now),
        a=cases.messages(call, call.actor.filer_id),
        claims=shown["items"],
        next=shown["next"],
    )


@page(pages, "GET", "/cases/<id:case_id>/dossier.pdf", who=FILERS)
def dossier(call: PageCall, case_id: int) -> Answer:
    """Download what is weighed in a case against the account, as one document."""
    if cases.is_first_read(call, boycott_queries.get_boycott(call.work, case_id)):
        cases.note_read(call, case_id)
        return call.redirect("my_standing.dossier", case_id=case_id)
    return dossiers.dossier_pdf(call, case_id)


@page(pages, "POST", "/cases/<id:case_id>/answer", who=FILERS, again=case)
def answer(call: PageCall, case_id: int) -> Answer:
    """Answer a warning."""
    boycotts.answer(call.work, case_id, **call.form(AnswerText))
    message = _("Sent. Staff read it before they decide.")
    return call.redirect("my_standing.case", message=message, case_id=case_id)


@page(pages, "POST", "/cases/<id:case_id>/appeal", who=FILERS, again=case)
def appeal(call: PageCall, case_id: int) -> Answer:
    """Appeal a boycott."""
    sent = call.form(CaseText)
    boycotts.appeal(call.work, case_id, grounds=sent["text"])
    message = _("We have your appeal. Somebody who has had no part in the case decides it.")
    return call.redirect("my_standing.case", message=message, case_id=case_id)


@page(pages, "GET", "/joinings/<id:joining_id>", who=FILERS)
def joining(call: PageCall, joining_id: int) -> Answer:
    """Show that the account is counted together with another one, why, and what can be done."""
    detail = joining_queries.joining_detail(call.work, joining_id)
    return call.render(
        "web/joined.html",
        token=None,
        detail=detail,
        a=cases.messages(call, call.actor.filer_id),
    )


@page(pages, "POST", "/joinings/<id:joining_id>/appeal", who=FILERS, again=joining)
def appeal_joining(call: PageCall, joining_id: int) -> Answer:
    """Appeal against being counted together with another account."""
    joinings.appeal(call.work, joining_id, grounds=call.form(CaseText)["text"])
    message = _("We have your appeal. Somebody who has had no part in the case decides it.")
    return call.redirect("my_standing.joining", message=message, joining_id=joining_id)
