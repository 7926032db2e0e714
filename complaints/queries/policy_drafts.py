"""Drafts of the policy, for supervisors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from complaints.errors import Refusal, not_found
from complaints.models import Person, PolicyDraft
from complaints.rules.actors import Actor, Role
from complaints.rules.kinds import DraftState
from complaints.words import Catalogue, Message
from complaints.words import message as _
from complaints.work import Work


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with its author's name."""

    draft: PolicyDraft
    by: str

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


def require_supervisor(actor: Actor) -> None:
    """Refuses with: forbidden, when the actor is not a supervisor."""
    if not actor.is_staff or actor.role is not Role.SUPERVISOR:
        raise Refusal("forbidden", _("Drafts of the policy are for supervisors."))


def find(work: Work, *, limit: int = 20) -> Sequence[DraftView]:
    """Return the newest drafts. Refuses with: forbidden."""
    require_supervisor(work.actor)
    rows = work.session.execute(_named().order_by(PolicyDraft.id.desc()).limit(limit)).tuples()
    return [DraftView(draft, name) for draft, name in rows]


def get(work: Work, draft_id: int) -> DraftView:
    """Return one draft. Refuses with: forbidden; not-found."""
    require_supervisor(work.actor)
    row = work.session.execute(_named().where(PolicyDraft.id == draft_id)).tuples().one_or_none()
    if row is None:
        raise not_found(_("draft"))
    return DraftView(*row)


def _named() -> Select[tuple[PolicyDraft, str]]:
    return select(PolicyDraft, Person.name).join(Person, Person.id == PolicyDraft.person_id)
