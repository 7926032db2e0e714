"""Drafts of complaints: saved step by step, found again after a closed tab.

A draft need not be valid: it is checked when it is filed. Two tabs may save different steps; a tab
that would overwrite a step that the other one saved is refused, so that nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import CHANGED, Refusal, invalid, not_found
from complaints.models import Draft
from complaints.queries.filing import drafts
from complaints.words import counted
from complaints.words import message as _
from complaints.work import UnitOfWork

KEPT = timedelta(days=90)
MOST = 200
LARGEST = 2_000_000
# The key under which a draft keeps, by step, what was typed into a form and not sent yet.
TYPED = "typed"

Steps = Mapping[str, Mapping[str, Any]]


def begin_draft(work: UnitOfWork, *, steps: Steps) -> Draft:
    """Begin a draft of the actor's own account.

    Refuses with: forbidden, when the actor is not a filer; invalid-request, for too many or too
    large ones.
    """
    filer_id = drafts.require_owner(work.actor)
    if drafts.count_drafts(work.session, filer_id) >= MOST:
        raise invalid(
            "",
            Code.LIMIT_REACHED,
            counted(
                "You have %(num)s draft already. File or delete it first.",
                "You have %(num)s drafts already. File or delete one first.",
                MOST,
            ),
            max=MOST,
        )
    _require_room(steps)
    draft = Draft(
        filer_id=filer_id,
        data=dict(steps),
        changed=dict.fromkeys(steps, 1),
        version=1,
        created_at=work.now,
        updated_at=work.now,
        expires_at=work.now + KEPT,
    )
    work.session.add(draft)
    work.session.flush()
    return draft


def save(
    work: UnitOfWork,
    draft_id: int,
    *,
    steps: Steps,
    expected: int | None = None,
    form: str | None = None,
) -> Draft:
    """Replace the named steps; others stay as they are.

    `expected` is the version that the writer saw; what was typed into `form` is deleted.
    Refuses with: not-found; stale, where a named step was changed since (`steps` has what is
    stored now); invalid-request, where it grows too large.
    """
    draft = lock_draft(work, draft_id)
    newer = {
        name: draft.data.get(name)
        for name, written in steps.items()
        if expected is not None
        and name in draft.changed
        and draft.changed[name] > expected
        and draft.data.get(name) != written
    }
    if newer:
        raise Refusal(
            "stale",
            _(
                "This step was changed in another window since you opened it. Look at both, "
                "then save the one that counts."
            ),
            version=draft.version,
            steps=newer,
            header="If-Match",
        )
    typed = {name: kept for name, kept in draft.data.get(TYPED, {}).items() if name != form}
    data = {**draft.data, **steps, TYPED: typed}
    _require_room(data)
    draft.version += 1
    draft.changed = {**draft.changed, **dict.fromkeys(steps, draft.version)}
    draft.data, draft.updated_at, draft.expires_at = data, work.now, work.now + KEPT
    return draft


def keep_typed(
    work: UnitOfWork, draft_id: int, *, step: str, typed: Mapping[str, Any],
) -> None:  # fmt: skip
    """Keep what was typed into a form and not sent yet, beside the steps; the last text counts.

    It is shown again when the form is opened, and deleted once the step is saved.
    Refuses with: not-found; invalid-request, where it grows too large.
    """
    draft = lock_draft(work, draft_id)
    data = {**draft.data, TYPED: {**draft.data.get(TYPED, {}), step: typed}}
    _require_room(data)
    draft.data, draft.updated_at, draft.expires_at = data, work.now, work.now + KEPT


def delete(work: UnitOfWork, draft_id: int, *, expected: int | None = None) -> None:
    """Delete a draft that was filed or is not wanted any more.

    `expected` is the version that the actor saw. Refuses with: not-found; stale, where anything
    was saved since.
    """
    draft = lock_draft(work, draft_id)
    if expected is not None and draft.version != expected:
        raise Refusal("stale", CHANGED, version=draft.version, header="If-Match")
    work.session.delete(draft)


def lock_draft(work: UnitOfWork, draft_id: int) -> Draft:
    """Return a draft of the actor's own account, locked. Refuses with: not-found."""
    mine = select(Draft).where(
        Draft.id == draft_id, Draft.filer_id == drafts.require_owner(work.actor)
    )
    draft = work.session.scalar(mine.with_for_update())
    if draft is None:
        raise not_found(_("draft"))
    return draft


def _require_room(data: Steps) -> None:
    if len(json.dumps(data, ensure_ascii=False)) > LARGEST:
        raise invalid(
            "/steps",
            Code.TOO_LONG,
            _(
                "A draft can have at most %(most)s characters. Write less, or file some of "
                "the listings separately.",
                most=LARGEST,
            ),
            max=LARGEST,
        )
