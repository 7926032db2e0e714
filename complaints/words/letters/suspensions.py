"""What a seller is told where its store is to be suspended or closed, is, or is no more.

DSA Art. 17: the decision with its reasons, where and how long it holds, the facts, the ground, that
no program decided, and the redress. Art. 23: the warning before. Regulation (EU) 2019/1150 Art. 4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from complaints.words import Country, Fact, Listed, Message, counted
from complaints.words import message as _
from complaints.words.days import at, end_of
from complaints.words.letters import Letter
from complaints.words.letters.case_appeals import argued_and_decided
from complaints.words.letters.links import case_by_link
from complaints.words.letters.pages import NOTHING_TO_DO
from complaints.words.letters.redress import BEYOND_US, in_lines

# So many claims are named one by one.
_SHOWN: Final = 20


class DecidedClaim(Protocol):
    """A claim as a letter names it."""

    @property
    def reference(self) -> str: ...
    @property
    def listing(self) -> str: ...
    @property
    def right(self) -> Message | str: ...
    @property
    def decided_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class StoreCase:
    """What every letter of a case to one store states. `store_id` is its id on the marketplace,
    `operator` whose stores the case is about, where it is about all of them."""

    store: str
    store_id: str
    marketplace: str
    operator: str | None
    measure: str
    territory: Sequence[str]
    reasons: str
    claims: Sequence[DecidedClaim]
    link: str
    gravity: str | None = None
    strikes: int | None = None
    false_answers: int = 0

    @property
    def closes(self) -> bool:
        return self.measure == "close"


Writer = Callable[[StoreCase], Letter]


def warning(case: StoreCase, *, days: int, longest: int) -> Letter:
    """Return the prior warning. `days` to answer run from the day that it arrives."""
    may = (
        _("We may close your store. A closing lasts until it is lifted.")
        if case.closes
        else _(
            "We may suspend your store for a time, %(longest)s days at most. The time is set with "
            "the decision.",
            longest=longest,
        )
    )
    until = (
        _(
            "You have %(days)s days, counted from the day on which this warning reaches you. We do "
            "not close your store before they are over, whatever you answer.",
            days=days,
        )
        if case.closes
        else _(
            "You have %(days)s days to answer, counted from the day on which this warning reaches "
            "you; the page of the case shows the last day. We decide nothing before that, unless "
            "you tell us that your answer is complete.",
            days=days,
        )
    )
    return Letter(
        _("Warning about your store %(store)s", store=case.store),
        (
            *_hello(case),
            _("This is a warning. Nothing is done to your store so far."),
        ),
        why=(*_facts(case), _found(decided=False)),
        means=(may, _reach(case)),
        can=(
            _(
                "What you can do\nRead the case and answer it: say where we are mistaken, or what "
                "you have changed.\nAgainst a decision you could then appeal once, for six months "
                "and free of charge; another person would decide. The courts would be open to you "
                "as well."
            ),
        ),
        by_when=(until,),
        where=(case_by_link(case.link),),
    )


def imposed(case: StoreCase, *, why: str, ends_at: datetime | None, appeal_by: date) -> Letter:
    """Return the decision and its statement of reasons; `ends_at` is None of a closing."""
    what = (
        _("We have closed your store. That lasts until it is lifted.")
        if ends_at is None
        else _("We have suspended your store until %(end)s.", end=at(ends_at))
    )
    subject = (
        _("Your store %(store)s is closed", store=case.store)
        if ends_at is None
        else _("Your store %(store)s is suspended", store=case.store)
    )
    return Letter(
        subject,
        (*_hello(case), what),
        why=(_("The decision\n%(why)s", why=why), *_facts(case), _found(decided=True)),
        means=(
            _reach(case),
            _("The marketplace is asked to carry this out. Nobody can buy from the store then."),
        ),
        can=(
            in_lines(
                _("What you can do"),
                [
                    _(
                        "- Appeal once to us. It costs nothing, and a person who has had no part "
                        "in this so far decides."
                    ),
                    *BEYOND_US,
                ],
            ),
        ),
        by_when=(_("You can appeal until %(day)s.", day=end_of(appeal_by, "UTC")),),
        where=(case_by_link(case.link),),
    )


def appeal_upheld(
    case: StoreCase, *, argued: str, reason: str, holds: bool, ends_at: datetime | None
) -> Letter:
    """Return the decision of an appeal that leaves what was imposed; `holds` is whether it still
    does."""
    means = _("Its time is over: your store is open.")
    if holds and ends_at is None:
        means = _("Your store stays closed.")
    elif holds and ends_at is not None:
        means = _("Your store stays suspended until %(end)s.", end=at(ends_at))
    return Letter(
        _("Your appeal was decided: the decision about your store stands"),
        (
            *_hello(case),
            _("A person who had no part in the case before has decided your appeal."),
        ),
        why=(argued_and_decided(argued, reason),),
        means=(means,),
        can=(in_lines(_("What you can do"), BEYOND_US),),
        where=(case_by_link(case.link),),
    )


def case_over(
    case: StoreCase, *, reason: str | None, argued: str | None = None, imposed: bool = True,
    appealed: bool = False, was_over: bool = False,
) -> Letter:  # fmt: skip
    """Return the news that the case is over: dropped (not `imposed`), lifted for a `reason`, or its
    term ended; `appealed` where an appeal still waits, `was_over` where the term had ended before
    it was lifted."""
    again = _(
        "The marketplace is asked to open your store again. Listings that a complaint holds down "
        "stay down; we wrote to you about each of them."
    )
    waits = _("We still decide your appeal. If you are right, we say so.")
    why: Message = _("Its time is over.")
    if not imposed:
        why = _("We have dropped the case.")
    elif reason is not None:
        why = argued_and_decided(argued, reason)
    if was_over:
        return Letter(
            _("You were right about your store %(store)s", store=case.store),
            (*_hello(case), _("What we decided about your store is taken back.")),
            why=(why,),
            means=(_("Its time was over before, and your store stays open."),),
            can=(NOTHING_TO_DO,),
            where=(case_by_link(case.link),),
        )
    return Letter(
        _("The case about your store %(store)s is over", store=case.store)
        if not imposed
        else _("Your store %(store)s is open again", store=case.store),
        (
            *_hello(case),
            _("The warning about your store is closed.")
            if not imposed
            else _("What we decided about your store ends today."),
        ),
        why=(why,),
        means=(again,) if imposed else (_("Nothing was done to your store."),),
        can=(waits if appealed else NOTHING_TO_DO,),
        where=(case_by_link(case.link),),
    )


def reach_of(territory: Sequence[str]) -> Fact:
    """Return the names of the countries in which a store is shut, or that it is everywhere."""
    return Listed([Country(code) for code in territory]) if territory else _EVERYWHERE


_EVERYWHERE: Final = _("everywhere on the marketplace")


def _hello(case: StoreCase) -> tuple[Message, ...]:
    to = _(
        "To %(store)s (store %(id)s on %(marketplace)s):",
        store=case.store,
        id=case.store_id,
        marketplace=case.marketplace,
    )
    if case.operator is None:
        return (to,)
    return (
        to,
        _(
            "This is about all stores of %(operator)s on this marketplace, as the marketplace "
            "names them to us.",
            operator=case.operator,
        ),
    )


def _reach(case: StoreCase) -> Message:
    return _("It applies here: %(places)s.", places=reach_of(case.territory))


def _facts(case: StoreCase) -> tuple[Message, ...]:
    lines = [
        _(
            "- Complaint %(reference)s: %(listing)s, against %(right)s, decided on %(day)s",
            reference=each.reference,
            listing=each.listing,
            right=each.right,
            day=each.decided_on,
        )
        for each in case.claims[:_SHOWN]
    ]
    if len(case.claims) > _SHOWN:
        lines.append(_("- and %(number)s more", number=len(case.claims) - _SHOWN))
    return (
        _("Why\n%(reasons)s", reasons=case.reasons),
        *(
            [_("Why it does not wait for more strikes\n%(gravity)s", gravity=case.gravity)]
            if case.gravity
            else []
        ),
        in_lines(
            _(
                "The facts\nThese complaints about your listings were decided against you by "
                "people of our staff, and the decisions stand:"
            ),
            lines,
        ),
        *_strikes(case),
        _(
            "The rule\nWho often offers what infringes rights can be suspended for a time, or "
            "closed, after a warning: by the rules of the marketplace, and in the European Union "
            "under Art. 23(1) of the Digital Services Act."
        ),
    )


def _strikes(case: StoreCase) -> list[Message]:
    if case.strikes is None:
        return []
    said = [
        counted(
            "Strikes\nThe store has %(num)s strike now. Our terms say what counts, from how many "
            "on we warn, suspend or close, and when one expires.",
            "Strikes\nThe store has %(num)s strikes now. Our terms say what counts, from how many "
            "on we warn, suspend or close, and when one expires.",
            case.strikes,
        )
    ]
    if case.false_answers:
        said.append(
            counted(
                "A person of our staff found that %(num)s of the answers to complaints was "
                "knowingly false. Each complaint can still be answered.",
                "A person of our staff found that %(num)s of the answers to complaints were "
                "knowingly false. Each complaint can still be answered.",
                case.false_answers,
            )
        )
    return said


def _found(*, decided: bool) -> Message:
    if decided:
        return _(
            "How it was decided\nNo program decided this or any of these complaints. Two people of "
            "our staff decided it, after a warning."
        )
    return _("How it was found\nA member of our staff proposes this. No program did.")
