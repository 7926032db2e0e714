"""Drafts of the policy, for supervisors: what each changes, how far it is, and who may put it in
force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import ConfigurationError, not_found
from complaints.models import Account, ApiKeyScope, Person, Policy, PolicyDraft
from complaints.queries.decisions import judges
from complaints.queries.logins import grants
from complaints.rules.actors import PersonRole, Role, Scope
from complaints.rules.kinds import DraftState
from complaints.rules.policy import policies
from complaints.rules.policy.policies import Policies
from complaints.rules.policy.policy_changes import Change, changes
from complaints.rules.policy.policy_drafts import Stage, require_supervisor, stage_of
from complaints.words import Catalogue, Message
from complaints.words import message as _
from complaints.work import UnitOfWork
from complaints.work.policy import parsed

# Whose role puts a policy in force.
_PUTTING = (PersonRole.SUPERVISOR, PersonRole.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with its author's name, beside the policy in force and the one that it changes.

    `fault` says why this version of the service cannot read it, where that is so. `moved` is what
    the policy in force has changed since the draft was made; `stale` says that it is another one.
    """

    draft: PolicyDraft
    by: str
    sent_back_by: str | None
    base: Policies
    drafted: Policies | None
    fault: Message | None
    moved: tuple[Change, ...]
    stale: bool

    @property
    def stage(self) -> Stage:
        return stage_of(self.draft)

    @property
    def changes(self) -> list[Change]:
        """What it changes of the policy that it was made from."""
        if self.drafted is None:
            return []
        return changes(self.base, self.drafted, self.draft.reasons)

    @property
    def result(self) -> dict[str, Any] | None:
        """The backtest as JSON, once it is done."""
        return self.draft.result if self.draft.state == DraftState.DONE else None

    def said(self, language: Catalogue) -> str | None:
        """The backtest as a text, or why there is none; None while it runs."""
        stored = self.draft.said
        if stored is not None or self.draft.result is None:
            return stored
        if self.draft.state == DraftState.FAILED:
            why = self.draft.result["why"]
            return language.say(Message(why["text"], why["facts"]))
        # A server starts without the detector's libraries, which take a second to load.
        from abuse.backtest.results import Backtest
        from abuse.backtest.text import as_table

        return as_table(Backtest.from_json(self.draft.result), language=language)

    def picture(self, language: Catalogue) -> str | None:
        """The months of the backtest as SVG, once it is done."""
        if self.result is None:
            return None
        from abuse.backtest.picture import picture
        from abuse.backtest.results import Backtest

        return picture(Backtest.from_json(self.result), language)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that waits for its second person: its id, its author's name, since when."""

    id: int
    by: str
    since: datetime


def find_policy_drafts(work: UnitOfWork, *, limit: int = 20) -> Sequence[DraftView]:
    """Return the newest drafts. Refuses with: forbidden."""
    require_supervisor(work.actor)
    return newest_drafts(work, limit=limit)


def newest_drafts(work: UnitOfWork, *, limit: int = 20) -> Sequence[DraftView]:
    """Return the newest drafts, for whoever may."""
    rows = work.session.execute(_named().order_by(PolicyDraft.id.desc()).limit(limit)).tuples()
    return [_view(work, *row) for row in rows]


def waiting_for(work: UnitOfWork) -> Sequence[Waiting]:
    """Return the drafts that wait for the actor, who may put them in force, the longest first."""
    mine = work.actor.person_id
    if mine is None or work.actor.role is not Role.SUPERVISOR:
        return []
    rows = work.session.execute(
        select(PolicyDraft.id, Person.name, PolicyDraft.put_forward_at, PolicyDraft.person_id)
        .join(Person, Person.id == PolicyDraft.person_id)
        .where(PolicyDraft.put_forward_at.is_not(None), PolicyDraft.became_number.is_(None))
        .order_by(PolicyDraft.put_forward_at)
    ).tuples()
    waits = [(Waiting(number, by, at), author) for number, by, at, author in rows if at]
    if not waits:
        return []
    apart = grants.ties(work.session).with_tied([mine])
    return [each for each, author in waits if author not in apart]


