"""Enters which accounts are trusted flaggers, and what their coordinators make public of them.

One administrator enters, another approves. Nobody here gives the status or takes it: what is noted
is the coordinator's act, with the page that says so, or that an entry was wrong.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from complaints.base.errors import Refusal, not_found
from complaints.models import Filer, TrustedFlagger
from complaints.queries.authority import flaggers as flagger_queries
from complaints.queries.logins import grants
from complaints.rules.authority.flaggers import (
    FlaggerChange,
    FlaggerState,
    require_day,
    require_possible,
)
from complaints.rules.logins.ties import require_apart
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork


def enter(
    work: UnitOfWork,
    *,
    filer_id: int,
    entity: str,
    field: Collection[str],
    authority: str,
    source: str,
    awarded_on: date,
    vault: Vault,
) -> TrustedFlagger:
    """Enter that a coordinator awarded the status; it waits for a second administrator.

    Refuses with: not-found; second-person-needed, where the account's party has shown the actor's
    mailbox; one-let-in-the-other; taken, where the account has an entry that is not over;
    invalid-request.
    """
    filer = work.session.scalar(select(Filer).where(Filer.id == filer_id).with_for_update())
    if filer is None:
        raise not_found(_("filer"))
    _require_not_own(work, filer_id, vault)
    require_day("/awarded_on", awarded_on, earliest=None, today=work.now.date())
    if flagger_queries.live_of(work.session, filer_id) is not None:
        raise Refusal(
            "taken",
            _("This account has an entry already. Note there what the coordinator changed, or "
              "correct it first."),
        )  # fmt: skip
    assert work.actor.person_id is not None
    row = TrustedFlagger(
        filer_id=filer_id,
        entity=entity,
        field=sorted(set(field)),
        authority=authority,
        source=source,
        awarded_on=awarded_on,
        entered_by=work.actor.person_id,
        entered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    ledger.record(
        work, "entered_status", "trusted_flagger", row.id, filer=filer_id, field=row.field,
        awarded_on=awarded_on.isoformat(),
    )  # fmt: skip
    return row


def approve_entry(work: UnitOfWork, flagger_id: int, *, vault: Vault) -> TrustedFlagger:
    """Approve an entry: notices in its field have priority from now on.

    Refuses with: not-found; wrong-state, where nothing waits; second-person-needed, for who entered
    it or whose mailbox its party has shown; one-let-in-the-other.
    """
    row = _locked(work, flagger_id)
    if flagger_queries.state_of_entry(row) is not FlaggerState.WAITING:
        raise Refusal("wrong-state", _("Nothing waits for an approval here."), possible=[])
    _require_second(work, row, _("A second approval"), vault)
    row.approved_by, row.approved_at = work.actor.person_id, work.now
    work.session.flush()
    ledger.record(work, "approved", "trusted_flagger", row.id, entered_by=row.entered_by)
    return row


def note_change(
    work: UnitOfWork, flagger_id: int, *, change: FlaggerChange, on: date, source: str, vault: Vault
) -> TrustedFlagger:
    """Note what the coordinator did as of a day, with the page that says so; or that an entry was
    wrong, and why. An approved entry is corrected by another person than entered it.

    Refuses with: not-found; wrong-state; second-person-needed; one-let-in-the-other;
    invalid-request, for a day that cannot be.
    """
    row = _locked(work, flagger_id)
    require_possible(flagger_queries.state_of_entry(row), change)
    require_day("/on", on, earliest=row.awarded_on, today=work.now.date())
    if change is FlaggerChange.CORRECTED and row.approved_at is not None:
        _require_second(work, row, _("A correction of this entry"), vault)
    else:
        _require_not_own(work, row.filer_id, vault)
    row.changed, row.changed_on, row.changed_by = str(change), on, work.actor.person_id
    row.change_source = source
    work.session.flush()
    ledger.record(
        work, "noted_status", "trusted_flagger", row.id, why=source, filer=row.filer_id,
        change=str(change), on=on.isoformat(),
    )  # fmt: skip
    return row


def _locked(work: UnitOfWork, flagger_id: int) -> TrustedFlagger:
    row = work.session.scalar(
        select(TrustedFlagger).where(TrustedFlagger.id == flagger_id).with_for_update()
    )
    if row is None:
        raise not_found(_("trusted flagger"))
    return row


def _require_second(work: UnitOfWork, row: TrustedFlagger, what: Message, vault: Vault) -> None:
    require_apart(work.actor, [row.entered_by], grants.ties(work.session), what)
    _require_not_own(work, row.filer_id, vault)


def _require_not_own(work: UnitOfWork, filer_id: int, vault: Vault) -> None:
    grants.require_untied(work, filer_id)
    if flagger_queries.shows_own_mailbox(work.session, work.actor, filer_id, vault):
        raise Refusal(
            "second-person-needed",
            _("This account has shown your own mailbox. Ask another administrator."),
        )
