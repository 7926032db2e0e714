"""What a permission is worth for one right: no more than its giver has there, where others stand.

A permission is given by whoever says that it is the holder. One proven right shows that an account
is somebody; it is lent to no right on which others stand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy import Date, Integer, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from abuse.policy import Policy
from complaints.models import Alarm, Authorization, AuthorizationOffer, Filer, Right
from complaints.queries.authority import records
from complaints.queries.authority.claimants import MINE, Claimant, any_own, own
from complaints.queries.cases import parties
from complaints.queries.filing import checks
from complaints.queries.filing.checks import Speaker
from complaints.rules.authority import proof
from complaints.rules.authority.proof import PROVEN, WORDS, Standing
from complaints.rules.kinds import AlarmAnswer, AlarmKind, Proof

_TODAY = bindparam("today", type_=Date())
_RIGHT = bindparam("right", type_=Integer())
_GIVEN = (
    select(
        Authorization.proof, Authorization.proof_by, AuthorizationOffer.offered_by,
        Authorization.right_id,
    )
    .outerjoin(AuthorizationOffer, AuthorizationOffer.authorization_id == Authorization.id)
    .where(
        Authorization.filer_id.in_(MINE),
        or_(AuthorizationOffer.offered_by.is_(None), AuthorizationOffer.accepted_at.is_not(None)),
        or_(
            Authorization.id == bindparam("used", type_=Integer()),
            # Another one of this holder counts where its scope has this right in it for certain.
            and_(
                Authorization.rights_holder_id == bindparam("holder", type_=Integer()),
                Authorization.proof != Proof.STATED,
                Authorization.revoked_on.is_(None),
                or_(Authorization.valid_from.is_(None), Authorization.valid_from <= _TODAY),
                or_(Authorization.valid_to.is_(None), Authorization.valid_to >= _TODAY),
                or_(Authorization.right_id.is_(None), Authorization.right_id == _RIGHT),
                Authorization.right_kind.is_(None),
                Authorization.marketplace_id.is_(None),
            ),
        ),
    )
    .limit(100)
)  # fmt: skip
# A person has compared what the account shows for this number, as this holder's.
_SEEN = exists(
    select(Right.id).where(
        Right.filer_id.in_(MINE),
        Right.key == bindparam("key"),
        Right.rights_holder_id == bindparam("holder", type_=Integer()),
        Right.proof_by.is_not(None),
    )
).select()
_GIVERS = select(AuthorizationOffer.offered_by).where(
    AuthorizationOffer.authorization_id == bindparam("used"),
    AuthorizationOffer.accepted_at.is_not(None),
)
_SAID_YES = (
    select(Filer.party_id)
    .join(Alarm, Alarm.filer_id == Filer.id)
    .where(
        Alarm.by_filer_id.in_(MINE),
        Alarm.answer == AlarmAnswer.AUTHORIZED,
        or_(
            and_(Alarm.kind == AlarmKind.RIGHT, Alarm.subject == bindparam("key")),
            and_(Alarm.kind == AlarmKind.NAME, Alarm.subject == bindparam("name")),
        ),
    )
    .distinct()
    .limit(100)
)


def standings_given(
    session: Session, claimant: Claimant, policy: Policy, now: datetime
) -> Sequence[Standing]:
    """Return the standing that each permission of a claimant's party gives on the right."""
    right, worth = claimant.right, _Worth(session, claimant, policy, now)
    asked = {
        "party": claimant.filer.party_id, "used": claimant.authorization_id, "right": right.id,
        "holder": worth.holder_id, "today": now.date(),
    }  # fmt: skip
    standings: list[Standing] = []
    for level, compared_by, giver, right_id in session.connection().execute(_GIVEN, asked):
        if compared_by is None and giver is not None:
            standings += worth.offer(session.get_one(Filer, giver).party_id)
        else:
            standing = proof.standing(level, compared=compared_by is not None)
            standings += worth.paper(standing, named=right_id == right.id)
    return standings


def said_by_holders(session: Session, claimant: Claimant) -> list[Standing]:
    """Return what the word of those who answered an alarm that the claimant is authorized gives:
    as an offer, what they have proven on this right."""
    right, party = claimant.right, claimant.filer.party_id
    asked = {"party": party, "key": right.key, "name": claimant.name}
    holders = session.connection().execute(_SAID_YES, asked).scalars().all()
    return [one for each in holders for one in own(session, each, right.key) if one in PROVEN]


def givers(session: Session, claimant: Claimant) -> Collection[int]:
    """Return the accounts of the party that offered the permission that is named: who let a
    claimant file does not stand against it."""
    if claimant.own or claimant.authorization_id is None:
        return ()
    giver = session.connection().execute(_GIVERS, {"used": claimant.authorization_id}).scalar()
    return () if giver is None else parties.accounts(session, giver)


class _Worth:
    """What permissions are worth on one right; who stands there is read once, where it counts."""

    def __init__(self, session: Session, claimant: Claimant, policy: Policy, now: datetime) -> None:
        self.session, self.claimant, self.policy, self.now = session, claimant, policy, now
        self.holder_id = claimant.holder.id if claimant.holder else None

    def offer(self, giver: int) -> Sequence[Standing]:
        """Return what an offer of a party gives: what it has on this right, or anywhere, where
        nobody else stands on the right or has the holder's name."""
        here = own(self.session, giver, self.claimant.right.key)
        if any(each in PROVEN for each in here):
            return here
        anywhere = any_own(self.session, giver)
        lent = bool(anywhere) and self._is_contested(giver)
        return here if lent else [*here, *anywhere]

    def paper(self, standing: Standing, *, named: bool) -> Sequence[Standing]:
        """Return what a permission gives that a person compared: nothing on a number on which
        others stand for another holder, unless it names the number, or a person saw it for that."""
        if standing not in PROVEN or named or self._is_seen or not self._of_another:
            return [standing]
        return []

    @cached_property
    def _is_seen(self) -> bool:
        asked = {
            "party": self.claimant.filer.party_id, "key": self.claimant.right.key,
            "holder": self.holder_id,
        }  # fmt: skip
        return bool(self.session.connection().execute(_SEEN, asked).scalar())

    @cached_property
    def _here(self) -> Sequence[Speaker]:
        key, party = self.claimant.right.key, self.claimant.filer.party_id
        return checks.speakers_by_right(self.session, key, party=party)

    @cached_property
    def _of_another(self) -> bool:
        """Whether others stand on the number for another holder, and nobody proven for this one."""
        name = self.claimant.name
        if any(each.holder == name and each.standing in PROVEN for each in self._here):
            return False
        others = [each for each in self._here if each.holder != name]
        return self._is_weighty(others)

    def _is_contested(self, giver: int) -> bool:
        session, name = self.session, self.claimant.name
        theirs = set(session.execute(MINE, {"party": giver}).scalars())
        here = [s for s in self._here if s.own or s.holder != name]
        party = self.claimant.filer.party_id
        named = checks.speakers_by_name(session, name, party=party)
        # A name copied from the register stands in the way on its number alone.
        alike = [s for s in named if s.own and s.standing is not Standing.IN_REGISTER]
        return self._is_weighty([s for s in (*here, *alike) if s.filer_id not in theirs])

    def _is_weighty(self, speakers: Sequence[Speaker]) -> bool:
        if any(each.standing not in WORDS for each in speakers):
            return True
        return records.known_by(self.session, speakers, self.policy, self.now) is not None
