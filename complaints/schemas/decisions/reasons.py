"""Statements of reasons, each as its reader gets it."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.decisions.statements import Decision, Restriction, Source, Way
from complaints.rules.kinds import Basis, Side
from complaints.rules.law.regimes import RegimeCode
from complaints.schemas import fields
from complaints.schemas.common import Moment, language, one_of, row_id


class AccusedOut(Schema):
    url = fields.String(required=True, metadata={"description": "canonical"})
    held_by_others = fields.Boolean(
        required=True,
        metadata={"description": "another complaint holds it down, whatever this one does"},
    )
    held_by = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "the references of those complaints; for the seller and staff"},
    )


class FactsOut(Schema):
    complaint = fields.String(required=True, metadata={"description": "its reference"})
    filed_at = fields.String(required=True)
    notifier = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "who filed, in the seller's statement; null: not named"},
    )
    listings = fields.List(fields.Nested(AccusedOut), required=True)
    accusation = one_of(Basis, required=True)
    right = fields.String(required=True)
    country = fields.String(
        required=True, allow_none=True, metadata={"description": "where the right stands"}
    )
    ground = one_of(
        ("law", "terms"),
        required=True,
        metadata={"description": "a law of the right, or a term of the platform's own"},
    )
    answer = fields.String(
        required=True, allow_none=True, metadata={"description": "the seller's, in short"}
    )
    answered_at = fields.String(required=True, allow_none=True)


class RemedyOut(Schema):
    way = one_of(Way, required=True)
    article = fields.String(
        required=True, attribute="basis", metadata={"description": "the article, or our rules"}
    )
    until = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "a last day, or a moment; null: no time is set"},
    )


class StatementOut(Schema):
    """What a restriction or a refusal rests on, and what its reader can do about it."""

    id = row_id(required=True, attribute="statement.id")
    complaint_id = row_id(required=True, attribute="statement.complaint_id")
    claim_ids = fields.List(row_id(), required=True)
    letter_id = row_id(
        required=True,
        allow_none=True,
        attribute="statement.letter_id",
        metadata={"description": "null: the answer to the filing said it"},
    )
    side = one_of(Side, required=True, attribute="statement.side")
    decision = one_of(Decision, required=True, attribute="statement.decision")
    restriction = one_of(Restriction, required=True, attribute="statement.restriction")
    territory = fields.List(
        fields.String(),
        required=True,
        attribute="statement.territory",
        metadata={"description": "codes of countries; none: everywhere that it is offered"},
    )
    starts_at = Moment(required=True, attribute="statement.starts_at")
    ends_at = Moment(
        required=True,
        allow_none=True,
        attribute="statement.ends_at",
        metadata={"description": "null: until it is withdrawn or changed"},
    )
    source = one_of(Source, required=True, attribute="statement.source")
    notifier_named = fields.Boolean(required=True, attribute="statement.notifier_named")
    automated_detection = fields.Boolean(required=True, attribute="statement.automated_detection")
    automated_decision = fields.Boolean(required=True, attribute="statement.automated_decision")
    regime = one_of(RegimeCode, required=True, attribute="statement.regime")
    article = fields.String(
        required=True,
        attribute="statement.basis",
        metadata={"description": "the article, or our rules, by which the notice was dealt with"},
    )
    reason = fields.String(required=True, attribute="statement.reason")
    words = fields.String(
        required=True,
        allow_none=True,
        attribute="statement.words",
        metadata={"description": "what the decider wrote beside the reason"},
    )
    facts = fields.Nested(FactsOut, required=True, attribute="statement.facts")
    redress = fields.List(fields.Nested(RemedyOut), required=True, attribute="statement.redress")
    language = language(required=True, attribute="statement.language")
    text = fields.String(
        required=True,
        attribute="statement.text",
        metadata={"description": "as it was sent, but for the letter's link"},
    )
    sha256 = fields.String(
        required=True,
        attribute="statement.sha256",
        metadata={"description": "of the text, in UTF-8"},
    )
    made_at = Moment(required=True, attribute="statement.made_at")


class StatementsOut(Schema):
    items = fields.List(fields.Nested(StatementOut), required=True)
