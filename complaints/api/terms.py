"""The published terms about misuse of complaints, for a program, with all their versions."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.policy import published_terms
from complaints.queries.policy.published_terms import PublishedTerms
from complaints.schemas.policy.published_terms import PublishedTermsOut, TermsQuery

blp = Blueprint("terms", __name__, description="What holds for misuse of complaints")


@endpoint(blp, "GET", "/terms", scopes=[], query=TermsQuery, answer=PublishedTermsOut,
          refuses=["not-found"])  # fmt: skip
def read_terms(call: Call, query: dict[str, Any]) -> PublishedTerms:
    """Read the terms in force, or those of a `version`, in words of the reader's language."""
    return published_terms.find_terms(call.session, query.get("version"))
