"""Questions by basis and declarations by law: what a complete complaint answers and signs."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.languages import current
from complaints.rules import declarations, questions
from complaints.rules.questions import QuestionSet
from complaints.schemas.declarations import (
    DeclarationsQuery,
    DeclarationTextsOut,
    QuestionsOut,
    QuestionsQuery,
)

blp = Blueprint("questions", __name__, description="What a complaint answers and signs")


@endpoint(blp, "GET", "/questions", scopes=[], query=QuestionsQuery, answer=QuestionsOut)
def read(call: Call, query: dict[str, Any]) -> QuestionSet:
    """Read the questions about one kind of accusation, and what the law does not give."""
    return questions.of(query["basis"])


@endpoint(blp, "GET", "/declarations", scopes=[], query=DeclarationsQuery,
          answer=DeclarationTextsOut)  # fmt: skip
def read_declarations(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """Read the texts to sign for a complaint against listings on these marketplaces."""
    slugs = [slug for slug in query.get("marketplaces", "").split(",") if slug]
    reader = current().language
    return {
        "items": [
            {
                "code": text.code, "version": text.version, "language": text.read_in(reader),
                "law": text.source(reader), "wording": text.text(reader),
            }
            for text in declarations.needed(query["basis"], slugs)
        ]
    }  # fmt: skip
