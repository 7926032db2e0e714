"""What an account shares with others, which of their parties are bound or flagged, and what
explains it. Judges nothing: `abuse.linking.matching` does."""

from complaints.queries.cases.matches.circumstances import (
    apart,
    firms,
    is_authorized,
    is_known,
    judged_apart,
    matched_with,
    members,
    newest_statements,
    served,
    statements_of,
)
from complaints.queries.cases.matches.rights import (
    Statement,
    first_filings,
    is_backed,
    is_contested,
    proof_of,
    statements_of_right,
)
from complaints.queries.cases.matches.showing import (
    Showing,
    accounts,
    by_identity,
    by_name,
    by_papers,
    by_permission,
)
from complaints.queries.cases.matches.troubled import is_anybody_troubled, troubled_since
