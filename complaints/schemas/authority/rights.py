"""Rights: as they are stated in a complaint, registered, and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from complaints.base.errors import FieldError
from complaints.rules.authority.registers import Verdict
from complaints.rules.authority.territories import NamedBy
from complaints.rules.filing import admissibility
from complaints.rules.kinds import DocumentKind, Proof, RightKind, RightStatus
from complaints.rules.law.countries import read_place_of_right
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    HolderIn,
    HolderOut,
    Moment,
    Output,
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
    number = text(100, about="of registration, else of application")
    jurisdiction = fields.Country(read_place_of_right, about="ISO 3166-1 alpha-2, or EU, or WO")
    territories = fields.List(
        fields.Country(read_place_of_right),
        validate=validate.Length(1, MOST_COUNTRIES),
        about="the countries in which it holds, where its office registers for "
        "several (EP, WO, AP, …): designated or validated; EU, BX or OA for all of theirs",
    )
    title = text(500)
    registered_on = day_field()
    url = text(2000, about="where the work or the register entry is published")
    applied_on = day_field()
    priority_on = day_field()
    first_published_on = day_field()
    classes = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, 45)),
        validate=validate.Length(max=45),
        about="Nice classes of a trade mark",
    )
    status = one_of(RightStatus)

    def also_wrong(self, valid: Mapping[str, Any], now: datetime) -> Iterable[FieldError]:
        return admissibility.check_stated(valid, "", now=now)


class TerritoriesIn(Body):
    territories = fields.List(
        fields.Country(read_place_of_right),
        required=True,
        validate=validate.Length(1, MOST_COUNTRIES),
        asks=_("Enter the countries."),
        about="as of a right",
    )
    reason = text(
        2000,
        about="why they change, and what shows it: asked of staff, and where a decision rests on "
        "what was said before",
    )


class NamingOut(Output):
    """That somebody said where a right applies."""

    at = Moment()
    by = one_of(NamedBy, about="who said it")
    before = fields.List(
        fields.String(), allow_none=True, about="what had been said; null: nothing"
    )
    after = fields.List(fields.String())
    reason = fields.String(allow_none=True, attribute="why")


class NamingsOut(Output):
    items = fields.List(
        fields.Nested(NamingOut),
        about="the oldest first; empty where it was said with the right alone",
    )


class RightIn(RightFacts):
    rights_holder = fields.Nested(HolderIn, about="left out: the account is the holder itself")
    filer = fields.Nested(FilerIn, about="with a partner's key only: for whom")
    documents = fields.List(
        fields.Nested(PaperIn),
        validate=validate.Length(max=20),
        about="papers that show the right, as its extract of the register",
    )


class CorrectionIn(RightFacts):
    """A right as it is put right: the whole of it, of the same kind."""

    reason = text(
        2000,
        required=True,
        asks=_("Write what was wrong, and what shows it."),
        about="what was wrong, and what shows it: for staff",
    )


class RightPaperOut(Output):
    kind = one_of(DocumentKind)
    sha256 = fields.String()
    filename = fields.String(allow_none=True)


class RegisterOut(Output):
    """What the office's register says about a right; whom it names is not told here."""

    says = one_of(
        Verdict,
        attribute="verdict",
        about="whether the register names the right's principal as its holder",
    )
    mailbox_domain = fields.String(
        allow_none=True, about="of the mailbox that it shows, where a code can be sent there"
    )


class CodeSentOut(Output):
    domain = fields.String(about="of the mailbox that the code was sent to")
    ends_at = Moment(about="until when the code is good")


class CodeIn(Body):
    code = text(40, required=True, about="as the letter has it")


class RightOut(Output):
    id = row_id(attribute="right.id")
    filer_id = row_id(attribute="right.filer_id")
    rights_holder = fields.Nested(HolderOut, allow_none=True)
    kind = one_of(RightKind, attribute="right.kind")
    number = fields.String(allow_none=True, attribute="right.number")
    jurisdiction = fields.String(allow_none=True, attribute="right.jurisdiction")
    territories = fields.List(
        fields.String(),
        allow_none=True,
        attribute="right.territories",
        about="as the filer names them; null: it names none",
    )
    holds_in = fields.List(
        fields.String(),
        allow_none=True,
        about="countries in which it holds, EU for the whole Union; null: its holder "
        "has not said it; empty, of a work: all of the Berne Union",
    )
    title = fields.String(allow_none=True, attribute="right.title")
    url = fields.String(allow_none=True, attribute="right.url")
    applied_on = fields.Date(allow_none=True, attribute="right.applied_on")
    priority_on = fields.Date(allow_none=True, attribute="right.priority_on")
    registered_on = fields.Date(allow_none=True, attribute="right.registered_on")
    first_published_on = fields.Date(allow_none=True, attribute="right.first_published_on")
    classes = fields.List(integer(1, 45), allow_none=True, attribute="right.classes")
    status = one_of(RightStatus, allow_none=True, attribute="right.status")
    proof = one_of(
        Proof,
        allow_none=True,
        about="how well it is proven that the right is the principal's; null for who "
        "speaks for sellers",
    )
    register = fields.Nested(
        RegisterOut, allow_none=True, about="null where no extract of a register shows the right"
    )
    corrects = fields.List(
        row_id(), about="rights in whose place this one was stated, the newest first"
    )
    corrected_to = row_id(
        allow_none=True, about="the right in its place, by which complaints go on; null: none is"
    )
    created_at = Moment(attribute="right.created_at")
    proof_at = Moment(allow_none=True)
    documents = fields.List(fields.Nested(RightPaperOut), attribute="papers")
    warnings = fields.List(
        fields.LocalizedText(), about="what looks odd about the number; nothing is refused for it"
    )


class RightsQuery(PageQuery):
    kind = one_of(RightKind)
    filer = query_number(about="an account's id")


class RightsOut(Output):
    items = fields.List(fields.Nested(RightOut))
    next = next_cursor()
