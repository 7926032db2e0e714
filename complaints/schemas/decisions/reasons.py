"""Statements of reasons, each as its reader gets it."""

from __future__ import annotations

from complaints.rules.decisions.statements import Decision, Restriction, Source, Way
from complaints.rules.kinds import Basis, Side
from complaints.rules.law.regimes import RegimeCode
from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, language, one_of, row_id


class AccusedOut(Output):
    url = fields.String(about="canonical")
    held_by_others = fields.Boolean(about="another complaint holds it down, whatever this one does")
    held_by = fields.List(
        fields.String(), about="the references of those complaints; for the seller and staff"
    )


class FactsOut(Output):
    complaint = fields.String(about="its reference")
    filed_at = fields.String()
    notifier = fields.String(
        allow_none=True, about="who filed, in the seller's statement; null: not named"
    )
    listings = fields.List(fields.Nested(AccusedOut))
    accusation = one_of(Basis)
    right = fields.String()
    country = fields.String(allow_none=True, about="where the right stands")
    ground = one_of(("law", "terms"), about="a law of the right, or a term of the platform's own")
    answer = fields.String(allow_none=True, about="the seller's, in short")
    answered_at = fields.String(allow_none=True)


class RemedyOut(Output):
    way = one_of(Way, named="StatementWay")
    article = fields.String(attribute="basis", about="the article, or our rules")
    until = fields.String(allow_none=True, about="a last day, or a moment; null: no time is set")


class StatementOut(Output):
    """What a restriction or a refusal rests on, and what its reader can do about it."""

    id = row_id(attribute="statement.id")
    complaint_id = row_id(attribute="statement.complaint_id")
    claim_ids = fields.List(row_id())
    letter_id = row_id(
        allow_none=True,
        attribute="statement.letter_id",
        about="null: the answer to the filing said it",
    )
    side = one_of(Side, attribute="statement.side")
    decision = one_of(Decision, named="StatementDecision", attribute="statement.decision")
    restriction = one_of(Restriction, attribute="statement.restriction")
    territory = fields.List(
        fields.String(),
        attribute="statement.territory",
        about="codes of countries; none: everywhere that it is offered",
    )
    starts_at = Moment(attribute="statement.starts_at")
    ends_at = Moment(
        allow_none=True,
        attribute="statement.ends_at",
        about="null: until it is withdrawn or changed",
    )
    source = one_of(Source, named="StatementSource", attribute="statement.source")
    notifier_named = fields.Boolean(attribute="statement.notifier_named")
    automated_detection = fields.Boolean(attribute="statement.automated_detection")
    automated_decision = fields.Boolean(attribute="statement.automated_decision")
    regime = one_of(RegimeCode, attribute="statement.regime")
    article = fields.String(
        attribute="statement.basis",
        about="the article, or our rules, by which the notice was dealt with",
    )
    reason = fields.String(attribute="statement.reason")
    words = fields.String(
        allow_none=True,
        attribute="statement.words",
        about="what the decider wrote beside the reason",
    )
    facts = fields.Nested(FactsOut, attribute="statement.facts")
    redress = fields.List(fields.Nested(RemedyOut), attribute="statement.redress")
    language = language(attribute="statement.language")
    text = fields.String(
        attribute="statement.text", about="as it was sent, but for the letter's link"
    )
    sha256 = fields.String(attribute="statement.sha256", about="of the text, in UTF-8")
    made_at = Moment(attribute="statement.made_at")


class StatementsOut(Output):
    items = fields.List(fields.Nested(StatementOut))
