"""The check at intake: its stored results, and what it looks up in the record."""

from complaints.queries.checks.incumbents import (
    Speaker,
    domains_of,
    filed_since,
    first_filed,
    speakers_by_name,
    speakers_by_right,
)
from complaints.queries.checks.reading import (
    authority_of,
    checks_of_complaint,
    has_unsettled,
    require_authority,
)
