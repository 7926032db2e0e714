"""The state machine of a flag (a filer put before staff), and when another may follow a closed
one."""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.rules.acts import FOR_RECORD, STAFF, Act, Bar, Field, Kind
from complaints.rules.kinds import Level
from complaints.rules.machines import Machine, Step
from complaints.words import message as _

LEASES = (Bar.LEASE, Bar.RING_LEASE)

TAKE = Act("take", "Take an open flag under review.", bars=LEASES, done=_("The flag is yours."))
DISMISS = Act(
    "dismiss", "Close a flag without consequence; its facts alone never raise it again.",
    body="WhyIn", fields=(FOR_RECORD,), bars=LEASES,
    title=_("Dismiss the flag of %(name)s"),
    effect=_("Nothing follows for the account. The facts of this flag alone never open it again."),
    done=_("The flag is dismissed. The same facts alone do not open it again."),
    asked=_("Dismiss the flag"),
)  # fmt: skip
CONFIRM = Act(
    "confirm", "Confirm that the filer abuses the system; a boycott can then be proposed.",
    body="WhyIn", fields=(FOR_RECORD,), bars=LEASES,
    title=_("Confirm the flag of %(name)s"),
    effect=_(
        "You confirm that this account abuses the complaint system. A boycott can then be proposed."
    ),
    done=_("The flag is confirmed. A boycott can be proposed now."),
    asked=_("Confirm the flag"),
)  # fmt: skip
# Moves nothing: until then the filer does not read what is looked at.
PUT_OFF = Act(
    "put_off", "Put off what the filer reads of this flag, for a term.",
    path="put-off", body="PutOffIn",
    fields=(
        Field("days", _("For how many days"), kind=Kind.NUMBER, longest=100_000,
              about="from now on; 0: it reads it when the policy says so",
              hint=_("Days from today, at most 90. Enter 0 to put it off no longer.")),
        FOR_RECORD,
    ),
    bars=LEASES,
    button=_("Put it off"), tone="secondary",
)  # fmt: skip
# How often a filer answers one flag before a warning: once, and then adds to it. Each time changes
# the flag for whoever decides, so it has an end.
MOST_ANSWERS = 5
# A filer is told in the end; whoever needs longer says so again, with a reason.
MOST_PUT_OFF = 90

FLAG = Machine(
    noun="flag",
    first=("open",),
    steps=(
        Step("take", ("open",), "under_review", STAFF, act=TAKE),
        # Of a confirmed one too, where its filer has answered since (`require_answered_since`).
        Step("dismiss", ("under_review", "confirmed"), "dismissed", STAFF, act=DISMISS),
        Step("confirm", ("under_review",), "confirmed", STAFF, act=CONFIRM),
    ),
    closed=frozenset({"dismissed", "confirmed"}),
)

UNFINISHED = ("open", "under_review")


def is_worth_a_flag(level: Level) -> bool:
    """Say whether a finding of this level is put before staff (watch is kept in the scan only)."""
    return level.rank >= Level.WARNING.rank


def require_room_to_answer(answers: int) -> None:
    """Refuses with: wrong-state, where the filer has answered this flag as often as it can."""
    if answers >= MOST_ANSWERS:
        raise Refusal(
            "wrong-state",
            _(
                "You have answered this %(most)s times, and our staff read all your answers. "
                "If we go on, you get a warning, and you can answer that too.",
                most=MOST_ANSWERS,
            ),
            possible=[],
        )


def require_answered_since(state: str, *, answered_since: bool, has_case: bool) -> None:
    """A confirmed flag is dismissed for what its filer answered since, and before any case of it.

    Refuses with: wrong-state.
    """
    if state != "confirmed":
        return
    if has_case:
        raise Refusal(
            "wrong-state",
            _(
                "A boycott was proposed because of this flag. Drop or lift the boycott; the "
                "flag stays as it is."
            ),
            state=state,
            possible=[],
        )
    if not answered_since:
        raise Refusal(
            "wrong-state",
            _(
                "This flag is confirmed, and its filer has not answered since. A confirmed "
                "flag can be dismissed only because of what the filer answers."
            ),
            state=state,
            possible=[],
        )


def require_days_to_put_off(days: int) -> timedelta:
    """Return for how long a flag is not told yet. Refuses with: invalid-request."""
    if not 0 <= days <= MOST_PUT_OFF:
        raise invalid(
            "/days",
            Code.OUT_OF_RANGE,
            _("Enter a number of days from 0 to %(most)s.", most=MOST_PUT_OFF),
            min=0,
            max=MOST_PUT_OFF,
        )
    return timedelta(days=days)


def is_told(
    state: str,
    level: Level,
    *,
    opened_at: datetime,
    untold_until: datetime | None,
    tell_days: int,
    now: datetime,
) -> bool:
    """Say whether the filer reads that it is looked at, and at what.

    It does once a person has confirmed the flag, or it has been open above *watch* for `tell_days`;
    and not before `untold_until`, where staff put it off. A scan alone tells nobody overnight.
    """
    if untold_until is not None and now < untold_until:
        return False
    if state == "confirmed":
        return True
    waited = opened_at + timedelta(days=tell_days) <= now
    return state in UNFINISHED and is_worth_a_flag(level) and waited


def has_new_facts(closed_level: Level, level_now: Level, level_of_later_facts: Level) -> bool:
    """Say whether a new flag may follow a closed one.

    It may when claims or adverse outcomes dated after the closure alone reach *warning*, or when
    the level is higher than the closed flag's.
    """
    if not is_worth_a_flag(level_now):
        return False
    return is_worth_a_flag(level_of_later_facts) or level_now.rank > closed_level.rank
