"""Decides whether a notice may be filed: its account, right, permission and targets.

Reports everything that is wrong at once, each with a pointer into the notice. A refusal rolls back
the rows made on the way (an account, a rights holder, a right).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from abuse.identity.registers import number_of
from complaints.base.codes import Code
from complaints.base.errors import FieldError, invalid_fields
from complaints.models import Authorization, Filer, Right
from complaints.queries.authority import corrections
from complaints.queries.cases import boycotts
from complaints.queries.sellers import marketplaces
from complaints.rules.filing import admissibility
from complaints.rules.filing.admissibility import RightFacts
from complaints.rules.law.regimes import Law
from complaints.rules.logins.visibility import register_source
from complaints.services.authority import registers
from complaints.services.authority.holders import state_holder
from complaints.services.filing.intake.notices import Notice
from complaints.services.filing.intake.permission import find_permission, not_yours
from complaints.services.filing.intake.recognising import find_aims
from complaints.services.filing.intake.statements import check_shown, check_statements, laws_of
from complaints.services.registry import Aim, Registry
from complaints.services.registry.rights import Stated
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork

UNNAMED = _(
    "Your complaints for one rights holder are not processed for now, so say for whom this "
    "one is: send “rights_holder”, with your own name where the right is yours."
)
UNNAMED_RIGHT = _(
    "Your complaints for one rights holder are not processed for now, and this right was "
    "registered without its holder. Send the right in full, with “rights_holder”."
)

NOT_ITS_OWN = _(
    "Only the platform that runs the marketplaces of all targets says how it knows its accounts. "
    "Leave “origins” out."
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A notice that may be filed, with the rows that it refers to."""

    notice: Notice
    filer: Filer
    registry: Registry
    rights_holder_id: int | None
    right: Right
    numbered: bool
    authorization_id: int | None
    aims: Sequence[Aim]
    laws: Sequence[Law]


def admit(work: UnitOfWork, filer: Filer, notice: Notice, *, vault: Vault) -> Admitted:
    """Return the notice as admitted, for its account, which is locked.

    Refuses with: not-found, for another account's right or authorization; invalid-request, with
    everything that is wrong.
    """
    source = register_source(filer.source, filer.id)
    registry = Registry(work.session, vault, source=source, now=work.now)
    right = _right(work, registry, filer, notice, vault)
    aims, problems = find_aims(notice.targets, work.now)
    problems += check_shown(work, notice)
    problems += _right_problems(right, notice, work.now)
    problems += _principal_problems(work, filer, right, notice)
    problems += _origin_problems(work, notice, aims)
    laws = laws_of(work.session, notice, aims)
    problems += check_statements(work, filer, right, notice, laws)
    permission, permission_problems = find_permission(work, filer, right, notice, aims)
    problems += permission_problems
    if problems:
        raise invalid_fields(problems)
    if permission is None:
        stated = Stated(
            filer.id, notice.rights_holder, right.rights_holder_id, {}, notice.authorization
        )
        (permission,) = registry.authorizations([stated])
        _note_new(work, permission)
    return Admitted(
        notice=notice,
        filer=filer,
        registry=registry,
        rights_holder_id=right.rights_holder_id,
        right=right,
        numbered=number_of(right.kind, right.jurisdiction, right.number) != "",
        authorization_id=permission,
        aims=aims,
        laws=laws,
    )


def _right(
    work: UnitOfWork, registry: Registry, filer: Filer, notice: Notice, vault: Vault
) -> Right:
    if notice.right_id is not None:
        # An id means the right as it was corrected since.
        meant = corrections.current_id(work.session, notice.right_id)
        mine = select(Right).where(Right.id == meant, Right.filer_id == filer.id)
        right = work.session.scalar(mine)
        if right is None:
            raise not_yours("/right_id", _("right"))
        return right
    holder_id = state_holder(work, filer, notice.rights_holder, vault=vault)
    stated = Stated(filer.id, notice.rights_holder, holder_id, notice.right or {})
    (known,) = registry.rights([stated])
    return registers.accept_stated(work, known.id)


def _note_new(work: UnitOfWork, authorization_id: int | None) -> None:
    if authorization_id is None:
        return
    row = work.session.get_one(Authorization, authorization_id)
    if row.created_at == work.now:
        ledger.record(work, "registered", "authorization", row.id, filer=row.filer_id)


def _right_problems(right: Right, notice: Notice, now: datetime) -> list[FieldError]:
    named = notice.right_id is not None
    problems = [
        *admissibility.check_in_force(right.status, "/right_id" if named else "/right/status"),
        *admissibility.check_basis(notice.basis, right.kind),
    ]
    if not named:
        facts = RightFacts(
            right.kind,
            right.status,
            right.priority_on,
            right.applied_on,
            right.registered_on,
            right.first_published_on,
        )
        problems += admissibility.check_right(facts, "/right", now=now)
    elif notice.rights_holder is not None:
        problems.append(
            FieldError(
                "/rights_holder",
                Code.NOT_ALLOWED,
                _("The right that you named already has a rights holder. Leave this out."),
            )
        )
    return problems


def _origin_problems(work: UnitOfWork, notice: Notice, aims: Sequence[Aim]) -> Iterator[FieldError]:
    """Yield an error where somebody says how a filer's marks are known who does not run the
    marketplaces on which that filer is known."""
    if not notice.origins:
        return
    partner_id = work.actor.partner_id
    run = marketplaces.of_partner(work.session, partner_id) if partner_id is not None else ()
    if not {aim.marketplace for aim in aims} <= {*run}:
        yield FieldError("/filer/origins", Code.NOT_PERMITTED, NOT_ITS_OWN)


def _principal_problems(
    work: UnitOfWork, filer: Filer, right: Right, notice: Notice
) -> Iterator[FieldError]:
    """Yield an error where a boycott for one principal binds and the notice names no holder:
    leaving the holder out must not evade the boycott."""
    if right.rights_holder_id is not None:
        return
    binding = boycotts.binding_filer(work.session, filer.id, work.now)
    if not binding or boycotts.binding(work.session, filer.id, None, work.now, right_key=right.key):
        return
    if notice.right_id is None:
        yield FieldError("/rights_holder", Code.REQUIRED, UNNAMED)
    else:
        yield FieldError("/right_id", Code.REQUIRED, UNNAMED_RIGHT)
