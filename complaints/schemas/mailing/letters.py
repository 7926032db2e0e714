"""Letters of the outbox."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import Failure, LetterKind
from complaints.rules.mailing.arrivals import STATUS, MailAction, Reported
from complaints.rules.mailing.inboxes import Reach
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
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
from complaints.storage.links import mask
from complaints.words import message as _

STATUS_CODE = validate.Regexp(
    f"^{STATUS.pattern}$", error=_("A status code of RFC 3463, for example 5.1.1.")
)


class LettersQuery(PageQuery):
    kind = one_of(LetterKind)
    filer = query_number()
    complaint = query_number()
    boycott = query_number()
    joining = query_number()
    unsent = fields.Boolean(
        load_default=False, metadata={"description": "leave out those that were sent"}
    )
    did_not_go = fields.Boolean(
        load_default=False,
        metadata={"description": "only those that could not be sent by mail so far"},
    )


class DeliveryOut(Schema):
    """How a letter fares by mail."""

    attempts = integer(required=True)
    failure = one_of(
        Failure,
        required=True,
        allow_none=True,
        metadata={"description": "why the last attempt did not succeed; null once it has gone"},
    )
    answer = integer(
        400,
        599,
        required=True,
        allow_none=True,
        metadata={"description": "the status code of the mail server's refusal, where it gave one"},
    )
    failed_at = Moment(required=True, allow_none=True)
    due_at = Moment(
        required=True,
        allow_none=True,
        metadata={
            "description": "when it is tried next; null once it has gone, and where trying again "
            "is of no use"
        },
    )
    gone_at = Moment(
        required=True,
        allow_none=True,
        metadata={"description": "when the mail server acknowledged it"},
    )


class ReportOut(Schema):
    """What was reported of a letter on its way."""

    reach = one_of(Reach, required=True)
    report = one_of(Reported, required=True)
    at = Moment(
        required=True,
        metadata={"description": "when that was; of a posted letter, the end of the day"},
    )
    status_code = fields.String(
        required=True,
        allow_none=True,
        attribute="status",
        metadata={"description": "of a bounce: the status code of RFC 3463"},
    )


class ArrivalIn(Body):
    arrived = fields.Boolean(
        required=True,
        metadata={"description": "false: the letter could not be put into the inbox"},
    )


class PostedIn(Body):
    on = day_field(required=True, metadata={"description": "the day on which it was posted"})


class BounceIn(Body):
    message_id = text(
        200,
        required=True,
        metadata={"description": "the Message-ID of our mail, with or without <>"},
    )
    status_code = fields.String(
        required=True,
        attribute="status",
        validate=STATUS_CODE,
        metadata={"description": "the status code of RFC 3463, as 5.1.1"},
    )
    action = one_of(
        MailAction,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "what the mail server did, by RFC 3464; without it a status of class 5 "
            "is a bounce"
        },
    )


class BounceOut(Schema):
    counted = fields.Boolean(
        required=True,
        metadata={"description": "false: a delay, or one that was reported before"},
    )


class LetterOut(Schema):
    """A letter of the outbox, and how it will reach whom it is for."""

    id = row_id(required=True, attribute="letter.id")
    kind = one_of(LetterKind, required=True, attribute="letter.kind")
    language = language(required=True, attribute="letter.language")
    filer_id = row_id(required=True, allow_none=True, attribute="letter.filer_id")
    store_id = row_id(required=True, allow_none=True, attribute="letter.store_id")
    claim_id = row_id(
        required=True,
        allow_none=True,
        attribute="letter.claim_id",
        metadata={
            "description": "where the store is not known: to whoever sells the claim's listing"
        },
    )
    complaint_id = row_id(required=True, allow_none=True, attribute="letter.complaint_id")
    boycott_id = row_id(required=True, allow_none=True, attribute="letter.boycott_id")
    joining_id = row_id(required=True, allow_none=True, attribute="letter.joining_id")
    subject = fields.String(required=True, attribute="letter.subject")
    body = fields.Function(
        lambda outgoing: mask(outgoing.letter.body),
        required=True,
        metadata={
            "type": "string",
            "description": "the place of its link is shown as …",
        },
    )
    created_at = Moment(required=True, attribute="letter.created_at")
    sent_at = Moment(required=True, allow_none=True, attribute="letter.sent_at")
    reaches = one_of(
        Reach,
        required=True,
        metadata={
            "description": "how it gets to its addressee, by what is on record; by_hand: nothing "
            "is, whoever delivers the letter knows"
        },
    )
    delivery = fields.Nested(
        DeliveryOut,
        required=True,
        allow_none=True,
        metadata={"description": "how it fares by mail; null where it goes another way"},
    )


class LettersOut(Schema):
    items = fields.List(fields.Nested(LetterOut), required=True)
    next = next_cursor()


class OutgoingOut(Schema):
    """A letter as its addressee reads it."""

    id = row_id(required=True, attribute="letter.id")
    kind = one_of(LetterKind, required=True, attribute="letter.kind")
    language = language(required=True, attribute="letter.language")
    filer_id = row_id(required=True, allow_none=True, attribute="letter.filer_id")
    store_id = row_id(required=True, allow_none=True, attribute="letter.store_id")
    claim_id = row_id(required=True, allow_none=True, attribute="letter.claim_id")
    complaint_id = row_id(required=True, allow_none=True, attribute="letter.complaint_id")
    boycott_id = row_id(required=True, allow_none=True, attribute="letter.boycott_id")
    joining_id = row_id(required=True, allow_none=True, attribute="letter.joining_id")
    subject = fields.String(required=True, attribute="letter.subject")
    body = fields.String(
        required=True,
        metadata={"description": "its link is for the addressee alone: hand it to nobody else"},
    )
    sent_at = Moment(required=True, attribute="letter.sent_at")


class CodeLetterOut(Schema):
    """The letter with the code for another letter's link."""

    subject = fields.String(required=True)
    body = fields.String(
        required=True,
        metadata={"description": "the code is for the addressee alone: deliver it apart"},
    )


class ResentOut(Schema):
    """A letter that waits to go out once more."""

    id = row_id(required=True)
    kind = one_of(LetterKind, required=True)
    sent_at = Moment(required=True, allow_none=True)
