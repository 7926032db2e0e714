"""Our published terms about misuse of complaints: each clause with its anchor, its title and its
sentences. Every number is given by who asks, from a policy.

DSA Art. 23(4): the policy in the terms, clear and detailed, with examples and the duration of
suspensions. The anchors are named by letters: none is renamed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.laws import complaints_under, treated, whats_read


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: `anchor` is how a letter names it; `points` are a list, `more` comes after it."""

    anchor: str
    title: Message
    opening: Sequence[Message]
    points: Sequence[Message] = ()
    more: Sequence[Message] = ()

    @property
    def sentences(self) -> tuple[Message, ...]:
        """All that it says, in the order in which it is read."""
        return (*self.opening, *self.points, *self.more)


@dataclass(frozen=True, slots=True)
class TermNumbers:
    """The numbers that the clauses name, in claims and days."""

    warn_manifest: int
    min_manifest: int
    min_after_warning: int
    window: int
    answer_days: int
    bounce_days: int
    post_days: int
    min_term: int
    max_term: int
    heed_days: int
    hold_days: int
    ground_days: int
    lane_days: int
    restore_appeals: int
    trusted_claims: int
    trusted_founded: int
    trusted_days: int
    trusted_ahead: int
    flagger_ahead: int
    strikes_warn: int
    strikes_suspend: int
    strikes_close: int
    strike_days: int
    treatments: Mapping[str, str]


# How a letter names a clause: its anchor. Held against the clauses by a test.
MANIFEST: Final = "manifestly-unfounded"
WARNING: Final = "warning"
BOYCOTT: Final = "boycott"
DURATION: Final = "duration"
TREATMENT: Final = "laws"
ONE_PARTY: Final = "one-party"
WAYS_OUT: Final = "ways-out"
PROGRAMS: Final = "programs"
SELLERS: Final = "sellers"
TRUSTED: Final = "trusted"
STRIKES: Final = "strikes"


TITLES: Final = {
    MANIFEST: _("What counts as manifestly unfounded"),
    WARNING: _("First comes a warning"),
    BOYCOTT: _("When we stop processing complaints"),
    DURATION: _("For how long"),
    TREATMENT: _("What it stops, under which law"),
    ONE_PARTY: _("Accounts of one person or business"),
    WAYS_OUT: _("How it ends"),
    PROGRAMS: _("What programs do, and what people decide"),
    SELLERS: _("What this means for sellers"),
    TRUSTED: _("Whose complaints are decided sooner"),
    STRIKES: _("Sellers who infringe again: strikes"),
}


def find_clauses(numbers: TermNumbers) -> tuple[Clause, ...]:
    """Return all clauses, in the order in which they are read."""
    return (
        _manifest(), _warning(numbers), _boycott(numbers), _duration(numbers), _laws(numbers),
        _one_party(numbers), _ways_out(numbers),
        _programs(), _sellers(numbers),
        _trusted(numbers),
        _strikes(numbers),
    )  # fmt: skip


def _manifest() -> Clause:
    return Clause(
        MANIFEST,
        TITLES[MANIFEST],
        (
            _(
                "A complaint about a listing is manifestly unfounded if it is clear, without "
                "a closer look at law or facts, that it is wrong. A member of our staff "
                "decides that for each listing. For example:"
            ),
        ),
        (
            _("The right does not exist, has ended, or belongs to somebody else."),
            _("The listing was on sale before the right began."),
            _("The listing shows neither the mark nor the work that the complaint names."),
            _("The complaint says “counterfeit” of goods that the filer sold itself."),
            _("The same complaint was filed again after it was decided, with nothing new."),
            _("A document that came with it is forged."),
        ),
        (
            _(
                "A complaint that we reject, or that you withdraw, does not count just because of "
                "that. To withdraw a mistake before the seller has to answer counts in your favour."
            ),
        ),
    )


