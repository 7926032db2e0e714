"""Counts what a lost key takes with it, and goes on without it.

Nothing is erased: where the key turns up after all, what is under it opens again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from complaints.base.clock import utcnow
from complaints.commands.context import OPERATOR
from complaints.models import FilerIdentity
from complaints.queries.logins import second_factors
from complaints.queries.upkeep import identity_values, sealed_values
from complaints.queries.upkeep import known_keys as key_queries
from complaints.rules.kinds import SecretKind
from complaints.rules.upkeep.known_keys import fault
from complaints.services.upkeep import rotations
from complaints.services.upkeep.rotations import Moved
from complaints.storage.context import Context
from complaints.work import begin_work

_AT_ONCE = 1_000


def is_right(context: Context, kind: SecretKind) -> bool:
    """Say whether the key that was given is the database's after all."""
    with context.database.reading() as session:
        known = key_queries.known(session)[kind]
        given = key_queries.fingerprints_of(context.vault, context.config)[kind]
        if known.fingerprint is not None or known.change is not None:
            return fault(known, given) is None
        tried = key_queries.tried(session, kind, vault=context.vault, archive=context.archive)
        return tried.proven


def counted(context: Context, kind: SecretKind) -> tuple[int, list[str]]:
    """Return how much nobody can read or compare any more, and the lines that say what."""
    if kind is SecretKind.ENCRYPTION:
        return _unreadable(context)
    if kind is SecretKind.IDENTITY:
        return _not_compared(context)
    return 0, ["All sessions and all links to a new password end."]


def go_on(context: Context, kind: SecretKind, unreadable: int) -> Moved:
    """Have the database know the key that was given, after all that an original tells was hashed
    anew. Killed before the end, it begins again and comes to the same."""
    done = Moved(lost=unreadable)
    if kind is SecretKind.IDENTITY:
        done = _hashed_anew(context)
    with begin_work(context, OPERATOR) as work:
        given = key_queries.fingerprints_of(context.vault, context.config)[kind]
        rotations.lose(work, kind, given.key, done=done)
    return done


def _unreadable(context: Context) -> tuple[int, list[str]]:
    with context.database.reading() as session:
        counts = sealed_values.unreadable(session, context.vault)
        accounts = second_factors.unreadable(session, context.vault)
    written_by_now = utcnow() + timedelta(days=1)
    papers = sum(
        not context.archive.is_readable(each) for each in context.archive.older_than(written_by_now)
    )
    lines = [f"{count:>9,}  sealed values of {table}" for table, count in counts.items()]
    if papers:
        lines.append(f"{papers:>9,}  documents")
    if accounts:
        lines.append(f"{len(accounts):>9,}  second factors: {', '.join(accounts)}")
        lines.append("Take each of them off: cleanhands user reset-second-factor EMAIL")
    total = sum(counts.values()) + papers + len(accounts)
    return total, ["Nobody can read any more:", *lines] if total else ["Nothing is under it."]


def _not_compared(context: Context) -> tuple[int, list[str]]:
    with context.database.reading() as session:
        everything = session.scalar(select(func.count()).select_from(FilerIdentity)) or 0
    lost = sum(value.count for value in _values(context) if value.new is None)
    return lost, [
        f"{everything - lost:>9,}  hashes of identities are made anew from their sealed originals",
        f"{lost:>9,}  have no original that opens: nothing new is compared with them any more",
        "Codes that are under way end, and counters of attempts begin again.",
    ]


def _values(context: Context) -> Iterator[identity_values.Value]:
    after: str | None = None
    while True:
        with context.database.reading() as session:
            batch = list(
                identity_values.values(
                    session, context.vault, after, limit=_AT_ONCE, is_key_lost=True
                )
            )
        yield from batch
        if len(batch) < _AT_ONCE:
            return
        after = batch[-1].digest


def _hashed_anew(context: Context) -> Moved:
    moved = lost = 0
    for mover in rotations.ANEW.values():
        done = Moved(after="")
        while done.after is not None:
            with context.database.transaction() as session:
                done = mover(session, context.vault, done.after)
            moved, lost = moved + done.moved, lost + done.lost
    return Moved(moved, lost)
