"""How a change of a key goes: begun once, a batch at a time from place to place, and ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import KeyRotation
from complaints.queries.upkeep import known_keys as key_queries
from complaints.queries.upkeep import rotations as queries
from complaints.queries.upkeep import sealed_values
from complaints.rules.kinds import SecretKind
from complaints.rules.upkeep.known_keys import Given, fault
from complaints.services.upkeep import known_keys, ledger
from complaints.services.upkeep.rotations import digests, factors, values
from complaints.services.upkeep.rotations.moved import Moved
from complaints.storage.archive import Archive
from complaints.storage.vault import Vault, key_name
from complaints.words import message as _
from complaints.work import UnitOfWork

Mover = Callable[[Session, Vault, str | None], Moved]
# Where documents are moved, which are in no table.
PAPERS = "documents"


@dataclass(frozen=True, slots=True)
class Course:
    """The places of one kind of change, in order."""

    places: dict[str, Mover]

    def first(self) -> str:
        return next(iter(self.places))

    def after(self, place: str) -> str | None:
        names = list(self.places)
        following = names[names.index(place) + 1 :]
        return following[0] if following else None


def _nothing(_session: Session, _vault: Vault, _after: str | None) -> Moved:
    return Moved()


COURSES = {
    SecretKind.ENCRYPTION: Course(
        {each.table.name: partial(values.move, each) for each in sealed_values.PLACES}
        | {"account": factors.move, PAPERS: _nothing}
    ),
    # Twice: what a server wrote behind the first pass is found by the second.
    SecretKind.IDENTITY: Course(
        {
            "filer_identity": digests.move,
            "filer_identity, again": digests.move_and_count_lost,
            "seller_inbox": digests.move_inboxes,
        }
    ),
}
# What is hashed anew where the key of the hashes is lost, in order.
ANEW: dict[str, Mover] = {
    "filer_identity": digests.make_anew,
    "seller_inbox": digests.move_inboxes,
}


def first_place(kind: SecretKind) -> str:
    """Return where a change of this kind of key begins."""
    return COURSES[kind].first()


def begin_rotation(
    work: UnitOfWork, kind: SecretKind, *, vault: Vault, archive: Archive
) -> KeyRotation:
    """Begin a change from the vault's old key to its new one, or return the one under way.

    Refuses with: wrong-state, where the old key is not the one that the database's values are
    under.
    """
    new, old = _keys(vault, kind)
    # Two that open a database at once begin it once.
    known_keys.lock_key(work.session, kind)
    unfinished = queries.find_open_rotation(work.session, kind)
    if unfinished is not None:
        return unfinished
    if not _is_of_here(work.session, kind, Given(new, old), vault, archive):
        raise Refusal(
            "wrong-state",
            _(
                "Neither the new key nor the old one is the one that this database is under. Give "
                "the key that was in use until now as the old one."
            ),
        )
    row = KeyRotation(
        kind=str(kind),
        old_key=old,
        new_key=new,
        place=COURSES[kind].first(),
        after=None,
        moved=0,
        lost=0,
        begun_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    ledger.record(work, "key_change_begun", "key_rotation", row.id, kind=str(kind))
    return row


def step(work: UnitOfWork, rotation_id: int, *, vault: Vault) -> KeyRotation:
    """Move one batch; `place` is None once all places were gone through."""
    row = work.session.scalars(
        select(KeyRotation).where(KeyRotation.id == rotation_id).with_for_update()
    ).one()
    if row.place is None:
        return row
    course = COURSES[SecretKind(row.kind)]
    done = course.places[row.place](work.session, vault, row.after)
    row.moved += done.moved
    row.lost += done.lost
    row.after = done.after
    if done.after is None:
        row.place = course.after(row.place)
    work.session.flush()
    return row


def finish(work: UnitOfWork, rotation_id: int, *, papers: tuple[int, int] = (0, 0)) -> KeyRotation:
    """End a change that has gone through all places; `papers` were moved, and could not be.

    From now on the new key is the database's.
    """
    row = work.session.get_one(KeyRotation, rotation_id)
    row.moved += papers[0]
    row.lost += papers[1]
    row.ended_at = work.now
    known_keys.learn(work, SecretKind(row.kind), row.new_key)
    ledger.record(
        work, "key_change_ended", "key_rotation", row.id,
        kind=row.kind, moved=row.moved, lost=row.lost,
    )  # fmt: skip
    work.session.flush()
    return row


def lose(work: UnitOfWork, kind: SecretKind, fingerprint: str, *, done: Moved) -> None:
    """Put another key in the place of one that is lost for good; `done` says how many values were
    hashed anew, and how many nobody can read or compare any more.

    What no original told is kept as what the last change of the key lost: the scan says so.
    """
    known = key_queries.known(work.session)[kind].fingerprint
    known_keys.lose(work, kind, fingerprint, unreadable=done.lost)
    if kind is SecretKind.IDENTITY:
        work.session.add(
            KeyRotation(
                kind=str(kind), old_key=known or "unknown", new_key=fingerprint,
                place=None, after=None, moved=done.moved, lost=done.lost, begun_at=work.now,
                ended_at=work.now,
            )
        )  # fmt: skip
        work.session.flush()


def bind(work: UnitOfWork, *, vault: Vault) -> KeyRotation | None:
    """Bind a batch of the values that an earlier version sealed to their rows.

    Return how far it came; None where nothing is to be bound. Refuses with: wrong-state, where all
    of them are under another key, unless that was said to be lost.
    """
    row = queries.binding(work.session)
    if row is None:
        return None
    is_known = key_queries.known(work.session)[SecretKind.ENCRYPTION].fingerprint is not None
    is_right = is_known or sealed_values.knows_key_of_unbound(work.session, vault)
    if row.place is None and not is_right:
        raise Refusal(
            "wrong-state",
            _(
                "The encryption key is not the one that this database is under. Give the key that "
                "was in use until now, then run `cleanhands migrate` again. Where it is lost for "
                "good: `cleanhands secrets lost encryption`."
            ),
        )
    names = [each.table.name for each in sealed_values.PLACES]
    place = sealed_values.PLACES[names.index(row.place or names[0])]
    done = values.bind(place, work.session, vault, row.after)
    row.moved += done.moved
    row.lost += done.lost
    row.place, row.after = place.table.name, done.after
    if done.after is None:
        following = names[names.index(place.table.name) + 1 :]
        row.place = following[0] if following else None
        row.ended_at = None if following else work.now
    work.session.flush()
    return row


def _is_of_here(
    session: Session, kind: SecretKind, given: Given, vault: Vault, archive: Archive
) -> bool:
    known = key_queries.known(session)[kind]
    if known.fingerprint is not None:
        return fault(known, given) is None
    return key_queries.tried(session, kind, vault=vault, archive=archive).holds


def _keys(vault: Vault, kind: SecretKind) -> tuple[str, str]:
    pairs = {
        SecretKind.ENCRYPTION: (vault.encryption_key, vault.old_encryption_key),
        SecretKind.IDENTITY: (vault.identity_key, vault.old_identity_key),
    }
    new, old = pairs[kind]
    assert old is not None, "the door has seen to it that there is an old key"
    return key_name(new), key_name(old)
