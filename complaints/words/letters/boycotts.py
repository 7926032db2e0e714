"""What a filer is told on the ladder.

DSA Art. 23 asks for the warning and its reasons, Art. 17 and 20 for the reasons of a decision and
the way to contest it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from complaints.words import Message, Share, counted
from complaints.words import message as _
from complaints.words.days import at
from complaints.words.laws import complaints_under, laws_named
from complaints.words.letters import Letter
from complaints.words.letters.pages import NOTHING_TO_DO, because, by_link, read_on


class Factors(Protocol):
    """The four factors of DSA Art. 23(3), as `complaints.rules.cases.boycotts.FourFactors` counts
    them."""

    @property
    def manifestly_unfounded(self) -> int: ...
    @property
    def graded_otherwise(self) -> int: ...
    @property
    def ungraded(self) -> int: ...
    @property
    def claims(self) -> int: ...
    @property
    def share(self) -> float: ...
    @property
    def gravity(self) -> str: ...
    @property
    def intention(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Case:
    """What every letter of one boycott states. `principal` is the one that it is limited to;
    `link` is where its reader answers it without signing in, `page` where it does signed in;
    `stops` are the codes of the regimes whose claims it stops, or would, `passes` the others."""

    filer: str
    principal: str | None
    reasons: str
    factors: Factors
    window_from: datetime
    window_to: datetime
    link: str
    page: str
    stops: Sequence[str] = ()
    passes: Sequence[str] = ()


def warning(case: Case, *, answer_days: int) -> Letter:
    """Return the prior warning. The time to answer runs from the day on which it is read."""
    opening = _(
        "This is a warning. A member of our staff has confirmed that complaints from %(account)s "
        "misuse the complaint system.",
        account=_account(case),
    )
    means = _(
        "Your complaints are still processed. If it goes on, we may stop processing them for a "
        "time. If you file no more unfounded complaints, nothing further happens."
    )
    can = _(
        "What you can do\n"
        "Read the case and answer it.\n"
        "Check that each complaint has a right behind it before you file."
    )
    by_when = _(
        "You have %(days)s days to answer, counted from the day on which this warning reaches you; "
        "your case's page shows the last day. We decide nothing before that, unless you tell us "
        "that your answer is complete. Until then you can add to it.",
        days=answer_days,
    )
    return Letter(
        _("Warning about your complaints"),
        (_hello(case), opening),
        why=_why(case),
        means=(means, *_would_stop(case)),
        can=(can,),
        by_when=(by_when,),
        where=(by_link(case.link),),
    )


def imposed(case: Case, *, why: str, ends_at: datetime) -> Letter:
    """Return the decision not to process the filer's complaints for a term."""
    opening = _(
        "From today until %(end)s we do not process %(complaints)s from %(account)s. Two members "
        "of our staff decided this after the warning that we sent you.",
        end=at(ends_at),
        complaints=complaints_under(case.stops, case.passes),
        account=_account(case),
    )
    kept = _(
        "We keep the complaints that you file until then. If the decision is lifted, we "
        "process them. After %(end)s you can file as before, without asking us.",
        end=at(ends_at),
    )
    can = _(
        "What you can do\nYou can appeal once. A third person who has had no part in "
        "this so far decides."
    )
    return Letter(
        _(
            "We have stopped processing your %(complaints)s until %(day)s",
            complaints=complaints_under(case.stops, case.passes),
            day=ends_at.date(),
        ),
        (_hello(case), opening),
        why=(_("The decision\n%(why)s", why=why), *_why(case)),
        means=(*still_decided(case.passes), kept),
        can=(can,),
        by_when=(_("You can appeal until %(end)s.", end=at(ends_at)),),
        where=(by_link(case.link),),
    )


def still_decided(passes: Sequence[str]) -> tuple[Message, ...]:
    """Return what a boycott does not stop, by the laws; nothing where it stops all."""
    if not passes:
        return ()
    return (
        _(
            "We still look at notices under %(passed)s: a person decides them, after all "
            "other complaints. These laws require us to act on a proper notice, and do "
            "not let us stop processing notices.",
            passed=laws_named(passes),
        ),
    )


def _would_stop(case: Case) -> tuple[Message, ...]:
    if not case.passes:
        return ()
    return (
        _(
            "This would apply to complaints under %(stopped)s. A person would still look "
            "at notices under %(passed)s, after all other complaints.",
            stopped=laws_named(case.stops),
            passed=laws_named(case.passes),
        ),
    )


def received_while_bound(
    received: Letter, *, kept: int, last: int, ends_at: datetime, standing: str
) -> Letter:
    """Return the receipt of a complaint of a bound filer: what of it is kept, what comes last, and
    on which page its `standing` is."""
    until = _("We do not process some complaints from your account until %(end)s.", end=at(ends_at))
    can = _(
        "Read what was decided and why, or appeal, on this page: %(standing)s", standing=standing
    )
    looked_at = counted(
        "Our staff look at %(num)s listing after all other complaints.",
        "Our staff look at %(num)s listings after all other complaints.",
        last,
    )
    waits = counted(
        "We keep %(num)s listing and do not process it until then.",
        "We keep %(num)s listings and do not process them until then.",
        kept,
    )
    return replace(
        received,
        means=(*received.means, until, looked_at, *([waits] if kept else [])),
        can=(*received.can, can),
    )


