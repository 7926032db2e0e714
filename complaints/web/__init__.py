"""Pages for brand owners and their agents, sellers, newcomers, and everybody's account."""

from complaints.web import (
    alarms,
    authorizations,
    claims,
    complaints,
    filing,
    imports,
    letters,
    proceedings,
    rights,
    standing,
    withdrawing,
)

# The pages of filers, in the order of the menu.
FILERS = (
    filing.pages,
    imports.pages,
    complaints.pages,
    withdrawing.pages,
    claims.pages,
    proceedings.pages,
    rights.pages,
    authorizations.pages,
    letters.pages,
    standing.pages,
    alarms.pages,
)
