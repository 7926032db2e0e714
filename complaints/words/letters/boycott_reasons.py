"""The parts of a whole statement of reasons about a filer: on what a warning and a boycott rest, by
which clause, how it was found, and what can be done about it.

DSA Art. 23(3) names the four factors, Art. 17(3) what a statement of reasons holds, Art. 20 and 21
the redress.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from complaints.words import Message, Share, counted
from complaints.words import message as _
from complaints.words.days import end_of
from complaints.words.letters.named import not_waited
from complaints.words.letters.redress import BEYOND_US, in_lines


class Factors(Protocol):
    """The four factors of DSA Art. 23(3), as `complaints.rules.cases.boycotts.FourFactors` counts
    them."""

    @property
    def manifestly_unfounded(self) -> int: ...
    @property
    def graded_otherwise(self) -> int: ...
    @property
    def graded(self) -> int: ...
    @property
    def ungraded(self) -> int: ...
    @property
    def share(self) -> float: ...
    @property
    def gravity(self) -> Message | str: ...
    @property
    def intention(self) -> Message | str: ...


class Rests(Protocol):
    """On what a case rests."""

    @property
    def reasons(self) -> Message | str: ...
    @property
    def factors(self) -> Factors: ...
    @property
    def window_from(self) -> datetime: ...
    @property
    def window_to(self) -> datetime: ...


def facts(case: Rests) -> tuple[Message, Message]:
    """Say why, and the facts: number, share, gravity, intention. The share is of those that a
    person graded; the others are no part of it."""
    counts = case.factors
    weighed = _(
        "The facts, from %(since)s to %(until)s\nNumber: %(number)s. We count a complaint "
        "once for each listing that it names.\nShare: %(share)s of the %(graded)s that a "
        "person judged. Judged differently: %(otherwise)s. Not judged yet: %(ungraded)s; "
        "these are not held against you.\nGravity: %(gravity)s\nIntention: %(intention)s",
        since=case.window_from.date(),
        until=case.window_to.date(),
        number=counted(
            "our staff found %(num)s complaint of yours manifestly unfounded",
            "our staff found %(num)s complaints of yours manifestly unfounded",
            counts.manifestly_unfounded,
        ),
        share=Share(counts.share),
        graded=counts.graded,
        otherwise=counts.graded_otherwise,
        ungraded=counts.ungraded,
        gravity=counts.gravity,
        intention=counts.intention,
    )
    return _("Why\n%(reasons)s", reasons=case.reasons), weighed


def decision(
    why: str, *, led: Sequence[Message], urgent: str | None, milder: str | None
) -> tuple[Message, ...]:
    """Say what was decided, what `led` to it (what came after the warning, a sample of the rest),
    why it did not wait for more, and which milder means were considered, in the words of who
    decided it; each where there is any."""
    return (
        _("The decision\n%(why)s", why=why),
        *led,
        *([not_waited(urgent)] if urgent else []),
        *([_("Milder steps that we considered\n%(words)s", words=milder)] if milder else []),
    )


def clause(policy: int | None, terms: str, *, on_law: bool) -> tuple[Message, ...]:
    """Say by which clause of our terms, in which version, and by which law where one is."""
    rule = terms_apply(policy, terms)
    if not on_law or not rule:
        return rule
    return (
        *rule,
        _("For notices under the Digital Services Act this is done under its Art. 23(2) and (3)."),
    )


def terms_apply(policy: int | None, terms: str) -> tuple[Message, ...]:
    """Say by which clause of our terms, in which version; nothing where no page is given."""
    if not terms:
        return ()
    return (
        _(
            "The rule\nOur terms say what misuse of the complaint system is, and what follows. "
            "Version %(version)s applies; you can read it, and every earlier one, here: %(terms)s",
            version="–" if policy is None else policy,
            terms=terms,
        ),
    )


def found_by_program(*, decided: bool) -> Message:
    """Say that a program put the account before staff, and who judged it."""
    if decided:
        return _(
            "How it was found\nA program compares the figures of all who file, and put your "
            "account before our staff. It decided nothing: people read your complaints and judged "
            "them, and two people decided this."
        )
    return _(
        "How it was found\nA program compares the figures of all who file, and put your account "
        "before our staff. It decided nothing: people read your complaints and judged them."
    )


def redress() -> Message:
    """Return what can be done against a boycott."""
    return in_lines(
        _("What you can do"),
        [
            _(
                "- Appeal once to us. It costs nothing, and a person who has had no part in this "
                "so far decides. The appeal covers this decision and each complaint that we do not "
                "process because of it."
            ),
            *BEYOND_US,
        ],
    )


def redress_beyond_us() -> Message:
    """Return what can be done where no appeal to us is open any more."""
    return in_lines(_("What you can do"), BEYOND_US)


def appeal_term(last_day: date) -> Message:
    """Say until when the appeal is open anyway, and that each refusal opens it anew."""
    return _(
        "You can appeal until %(day)s, and for six months from each complaint that we do not "
        "process because of this.",
        day=end_of(last_day, "UTC"),
    )


def redress_to_come() -> Message:
    """Return which redress a decision would have, as the warning tells it."""
    return _(
        "Against such a decision you could appeal to us once, for six months and free of charge; "
        "another person would decide. An out-of-court dispute settlement body under Art. 21 of the "
        "Digital Services Act and the courts would be open to you as well."
    )


def stated_on_page(
    policy: int | None,
    terms: str,
    *,
    on_law: bool,
    decided: Sequence[Message],
    over: bool,
    appeal_by: date | None,
) -> tuple[Message, ...]:
    """Return what the page of a case says as its letter does: the decision, the clause of our terms
    with its version, how it was found, and the redress. Each part begins with its heading.

    `decided` is what `decision` says of a boycott, nothing before there is one; `over` says that
    nothing is left to contest; `appeal_by` is the last day of the appeal, None where none is open.
    """
    how = found_by_program(decided=bool(decided))
    parts = (*decided, *clause(policy, terms, on_law=on_law), how)
    if over:
        return parts
    if not decided:
        return (*parts, in_lines(_("What you could do against a decision"), [redress_to_come()]))
    if appeal_by is None:
        return (*parts, redress_beyond_us())
    return (*parts, in_lines(redress(), [appeal_term(appeal_by)]))
