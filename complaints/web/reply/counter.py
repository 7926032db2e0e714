"""The counter-notice: first its ground, then the fields that the ground and the law require."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request

from complaints.http.languages import say_here
from complaints.kit import uploads
from complaints.kit.forms import Sent
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.rules.counter_notices import grounds_for
from complaints.rules.kinds import DocumentUse
from complaints.schemas.replies import CountersIn
from complaints.services import claims, documents
from complaints.web.reply.complaint import detail_of, done
from complaints.web.reply.holder import acts_by_link, fills_in, pages, sender
from complaints.words import message as _
from complaints.words.grounds import GROUNDS


@page(pages, "GET", "/<token>/counter", who=ANYONE)
@fills_in
def answer(call: PageCall, token: str) -> Answer:
    """Ask for the ground and, once it is chosen, for the rest."""
    detail = detail_of(call)
    offered = grounds_for(detail.requirements.kind)
    ground = next((one for one in offered if one == request.args.get("ground")), None)
    if not detail.to_counter:
        return call.render("web/reply/closed.html", token=token)
    facts: dict[str, Any] = {"detail": detail, "token": token, "ground": ground}
    if ground is None:
        choices = [(str(one), GROUNDS[one].title, GROUNDS[one].hint) for one in offered]
        asking = _with_error(call) if "asked" in request.args else call
        return asking.render("web/reply/ground.html", choices=choices, **facts)
    return call.render(
        "web/reply/counter.html",
        files=uploads.listed(call),
        paper=GROUNDS[ground].paper,
        declarations=detail.requirements.texts,
        **facts,
    )


def _with_error(call: PageCall) -> PageCall:
    """Return the call with the error for a form that was sent without a ground."""
    sentence = say_here(_("Choose a reason."))
    return replace(call, sent=Sent(errors={"ground": sentence}, summary=(("ground", sentence),)))


@page(pages, "POST", "/<token>/counter", who=ANYONE, again=answer, files=sender)
@acts_by_link
def send_answer(call: PageCall, token: str) -> Answer:
    """Store the counter-notice with its documents."""
    arrived = uploads.take(call)
    if arrived.refused:
        return uploads.show_again(call, arrived, answer, token=token)
    sent = call.form(CountersIn, besides={"documents", "files"})
    ids = [document.upload.id for document in arrived.documents]
    notice = replace(sent["answer"], documents=len(ids))
    claims.counter(call.work, sent["claim_ids"], notice, vault=call.context.vault)
    if ids:
        documents.put(
            call.work, ids, claim_ids=sent["claim_ids"],
            use=DocumentUse.COUNTER_NOTICE, pass_on=sent["pass_on"],
        )  # fmt: skip
    return done(call, token, _("Your answer has arrived. Staff read it before they decide."))
