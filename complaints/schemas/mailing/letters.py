"""Letters of the outbox."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from complaints.rules.kinds import Failure, LetterKind
from complaints.rules.mailing.arrivals import STATUS, MailAction, Reported
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.letter_leases import Became
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    day_field,
    integer,
    language,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)
from complaints.schemas.sellers.their_ids import NamedOut
from complaints.storage.links import mask
from complaints.words import message as _

# As many as a platform leases at once.
MOST_LEASED = 100
STATUS_CODE = validate.Regexp(
    f"^{STATUS.pattern}$", error=_("A status code of RFC 3463, for example 5.1.1.")
)


class LettersQuery(PageQuery):
    kind = one_of(LetterKind)
    filer = query_number()
    complaint = query_number()
    boycott = query_number()
    joining = query_number()
    suspension = query_number()
    unsent = fields.Boolean(load_default=False, about="leave out those that were sent")
    did_not_go = fields.Boolean(
        load_default=False, about="only those that could not be sent by mail so far"
    )
    updated_since = Moment(
        about="to which something happened from this moment on, as the events say: at most 90 days"
    )


class DeliveryOut(Output):
    """How a letter fares by mail."""

    attempts = integer()
    failure = one_of(
        Failure,
        named="MailFailure",
        allow_none=True,
        about="why the last attempt did not succeed; null once it has gone",
    )
    answer = integer(
        400,
        599,
        allow_none=True,
        about="the status code of the mail server's refusal, where it gave one",
    )
    failed_at = Moment(allow_none=True)
    due_at = Moment(
        allow_none=True,
        about="when it is tried next; null once it has gone, and where trying again is of no use",
    )
    gone_at = Moment(allow_none=True, about="when the mail server acknowledged it")


class ReportOut(Output):
    """What was reported of a letter on its way."""

    reach = one_of(Reach, named="LetterReach")
    report = one_of(Reported)
    at = Moment(about="when that was; of a posted letter, the end of the day")
    status_code = fields.String(
        allow_none=True, attribute="status", about="of a bounce: the status code of RFC 3463"
    )


class ArrivalIn(Body):
    became = one_of(
        Became,
        required=True,
        about="delivered: it is in the inbox; read: its addressee opened it there; bounced: it "
        "could not be put there",
    )
    lease = row_id(
        load_default=None, about="of a letter to a seller: the lease with which you fetched it"
    )

    @post_load
    def know(self, body: dict[str, Any], **_options: Any) -> dict[str, Any]:
        return {**body, "became": Became(body["became"])}


class LeasesIn(Body):
    limit = integer(1, MOST_LEASED, load_default=20, about="letters at most")


class PostedIn(Body):
    on = day_field(required=True, about="the day on which it was posted")


class BounceIn(Body):
    message_id = text(200, required=True, about="the Message-ID of our mail, with or without <>")
    status_code = fields.String(
        required=True,
        attribute="status",
        validate=STATUS_CODE,
        about="the status code of RFC 3463, as 5.1.1",
    )
    action = one_of(
        MailAction,
        load_default=None,
        allow_none=True,
        about="what the mail server did, by RFC 3464; without it a status of class 5 is a bounce",
    )


class BounceOut(Output):
    counted = fields.Boolean(about="false: a delay, or one that was reported before")


class WrittenOut(Output):
    """What each answer with a letter says of it."""

    id = row_id(attribute="letter.id")
    kind = one_of(LetterKind, attribute="letter.kind")
    language = language(attribute="letter.language")
    filer_id = row_id(allow_none=True, attribute="letter.filer_id")
    store = fields.Nested(
        NamedOut,
        allow_none=True,
        attribute="to.store",
        about="the seller's store, as its marketplace names it; null: the marketplace has not said "
        "which it is (`listing`), or the letter is to an account",
    )
    listing = fields.Nested(
        NamedOut,
        allow_none=True,
        attribute="to.listing",
        about="the letter is to whoever sells this",
    )
    claim_id = row_id(allow_none=True, attribute="letter.claim_id", about="that of `listing`")
    complaint_id = row_id(allow_none=True, attribute="letter.complaint_id")
    boycott_id = row_id(allow_none=True, attribute="letter.boycott_id")
    joining_id = row_id(allow_none=True, attribute="letter.joining_id")
    suspension_id = row_id(allow_none=True, attribute="letter.suspension_id")
    subject = fields.String(attribute="letter.subject")
    sent_at = Moment(allow_none=True, attribute="letter.sent_at")


class LetterOut(WrittenOut):
    """A letter of the outbox, and how it will reach whom it is for."""

    body = fields.Function(
        lambda outgoing: mask(outgoing.letter.body),
        about="the place of its link is shown as …",
        metadata={"type": "string"},
    )
    created_at = Moment(attribute="letter.created_at")
    reaches = one_of(
        Reach,
        named="LetterReach",
        about="how it gets to its addressee, by what is on record; by_hand: nothing "
        "is, whoever delivers the letter knows",
    )
    delivery = fields.Nested(
        DeliveryOut, allow_none=True, about="how it fares by mail; null where it goes another way"
    )


class LettersOut(Output):
    items = fields.List(fields.Nested(LetterOut))
    next = next_cursor()


class AccountLetterOut(Output):
    """A letter to a log-in, or with a code. Nobody reads it but its addressee."""

    id = row_id(attribute="letter.id")
    kind = fields.String(attribute="letter.kind")
    created_at = Moment(attribute="letter.created_at")
    sent_at = Moment(allow_none=True, attribute="letter.sent_at")
    delivery = fields.Nested(DeliveryOut, allow_none=True)


class OutboxOut(Output):
    """The outbox as `letters list` prints it: the newest of either, at most as many as asked."""

    items = fields.List(fields.Nested(LetterOut))
    to_accounts = fields.List(fields.Nested(AccountLetterOut))


class OutgoingOut(WrittenOut):
    """A letter as its addressee reads it."""

    body = fields.String(about="its link is for the addressee alone: hand it to nobody else")
    lease = row_id(
        allow_none=True,
        attribute="row.id",
        about="the link in it, by which you say what became of the letter; null: it has none",
    )
    leased_until = Moment(
        allow_none=True,
        attribute="row.leased_until",
        about="until then nobody else is given the letter, and its link is the only one; null: it "
        "was taken out by hand",
    )


class LeasedOut(Output):
    items = fields.List(fields.Nested(OutgoingOut))


class CodeLetterOut(Output):
    """The letter with the code for another letter's link."""

    subject = fields.String()
    body = fields.String(about="the code is for the addressee alone: deliver it apart")


class ResentOut(Output):
    """A letter that waits to go out once more."""

    id = row_id()
    kind = one_of(LetterKind)
    sent_at = Moment(allow_none=True)
