"""The seller's last word in a round: its answer to the filer's reply."""

from __future__ import annotations

from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.schemas.sellers.replies import RejoinIn, chosen_claims
from complaints.services.decisions import claims
from complaints.web.reply import steps
from complaints.web.reply.complaint import detail_of, listings_row
from complaints.web.reply.holder import acts_by_link, fills_in, pages
from complaints.words import message as _
from complaints.words.letters.receipts import LAST_WORD, given


class RejoinsIn(RejoinIn):
    """The API's answer to a reply, about several listings at once."""

    claim_ids = chosen_claims()


@page(pages, "GET", "/<token>/rejoin", who=ANYONE)
@fills_in
def rejoin(call: PageCall, token: str) -> Answer:
    """Ask what the seller says to the filer's reply, and for which listings."""
    detail = detail_of(call)
    if not detail.to_rejoin:
        return call.render("web/reply/closed.html", token=token)
    return call.render("web/reply/rejoin.html", detail=detail, token=token)


@page(pages, "POST", "/<token>/rejoin", who=ANYONE, again=rejoin)
@acts_by_link
def send_rejoin(call: PageCall, token: str) -> Answer:
    """Read the answer back; then store it."""
    changing = steps.wants_to_change(call)
    if changing is not None:
        return rejoin(changing, token=token)
    sent = call.form(RejoinsIn, besides=steps.BESIDES)
    chosen = sorted(set(sent["claim_ids"]))

    def store() -> None:
        for claim_id in chosen:
            claims.rejoin(call.work, claim_id, statement=sent["statement"])

    rows = [
        *listings_row(detail_of(call), chosen),
        *given(_("What you wrote"), sent["statement"]),
    ]
    return steps.read_back_or_send(call, token, steps.Sending(LAST_WORD, rows, store))
