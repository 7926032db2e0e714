"""A notice without an account: a mailbox waits for its turn, and the link in the letter to it
opens the form (docs/filing.md).

The form has two pages, kept in a draft: what infringes where and why; then what the law of it asks.
Where the EU's Digital Services Act binds that is no more than its Art. 16(2) lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request
from flask import session as cookie

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid, invalid_fields, not_found
from complaints.http import filing, identity, notice_sessions, rate_limits
from complaints.http.languages import pick
from complaints.kit import uploads
from complaints.kit.countries import places_of_rights
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.models import Draft
from complaints.queries.filing import drafts as draft_queries
from complaints.queries.filing.documents import DocumentView
from complaints.queries.logins import notice_requests as requests
from complaints.rules.filing import questions
from complaints.rules.filing.documents import MOST_PAPERS
from complaints.rules.filing.notices import (
    NOT_AGREED,
    REGISTERED,
    asked_of,
    check_registered,
)
from complaints.rules.filing.signed_texts import SignedText
from complaints.rules.filing.target_lines import MOST_LINES
from complaints.rules.kinds import Basis, DocumentKind, RightKind
from complaints.rules.law.regimes import Need, asks_least, notice_texts
from complaints.rules.logins import notice_requests as rules
from complaints.schemas.common import Body, one_of, text
from complaints.schemas.filing.recognition import LONGEST_TEXT, read_targets
from complaints.schemas.logins.accounts import SignUpIn
from complaints.services.filing import drafts, intake
from complaints.services.filing.intake import Duplicate
from complaints.services.logins import sessions, sign_ups
from complaints.web.accounts.browsers import browser_of
from complaints.web.filing import sequence
from complaints.web.filing.aiming import TOO_LONG
from complaints.web.filing.ending import laws_of
from complaints.web.filing.evidence import too_many
from complaints.web.secret_links import keep_secret
from complaints.words import message as _

pages = Blueprint("notices", __name__, url_prefix="/notices")
keep_secret(pages)

NOTIFIER = frozenset({"notifier"})
# The kind of right that each accusation names by itself: nobody without an account is asked for it.
KINDS = {
    Basis.COUNTERFEIT: RightKind.TRADEMARK, Basis.TRADEMARK: RightKind.TRADEMARK,
    Basis.COPYRIGHT: RightKind.COPYRIGHT, Basis.CIRCUMVENTION: RightKind.COPYRIGHT,
    Basis.PATENT: RightKind.PATENT, Basis.DESIGN: RightKind.DESIGN,
}  # fmt: skip
NO_LISTING = _("Enter the address of at least one listing, each in a line of its own.")


class NameIn(Body):
    name = text(200)


class WhatIn(Body):
    basis = one_of(Basis, required=True, asks=_("Select what is wrong with the listings."))
    listings = text(LONGEST_TEXT, required=True, asks=NO_LISTING)
    statement = text(5000, required=True, asks=_("Write why the listings infringe your right."))


@page(pages, "GET", "", who=ANYONE)
def ask_notifier(call: PageCall) -> Answer:
    """Ask for the mailbox that the link goes to."""
    if call.actor.is_notifier:
        return call.redirect("notices.write_notice")
    return call.render("web/notices/ask.html", a_minute=rules.A_MINUTE)


@page(pages, "POST", "", who=ANYONE, again=ask_notifier)
def send_notifier_link(call: PageCall) -> Answer:
    """Put the mailbox into the queue, and answer alike whoever has it."""
    request_id = sign_ups.ask_for_notice(
        call.work,
        email=call.form(SignUpIn)["email"],
        network=identity.network_of(request),
        language=pick(request),
        vault=call.context.vault,
    )
    return call.redirect("notices.show_place", token=call.work.links.notice_place(request_id))


@page(pages, "GET", "/place/<token>", who=ANYONE)
def show_place(call: PageCall, token: str) -> Answer:
    """Say how many wait before, and what happens then. It is loaded again by itself."""
    request_id = call.work.links.read_notice_place(token)
    if request_id is None:
        raise not_found(_("page"))
    ahead = requests.ahead_of(call.session, request_id)
    wait = None if ahead is None else rules.minutes(ahead)
    return call.render("web/notices/place.html", ahead=ahead, minutes=wait, a_minute=rules.A_MINUTE)


@page(pages, "GET", "/open/<token>", who=ANYONE)
def ask_name(call: PageCall, token: str) -> Answer:
    """Ask for the name of who files; of a mailbox that filed before, only to go on."""
    row = requests.find_request(call.work, token)
    if row is None:
        return _lead_on(call)
    is_new = requests.notifier_of(call.session, row.mailbox) is None
    return call.render("web/notices/open.html", token=token, email=row.email, is_new=is_new)


@page(pages, "POST", "/open/<token>", who=ANYONE, again=ask_name)
def open_form(call: PageCall, token: str) -> Answer:
    """Begin a session that is good for notices alone."""
    name = call.form(NameIn).get("name")
    browser = browser_of(request.user_agent.string)
    try:
        secret = notice_sessions.begin(
            call.work, token, name=name, browser=browser, vault=call.context.vault
        )
    except Refusal as refusal:
        if refusal.slug != "link-expired":
            raise
        return _lead_on(call)
    _end_session(call)
    cookie[identity.TOKEN] = secret
    return call.redirect("notices.write_notice")


def _end_session(call: PageCall) -> None:
    """End what the browser was signed in to, and forget it."""
    before = cookie.get(identity.TOKEN)
    if isinstance(before, str):
        sessions.end_by_token(call.session, before, now=call.now)
    cookie.clear()


def _lead_on(call: PageCall) -> Answer:
    message = _("This link has been used, or is too old. Ask for a new one.")
    return call.redirect("notices.ask_notifier", message=message)


@page(pages, "POST", "/leave", who=NOTIFIER)
def end_notifying(call: PageCall) -> Answer:
    """End the session."""
    _end_session(call)
    return call.redirect("home.home")


@page(pages, "GET", "/write", who=NOTIFIER)
def write_notice(call: PageCall) -> Answer:
    """Ask what is wrong, where, and why."""
    offered = [(str(basis), each.title) for basis, each in questions.SETS.items()]
    return call.render("web/notices/write.html", offered=offered)


@page(pages, "POST", "/write", who=NOTIFIER, again=write_notice)
def begin_notice(call: PageCall) -> Answer:
    """Keep it in a draft, and go on to what the law asks."""
    sent = call.form(WhatIn)
    reading = read_targets(sent["listings"].replace("\r\n", "\n"), marketplace=None)
    rows = intake.recognise_targets(call.work, reading.lines, right_id=None)
    for row in rows:
        for wrong in row.errors:
            why = _("Line %(line)s: %(why)s", line=row.line.number, why=wrong.message)
            raise invalid("/listings", wrong.code, why)
    targets = [row.line.target for row in rows if row.same_as is None]
    if reading.left_over:
        raise invalid("/listings", Code.TOO_MANY, TOO_LONG, max=MOST_LINES)
    if not targets:
        raise invalid("/listings", Code.REQUIRED, NO_LISTING)
    kind = KINDS.get(sent["basis"], RightKind.OTHER)
    steps = {
        "right": {"right": {"kind": str(kind)}},
        "what": {"basis": str(sent["basis"]), "statement": sent["statement"]},
        "where": {"targets": [each.plain() for each in targets if each is not None]},
    }
    draft = drafts.begin_draft(call.work, steps=steps)
    return call.redirect("notices.sign_notice", draft_id=draft.id)


@page(pages, "GET", "/<id:draft_id>/sign", who=NOTIFIER)
def sign_notice(call: PageCall, draft_id: int) -> Answer:
    """Ask for what the laws of the notice ask, and no more."""
    draft = draft_queries.get_draft(call.work, draft_id)
    _require_notice(draft)
    kind = draft.data["right"]["right"]["kind"]
    asked = asked_of([law for _slug, law in laws_of(call, draft)], call.work.policy.law)
    return call.render(
        "web/notices/sign.html",
        draft=draft,
        files=uploads.arrived_files(call),
        texts=_texts(call, draft),
        least=_is_least(call, draft),
        registered=kind in REGISTERED,
        asks_contact=bool({Need.ADDRESS, Need.PHONE} & {*asked}),
        places=places_of_rights(),
        question_set=questions.questions_of(draft.data["what"]["basis"]),
    )


def _require_notice(draft: Draft) -> None:
    """Refuses with: not-found, for a draft of another form."""
    if "right" not in draft.data.get("right", {}) or "what" not in draft.data:
        raise not_found(_("draft"))


def _is_least(call: PageCall, draft: Draft) -> bool:
    """Say whether no more may be asked than Art. 16(2) DSA lists: it binds each listing."""
    return asks_least(law for _slug, law in laws_of(call, draft))


def _texts(call: PageCall, draft: Draft) -> list[SignedText]:
    laws = [law for _slug, law in laws_of(call, draft)]
    return notice_texts(laws, least=asks_least(laws))


@page(pages, "POST", "/<id:draft_id>/sign", who=NOTIFIER, again=sign_notice, files=uploads.me)
def file_notice(call: PageCall, draft_id: int) -> Answer:
    """File the notice."""
    assert call.me is not None
    draft = drafts.lock_draft(call.work, draft_id)
    _require_notice(draft)
    least = _is_least(call, draft)
    steps, wrong = _stated(call, draft, least=least)
    arrived = uploads.take_files(call)
    if len(arrived.documents) > MOST_PAPERS:
        raise invalid(f"/{uploads.FILES}", Code.TOO_MANY, too_many(len(arrived.documents)))
    if wrong or arrived.refused:
        raise invalid_fields([*wrong, *uploads.errors(arrived)])
    papers = [_paper(view) for view in arrived.documents]
    drafts.save(call.work, draft_id, steps={**steps, "evidence": {"documents": papers}})
    rate_limits.limiter().take(rate_limits.of_filing(call.actor))
    filed = filing.file_draft(
        call.work, draft_id, context=call.context, channel="form", shown={"email": call.me.email}
    )
    if isinstance(filed, Duplicate):
        message = _("You have reported each of these listings already, and we are looking at it.")
        return call.redirect("filed.show_complaints", message=message)
    sequence.remember_filed(draft_id, filed.complaint.id)
    return call.redirect("filed.show_receipt", complaint_id=filed.complaint.id)


def _paper(view: DocumentView) -> dict[str, Any]:
    """Return a file as a complaint names it: it is to show the infringement."""
    paper = {
        "kind": str(DocumentKind.EVIDENCE),
        "sha256": view.sha256,
        "pass_on": request.form.get("pass_on") == "true",
    }
    return {**paper, "filename": view.upload.filename} if view.upload.filename else paper


def _stated(
    call: PageCall, draft: Draft, *, least: bool
) -> tuple[dict[str, dict[str, Any]], Sequence[FieldError]]:
    """Return what the second page states, by the draft's steps, and what is missing."""
    form = {name: value.strip() for name, value in request.form.items() if value.strip()}
    wrong: list[FieldError] = []
    agreed = request.form.getlist("declaration.agreed")
    if {each.code for each in _texts(call, draft)} - {*agreed}:
        wrong.append(FieldError("/declaration/agreed", Code.NOT_AGREED, NOT_AGREED))
    if "declaration.signed_by" not in form:
        lacks = _("Enter your full name.")
        wrong.append(FieldError("/declaration/signed_by", Code.REQUIRED, lacks))
    right = draft.data["right"]["right"]
    facts = {
        n: form[f"right.{n}"] for n in ("title", "number", "jurisdiction") if f"right.{n}" in form
    }
    if not least:
        number, place = facts.get("number"), facts.get("jurisdiction")
        wrong += check_registered(right["kind"], number, place)
    answers = {
        each.name: form[f"answers.{each.name}"]
        for each in questions.questions_of(draft.data["what"]["basis"]).questions
        if f"answers.{each.name}" in form
    }
    contact = {n: form[f"contact.{n}"] for n in ("phone", "address") if f"contact.{n}" in form}
    signed = {
        "signed_by": form.get("declaration.signed_by"),
        "agreed": agreed,
        "language": form.get("declaration.language", pick(request)),
    }
    return {
        "right": {"right": {**right, **facts}},
        "what": {**draft.data["what"], "answers": answers},
        "declare": {"declaration": signed, "contact": contact},
    }, wrong
