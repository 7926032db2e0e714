"""Sellers' counter-notices and reports of demands, as they are sent and shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from marshmallow import post_load

from complaints.rules.law.regimes import ANSWER_TEXTS, RegimeCode
from complaints.rules.sellers.completeness import Completion, FactKind, Lack, NumberedFact
from complaints.rules.sellers.counter_notices import DECLARE_ALL, Answer, Ground, SellerContact
from complaints.rules.sellers.demands import DemandChannel, Demanded
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    came_by,
    day_field,
    language,
    one_of,
    row_id,
    text,
)
from complaints.schemas.filing.documents import DocumentOut
from complaints.schemas.filing.papers import pass_on, uploads
from complaints.words import ENGLISH
from complaints.words import message as _
from complaints.words.forms import CHOOSE_LISTINGS


def chosen_claims() -> fields.List:
    """Return the field for the listings of one complaint that a step is for."""
    return fields.List(
        row_id(), required=True, validate=validate.Length(1, 300),
        about="claims of this complaint; all must be in a state that allows the step",
        asks=CHOOSE_LISTINGS,
    )  # fmt: skip


class SellerIn(Body):
    """Who answers. The filer gets to see the name; the rest is kept sealed. Where 17 U.S.C.
    512(g)(2)(B) gives the filer a copy of the answer, it has name, address and telephone number."""

    name = text(300, required=True, asks=_("Enter your name, or your firm’s."))
    email = fields.Email(validate=validate.Length(max=320))
    phone = text(100)
    address = text(1000, about="shown to the filer in its copy alone (512(g)(2)(B))")
    registration = text(100, about="the number of the business in China's register")


class FactIn(Body):
    """A number that can be looked up."""

    kind = one_of(FactKind)
    number = text(100)

    @post_load
    def make(self, data: dict[str, Any], **_context: Any) -> NumberedFact:
        kind = data.get("kind")
        return NumberedFact(FactKind(kind) if kind else None, data.get("number", ""))


def facts_field() -> Any:
    return fields.List(
        fields.Nested(FactIn),
        validate=validate.Length(max=10),
        about="numbers that can be looked up; two are preliminary evidence",
    )


def shows_field() -> Any:
    return fields.List(
        one_of(Lack, named="CounterLack"),
        validate=validate.Length(max=2),
        about="what the documents show: each takes a document of its own",
    )


class RejoinIn(Body):
    statement = text(
        20000,
        required=True,
        about="what the seller says to the filer's reply",
        asks=_("Enter your answer to the complainant."),
    )


class CounterIn(Body):
    """A counter-notice. One that lacks what the law requires is refused with what is missing."""

    ground = one_of(Ground, named="CounterGround", load_default=str(Ground.OTHER))
    grounds = text(200, about="the answer in one sentence; left out: the ground's own")
    statement = text(
        20000, required=True, asks=_("Enter what happened, and why the complaint is wrong.")
    )
    party = text(300, about="who gave the licence, sold the goods, holds the right, …")
    reference = text(300, about="the paper: its number, or where to find it")
    dated_on = day_field(about="the day of that paper")
    seller = fields.Nested(SellerIn, required=True)
    contact = text(
        500, about="an address to be given to the filer; left out: letters go through us"
    )
    declarations = fields.List(
        one_of(text.code for text in ANSWER_TEXTS),
        required=True,
        validate=validate.Length(max=10),
        about="true: always. perjury, jurisdiction: where a claim's `regime` is dmca. "
        "art43: where it is ecl",
        asks=DECLARE_ALL,
    )

    language = language(load_default=ENGLISH, about="in which the declarations were read")
    facts = facts_field()
    shows = shows_field()
    documents = uploads()
    pass_on = pass_on()

    @post_load
    def make(self, data: dict[str, Any], **_context: Any) -> dict[str, Any]:
        """Return the answer under `answer`, beside the other members."""
        besides = {name: data[name] for name in BESIDE_ANSWER if name in data}
        return {"answer": answer_of(data), **besides}


BESIDE_ANSWER = ("claim_ids", "documents", "pass_on")


def answer_of(data: Mapping[str, Any]) -> Answer:
    """Return the answer that a body states; of one that is not whole yet, what is right of it."""
    seller = {"name": "", **(data.get("seller") or {})}
    given = {
        name: data[name]
        for name in ("grounds", "party", "reference", "dated_on", "contact")
        if name in data
    }
    return Answer(
        ground=Ground(data.get("ground", Ground.OTHER)),
        statement=data.get("statement", ""),
        seller=SellerContact(**seller),
        declarations=frozenset(data.get("declarations", ())),
        language=data.get("language", ENGLISH),
        documents=len(set(data.get("documents", ()))),
        facts=tuple(data.get("facts", ())),
        shows=frozenset(Lack(each) for each in data.get("shows", ())),
        **given,
    )


class CompletionIn(Body):
    """What a seller adds to an answer that lacks what its law asks for."""

    name = text(300)
    registration = text(100)
    facts = facts_field()
    shows = shows_field()
    note = text(5000, about="what the seller says to it; the filer reads it")
    documents = uploads()
    pass_on = pass_on()


def completion_of(data: Mapping[str, Any], documents: Collection[int]) -> Completion:
    """Return what a body adds to an answer."""
    given = {name: data[name] for name in ("name", "registration", "note") if name in data}
    return Completion(
        facts=tuple(data.get("facts", ())),
        shows=frozenset(Lack(each) for each in data.get("shows", ())),
        documents=frozenset(documents),
        **given,
    )


class CountersIn(CounterIn):
    claim_ids = chosen_claims()


class DemandIn(Body):
    asked_for = one_of(Demanded, load_default=str(Demanded.OTHER))
    statement = text(5000, required=True, about="what happened", asks=_("Enter what happened."))
    words = text(5000, about="the exact words that were used")
    asked_on = day_field()
    channel = one_of(DemandChannel)
    documents = uploads()


class DemandsIn(DemandIn):
    claim_ids = chosen_claims()


class SellerDeclarationOut(Output):
    """A text that was signed, word for word."""

    code = fields.String()
    version = fields.String()
    language = language()
    wording = fields.String()


class NumberedFactOut(Output):
    kind = one_of(FactKind)
    number = fields.String()


class CopyOut(Output):
    """Who answered, as the copy of a counter-notice under 17 U.S.C. 512(g) says it."""

    name = fields.String()
    phone = fields.String(allow_none=True)
    address = fields.String(allow_none=True)


class CounterOut(Output):
    """A counter-notice as everybody who may read the claim sees it."""

    id = row_id(attribute="notice.id")
    ground = one_of(Ground, named="CounterGround", attribute="notice.ground")
    grounds = fields.String(attribute="notice.grounds")
    statement = fields.String(attribute="notice.statement")
    party = fields.String(allow_none=True, attribute="notice.party")
    reference = fields.String(allow_none=True, attribute="notice.reference")
    dated_on = fields.Date(allow_none=True, attribute="notice.dated_on")
    law = one_of(
        RegimeCode,
        allow_none=True,
        attribute="notice.law",
        about="dmca or ecl, where its form is that of a statute",
    )
    declarations = fields.List(fields.Nested(SellerDeclarationOut), attribute="notice.declarations")
    name = fields.String(allow_none=True, attribute="notice.name")
    contact = fields.String(
        allow_none=True,
        attribute="notice.contact",
        about="null: letters to the seller go through us",
    )
    facts = fields.List(fields.Nested(NumberedFactOut), attribute="notice.facts")
    lacks = fields.List(
        one_of(Lack, named="CounterLack"),
        attribute="notice.lacks",
        about="what its law asks for and it does not have; its time waits",
    )
    copied_at = Moment(
        allow_none=True,
        attribute="notice.copied_at",
        about="when the filer was given its copy (512(g)(2)(B))",
    )
    taken_back_at = Moment(
        allow_none=True,
        attribute="notice.taken_back_at",
        about="when its seller took it back as a counter-notice",
    )
    filed_at = Moment(attribute="notice.filed_at")
    reach = came_by(attribute="notice.reach")
    claim_ids = fields.List(row_id())
    documents = fields.List(
        fields.Nested(DocumentOut), about="put to its claims, as far as you may read them"
    )


class DemandOut(Output):
    """A report that something was asked of the seller."""

    id = row_id(attribute="report.id")
    asked_for = one_of(Demanded, attribute="report.asked_for")
    statement = fields.String()
    words = fields.String(allow_none=True, attribute="report.words")
    asked_on = fields.Date(allow_none=True, attribute="report.asked_on")
    channel = one_of(DemandChannel, allow_none=True, attribute="report.channel")
    filed_at = Moment(attribute="report.filed_at")
    reach = came_by(attribute="report.reach")
    documents = fields.List(fields.Nested(DocumentOut))


class SellerQuery(Body):
    why = text(200, required=True, about="why you read it; kept in the ledger")


class SellerOut(Output):
    """A contact is null where none was given, or where the key that it was sealed under is lost."""

    name = fields.String()
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    registration = fields.String(allow_none=True)
