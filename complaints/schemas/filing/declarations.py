"""What a filer answers and signs: questions, answers and declarations on the wire."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import NOTICE_TEXTS, Need, RegimeCode
from complaints.rules.readers import Readers
from complaints.schemas import fields
from complaints.schemas.common import Body, Moment, integer, language, one_of, text
from complaints.words import ENGLISH
from complaints.words import message as _


class DeclarationIn(Body):
    """Signed by a natural person's name, typed."""

    signed_by = text(
        200,
        required=True,
        metadata={"asks": _("Enter your full name."), "description": "the name of who signs"},
    )
    language = language(
        load_default=ENGLISH, metadata={"description": "in which the texts were read"}
    )
    agreed = fields.List(
        one_of(declaration.code for declaration in NOTICE_TEXTS),
        required=True,
        metadata={
            "asks": _("Tick the box beside each declaration."),
            "description": "codes of the texts, see `GET /declarations`",
        },
    )


class DeclarationOut(Schema):
    code = fields.String(required=True)
    version = fields.String(required=True)
    language = language(required=True)
    wording = fields.String(required=True)
    signed_by = fields.String(required=True)
    signed_at = Moment(required=True)


class DeclarationsQuery(Body):
    basis = one_of(Basis, required=True)
    marketplaces = text(
        2000,
        metadata={
            "description": "slugs or hosts, with commas between: taobao,amazon.de,shop.example"
        },
    )
    seller_country = text(
        20,
        metadata={
            "description": "where the sellers are established, if you know it, in two letters "
            "(ISO 3166-1): a law may protect them. What the platform has stated of a store counts "
            "at filing"
        },
    )


class DeclarationTextOut(Schema):
    code = one_of((declaration.code for declaration in NOTICE_TEXTS), required=True)
    version = fields.String(required=True)
    language = language(
        required=True, metadata={"description": "what the text is in: sign with this one"}
    )
    law = fields.String(required=True)
    wording = fields.String(required=True)


class LawOut(Schema):
    """The law of a complaint on one marketplace."""

    marketplace = fields.String(required=True)
    regime = one_of(RegimeCode, required=True)
    adding = fields.List(one_of(RegimeCode), required=True)
    asks = fields.List(
        one_of(Need), required=True, metadata={"description": "what the complaint must hold"}
    )


class DeclarationTextsOut(Schema):
    items = fields.List(fields.Nested(DeclarationTextOut), required=True)
    laws = fields.List(
        fields.Nested(LawOut),
        required=True,
        metadata={"description": "by marketplace: the regime that leads, those whose duties add"},
    )


class ChoiceOut(Schema):
    value = fields.String(required=True)
    label = fields.LocalizedText(required=True)
    warning = fields.LocalizedText(required=True, allow_none=True)


class QuestionOut(Schema):
    name = fields.String(required=True)
    label = fields.LocalizedText(required=True)
    hint = fields.LocalizedText(required=True, nothing="")
    kind = fields.String(
        required=True, metadata={"enum": ["short", "long", "date", "choice", "address"]}
    )
    required = fields.Boolean(required=True)
    longest = integer(required=True)
    choices = fields.List(fields.Nested(ChoiceOut), required=True)
    when = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "asked of who gave this question (first) this answer (second)"},
    )
    readers = one_of(
        Readers,
        required=True,
        metadata={"description": "who reads the answer: staff alone, or the accused seller too"},
    )


class QuestionsQuery(Body):
    basis = one_of(Basis, required=True)


class QuestionsOut(Schema):
    title = fields.LocalizedText(required=True)
    hint = fields.LocalizedText(required=True)
    note = fields.LocalizedText(required=True, allow_none=True)
    questions = fields.List(fields.Nested(QuestionOut), required=True)
