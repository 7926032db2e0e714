"""Is something late: decisions of staff, the ledger's seals, the backup? Did a clock jump?"""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.health.check import Found, bad, lasting, well
from complaints.queries.upkeep import health
from complaints.rules.upkeep.health import (
    BACKUP,
    DEADLINES,
    RESTORE_TEST,
    UNSEALED,
    VERIFICATION,
    Bounds,
    State,
)
from complaints.storage.context import Context
from complaints.words import Message, counted
from complaints.words import message as _


def check_deadlines(context: Context, now: datetime) -> Found:
    """Look for claims that staff should have decided."""
    with context.database.reading() as session:
        late = health.claims_past_deadline(session, now)
    age = now - late.since if late.since else timedelta(0)
    state = DEADLINES.of(age)
    if state is State.OK:
        return well(_("No deadline is missed by a day."))
    return Found(
        state,
        counted(
            "%(num)s claim is past its deadline by %(time)s: decide it.",
            "%(num)s claims are past their deadline, the oldest by %(time)s: decide them.",
            late.count,
            time=lasting(age),
        ),
    )


def ledger_sealed(context: Context, now: datetime) -> Found:
    """Look how long the oldest entry has waited for its seal."""
    with context.database.reading() as session:
        waiting = health.unsealed(session)
    age = now - waiting.since if waiting.since else timedelta(0)
    state = UNSEALED.of(age)
    if state is State.OK:
        return well(_("The ledger is sealed."))
    return Found(
        state,
        _(
            "Entries of the ledger have waited for their seal for %(time)s: see that a worker runs "
            "(`cleanhands run` on SQLite, `cleanhands worker` on PostgreSQL), and what its log "
            "says.",
            time=lasting(age),
        ),
    )


def backup_taken(context: Context, now: datetime) -> Found:
    """Look how old the last backup is. Who takes none with our command may take others."""
    with context.database.reading() as session:
        last = health.installation(session).backed_up_at
    if last is None:
        return well(_("No backup was taken yet with `cleanhands backup`."))
    age = now - last
    if age < -BACKUP.warn:
        return Found(
            State.WARN,
            _(
                "The last backup says that it was taken in %(time)s: a clock was wrong then. Run "
                "`cleanhands backup`.",
                time=lasting(-age),
            ),
        )
    late = _("The last backup is %(time)s old: run `cleanhands backup`.", time=lasting(age))
    return _by_age(BACKUP, age, _("A backup was taken."), late)


def ledger_verified(context: Context, now: datetime) -> Found:
    """Look what the last verification of the ledger said, and how old it is."""
    with context.database.reading() as session:
        row = health.installation(session)
    if row.ledger_holds is False:
        return bad(
            _(
                "An entry of the ledger was altered, removed or put in: the last verification says "
                "so. Keep the database as it is, run `cleanhands ledger verify`, and compare what "
                "it names with the backups (docs/ledger.md)."
            )
        )
    if row.ledger_verified_at is None:
        return well(_("The ledger was not verified yet: run `cleanhands ledger verify`."))
    age = now - row.ledger_verified_at
    late = _(
        "The ledger was verified %(time)s ago: run `cleanhands ledger verify`.", time=lasting(age)
    )
    return _by_age(VERIFICATION, age, _("The ledger held when it was last verified."), late)


def restore_tested(context: Context, now: datetime) -> Found:
    """Look when a backup was last tried. Who tries none with our command may try it otherwise."""
    with context.database.reading() as session:
        last = health.installation(session).restore_tested_at
    if last is None:
        return well(_("No backup was tried yet with `cleanhands restore --check`."))
    age = now - last
    late = _(
        "A backup was last tried %(time)s ago: run `cleanhands restore --check`.", time=lasting(age)
    )
    return _by_age(RESTORE_TEST, age, _("A backup was tried, and is whole."), late)


def _by_age(bounds: Bounds[timedelta], age: timedelta, fine: Message, late: Message) -> Found:
    state = bounds.of(age)
    return well(fine) if state is State.OK else Found(state, late)


def clock_steady(context: Context, _now: datetime) -> Found:
    """Look for jumps that are not settled."""
    with context.database.reading() as session:
        jumps = health.clock_jumps(session)
    if not jumps.count:
        return well(_("No clock has jumped."))
    return bad(
        _(
            "The clock of a worker has jumped: nothing lapses and nothing is deleted until it has "
            "been the same for an hour. Look at the machine's time; `cleanhands clock` shows the "
            "jump, and takes your word that the clock is right."
        )
    )
