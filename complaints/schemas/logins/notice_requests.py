"""What somebody without an account sends and is told: a mailbox, a place in the queue, a link."""

from __future__ import annotations

from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Moment, Output, integer, text
from complaints.words import message as _


class NotifierIn(Body):
    email = fields.Email(
        required=True, validate=validate.Length(max=320), asks=_("Enter an email address."),
        about="where the link is sent",
    )  # fmt: skip


class PlaceOut(Output):
    place = fields.String(about="what names it: `GET /notices/places/{place}`")
    ahead = integer(allow_none=True, about="requests before it; null: the letter is on its way")
    minutes = integer(allow_none=True, about="within how many minutes the letter comes")


class LinkIn(Body):
    link = text(2000, required=True, about="the link in the letter, or what follows its last slash")
    name = text(
        200,
        about="of the person or company that reports; asked of a mailbox that has filed nothing",
    )


class NotifierOut(Output):
    secret = fields.String(about="send it as a key, as “Authorization: Bearer chn_…”")
    ends_at = Moment()
