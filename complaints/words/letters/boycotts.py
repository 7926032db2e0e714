"""What a filer is told on the ladder.

DSA Art. 23 asks for the warning and its reasons, Art. 17 and 20 for the reasons of a decision and
the way to contest it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.days import at
from complaints.words.laws import complaints_under, whats_read
from complaints.words.letters import Letter
from complaints.words.letters.binding import STILL_HOLDS, Bound, still_decided, what_binds
from complaints.words.letters.boycott_reasons import (
    Factors,
    appeal_term,
    clause,
    decision,
    facts,
    found_by_program,
    redress,
    redress_beyond_us,
    redress_to_come,
)
from complaints.words.letters.case_appeals import argued_and_decided
from complaints.words.letters.named import (
    NamedEvidence,
    came_after,
    names_claims,
    sampled,
    what_counts,
)
from complaints.words.letters.pages import NOTHING_TO_DO, by_link, read_on


@dataclass(frozen=True, slots=True)
class Case:
    """What every letter of one boycott states. `principal` is the one that it is limited to;
    `link` is where its reader answers it without signing in, `page` where it does signed in;
    `treatments` are how it treats claims, or would, by the code of their regime; `lane_days` the
    working days in which a person decides what it does not stop. `policy` is the number by which
    it was counted, `terms` the page of our terms; `bound` is what else binds the account now."""

    filer: str
    principal: str | None
    reasons: Message | str
    factors: Factors
    window_from: datetime
    window_to: datetime
    link: str
    page: str
    treatments: Mapping[str, str] = field(default_factory=dict)
    lane_days: int = 0
    policy: int | None = None
    terms: str = ""
    evidence: NamedEvidence = field(default_factory=NamedEvidence)
    bound: Sequence[Bound] = ()


def warning(case: Case, *, answer_days: int, longest: int) -> Letter:
    """Return the prior warning. The time to answer runs from the day on which it is read; a boycott
    would last `longest` days at most."""
    opening = _(
        "This is a warning. A member of our staff has confirmed that complaints from %(account)s "
        "misuse the complaint system.",
        account=_account(case),
    )
    means = _(
        "Your complaints are still processed. If it goes on, we may stop processing them for a "
        "time, %(longest)s days at most.",
        longest=longest,
    )
    if case.bound:
        means = _(
            "This warning stops nothing by itself. If it goes on, we may stop processing your "
            "complaints for a time, %(longest)s days at most.",
            longest=longest,
        )
    can = _(
        "What you can do\nRead the case and answer it.\nBefore you file, check that each "
        "complaint is based on a right that you have."
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
        why=(
            *facts(case),
            *names_claims(case.evidence),
            *clause(case.policy, case.terms, on_law=is_on_law(case.treatments)),
            found_by_program(decided=False),
        ),
        means=(
            means,
            *what_counts(case.evidence),
            *_would_stop(case),
            redress_to_come(),
            *_still_bound(case),
        ),
        can=(can,),
        by_when=(by_when,),
        where=(by_link(case.link),),
    )


def imposed(
    case: Case, *, why: str, ends_at: datetime, appeal_by: date, urgent: str = "", milder: str = ""
) -> Letter:
    """Return the decision not to process the filer's complaints for a term; `appeal_by` is the last
    day on which an appeal is open anyway, `urgent` why it did not wait for more after the warning,
    where it did not, `milder` the milder means that were considered, where somebody said so."""
    opening = _(
        "From today until %(end)s we do not process %(complaints)s from %(account)s. Two members "
        "of our staff decided this after the warning that we sent you.",
        end=at(ends_at),
        complaints=complaints_under(case.treatments),
        account=_account(case),
    )
    kept = _(
        "We keep the complaints that you file until then. If the decision is lifted, we "
        "process them. After %(end)s you can file as before, without asking us.",
        end=at(ends_at),
    )
    return Letter(
        _(
            "We have stopped processing your %(complaints)s until %(day)s",
            complaints=complaints_under(case.treatments),
            day=ends_at.date(),
        ),
        (_hello(case), opening),
        why=(
            *decision(why, led=_led_to(case.evidence), urgent=urgent, milder=milder),
            *facts(case),
            *names_claims(case.evidence),
            *clause(case.policy, case.terms, on_law=is_on_law(case.treatments)),
            found_by_program(decided=True),
        ),
        means=(*still_decided(case.treatments, case.lane_days), kept),
        can=(redress(),),
        by_when=(appeal_term(appeal_by),),
        where=(by_link(case.link),),
    )


def _led_to(evidence: NamedEvidence) -> tuple[Message, ...]:
    """Say what came after the warning, and what the sample of the rest shows."""
    came = came_after(evidence.ground, evidence.delivered_at, evidence.after)
    return (*came, *sampled(evidence.ground, evidence.drawn))


def _would_stop(case: Case) -> tuple[Message, ...]:
    said = whats_read(case.treatments, case.lane_days)
    if not said:
        return ()
    complaints = complaints_under(case.treatments)
    return (_("This would apply to %(complaints)s.", complaints=complaints), *said)


def received_while_bound(
    received: Letter, *, kept: int, decided: int, lacks: Sequence[Sequence[str]],
    ends_at: datetime, standing: str,
) -> Letter:  # fmt: skip
    """Return the receipt of a complaint of a bound filer: how many listings are kept, how many a
    person decides in the lane, what lacks of each of the others (`lacks`), and on which page its
    `standing` is."""
    until = _("A decision about your account holds until %(end)s.", end=at(ends_at))
    can = _(
        "Read what was decided and why, or appeal, on this page: %(standing)s", standing=standing
    )
    looked_at = counted(
        "Our staff look at %(num)s listing within some working days, and read your case while "
        "deciding.",
        "Our staff look at %(num)s listings within some working days, and read your case while "
        "deciding.",
        decided,
    )
    waits = counted(
        "We keep %(num)s listing and do not process it until then.",
        "We keep %(num)s listings and do not process them until then.",
        kept,
    )
    means = [until, *([looked_at] if decided else []), *([waits] if kept else [])]
    return replace(
        received,
        means=(*received.means, *means, *whats_asked(lacks)),
        can=(*received.can, can),
    )


def whats_asked(lacks: Sequence[Sequence[str]]) -> tuple[Message, ...]:
    """Return what is missing of claims of which more proof is asked, each thing once; nothing
    where there are none."""
    if not lacks:
        return ()
    wanted = [LACKS[each] for each in LACKS if any(each in lack for lack in lacks)]
    opening = counted(
        "We need more about %(num)s listing before we look at it. You can send what is "
        "missing at any time, on the page of your complaint:",
        "We need more about %(num)s listings before we look at them. You can send what is "
        "missing at any time, on the page of your complaint:",
        len(lacks),
    )
    return (opening, *wanted)


# What a filer is asked for, by the codes of rules/law/raised_proof.py.
LACKS: Final = {
    "identity": _("A document that shows who you are: an identity card, an extract of the "
                  "register of companies or, for an agent, the power of attorney."),
    "right": _("A document that shows the right: its certificate or an extract of the register."),
    "difference": _("For each listing, evidence that says in words what differs from the real "
                    "product or work: for example pictures of both, with the differences named."),
}  # fmt: skip


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
        means=_still_bound(case) or (_("Your complaints are processed as before."),),
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
        means=_still_bound(case) or (_("Your complaints are processed as before."),),
        can=(NOTHING_TO_DO,),
        where=(read_on(case.page),),
    )


def upheld(case: Case, *, argued: str, reason: str, ends_at: datetime | None) -> Letter:
    """Return the decision of an appeal that leaves the boycott as it is; `ends_at` is None where
    its term was over before."""
    means = _still_bound(case) or (
        _(
            "We process complaints from %(account)s: the time of the decision is over.",
            account=_account(case),
        ),
    )
    if ends_at is not None:
        means = (
            _(
                "We do not process complaints from %(account)s until %(end)s. After that you can "
                "file as before.",
                account=_account(case),
                end=at(ends_at),
            ),
        )
    return Letter(
        _("Your appeal was decided: the decision stands"),
        (
            _hello(case),
            _(
                "A person who had no part in the case before has decided your appeal: "
                "the decision stands."
            ),
        ),
        why=(argued_and_decided(argued, reason),),
        means=means,
        can=(redress_beyond_us(),),
        where=(read_on(case.page),),
    )


def lifted(case: Case, *, argued: str | None = None, reason: str, kept: int) -> Letter:
    """Return the news that a boycott is lifted, with the number of claims kept meanwhile; `argued`
    where an appeal led to it."""
    meanwhile = counted(
        "We kept %(num)s complaint that you filed in the meantime, counted per listing. We will "
        "look at it now; you do not have to file it again.",
        "We kept %(num)s complaints that you filed in the meantime, counted per listing. We will "
        "look at them now; you do not have to file them again.",
        kept,
    )
    again: tuple[Message, ...] = (_("From now on we process your complaints again."),)
    if case.bound:
        again = _still_bound(case)
        meanwhile = _KEPT_STILL
    return Letter(
        _("A decision about your complaints is lifted")
        if case.bound
        else _("We process your complaints again"),
        (
            _hello(case),
            _(
                "We have lifted the decision not to process complaints from %(account)s.",
                account=_account(case),
            ),
        ),
        why=(argued_and_decided(argued, reason),),
        means=(*again, *([meanwhile] if kept else [])),
        can=(NOTHING_TO_DO,),
        where=(read_on(case.page),),
    )


def expired(case: Case, *, kept: int, appealed: bool = False) -> Letter:
    """Return the news that a boycott's term is over; `appealed` where an appeal waits."""
    waits = _(
        "We will still decide your appeal. If you were right, we tell you, and process the "
        "complaints that we kept."
    )
    open_still = _(
        "If you think that the decision was wrong, you can still appeal: for six months from the "
        "decision, and from each complaint that we did not process because of it."
    )
    meanwhile = counted(
        "%(num)s complaint filed in the meantime, counted per listing, was not processed. If it "
        "still matters, file it again.",
        "%(num)s complaints filed in the meantime, counted per listing, were not processed. File "
        "those again that still matter.",
        kept,
    )
    again: tuple[Message, ...] = (_("From now on we process your complaints again."),)
    if case.bound:
        again = _still_bound(case)
        meanwhile = _KEPT_STILL
    return Letter(
        _("The time of a decision about your complaints is over")
        if case.bound
        else _("The time is over: we process your complaints again"),
        (
            _hello(case),
            _(
                "The time in which we did not process complaints from %(account)s ended today.",
                account=_account(case),
            ),
        ),
        why=(_("Its time is over."),),
        means=(*again, *([waits] if appealed else [])),
        can=(*([meanwhile] if kept else []), NOTHING_TO_DO if appealed else open_still),
        where=(read_on(case.page),),
    )


_KEPT_STILL: Final = _(
    "We keep the complaints that the other decision stops. You do not have to file them again."
)


def _still_bound(case: Case) -> tuple[Message, ...]:
    """Say what else binds the account; nothing where nothing does."""
    if not case.bound:
        return ()
    return (STILL_HOLDS, *what_binds(case.bound))


def is_on_law(treatments: Mapping[str, str]) -> bool:
    """Say whether notices go unprocessed under DSA Art. 23(2)."""
    return treatments.get("dsa") == "not_processed"


def _hello(case: Case) -> Message:
    return _("To %(name)s:", name=case.filer)


def _account(case: Case) -> Message:
    if case.principal:
        return _("your account for %(principal)s", principal=case.principal)
    return _("your account")