def get_policy_draft(work: UnitOfWork, draft_id: int) -> DraftView:
    """Return one draft. Refuses with: forbidden; not-found."""
    require_supervisor(work.actor)
    return read_policy_draft(work, draft_id)


def read_policy_draft(work: UnitOfWork, draft_id: int) -> DraftView:
    """Return one draft, for whoever may. Refuses with: not-found."""
    row = work.session.execute(_named().where(PolicyDraft.id == draft_id)).tuples().one_or_none()
    if row is None:
        raise not_found(_("draft"))
    return _view(work, *row)


def of_id(draft_id: int) -> Select[tuple[PolicyDraft]]:
    """Return the statement for a draft's row."""
    return select(PolicyDraft).where(PolicyDraft.id == draft_id)


def who_may_put(session: Session, author_id: int) -> list[str]:
    """Return the names of those who may put this author's drafts in force: supervisors and
    administrators who do not count as one person with the author."""
    return list(_putting(session, author_id).values())


def accounts_to_tell(session: Session, author_id: int) -> Sequence[Account]:
    """Return the log-ins of those who may put this author's drafts in force."""
    theirs = Account.person_id.in_(_putting(session, author_id))
    return session.scalars(select(Account).where(theirs).order_by(Account.id)).all()


def find_second_persons(work: UnitOfWork, author_id: int) -> list[str]:
    """Return the names of those who may put this author's drafts in force and can act now."""
    may = _putting(work.session, author_id)
    return [name for person_id, name in _able(work).items() if person_id in may]


def find_two_who_may_put(work: UnitOfWork) -> list[str]:
    """Return the names of those who can act on drafts now, where two of them do not count as one
    person; nobody, where a draft would find no second person."""
    able, ties = _able(work), grants.ties(work.session)
    apart = any(set(able) - ties.with_tied([person_id]) for person_id in able)
    return list(able.values()) if apart else []


def _able(work: UnitOfWork) -> dict[int, str]:
    acting = judges.can_act(work.now, ApiKeyScope.scope == Scope.REVIEW)
    rows = work.session.execute(
        select(Person.id, Person.name)
        .where(Person.active, Person.role.in_(_PUTTING), acting)
        .order_by(Person.name)
    )
    return dict(rows.tuples().all())


def may_put(work: UnitOfWork, author_id: int) -> bool:
    """Say whether the actor may put this author's drafts in force."""
    return work.actor.person_id in _putting(work.session, author_id)


def _putting(session: Session, author_id: int) -> dict[int, str]:
    apart = grants.ties(session).with_tied([author_id])
    rows = session.execute(
        select(Person.id, Person.name)
        .where(Person.active, Person.role.in_(_PUTTING))
        .order_by(Person.name)
    ).tuples()
    return {person_id: name for person_id, name in rows if person_id not in apart}


def _view(work: UnitOfWork, draft: PolicyDraft, by: str, sender: str | None) -> DraftView:
    in_force = work.policy
    base, stale = _base(work, draft)
    try:
        drafted, fault = policies.parse_policies(draft.text, stored=True), None
    except ConfigurationError as error:
        # A later version may have other thresholds than the draft knew.
        drafted, fault = None, error.message
    moved = tuple(changes(base, in_force))
    return DraftView(draft, by, sender, base, drafted, fault, moved, stale)


def _base(work: UnitOfWork, draft: PolicyDraft) -> tuple[Policies, bool]:
    """Return the policy that a draft was made from, and whether another one is in force now."""
    number = draft.base_number or draft.policy_number
    row = work.session.get(Policy, number) if number is not None else None
    if row is None:
        return work.policy, True
    try:
        base = parsed(row.number, row.text)
    except ConfigurationError:
        return work.policy, True
    return base, row.digest != work.policy.digest


def _named() -> Select[tuple[PolicyDraft, str, str]]:
    sender = aliased(Person)
    return (
        select(PolicyDraft, Person.name, sender.name)
        .join(Person, Person.id == PolicyDraft.person_id)
        .outerjoin(sender, sender.id == PolicyDraft.sent_back_by)
    )