def _warning(numbers: TermNumbers) -> Clause:
    return Clause(
        WARNING,
        TITLES[WARNING],
        (
            _(
                "Nothing is stopped without a warning. It says what our staff found and what we "
                "may do, and you can answer it."
            ),
            counted(
                "It names %(num)s complaint at least that a person found manifestly unfounded, "
                "counted per listing and filed within %(window)s days before, or evidence of "
                "another kind (below).",
                "It names %(num)s complaints at least that a person found manifestly unfounded, "
                "counted per listing and filed within %(window)s days before, or evidence of "
                "another kind (below).",
                numbers.warn_manifest,
                window=numbers.window,
            ),
            counted(
                "From the day on which it reaches you, you have %(num)s day to answer.",
                "From the day on which it reaches you, you have %(num)s days to answer.",
                numbers.answer_days,
            ),
            _("It has reached you:"),
        ),
        (
            _("when you open it, signed in or with the code that we send you, or answer it"),
            _("when the inbox of your platform has it"),
            _(
                "where it went by email and has not come back, %(days)s days later",
                days=numbers.bounce_days,
            ),
            _(
                "where it went by post and has not come back, %(days)s days later",
                days=numbers.post_days,
            ),
            _("where two of these ways have failed, when we show it with your next complaint"),
        ),
        (_("What you file before that does not count as filed after the warning."),),
    )


def _boycott(numbers: TermNumbers) -> Clause:
    return Clause(
        BOYCOTT,
        TITLES[BOYCOTT],
        (_("Two members of our staff decide this, one after the other. It takes:"),),
        (
            counted(
                "%(num)s complaint that a person found manifestly unfounded, counted per listing "
                "and filed within %(window)s days before",
                "%(num)s complaints that a person found manifestly unfounded, counted per listing "
                "and filed within %(window)s days before",
                numbers.min_manifest,
                window=numbers.window,
            ),
            _("a warning, and the time to answer it"),
            counted(
                "%(num)s complaint, counted per listing, that was filed after the warning reached "
                "the filer and that a person found manifestly unfounded, or a recorded reason why "
                "the gravity cannot wait",
                "%(num)s complaints, counted per listing, that were filed after the warning "
                "reached the filer and that a person found manifestly unfounded, or a recorded "
                "reason why the gravity cannot wait",
                numbers.min_after_warning,
            ),
        ),
        (
            _(
                "We look at each case by itself, at four things: how many such complaints there "
                "are, what share they are of what our staff judged, how grave they and their "
                "consequences are, and what the filer intended, as far as it can be seen."
            ),
            _(
                "Our evidence may be of another kind: one person behind many accounts, or "
                "forged documents. The warning then says so, and these numbers do not apply. "
                "After the warning, something new of that kind must come up, or one of our "
                "staff must record why the gravity cannot wait. Complaints under the Digital "
                "Services Act are then not stopped: a person decides them, as said below."
            ),
        ),
    )


def _duration(numbers: TermNumbers) -> Clause:
    return Clause(
        DURATION,
        TITLES[DURATION],
        (
            counted(
                "Each decision has an end date: %(least)s days at least, and %(num)s day at most.",
                "Each decision has an end date: %(least)s days at least, and %(num)s days at most.",
                numbers.max_term,
                least=numbers.min_term,
            ),
            _("Within these bounds we choose a longer time:"),
        ),
        (
            _("the more of such complaints there are, and the larger their share is"),
            _("the more sellers lost, and the longer their listings were off sale"),
            _("where money or a favour was asked of a seller"),
            _("where it went on after a warning, or an earlier decision"),
        ),
    )


def _laws(numbers: TermNumbers) -> Clause:
    stopped = treated(numbers.treatments, "not_processed")
    opening = (
        [
            _(
                "Not every law lets us leave a notice unread. While the decision holds, we do not "
                "process %(complaints)s. We keep them, with the dates on which they came.",
                complaints=complaints_under(numbers.treatments),
            )
        ]
        if stopped
        else []
    )
    return Clause(
        TREATMENT,
        TITLES[TREATMENT],
        tuple(opening),
        more=(
            *whats_read(numbers.treatments, numbers.lane_days),
            _(
                "Complaints that were open on the day of the decision are not stopped. A person "
                "decides them."
            ),
        ),
    )


