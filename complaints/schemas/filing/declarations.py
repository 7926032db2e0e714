"""What a filer answers and signs: questions, answers and declarations on the wire."""

from __future__ import annotations

from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import NOTICE_TEXTS, Need, RegimeCode
from complaints.rules.readers import Readers
from complaints.schemas import fields
from complaints.schemas.common import Body, Moment, Output, integer, language, one_of, text
from complaints.words import ENGLISH
from complaints.words import message as _


class DeclarationIn(Body):
    """Signed by a natural person's name, typed."""

    signed_by = text(
        200, required=True, asks=_("Enter your full name."), about="the name of who signs"
    )
    language = language(load_default=ENGLISH, about="in which the texts were read")
    agreed = fields.List(
        one_of(declaration.code for declaration in NOTICE_TEXTS),
        required=True,
        asks=_("Tick the box beside each declaration."),
        about="codes of the texts, see `GET /declarations`",
    )


class DeclarationOut(Output):
    code = fields.String()
    version = fields.String()
    language = language()
    wording = fields.String()
    signed_by = fields.String()
    signed_at = Moment()


class DeclarationsQuery(Body):
    basis = one_of(Basis, required=True)
    marketplaces = text(
        2000, about="slugs or hosts, with commas between: taobao,amazon.de,shop.example"
    )
    seller_country = text(
        20,
        about="where the sellers are established, if you know it, in two letters "
        "(ISO 3166-1): a law may protect them. What the platform has stated of a store counts "
        "at filing",
    )


class DeclarationTextOut(Output):
    code = one_of(declaration.code for declaration in NOTICE_TEXTS)
    version = fields.String()
    language = language(about="what the text is in: sign with this one")
    law = fields.String()
    wording = fields.String()


class LawOut(Output):
    """The law of a complaint on one marketplace."""

    marketplace = fields.String()
    regime = one_of(RegimeCode)
    adding = fields.List(one_of(RegimeCode))
    asks = fields.List(one_of(Need, named="ComplaintNeed"), about="what the complaint must hold")


class DeclarationTextsOut(Output):
    items = fields.List(fields.Nested(DeclarationTextOut))
    laws = fields.List(
        fields.Nested(LawOut), about="by marketplace: the regime that leads, those whose duties add"
    )


class ChoiceOut(Output):
    value = fields.String()
    label = fields.LocalizedText()
    warning = fields.LocalizedText(allow_none=True)


class QuestionOut(Output):
    name = fields.String()
    label = fields.LocalizedText()
    hint = fields.LocalizedText(nothing="")
    kind = fields.String(metadata={"enum": ["short", "long", "date", "choice", "address"]})
    required = fields.Boolean()
    longest = integer()
    choices = fields.List(fields.Nested(ChoiceOut))
    when = fields.List(
        fields.String(),
        allow_none=True,
        about="asked of who gave this question (first) this answer (second)",
    )
    readers = one_of(Readers, about="who reads the answer: staff alone, or the accused seller too")


class QuestionsQuery(Body):
    basis = one_of(Basis, required=True)


class QuestionsOut(Output):
    title = fields.LocalizedText()
    hint = fields.LocalizedText()
    note = fields.LocalizedText(allow_none=True)
    questions = fields.List(fields.Nested(QuestionOut))
