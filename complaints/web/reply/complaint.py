"""A complaint as the accused seller reads it: what is alleged, its state, what can be done."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from complaints.base.errors import not_found
from complaints.http import uploads as http_uploads
from complaints.http.languages import current
from complaints.kit import letters, listings, uploads
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.models import Letter
from complaints.queries.decisions import reasons
from complaints.queries.mailing import letters as letter_queries
from complaints.queries.sellers import places, strikes, traders
from complaints.queries.sellers import replies as reply_queries
from complaints.queries.sellers.replies import SellerComplaint
from complaints.rules.filing import questions
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.rules.kinds import LetterKind, Side
from complaints.services.decisions import claims
from complaints.storage.links import mask
from complaints.web.reply.holder import acts_by_link, holds_link, pages, sender
from complaints.web.secret_links import may_act
from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Written, read_in
from complaints.words.letters.decisions import ACCUSATIONS
from complaints.words.letters.pages import ask_us
from complaints.words.letters.receipts import ReceiptRow, given


def detail_of(call: PageCall) -> SellerComplaint:
    """Return the seller's view of the complaint that the link leads to. Refuses with: not-found."""
    return reply_queries.of_seller(call.work, vault=call.context.vault)


@page(pages, "GET", "/<token>", who=ANYONE)
@holds_link
def show(call: PageCall, token: str) -> Answer:
    """Show the complaint, its listings, what happened and what can be done."""
    detail, seller = detail_of(call), call.actor.seller_of
    store = seller.store_id if seller is not None else None
    return call.render(
        "web/reply/complaint.html",
        record=strikes.strikes_of_stores(call.work, [store]) if store is not None else None,
        scale=call.work.policy.law.scale,
        detail=detail,
        token=token,
        accusation=ACCUSATIONS[detail.complaint.basis],
        stands=listings.in_words(
            detail.claims, listings.states_of(call.work, detail.claims), Side.SELLER
        ),
        may_act=may_act(call),
        can_take_back=partial(claims.can_take_back, call.work),
        statements=reasons.statements_of_claims(
            call.work, [view.claim.id for view in detail.claims]
        ),
        letters=[(row, _read(row)) for row in letter_queries.list_letters(call.work)],
        asks=ask_us(call.work.links.contact, marketplace_name(_marketplace(call))),
        traders=[
            shown
            for view in detail.claims
            if view.claim.trader_said
            and (shown := traders.trader_of_claim(call.work, view.claim, view.place.listing))
        ],
        answers=questions.shown_to_seller(detail.complaint.basis, detail.complaint.answers or {}),
    )


@page(pages, "POST", "/<token>/documents", who=ANYONE, files=sender)
@acts_by_link
def send(call: PageCall, token: str) -> Answer:
    """Store one file that a form's script sends."""
    return uploads.answer_script(call)


@page(pages, "GET", "/<token>/documents/<id:document_id>", who=ANYONE)
@holds_link
def read(call: PageCall, token: str, document_id: int) -> Answer:
    """Download a document: the seller's own, or one that was passed on to it."""
    return http_uploads.content(uploads.open_document(call, document_id), call.context, call.actor)


@page(pages, "GET", "/<token>/documents/<id:document_id>/preview", who=ANYONE)
@holds_link
def preview(call: PageCall, token: str, document_id: int) -> Answer:
    """Show a picture of a document, drawn by us."""
    return uploads.pictured(call, document_id)


@page(pages, "GET", "/<token>/statements/<id:statement_id>/statement.pdf", who=ANYONE)
@holds_link
def statement(call: PageCall, token: str, statement_id: int) -> Answer:
    """Save a statement of reasons to the seller as PDF."""
    return letters.statement_pdf(call, statement_id)


@page(pages, "GET", "/<token>/sent/<id:letter_id>", who=ANYONE)
@holds_link
def sent(call: PageCall, token: str, letter_id: int) -> Answer:
    """Show the receipt of what the seller sent. Refuses with: not-found."""
    row = letter_queries.get_letter(call.work, letter_id)
    if row.kind != LetterKind.SELLER_RECEIPT:
        raise not_found(_("page"))
    subject, body = _read(row)
    # Its last paragraph says where its link leads: to these pages.
    body = body.rpartition("\n\n")[0]
    return call.render("web/reply/sent.html", token=token, row=row, subject=subject, body=body)


@page(pages, "GET", "/<token>/letters/<id:letter_id>/letter.pdf", who=ANYONE)
@holds_link
def letter(call: PageCall, token: str, letter_id: int) -> Answer:
    """Save a letter to the seller as PDF; the link in it is masked."""
    return letters.letter_pdf(call, letter_id)


def _marketplace(call: PageCall) -> str:
    assert call.actor.seller_of is not None
    return places.find_place(call.session, call.actor.seller_of).marketplace


def _read(row: Letter) -> Written:
    """Return a letter as the page's reader reads it: in its language, the link masked."""
    return read_in(row.subject, mask(row.body), row.language, current().language)


def listings_row(detail: SellerComplaint, claim_ids: Collection[int]) -> list[ReceiptRow]:
    """Return the row of the listings that a form is about, by their addresses."""
    chosen = [view.place.listing.url for view in detail.claims if view.claim.id in claim_ids]
    return given(_("Listings"), *chosen)


def done(call: PageCall, token: str, message: Message) -> Answer:
    """Redirect to the complaint, which shows the message of what was done."""
    return call.redirect("reply.show", token=token, message=message)
