"""The counter-notice: first its ground, then the fields that the ground and the law require."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import request

from complaints.base.errors import FieldError
from complaints.http.languages import say_here
from complaints.kit import uploads
from complaints.kit.forms import Sent
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.kit.uploads import Arrived
from complaints.queries.sellers.replies import SellerComplaint
from complaints.rules.filing.signed_texts import as_signed
from complaints.rules.kinds import DocumentUse
from complaints.rules.sellers import counter_notices
from complaints.rules.sellers.completeness import FactKind, Lack, NumberedFact
from complaints.rules.sellers.counter_notices import asks_to_complete, grounds_for
from complaints.schemas.sellers.replies import CountersIn, answer_of
from complaints.services.decisions import claims
from complaints.web.reply import steps
from complaints.web.reply.complaint import detail_of, listings_row
from complaints.web.reply.holder import acts_by_link, fills_in, pages, sender
from complaints.words import message as _
from complaints.words.grounds import GROUNDS
from complaints.words.labels import LABELS, label
from complaints.words.letters.receipts import ANSWER, ReceiptRow, given

# What a number can be of, and what documents can show, as forms offer them.
FACTS = [(str(each), LABELS["fact"][each]) for each in FactKind]
SHOWS = [(str(each), LABELS["lack"][each]) for each in Lack]
WHO_READS_FILES = {
    False: _("Only our staff"),
    True: _("Our staff and the complainant"),
}


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
        files=uploads.arrived_files(call),
        paper=GROUNDS[ground].paper,
        declarations=detail.requirements.texts,
        who_reads_files=WHO_READS_FILES,
        to_complete=asks_to_complete(detail.requirements.laws),
        facts=FACTS,
        shows=SHOWS,
        **facts,
    )


def _with_error(call: PageCall) -> PageCall:
    """Return the call with the error for a form that was sent without a ground."""
    sentence = say_here(_("Choose a reason."))
    return replace(call, sent=Sent(errors={"ground": sentence}, summary=(("ground", sentence),)))


@page(pages, "POST", "/<token>/counter", who=ANYONE, again=answer, files=sender)
@acts_by_link
def send_answer(call: PageCall, token: str) -> Answer:
    """Read the counter-notice back; then store it with its documents."""
    changing = steps.wants_to_change(call)
    if changing is not None:
        return answer(changing, token=token)
    arrived, detail = uploads.take_files(call), detail_of(call)

    def check(right: Mapping[str, Any]) -> Iterator[FieldError]:
        stated: counter_notices.Answer = right.get("answer") or answer_of(right)
        required = detail.requirements
        return counter_notices.check_answer(
            replace(stated, documents=len(arrived.documents)),
            required.kind, required.laws, call.now.date(),
        )  # fmt: skip

    sent = call.form(CountersIn, besides=steps.BESIDES, also=arrived.errors, check=check)
    notice = replace(sent["answer"], documents=len(arrived.documents))

    def store() -> None:
        claims.counter(call.work, sent["claim_ids"], notice, vault=call.context.vault)
        uploads.put_documents(
            call, arrived, claim_ids=sent["claim_ids"],
            use=DocumentUse.COUNTER_NOTICE, pass_on=sent["pass_on"],
        )  # fmt: skip

    rows = [
        *listings_row(detail, sent["claim_ids"]),
        *_rows(detail, notice, arrived, passes_on=sent["pass_on"]),
    ]
    return steps.read_back_or_send(call, token, steps.Sending(ANSWER, rows, store, arrived))


def _rows(
    detail: SellerComplaint, notice: counter_notices.Answer, arrived: Arrived, *, passes_on: bool
) -> list[ReceiptRow]:
    """Return all that the answer states, in the order of the form."""
    words, seller = GROUNDS[notice.ground], notice.seller
    signed = as_signed(detail.requirements.texts, notice.declarations, notice.language)
    party, reference, dated_on = _("Who it is from"), _("Document named"), _("Its date")
    if words.paper is not None:
        party, reference, dated_on = words.paper.party, words.paper.reference, words.paper.dated_on
    files = steps.documents(arrived)
    return [
        *given(_("Your reason"), words.title),
        *given(_("What you wrote"), notice.statement),
        *given(party, notice.party),
        *given(reference, notice.reference),
        *given(dated_on, notice.dated_on),
        *fact_rows(notice.facts),
        *files,
        *given(
            _("What the documents show"), *(label("lack", each) for each in sorted(notice.shows))
        ),
        *(given(_("Who may read the documents"), WHO_READS_FILES[passes_on]) if files else []),
        *given(_("Your name, or your firm’s"), seller.name),
        *given(_("Email address"), seller.email, sealed=True),
        *given(_("Telephone number"), seller.phone, sealed=True),
        *given(_("Postal address"), seller.address, sealed=True),
        *given(_("Registration number of your business"), seller.registration, sealed=True),
        *given(_("Contact address for the complainant"), notice.contact),
        *given(_("What you declare"), *(each["wording"] for each in signed)),
    ]


def fact_rows(facts: Sequence[NumberedFact]) -> list[ReceiptRow]:
    """Return the row of the numbers that can be looked up."""
    named = [
        _("%(kind)s: %(number)s", kind=label("fact", each.kind), number=each.number)
        for each in facts
        if each.kind and each.number
    ]
    return given(_("Numbers that can be looked up"), *named)
