"""The check at intake: what is stored of it, and the questions that it asks of the record."""

from complaints.queries.checks.reading import (
    authority_of,
    needs_authority,
    of_complaint,
    verified_before,
    waiting,
)
from complaints.queries.checks.standing import (
    Record,
    Speaker,
    domains_of,
    filed_since,
    first_filed,
    record_of,
    speakers_by_name,
    speakers_by_right,
)

__all__ = [
    "Record",
    "Speaker",
    "authority_of",
    "domains_of",
    "filed_since",
    "first_filed",
    "needs_authority",
    "of_complaint",
    "record_of",
    "speakers_by_name",
    "speakers_by_right",
    "verified_before",
    "waiting",
]
