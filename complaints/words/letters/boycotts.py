"""What a filer is told on the ladder.

Each letter says what happened, why, until when, and what the reader can do next. DSA Art. 23 asks
for the warning and its reasons, Art. 17 and 20 for the reasons of a decision and the way to
contest it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from complaints.words import Message, Share, counted
from complaints.words import message as _
from complaints.words.laws import named
from complaints.words.letters import Letter
from complaints.words.laws import complaints_under, named


class Factors(Protocol):
    """The four factors of DSA Art. 23(3), as `complaints.rules.boycotts.FourFactors` counts
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
    `stops` are the codes of the regimes whose claims it stops, or would, `passes` the others."""

    filer: str
    principal: str | None
    reasons: str
    factors: Factors
    window_from: datetime
    window_to: datetime
    link: str
    stops: Sequence[str] = ()
    passes: Sequence[str] = ()


def warning(case: Case, *, answer_due: datetime) -> Letter:
    """Return the prior warning."""
    opening = _(
        "A member of our staff has confirmed that complaints from %(account)s misuse the "
        "complaint system. This is a warning. If it goes on, we may stop processing your "
        "complaints for a time.",
        account=_account(case),
    )
    now = _(
        "What you can do\n"
        "Read the case and answer it by %(due)s: %(link)s\n"
        "You need no account. Whoever holds this link reads the case, so keep it to yourselves; to "
        "answer you also need a code, which comes apart from it, or your log-in.\n"
        "Check that each complaint has a right behind it before you file. If you file no more "
        "unfounded complaints, nothing further happens.",
        due=answer_due,
        link=case.link,
    )
    period = _(
        "We decide nothing before that day, unless you say yourselves that your answer is whole. "
        "Until then you can add to it."
    )
    parts = (_hello(case), opening, *_would_stop(case), *_why(case), now, period)
    return Letter(_("Warning about your complaints"), parts)


def imposed(case: Case, *, why: str, ends_at: datetime) -> Letter:
    """Return the decision not to process the filer's complaints for a term."""
    opening = _(
        "From today until %(end)s we do not process %(complaints)s from %(account)s. Two members "
        "of our staff decided this after the warning that we sent you.",
        end=ends_at,
        complaints=complaints_under(case.stops, case.passes),
        account=_account(case),
    )
    now = _(
        "What you can do\n"
        "Appeal, once, until %(end)s, by this link: %(link)s\n"
        "You also need a code, which comes apart from it, or your log-in.\n"
        "A third person who took no part so far will decide.\n"
        "What we do not process until then is kept with its time, so nothing is lost if the "
        "boycott is lifted.\n"
        "After %(end)s you can file as before; you need not ask.",
        link=case.link,
        end=ends_at,
    )
    decision = _("The decision\n%(why)s", why=why)
    subject = _(
        "We do not process your %(complaints)s until %(day)s",
        complaints=complaints_under(case.stops, case.passes),
        day=ends_at.date(),
    )
    parts = (_hello(case), opening, *still_decided(case.passes), decision, *_why(case), now)
    return Letter(subject, parts)


def still_decided(passes: Sequence[str]) -> tuple[Message, ...]:
    """Return what a boycott does not stop, by the laws; nothing where it stops all."""
    if not passes:
        return ()
    return (
        _(
            "Notices under %(passed)s are still looked at: a person decides them, after all "
            "others. There the law asks us to act on a proper notice and knows no suspension.",
            passed=named(passes),
        ),
    )


def _would_stop(case: Case) -> tuple[Message, ...]:
    if not case.passes:
        return ()
    return (
        _(
            "That would stop complaints under %(stopped)s. Notices under %(passed)s would still "
            "be looked at by a person, after all others.",
            stopped=named(case.stops),
            passed=named(case.passes),
        ),
    )


def received_while_bound(received: Letter, *, kept: int, last: int, ends_at: datetime) -> Letter:
    """Return the receipt of a complaint of a bound filer: what of it is kept, what comes last."""
    until = _(
        "For complaints from your account a decision holds until %(end)s: what it is, why, and how "
        "to appeal is at “My standing”.",
        end=ends_at,
    )
    looked_at = counted(
        "%(num)s listing is looked at by a person, after all others.",
        "%(num)s listings are looked at by a person, after all others.",
        last,
    )
    waits = counted(
        "%(num)s listing is kept with its time and not processed until then.",
        "%(num)s listings are kept with their time and not processed until then.",
        kept,
    )
    return Letter(received.subject, (*received.body, until, looked_at, *([waits] if kept else [])))


