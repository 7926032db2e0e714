"""Says what holds a complaint still, where a match or a boycott holds it no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from complaints.models import Check, Filer, PartyMatch
from complaints.queries import boycotts, holds
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import Sign
from complaints.services import matches
from complaints.services.holds.holding import numbers_of
from complaints.services.matches import Shown
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Left:
    """What may still hold complaints: by filer another match, by complaint another boycott."""

    between: Collection[int]
    again: Mapping[int, PartyMatch]
    freed: Collection[int]
    bound: Mapping[int, int]

    def holds(self, check: Check, filer: Filer) -> bool:
        """Take from the check what is over; say whether anything holds its complaint still."""
        signs, numbers, match_id = {*check.signs}, dict(check.numbers), check.match_id
        if match_id in self.between:
            another = self.again.get(filer.id)
            match_id = another.id if another else None
            numbers = {name: numbers[name] for name in numbers.keys() - {"weight", "shared"}}
            if another is None:
                signs.discard(str(Sign.SAME_PARTY))
            else:
                numbers |= numbers_of(another)
        if Sign.BOYCOTTED in signs and filer.id in self.freed:
            numbers["boycott"] = self.bound.get(check.complaint_id)
            if numbers["boycott"] is None:
                del numbers["boycott"]
                signs.discard(str(Sign.BOYCOTTED))
        # An ended hold keeps what it rested on, for the record.
        if signs:
            check.signs, check.numbers, check.match_id = sorted(signs), numbers, match_id
        return bool(signs)


def left(
    work: UnitOfWork,
    between: Collection[int],
    looked_like: Collection[Filer],
    freed: Collection[int],
) -> Left:
    """Return what is left where these matches hold nothing more for the accounts that looked like
    another by them, and a boycott binds the accounts in `freed` no more."""
    return Left(between, _matched_again(work, looked_like), freed, _still_bound(work, freed))


def _matched_again(work: UnitOfWork, filers: Collection[Filer]) -> dict[int, PartyMatch]:
    """Return by account its next best match, where it has one: as it looks now, or as a right, a
    paper or a statement of an earlier complaint showed it."""
    again = {}
    for filer in sorted(filers, key=lambda filer: filer.id):
        another = matches.match(work.by(SYSTEM), filer, Shown())
        another = another or holds.standing_match(work.session, filer, work.now)
        if another is not None:
            again[filer.id] = another
    return again


def _still_bound(work: UnitOfWork, accounts: Collection[int]) -> dict[int, int]:
    """Return by open complaint of these accounts the boycott that binds it still."""
    bound: dict[int, int] = {}
    for account in sorted(accounts):
        for boycott in boycotts.binding_filer(work.session, account, work.now):
            ids: Sequence[int] = holds.open_complaints(work.session, [account], boycott).get(
                account, ()
            )
            bound = {**dict.fromkeys(ids, boycott.id), **bound}
    return bound
