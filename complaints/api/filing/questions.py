"""Questions by basis and declarations by law: what a complete complaint answers and signs."""

from __future__ import annotations

from typing import Any

from complaints.base.codes import Code
from complaints.base.errors import invalid, invalid_fields
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.languages import current
from complaints.queries.law import laws as law_queries
from complaints.rules.filing import notices, questions
from complaints.rules.filing.listing_urls import marketplace_named
from complaints.rules.filing.questions import QuestionSet
from complaints.rules.filing.targets import TargetPlace
from complaints.rules.kinds import Basis
from complaints.rules.law.countries import CountryError, read_country
from complaints.rules.law.regimes import asks_least, notice_texts
from complaints.schemas.filing.declarations import (
    DeclarationsQuery,
    DeclarationTextsOut,
    QuestionsOut,
    QuestionsQuery,
)
from complaints.words import message as _

blp = Blueprint("questions", __name__, description="What a complaint answers and signs")


@endpoint(blp, "GET", "/questions", scopes=[], query=QuestionsQuery, answer=QuestionsOut,
          notices=True)  # fmt: skip
def read_questions(call: Call, query: dict[str, Any]) -> QuestionSet:
    """Read the questions about one kind of accusation, and what the law does not give."""
    return questions.questions_of(query["basis"])


@endpoint(blp, "GET", "/declarations", scopes=[], query=DeclarationsQuery,
          answer=DeclarationTextsOut, notices=True)  # fmt: skip
def read_declarations(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """Read the texts to sign for a complaint against listings on these marketplaces; without an
    account, no more of them than Art. 16(2) DSA lists where that binds each."""
    places = _marketplaces(query.get("marketplaces", ""))
    reader = current().language
    laws = law_queries.at_places(
        call.session,
        Basis(query["basis"]),
        places,
        _seller_country(query.get("seller_country")),
    )
    named = [law for _slug, law in laws]
    return {
        "items": [
            {
                "code": text.code, "version": text.version, "language": text.read_in(reader),
                "law": text.source(reader), "wording": text.text(reader),
            }
            for text in notice_texts(named, least=call.actor.is_notifier and asks_least(named))
        ],
        "laws": [
            {
                "marketplace": slug, "regime": law.codes[0], "adding": law.codes[1:],
                "asks": sorted(notices.asked_of([law], call.work.policy.law)),
            }
            for slug, law in laws
        ],
    }  # fmt: skip


def _seller_country(text: str | None) -> str | None:
    try:
        return None if text is None else read_country(text)
    except CountryError as error:
        raise invalid_fields([error.at("/seller_country")]) from None


def _marketplaces(text: str) -> list[TargetPlace]:
    """The marketplaces that were asked for, each on the site that was named; one misspelt would
    leave out its law's text unseen."""
    given = [name for name in text.split(",") if name.strip()]
    slugs = [marketplace_named(name) for name in given]
    unknown = [name.strip() for name, slug in zip(given, slugs, strict=True) if slug is None]
    if unknown:
        raise invalid(
            "/marketplaces",
            Code.NOT_FOUND,
            _(
                "%(name)s is no marketplace that is known here. Give its slug or its site's "
                "host, for example taobao or www.taobao.com.",
                name=unknown[0],
            ),
        )
    return [
        TargetPlace(slug, address=name.strip())
        for name, slug in zip(given, slugs, strict=True)
        if slug
    ]
