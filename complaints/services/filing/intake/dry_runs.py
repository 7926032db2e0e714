"""Says what a filing would be refused for, and under which laws it would be. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.queries.filing import complaints
from complaints.rules.logins.visibility import filing_source
from complaints.services.filing.intake.admission import admit
from complaints.services.filing.intake.notices import Notice
from complaints.services.filing.intake.storing import require_new_reference
from complaints.services.logins.accounts import lock_account
from complaints.services.registry import Aim
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DryRun:
    """A notice that would be filed: what its targets aim at, and the codes of its laws."""

    targets: Sequence[Aim]
    regimes: Sequence[str]


def try_out(work: UnitOfWork, notice: Notice, *, vault: Vault) -> DryRun:
    """Return what the notice would be. What rests on others is left out: holds, look-alikes,
    denials, and whether the listings are claimed already.

    The rows that are made on the way (an account, a right) are gone at the end. Refuses with: what
    `submit` refuses with.
    """
    with work.session.begin_nested() as tried:
        filer = lock_account(work, notice.filer, vault=vault)
        if notice.reference is not None:
            source = filing_source(work.actor, filer.id)
            require_new_reference(complaints.by_reference(work.session, source, notice.reference))
        admitted = admit(work, filer, notice, vault=vault)
        tried.rollback()
    codes = dict.fromkeys(code for law in admitted.laws for code in law.codes)
    return DryRun(admitted.aims, list(codes))
