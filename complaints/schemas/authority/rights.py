"""Rights: as they are stated in a complaint, registered, and shown."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.authority.registers import Verdict
from complaints.rules.authority.territories import NamedBy
from complaints.rules.kinds import DocumentKind, Proof, RightKind, RightStatus
from complaints.rules.law.countries import read_place_of_right
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    HolderIn,
    HolderOut,
    Moment,
    PageQuery,
    day_field,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)
from complaints.schemas.filing.papers import PaperIn
from complaints.schemas.logins.filers import FilerIn
from complaints.words import message as _

MOST_COUNTRIES = 250


class RightFacts(Body):
    """A right as the interchange format states it."""

    kind = one_of(RightKind, required=True)
    number = text(100, metadata={"description": "of registration, else of application"})
    jurisdiction = fields.Country(
        read_place_of_right, metadata={"description": "ISO 3166-1 alpha-2, or EU, or WO"}
    )
    territories = fields.List(
        fields.Country(read_place_of_right),
        validate=validate.Length(1, MOST_COUNTRIES),
        metadata={
            "description": "the countries in which it holds, where its office registers for "
            "several (EP, WO, AP, …): designated or validated; EU, BX or OA for all of theirs"
        },
    )
    title = text(500)
    registered_on = day_field()
    url = text(2000, metadata={"description": "where the work or the register entry is published"})
    applied_on = day_field()
    priority_on = day_field()
    first_published_on = day_field()
    classes = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, 45)),
        validate=validate.Length(max=45),
        metadata={"description": "Nice classes of a trade mark"},
    )
    status = one_of(RightStatus)


class TerritoriesIn(Body):
    territories = fields.List(
        fields.Country(read_place_of_right),
        required=True,
        validate=validate.Length(1, MOST_COUNTRIES),
        metadata={"asks": _("Enter the countries."), "description": "as of a right"},
    )
    reason = text(
        2000,
        metadata={
            "description": "why they change, and what shows it: asked of staff, and where a "
            "decision rests on what was said before"
        },
    )


class NamingOut(Schema):
    """That somebody said where a right applies."""

    at = Moment(required=True)
    by = one_of(NamedBy, required=True, metadata={"description": "who said it"})
    before = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "what had been said; null: nothing"},
    )
    after = fields.List(fields.String(), required=True)
    reason = fields.String(required=True, allow_none=True, attribute="why")


class NamingsOut(Schema):
    items = fields.List(
        fields.Nested(NamingOut),
        required=True,
        metadata={"description": "the oldest first; empty where it was said with the right alone"},
    )


class RightIn(RightFacts):
    rights_holder = fields.Nested(
        HolderIn, metadata={"description": "left out: the account is the holder itself"}
    )
    filer = fields.Nested(FilerIn, metadata={"description": "with a partner's key only: for whom"})
    documents = fields.List(
        fields.Nested(PaperIn),
        validate=validate.Length(max=20),
        metadata={"description": "papers that show the right, as its extract of the register"},
    )


class RightPaperOut(Schema):
    kind = one_of(DocumentKind, required=True)
    sha256 = fields.String(required=True)
    filename = fields.String(required=True, allow_none=True)


class RegisterOut(Schema):
    """What the office's register says about a right; whom it names is not told here."""

    says = one_of(
        Verdict,
        required=True,
        attribute="verdict",
        metadata={"description": "whether the register names the right's principal as its holder"},
    )
    mailbox_domain = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "of the mailbox that it shows, where a code can be sent there"},
    )


class CodeSentOut(Schema):
    domain = fields.String(
        required=True, metadata={"description": "of the mailbox that the code was sent to"}
    )
    ends_at = Moment(required=True, metadata={"description": "until when the code is good"})


class CodeIn(Body):
    code = text(40, required=True, metadata={"description": "as the letter has it"})


class RightOut(Schema):
    id = row_id(required=True, attribute="right.id")
    filer_id = row_id(required=True, attribute="right.filer_id")
    rights_holder = fields.Nested(HolderOut, required=True, allow_none=True)
    kind = one_of(RightKind, required=True, attribute="right.kind")
    number = fields.String(required=True, allow_none=True, attribute="right.number")
    jurisdiction = fields.String(required=True, allow_none=True, attribute="right.jurisdiction")
    territories = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        attribute="right.territories",
        metadata={"description": "as the filer names them; null: it names none"},
    )
    holds_in = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={
            "description": "countries in which it holds, EU for the whole Union; null: its holder "
            "has not said it; empty, of a work: all of the Berne Union"
        },
    )
    title = fields.String(required=True, allow_none=True, attribute="right.title")
    url = fields.String(required=True, allow_none=True, attribute="right.url")
    applied_on = fields.Date(required=True, allow_none=True, attribute="right.applied_on")
    priority_on = fields.Date(required=True, allow_none=True, attribute="right.priority_on")
    registered_on = fields.Date(required=True, allow_none=True, attribute="right.registered_on")
    first_published_on = fields.Date(
        required=True, allow_none=True, attribute="right.first_published_on"
    )
    classes = fields.List(integer(1, 45), required=True, allow_none=True, attribute="right.classes")
    status = one_of(RightStatus, required=True, allow_none=True, attribute="right.status")
    proof = one_of(
        Proof,
        required=True,
        allow_none=True,
        metadata={
            "description": "how well it is proven that the right is the principal's; null for who "
            "speaks for sellers"
        },
    )
    register = fields.Nested(
        RegisterOut,
        required=True,
        allow_none=True,
        metadata={"description": "null where no extract of a register shows the right"},
    )
    created_at = Moment(required=True, attribute="right.created_at")
    proof_at = Moment(required=True, allow_none=True)
    documents = fields.List(fields.Nested(RightPaperOut), required=True, attribute="papers")
    warnings = fields.List(
        fields.LocalizedText(),
        required=True,
        metadata={"description": "what looks odd about the number; nothing is refused for it"},
    )


class RightsQuery(PageQuery):
    kind = one_of(RightKind)
    filer = query_number(metadata={"description": "an account's id"})


class RightsOut(Schema):
    items = fields.List(fields.Nested(RightOut), required=True)
    next = next_cursor()