def dropped(case: Case) -> Letter:
    """Return the news that a warning is closed without a boycott."""
    return Letter(
        _("The warning is closed"),
        (
            _hello(case),
            _(
                "We have closed the warning about complaints from %(account)s.",
                account=_account(case),
            ),
        ),
        why=(_("We looked at the case again and decided to go no further."),),
        means=(_("Your complaints are processed as before."),),
        can=(NOTHING_TO_DO,),
        where=(read_on(case.page),),
    )


def heeded(case: Case) -> Letter:
    """Return the news that a warning was heeded long enough."""
    return Letter(
        _("The warning is closed: nothing new has happened"),
        (
            _hello(case),
            _(
                "We have closed the warning about complaints from %(account)s.",
                account=_account(case),
            ),
        ),
        why=(_("You have filed no new unfounded complaints since the warning."),),
        means=(_("Your complaints are processed as before."),),
        can=(NOTHING_TO_DO,),
        where=(read_on(case.page),),
    )


def upheld(case: Case, *, reason: str, ends_at: datetime) -> Letter:
    """Return the decision of an appeal that leaves the boycott as it is."""
    return Letter(
        _("Your appeal was decided: the decision stands"),
        (
            _hello(case),
            _(
                "A person who had no part in the case before has decided your appeal: "
                "the decision stands."
            ),
        ),
        why=(because(reason),),
        means=(
            _(
                "We do not process complaints from %(account)s until %(end)s. After that you can "
                "file as before.",
                account=_account(case),
                end=at(ends_at),
            ),
        ),
        can=(
            _(
                "What you can do\nYou can go to court, or to an out-of-court dispute "
                "settlement body if one is open to you."
            ),
        ),
        where=(read_on(case.page),),
    )


def lifted(case: Case, *, reason: str, kept: int) -> Letter:
    """Return the news that a boycott is lifted, with the number of claims kept meanwhile."""
    meanwhile = counted(
        "We kept %(num)s complaint that you filed in the meantime. We will look at it "
        "now; you do not have to file it again.",
        "We kept %(num)s complaints that you filed in the meantime. We will look at them "
        "now; you do not have to file them again.",
        kept,
    )
    return Letter(
        _("We process your complaints again"),
        (
            _hello(case),
            _(
                "We have lifted the decision not to process complaints from %(account)s.",
                account=_account(case),
            ),
        ),
        why=(because(reason),),
        means=(_("From now on we process your complaints again."), *([meanwhile] if kept else [])),
        can=(NOTHING_TO_DO,),
        where=(read_on(case.page),),
    )


def expired(case: Case, *, kept: int) -> Letter:
    """Return the news that a boycott's term is over."""
    meanwhile = counted(
        "%(num)s complaint filed in the meantime was not processed. If it still matters, "
        "file it again.",
        "%(num)s complaints filed in the meantime were not processed. File those again "
        "that still matter.",
        kept,
    )
    return Letter(
        _("The time is over: we process your complaints again"),
        (
            _hello(case),
            _(
                "The time in which we did not process complaints from %(account)s ended today.",
                account=_account(case),
            ),
        ),
        why=(_("Its time is over."),),
        means=(_("From now on we process your complaints again."),),
        can=(meanwhile,) if kept else (NOTHING_TO_DO,),
        where=(read_on(case.page),),
    )


def _hello(case: Case) -> Message:
    return _("To %(name)s:", name=case.filer)


def _account(case: Case) -> Message:
    if case.principal:
        return _("your account for %(principal)s", principal=case.principal)
    return _("your account")


def _why(case: Case) -> tuple[Message, Message]:
    counts = case.factors
    facts = _(
        "The facts, from %(since)s to %(until)s\nNumber: %(number)s.\nShare: "
        "%(manifest)s of %(claims)s (%(share)s). Judged otherwise: %(otherwise)s. Not "
        "judged, and not held against you: %(ungraded)s.\nGravity: "
        "%(gravity)s\nIntention: %(intention)s",
        since=case.window_from.date(),
        until=case.window_to.date(),
        number=counted(
            "our staff found your complaint about %(num)s listing manifestly unfounded",
            "our staff found your complaints about %(num)s listings manifestly unfounded",
            counts.manifestly_unfounded,
        ),
        manifest=counts.manifestly_unfounded,
        claims=counted(
            "%(num)s listing that you reported", "%(num)s listings that you reported", counts.claims
        ),
        share=Share(counts.share),
        otherwise=counts.graded_otherwise,
        ungraded=counts.ungraded,
        gravity=counts.gravity,
        intention=counts.intention,
    )
    return _("Why\n%(reasons)s", reasons=case.reasons), facts
