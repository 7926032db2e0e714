"""What other accounts of a party are told when one of them is warned, bound or free again.

They read what it means for them, never which account it began with or what that one was told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from complaints.words import Message
from complaints.words import message as _
from complaints.words.days import at
from complaints.words.laws import complaints_under
from complaints.words.letters import Letter
from complaints.words.letters.binding import still_decided, what_binds
from complaints.words.letters.boycotts import Case
from complaints.words.letters.pages import NOTHING_TO_DO, by_link, read_on


def warned_too(case: Case, *, ends_at: datetime | None) -> Letter:
    """Return the news that another account of the party was warned."""
    means = _(
        "If that goes on, through whichever of these accounts, we may stop processing complaints "
        "from all of them for a time."
    )
    return Letter(
        _("Warning about an account counted together with yours"),
        (_hello(case), _("We have warned another account that yours is counted together with.")),
        why=(_("Its complaints misuse the complaint system."),),
        means=(means, *_scope(case)),
        can=(NOT_MINE,),
        where=(by_link(case.link),),
    )


def bound_too(case: Case, *, ends_at: datetime | None) -> Letter:
    """Return the decision not to process the party's complaints, for another account of it."""
    complaints = complaints_under(case.treatments)
    kept = _(
        "We keep the complaints that you file until then. If the decision is lifted, we "
        "process them. After that you can file as before, without asking us."
    )
    return Letter(
        _("We have stopped processing your %(complaints)s for a time", complaints=complaints),
        (
            _hello(case),
            _(
                "From today until %(end)s we do not process %(complaints)s from your account.",
                end=at(ends_at) if ends_at else "",
                complaints=complaints,
            ),
        ),
        why=(
            _(
                "Your account is counted together with another account for which this was decided "
                "after a warning."
            ),
        ),
        means=(*still_decided(case.treatments, case.lane_days), *_scope(case), kept),
        can=(NOT_MINE,),
        where=(by_link(case.link),),
    )


def over_too(case: Case, *, ends_at: datetime | None) -> Letter:
    """Return the news that what bound the party because of another account is over."""
    return Letter(
        _("A decision about your account is over"),
        (
            _hello(case),
            _(
                "The warning or the decision about an account that yours is counted together with "
                "is over."
            ),
        ),
        means=(_("It no longer has any effect on your account."), *what_binds(case.bound)),
        can=(NOTHING_TO_DO,),
        where=(read_on(case.page),),
    )


NOT_MINE: Final = _(
    "What you can do\n"
    "If you have nothing to do with that account, read why yours is counted together with it, and "
    "appeal."
)


def _hello(case: Case) -> Message:
    return _("To %(name)s:", name=case.filer)


def _scope(case: Case) -> tuple[Message, ...]:
    if not case.principal:
        return ()
    return (_("It is only about complaints for %(principal)s.", principal=case.principal),)