def _trusted(numbers: TermNumbers) -> Clause:
    """DSA Art. 22, and what the house gives of its own accord."""
    filers = (
        (
            _(
                "Complaints of a trusted filer stand as if they were due %(days)s days earlier. "
                "Trusted is a filer of whose complaints, counted per listing, at least %(claims)s "
                "are decided and at least %(share)s percent of these were founded, and whose first "
                "complaint was filed at least %(since)s days ago.",
                days=numbers.trusted_ahead,
                claims=numbers.trusted_claims,
                share=numbers.trusted_founded,
                since=numbers.trusted_days,
            ),
            _(
                "That ends at once: when a person finds one of its complaints of the last "
                "%(days)s days manifestly unfounded, with a warning, while our staff look into "
                "what a program pointed them to, or once the numbers are not met.",
                days=numbers.window,
            ),
        )
        if numbers.trusted_claims
        else ()
    )
    return Clause(
        TRUSTED,
        TITLES[TRUSTED],
        (_("Our staff decide complaints in the order in which they are due. Two go before that:"),),
        (
            _(
                "Complaints of a trusted flagger in the field of its status stand as if they were "
                "due %(days)s days earlier. A Digital Services Coordinator of the European Union "
                "awards this status and takes it; we do neither.",
                days=numbers.flagger_ahead,
            ),
            *filers,
        ),
        (
            _(
                "This changes the order alone. A person decides each complaint, by the same rules, "
                "and what is due sooner than these days stays before it. If we stop processing the "
                "complaints of a trusted filer or flagger, none of them goes first."
            ),
        ),
    )


def _one_party(numbers: TermNumbers) -> Clause:
    return Clause(
        ONE_PARTY,
        TITLES[ONE_PARTY],
        (
            _(
                "Accounts behind which the same person or business stands count as one: a warning, "
                "or a decision not to process complaints, is for all of them, and so is what each "
                "has filed."
            ),
            _(
                "Two members of our staff decide that, one after the other, and both accounts are "
                "told why. There is one appeal against it, by either account, at any time while it "
                "holds. A third person decides, who had no part in it before."
            ),
            counted(
                "Where an account looks like one of those, our staff look at who files before a "
                "listing is taken down because of its complaints. That takes %(num)s working day "
                "at most. After that its complaints are decided like any other.",
                "Where an account looks like one of those, our staff look at who files before a "
                "listing is taken down because of its complaints. That takes %(num)s working days "
                "at most. After that its complaints are decided like any other.",
                numbers.hold_days,
            ),
        ),
    )


def _ways_out(numbers: TermNumbers) -> Clause:
    return Clause(
        WAYS_OUT,
        TITLES[WAYS_OUT],
        (_("There are several ways out:"),),
        (
            counted(
                "If nothing new happens for %(num)s day after a warning, we close it.",
                "If nothing new happens for %(num)s days after a warning, we close it.",
                numbers.heed_days,
            ),
            _("You can answer the warning: say what happened and what you will change."),
            _(
                "You can appeal once, for six months from the decision and from each complaint "
                "that we do not process because of it. A third person decides, who had no part in "
                "it before. An out-of-court dispute settlement body under Art. 21 of the Digital "
                "Services Act and the courts are open to you as well."
            ),
            counted(
                "Say in your appeal what we got wrong. If it is one word, we ask you for your "
                "grounds once, and you have %(num)s day to send them.",
                "Say in your appeal what we got wrong. If it is one word, we ask you for your "
                "grounds once, and you have %(num)s days to send them.",
                numbers.ground_days,
            ),
            _("The decision ends by itself on its end date. You do not have to ask us."),
        ),
        (_("If the decision is lifted, we process what we kept."),),
    )


