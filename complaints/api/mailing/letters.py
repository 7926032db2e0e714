"""The outbox, for whoever delivers letters that go by no mail: staff by hand, where they take no
part in the case, and a platform by its own inboxes. Their codes go apart from them."""

from __future__ import annotations

from typing import Any

from flask import Response

from complaints.http import paging, uploads
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.kit import printing
from complaints.models import LetterReport
from complaints.queries.mailing import deliveries
from complaints.queries.mailing import letters as letter_queries
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import FILERS_OWN, NO_CASE, saying
from complaints.schemas.common import WhyIn
from complaints.schemas.mailing.letters import (
    ArrivalIn,
    BounceIn,
    BounceOut,
    CodeLetterOut,
    LeasedOut,
    LeasesIn,
    LettersOut,
    LettersQuery,
    OutgoingOut,
    PostedIn,
    ReportOut,
    ResentOut,
)
from complaints.services.mailing import arrivals, letter_leases, letters
from complaints.storage.links import mask
from complaints.words import LANGUAGES

blp = Blueprint("letters", __name__, description="What was written to filers and sellers")
DELIVERERS = (Scope.FILE_ON_BEHALF, Scope.DELIVER)
READERS = (Scope.READ, Scope.REVIEW, Scope.FILE_ON_BEHALF, Scope.DELIVER)
SENDERS = (Scope.REVIEW, Scope.DELIVER)
TAKING_OUT = ("takes-part", "goes-another-way", "nobody-to-judge-appeal")
NOT_KEPT = {"Cache-Control": "no-store"}


@endpoint(blp, "GET", "/letters", scopes=READERS, query=LettersQuery, answer=LettersOut,
          notices=True)  # fmt: skip
def list_letters(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List letters, the newest first. A filer gets its own; a partner those to the accounts that it
    files for, and those to sellers on its marketplaces (`deliver`)."""
    rows = letter_queries.list_letters(
        call.work,
        kind=query.get("kind"),
        filer_id=query.get("filer"),
        complaint_id=query.get("complaint"),
        boycott_id=query.get("boycott"),
        joining_id=query.get("joining"),
        suspension_id=query.get("suspension"),
        unsent=query["unsent"],
        did_not_go=query["did_not_go"],
        updated_since=query.get("updated_since"),
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    listed = deliveries.followed(call.session, rows)
    return paging.page(listed, query["limit"], lambda row: (row.letter.id,))


@endpoint(blp, "GET", "/letters/<id:letter_id>/letter.pdf", scopes=READERS,
          media=["application/pdf"], notices=True)  # fmt: skip
def read_pdf(call: Call, letter_id: int) -> Response:
    """Read a letter as PDF; a link that answers for the addressee is masked."""
    letter = letter_queries.get_letter(call.work, letter_id)
    pdf = printing.letter(letter, mask(letter.body), test=call.context.config.test)
    return uploads.answer_pdf(pdf, f"letter-{letter.id}.pdf", LANGUAGES)


@endpoint(blp, "POST", "/letters/leases", scopes=[Scope.DELIVER], body=LeasesIn, answer=LeasedOut,
          anew=True, bars=NO_CASE)  # fmt: skip
def lease_letters(call: Call, body: dict[str, Any]) -> Any:
    """Fetch letters to sellers that wait for your platform's inboxes, the oldest first, each with
    its link, and say of each what became of it (`/letters/{letter_id}/arrival`).

    For 15 minutes nobody else is given them. What you say nothing of you are given again, with a
    new link; the one before ends then.
    """
    leased = letter_leases.lease(call.work, body["limit"], vault=call.context.vault)
    return {"items": leased}, 200, NOT_KEPT


@endpoint(blp, "POST", "/letters/<id:letter_id>/send", scopes=SENDERS, answer=OutgoingOut,
          refuses=TAKING_OUT, anew=True, bars=saying("letter"))  # fmt: skip
def send_letter(call: Call, letter_id: int) -> Any:
    """Take a letter out, with its link. The ledger keeps who did. A platform leases it so, as with
    all that wait (`/letters/leases`).

    Staff take out by hand what goes no other way, of cases in which they take no part; it counts as
    sent. Sent again with the same Idempotency-Key, it answers with a new link: by hand, both are
    good until one is opened with its code.
    """
    reach = letters.by(call.work.actor)
    outgoing = letters.hand_out(call.work, letter_id, reach, vault=call.context.vault)
    return outgoing, 200, NOT_KEPT


@endpoint(blp, "POST", "/letters/<id:letter_id>/code", scopes=SENDERS, answer=CodeLetterOut,
          refuses=TAKING_OUT, anew=True, bars=saying("letter"))  # fmt: skip
def send_code(call: Call, letter_id: int) -> Any:
    """Take the letter out that has the code for this letter's link: to be delivered apart from it.

    Staff take it out where they took neither the link out nor any part in the case.
    """
    reach = letters.by(call.work.actor)
    code = letters.hand_out_code_of(call.work, letter_id, reach, vault=call.context.vault)
    return code, 200, NOT_KEPT


@endpoint(blp, "POST", "/letters/<id:letter_id>/resend", scopes=[Scope.REVIEW], answer=ResentOut,
          refuses=["takes-part"], bars=saying("letter"))  # fmt: skip
def resend_letter(call: Call, letter_id: int) -> Any:
    """Revoke the links of a letter, and let it go out once more, with a new one."""
    return letters.resend(call.work, letter_id)


@endpoint(blp, "POST", "/letters/<id:letter_id>/arrival", scopes=DELIVERERS, body=ArrivalIn,
          answer=ReportOut, refuses=["two-sides"], bars=FILERS_OWN)  # fmt: skip
def note_arrival(call: Call, body: dict[str, Any], letter_id: int) -> LetterReport:
    """Say what became of a letter: it is in its addressee's inbox on your platform, was read there,
    or could not be put there.

    To read a letter or to fetch it says nothing. The time to answer a warning begins here.
    """
    return arrivals.acknowledge(call.work, letter_id, **body)


@endpoint(blp, "POST", "/letters/<id:letter_id>/posted", scopes=[Scope.REVIEW], body=PostedIn,
          answer=ReportOut, refuses=["takes-part"], bars=saying("letter"))  # fmt: skip
def post_letter(call: Call, body: dict[str, Any], letter_id: int) -> LetterReport:
    """Enter on which day a letter was posted, where you take no part in its case."""
    return arrivals.note_posted(call.work, letter_id, **body)


@endpoint(blp, "POST", "/letters/<id:letter_id>/returned", scopes=[Scope.REVIEW], body=WhyIn,
          answer=ReportOut, refuses=["takes-part"], bars=saying("letter"))  # fmt: skip
def return_letter(call: Call, body: dict[str, Any], letter_id: int) -> LetterReport:
    """Enter that the post brought a letter back, or that there is no address to post it to."""
    return arrivals.note_returned(call.work, letter_id, **body)


@endpoint(blp, "POST", "/bounces", scopes=[Scope.REPORT_BOUNCES], body=BounceIn, answer=BounceOut,
          bars=NO_CASE)  # fmt: skip
def note_bounce(call: Call, body: dict[str, Any]) -> dict[str, bool]:
    """Say, as the operator's mail server, that it gave a letter up which it had taken (RFC 3464).

    The letter is known by its Message-ID; no address is taken or kept. A delay counts for nothing.
    """
    return {"counted": arrivals.note_bounce(call.work, **body)}
