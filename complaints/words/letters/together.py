"""What other accounts of a party are told when one of them is warned, bound or free again.

They read what holds for them, never which account it began with or what that one was told.
"""

from __future__ import annotations

from datetime import datetime

from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.boycotts import Case, still_decided
from complaints.words.laws import complaints_under


def warned_too(case: Case, *, ends_at: datetime | None) -> Letter:
    """Return the news that another account of the party was warned."""
    opening = _(
        "Another account, which yours is counted together with, was warned because its complaints "
        "misuse the complaint system. If that goes on, through whichever of these accounts, we may "
        "stop processing complaints from all of them for a time."
    )
    return Letter(
        _("Warning about an account counted together with yours"),
        (_hello(case), opening, *_scope(case), _not_mine(case)),
    )


def bound_too(case: Case, *, ends_at: datetime | None) -> Letter:
    """Return the decision not to process the party's complaints, for another account of it."""
    opening = _(
        "From today until %(end)s we do not process %(complaints)s from your account, because it "
        "is counted together with another account for which this was decided after a warning.",
        end=ends_at or "",
        complaints=complaints_under(case.stops, case.passes),
    )
    kept = _(
        "What we do not process until then is kept with its time, so nothing is lost if the "
        "decision falls. After that you can file as before; you need not ask."
    )
    subject = _(
        "We do not process your %(complaints)s for a time",
        complaints=complaints_under(case.stops, case.passes),
    )
    last = still_decided(case.passes)
    return Letter(subject, (_hello(case), opening, *last, *_scope(case), kept, _not_mine(case)))


def over_too(case: Case, *, ends_at: datetime | None) -> Letter:
    """Return the news that what held for the party because of another account is over."""
    opening = _(
        "The warning or the decision about an account that yours is counted together with is over. "
        "It no longer holds for your account, and you need do nothing."
    )
    return Letter(_("A decision that held for your account is over"), (_hello(case), opening))


def _hello(case: Case) -> Message:
    return _("To %(name)s:", name=case.filer)


def _scope(case: Case) -> tuple[Message, ...]:
    if not case.principal:
        return ()
    return (_("It is only about complaints for %(principal)s.", principal=case.principal),)


def _not_mine(case: Case) -> Message:
    return _(
        "What you can do\n"
        "If you have nothing to do with that account, read why yours is counted together with it, "
        "and appeal: %(link)s\n"
        "You need no account. Whoever holds this link reads the case, so keep it to yourselves; to "
        "answer you also need a code, which comes apart from it, or your log-in.",
        link=case.link,
    )
