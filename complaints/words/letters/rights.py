"""The letter that tells a filer where its right applies, as our staff have it from the register."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.claims import asked_of_outside, told_of_outside
from complaints.words.letters.pages import act_on, because
from complaints.words.territories import places_named


def territories_corrected(
    right: str,
    *,
    before: Sequence[str],
    after: Sequence[str],
    reason: str,
    outside: int,
    page: str,
) -> Letter:
    """Tell a filer that staff have said in which countries its right applies; `outside` is how many
    listings of its open claims are offered elsewhere."""
    now = _(
        "Our staff have recorded where your right “%(right)s” applies: %(places)s.",
        right=right,
        places=places_named(after),
    )
    was = (
        _("Before, it said: %(places)s.", places=places_named(before))
        if before
        else _("Before, nobody had said where it applies.")
    )
    return Letter(
        _("Where your right “%(right)s” applies", right=right),
        (now, was),
        why=(because(reason),),
        means=(
            _(
                "Complaints that are open are compared with this. What we have decided before "
                "stays as it was decided."
            ),
            *told_of_outside(outside),
        ),
        can=(
            *asked_of_outside(outside),
            _(
                "If this is wrong, add an extract from the register to the right. Our staff "
                "compare it."
            ),
        ),
        where=(act_on(page),),
    )