def dropped(case: Case) -> Letter:
    """Return the news that a warning is closed without a boycott."""
    opening = _(
        "We have closed the warning about complaints from %(account)s. There is no boycott, and "
        "you need do nothing.",
        account=_account(case),
    )
    return Letter(_("The warning is closed"), (_hello(case), opening))


def heeded(case: Case) -> Letter:
    """Return the news that a warning was heeded long enough."""
    opening = _(
        "No new unfounded complaints came from %(account)s since our warning. It is closed, and "
        "you need do nothing.",
        account=_account(case),
    )
    return Letter(_("The warning is closed: you heeded it"), (_hello(case), opening))


def upheld(case: Case, *, reason: str, ends_at: datetime) -> Letter:
    """Return the decision of an appeal that leaves the boycott as it is."""
    opening = _(
        "A person who took no earlier part has decided your appeal: the boycott stays in force "
        "until %(end)s.",
        end=ends_at,
    )
    now = _(
        "What you can do\n"
        "After %(end)s you can file as before. You may also take the matter to a court, or to an "
        "out-of-court dispute settlement body where one is open to you.",
        end=ends_at,
    )
    return Letter(
        _("Your appeal was decided: the boycott stays"),
        (_hello(case), opening, _because(reason), now),
    )


def lifted(case: Case, *, reason: str, kept: int) -> Letter:
    """Return the news that a boycott is lifted, with the number of claims kept meanwhile."""
    opening = _("From now on we process complaints from %(account)s again.", account=_account(case))
    meanwhile = counted(
        "%(num)s claim that you filed meanwhile was kept with its time; we will look at it again, "
        "and you need not file a second time.",
        "%(num)s claims that you filed meanwhile were kept with their time; we will look at them "
        "again, and you need not file a second time.",
        kept,
    )
    return Letter(
        _("The boycott is lifted: you can file again"),
        (_hello(case), opening, _because(reason), *([meanwhile] if kept else [])),
    )


def expired(case: Case, *, kept: int) -> Letter:
    """Return the news that a boycott's term is over."""
    opening = _(
        "The boycott of %(account)s ended today. You can file as before.", account=_account(case)
    )
    meanwhile = counted(
        "%(num)s claim filed meanwhile was not processed. If it still matters, file it again.",
        "%(num)s claims filed meanwhile were not processed. What still matters, file again.",
        kept,
    )
    return Letter(
        _("The boycott is over: you can file again"),
        (_hello(case), opening, *([meanwhile] if kept else [])),
    )


def _hello(case: Case) -> Message:
    return _("To %(name)s:", name=case.filer)


def _account(case: Case) -> Message:
    if case.principal:
        return _("your account for %(principal)s", principal=case.principal)
    return _("your account")


def _because(reason: str) -> Message:
    return _("The reason\n%(reason)s", reason=reason)


def _why(case: Case) -> tuple[Message, Message]:
    counts = case.factors
    facts = _(
        "The facts, from %(since)s to %(until)s\n"
        "Number: %(number)s manifestly unfounded by a person.\n"
        "Share: %(manifest)s of %(claims)s (%(share)s); graded otherwise: %(otherwise)s; not "
        "graded, and not held against you: %(ungraded)s.\n"
        "Gravity: %(gravity)s\n"
        "Intention: %(intention)s",
        since=case.window_from.date(),
        until=case.window_to.date(),
        number=counted(
            "%(num)s of your claims was graded",
            "%(num)s of your claims were graded",
            counts.manifestly_unfounded,
        ),
        manifest=counts.manifestly_unfounded,
        claims=counted("%(num)s claim", "%(num)s claims", counts.claims),
        share=Share(counts.share),
        otherwise=counts.graded_otherwise,
        ungraded=counts.ungraded,
        gravity=counts.gravity,
        intention=counts.intention,
    )
    return _("Why\n%(reasons)s", reasons=case.reasons), facts
