"""Registers a right once, so that complaints can name it by id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from complaints.base.errors import Refusal, invalid_fields
from complaints.models import Right, RightDocument
from complaints.queries.authority import rights
from complaints.queries.filing import documents as document_queries
from complaints.rules.filing import admissibility
from complaints.rules.filing.documents import check_named
from complaints.rules.logins.visibility import register_source
from complaints.services.authority import registers
from complaints.services.authority.holders import state_holder
from complaints.services.logins.accounts import lock_account
from complaints.services.registry import Registry, rows
from complaints.services.registry.keys import Facts
from complaints.services.registry.rights import Stated
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork

DOCUMENT: Any = RightDocument.__table__


def register(
    work: UnitOfWork,
    *,
    right: Facts,
    rights_holder: Facts | None,
    filer: Facts | None,
    documents: Sequence[Facts] = (),
    vault: Vault,
) -> Right:
    """Register a right (the contract's `right`) for an account; stating it again returns the same
    row. Papers sent with it (kind, sha256, filename) are added to it. A new one is compared with
    the office's register.

    `filer` (the contract's) is given by a partner, who registers for an account of its own.
    Refuses with: forbidden; invalid-request, for impossible dates, for a right that has ended and
    for papers that a key cut to named filers may not name.
    """
    named = {paper["sha256"] for paper in documents}
    problems = [
        *admissibility.check_stated(right, "", now=work.now),
        *check_named(documents, document_queries.not_nameable(work, named)),
    ]
    if problems:
        raise invalid_fields(problems)
    account = lock_account(work, filer, vault=vault)
    source = register_source(account.source, account.id)
    registry = Registry(work.session, vault, source=source, now=work.now)
    holder_id = state_holder(work, account, rights_holder, vault=vault)
    (known,) = registry.rights([Stated(account.id, rights_holder, holder_id, right)])
    row = registers.accept_stated(work, known.id)
    _add(work, registry, row, documents)
    return row


def add_papers(
    work: UnitOfWork, right_id: int, documents: Sequence[Facts], *, vault: Vault
) -> Right:
    """Add papers (kind, sha256, filename) to a right of the actor's own, for a person to compare.

    Refuses with: not-found; forbidden, for another account's right.
    """
    row = rights.get_right(work, right_id)
    if work.actor.filer_id != row.filer_id:
        raise Refusal(
            "forbidden", _("Only the account that registered this right can add documents to it.")
        )
    account = lock_account(work, None, vault=vault)
    source = register_source(account.source, account.id)
    registry = Registry(work.session, vault, source=source, now=work.now)
    _add(work, registry, row, documents)
    ledger.record(work, "shown", "right", row.id, papers=len(documents))
    return row


def _add(work: UnitOfWork, registry: Registry, right: Right, documents: Sequence[Facts]) -> None:
    papers = registry.documents(paper["sha256"] for paper in documents)
    shown = [
        {"right_id": right.id, "document_id": papers[paper["sha256"]], "kind": paper["kind"],
         "filename": paper.get("filename")}
        for paper in documents
    ]  # fmt: skip
    rows.insert_new(work.session, DOCUMENT, shown)
