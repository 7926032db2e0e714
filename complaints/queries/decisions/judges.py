"""Who could judge an appeal: with access, by whatever they act with.

Somebody who was invited and never signed in judges nothing, so that nobody is imposed upon whose
appeal would find no judge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from complaints.models import Account, ApiKey, ApiKeyScope, Passkey, Person
from complaints.queries.logins import grants
from complaints.rules.actors import PARTS, PersonRole, Role, Scope
from complaints.rules.cases.boycotts import JUDGES
from complaints.rules.logins.ties import Ties, filer_node
from complaints.work import UnitOfWork

# A passkey that signs in alone, without a password.
ALONE = "first"


@dataclass(frozen=True, slots=True)
class Bench:
    """All who could judge an appeal, and who counts as one person with whom."""

    judges: frozenset[int]
    ties: Ties

    @classmethod
    def of(cls, work: UnitOfWork, parts: Collection[Role] = JUDGES) -> Bench:
        """Read the bench as it is now, where a person asks: nobody else judges. `parts` judge."""
        if work.actor.person_id is None:
            return cls(frozenset(), Ties())
        roles = [str(role) for role, part in PARTS.items() if part in parts]
        judging = or_(
            ApiKeyScope.scope == Scope.JUDGE_APPEALS,
            and_(ApiKeyScope.scope == Scope.REVIEW, Person.role != PersonRole.COUNSEL),
        )
        able = select(Person.id).where(
            Person.active, Person.role.in_(roles), can_act(work.now, judging)
        )
        return cls(frozenset(work.session.scalars(able)), grants.ties(work.session))

    def is_left(self, earlier: Iterable[int | None], *filers: int) -> bool:
        """Say whether a judge is left who is none of these persons, nor tied with one of them or
        with one of these filers."""
        nodes = [*earlier, *(filer_node(filer) for filer in filers)]
        return bool(self.judges - self.ties.with_tied(nodes))

    def are_two_left(self, earlier: Collection[int | None], filer: int) -> bool:
        """Say whether two judges are left who do not count as one person."""
        left = self.judges - self.ties.with_tied([*earlier, filer_node(filer)])
        return any(self.is_left([*earlier, one], filer) for one in left)


def can_act(now: datetime, scope: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for persons who can act: by a log-in that is set up, or by a key that is
    good for it (`scope`). No command acts for a person."""
    account, key = Account.person_id == Person.id, ApiKey.person_id == Person.id
    passkey = exists().where(Passkey.account_id == Account.id, Passkey.usage == ALONE)
    return or_(
        exists().where(
            account,
            Account.active,
            Account.confirmed_at.is_not(None),
            or_(Account.password_hash.is_not(None), passkey),
        ),
        exists().where(
            key,
            ApiKey.revoked_at.is_(None),
            or_(ApiKey.ends_at.is_(None), ApiKey.ends_at > now),
            ApiKeyScope.api_key_id == ApiKey.id,
            scope,
        ),
    )
