"""What a seller does with an answer that is here: adds what its law asks for, or takes it back
before a copy with its contact goes to the complainant."""

from __future__ import annotations

from complaints.base.errors import not_found
from complaints.kit import uploads
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.sellers.counter_notices import CounterView
from complaints.rules.kinds import DocumentUse
from complaints.rules.sellers.completeness import Completion
from complaints.schemas.common import Body
from complaints.schemas.sellers.replies import CompletionIn, completion_of
from complaints.services.decisions import claims
from complaints.web.reply import steps
from complaints.web.reply.complaint import detail_of, listings_row
from complaints.web.reply.counter import FACTS, SHOWS, WHO_READS_FILES, fact_rows
from complaints.web.reply.holder import acts_by_link, fills_in, pages, sender
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters.answers import ASKED_FOR
from complaints.words.letters.receipts import ANSWER, TAKING_BACK, ReceiptRow, given


@page(pages, "GET", "/<token>/answers/<id:counter_id>/complete", who=ANYONE)
@fills_in
def ask_completion(call: PageCall, token: str, counter_id: int) -> Answer:
    """Ask for what an answer lacks."""
    view = _answer(call, counter_id)
    if not (view.notice.lacks and view.last_for):
        return call.render("web/reply/closed.html", token=token)
    return call.render(
        "web/reply/complete.html",
        token=token,
        view=view,
        asked_for=[ASKED_FOR[lack] for lack in view.notice.lacks],
        facts=FACTS,
        shows=SHOWS,
        files=uploads.arrived_files(call),
        who_reads_files=WHO_READS_FILES,
    )


@page(
    pages, "POST", "/<token>/answers/<id:counter_id>/complete", who=ANYONE, again=ask_completion,
    files=sender,
)  # fmt: skip
@acts_by_link
def send_completion(call: PageCall, token: str, counter_id: int) -> Answer:
    """Read what is added back; then store it with its documents."""
    changing = steps.wants_to_change(call)
    if changing is not None:
        return ask_completion(changing, token=token, counter_id=counter_id)
    view, arrived = _answer(call, counter_id), uploads.take_files(call)
    sent = call.form(CompletionIn, besides=steps.BESIDES, also=arrived.errors)
    added = completion_of(sent, [document.upload.id for document in arrived.documents])

    def store() -> None:
        claims.complete_answer(call.work, counter_id, added, vault=call.context.vault)
        uploads.put_documents(
            call, arrived, claim_ids=view.claim_ids,
            use=DocumentUse.COUNTER_NOTICE, pass_on=sent["pass_on"],
        )  # fmt: skip

    rows = [
        *listings_row(detail_of(call), view.claim_ids),
        *_rows(added),
        *steps.documents(arrived),
    ]
    return steps.read_back_or_send(call, token, steps.Sending(ANSWER, rows, store, arrived))


@page(pages, "POST", "/<token>/answers/<id:counter_id>/take-back", who=ANYONE)
@acts_by_link
def retract_answer(call: PageCall, token: str, counter_id: int) -> Answer:
    """Say what it means to take the answer back as a counter-notice; then take it back."""
    view = _answer(call, counter_id)
    call.form(Body, besides=steps.BESIDES)

    def store() -> None:
        claims.take_answer_back(call.work, counter_id)

    rows = [
        *listings_row(detail_of(call), view.claim_ids),
        *given(_("What you take back"), _("Your answer as a counter-notice under US law")),
    ]
    return steps.read_back_or_send(call, token, steps.Sending(TAKING_BACK, rows, store))


def _answer(call: PageCall, counter_id: int) -> CounterView:
    """Return one of the seller's own answers. Refuses with: not-found."""
    own = (each for each in detail_of(call).counter_notices if each.notice.id == counter_id)
    view = next(own, None)
    if view is None:
        raise not_found(_("page"))
    return view


def _rows(added: Completion) -> list[ReceiptRow]:
    shown = [label("lack", each) for each in sorted(added.shows)]
    return [
        *given(_("Your name, or your firm’s"), added.name),
        *given(_("Registration number of your business"), added.registration, sealed=True),
        *fact_rows(added.facts),
        *given(_("What the documents show"), *shown),
        *given(_("What you wrote"), added.note),
    ]