def _programs() -> Clause:
    """DSA Art. 14(1): automated means, and human review."""
    return Clause(
        PROGRAMS,
        TITLES[PROGRAMS],
        (_("People decide. These things a program does by itself:"),),
        (
            _(
                "It finds accounts and stores that our staff should look at, and says why. It "
                "warns nobody and stops nothing."
            ),
            _("It puts complaints in the order in which they are due."),
            _(
                "It ends times: a listing comes back on the day that a law names, a decision about "
                "an account or a store ends on its end date, and a complaint is closed if what we "
                "asked for does not come."
            ),
            _(
                "While we do not process an account's complaints, it keeps what that account files "
                "unread."
            ),
            _(
                "Where the operator of this service lets a program of its own decide a complaint, "
                "the reasons that you get say that no person decided it. You can appeal as ever."
            ),
        ),
    )


def _sellers(numbers: TermNumbers) -> Clause:
    return Clause(
        SELLERS,
        TITLES[SELLERS],
        (
            _(
                "You can tell us of a complaint that misuses the system: answer it, and report it "
                "if you were asked for money or a favour. Our staff look at what was found about "
                "the complainant while they decide about your listing."
            ),
            _(
                "A complaint that is not processed changes nothing about your listing. One that is "
                "read is decided by a person, and you can answer it and appeal as ever."
            ),
            *_looked_at_again(numbers.restore_appeals),
        ),
    )


def _strikes(numbers: TermNumbers) -> Clause:
    return Clause(
        STRIKES,
        TITLES[STRIKES],
        (
            _(
                "A store with %(warn)s strikes is warned, with %(suspend)s it can be suspended for "
                "a time, with %(close)s it can be closed. No program does that: two members of our "
                "staff decide it, after a warning that reached the seller. There is one appeal, "
                "which a third person decides. A closing comes 30 days after its warning at the "
                "earliest.",
                warn=numbers.strikes_warn,
                suspend=numbers.strikes_suspend,
                close=numbers.strikes_close,
            ),
            _("A listing that a person took off sale makes a strike:"),
        ),
        (
            _("under the Digital Services Act, once a person has graded it manifestly illegal"),
            _(
                "under other laws and our own rules, once the seller's answer or appeal was "
                "turned down, or its time to answer and to appeal is over"
            ),
        ),
        (
            _(
                "What a program took off sale, or what still waits for a decision, makes none. "
                "Complaints of one owner of a right within three days count once, and so do those "
                "of one complainant. Several accounts of one complainant count once altogether."
            ),
            counted(
                "A strike expires %(num)s day after the decision. A decision that falls takes its "
                "strike back. If a complainant is boycotted later, its strikes do not count until "
                "a person has looked at them again.",
                "A strike expires %(num)s days after the decision. A decision that falls takes its "
                "strike back. If a complainant is boycotted later, its strikes do not count until "
                "a person has looked at them again.",
                numbers.strike_days,
            ),
            _(
                "A case too grave to wait for the scale needs a recorded reason, which the seller "
                "reads. An answer that was knowingly false, or an appeal that was manifestly "
                "unfounded, is noted and weighed. It never takes away the right to answer a "
                "complaint or to appeal."
            ),
        ),
    )


def _looked_at_again(appeals: int) -> tuple[Message, ...]:
    """Return what is said of listings that a complainant's earlier complaints took off sale;
    `appeals` are those that sellers must win for it, 0: none do."""
    bound = _(
        "While we do not process somebody's complaints, our staff look again at listings "
        "that were taken off sale because of its earlier complaints. You do not have to ask: "
        "if your listing comes back, we write to you. You can still appeal."
    )
    if not appeals:
        return (bound,)
    won = counted(
        "They also look again once sellers have won %(num)s appeal against the same complainant.",
        "They also look again once sellers have won %(num)s appeals against the same complainant.",
        appeals,
    )
    return (bound, won)
