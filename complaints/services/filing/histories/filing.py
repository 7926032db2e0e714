"""Stores new complaints: the rows that they name, the complaints, claims, papers and events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintDocument, ComplaintIdentity
from complaints.rules.filing.complaint_facts import NAMES
from complaints.rules.staff.search_words import Thing
from complaints.services.filing.histories.claiming import Filed, store_claims
from complaints.services.filing.histories.reading import History, Loaded
from complaints.services.registry import KnownRight, KnownTarget, Marks, Registry, Stated
from complaints.services.registry.rows import Key, fetch, insert_all, insert_new, reserve
from complaints.services.staff import search_index
from complaints.storage.vault import Vault

COMPLAINT: Any = Complaint.__table__
SHOWN: Any = ComplaintIdentity.__table__
PAPER: Any = ComplaintDocument.__table__


def store_complaints(
    session: Session,
    vault: Vault,
    histories: Sequence[History],
    *,
    source: str,
    now: datetime,
    loaded: Loaded,
) -> tuple[dict[Key, int], list[History]]:
    """Store new complaints of one source.

    Returns the ids of all by their keys, and those that another writer stored in the meantime.
    """
    registry = Registry(session, vault, source=source, now=now)
    filer_ids = registry.filers([(one.facts["filer"], one.filed_at) for one in histories])
    shown = registry.identities(
        [
            Marks(filer_id, one.facts["filer"], one.filed_at, one.origins)
            for filer_id, one in zip(filer_ids, histories, strict=True)
        ]
    )
    stated = _stated(registry, histories, filer_ids)
    rights = registry.rights(stated)
    allowed = registry.authorizations(stated)
    registry.stores(_stores(histories))
    aimed = _aimed(registry, histories)
    _note_operated(registry, histories, filer_ids)
    papers = registry.documents(
        paper["sha256"] for one in histories for paper in one.facts.get("documents") or ()
    )
    stored, ids = _insert(
        session,
        [
            _complaint(one, says, right, authorization_id, now)
            for one, says, right, authorization_id in zip(
                histories, stated, rights, allowed, strict=True
            )
        ],
    )
    insert_all(session, SHOWN, list(_shown(histories, ids, shown)))
    insert_new(session, PAPER, list(_papers(histories, ids, papers)))
    filed = [
        Filed(ids[one.key], filer_id, right.key, one, targets)
        for one, filer_id, right, targets in zip(histories, filer_ids, rights, aimed, strict=True)
        if one.key in ids
    ]
    store_claims(session, filed, now=now, loaded=loaded)
    search_index.index_rows(session, Thing.COMPLAINT, ids.values())
    loaded.complaints += len(ids)
    loaded.believed += sum(one.believed for one in histories if one.key in ids)
    loaded.unbelieved += sum(one.unbelieved for one in histories if one.key in ids)
    return stored, [one for one in histories if one.key not in ids]


def _stated(
    registry: Registry, histories: Sequence[History], filer_ids: Sequence[int]
) -> list[Stated]:
    holders = [one.facts.get("rights_holder") for one in histories]
    holder_ids = registry.holders(holders)
    return [
        Stated(filer_id, holder, holder_id, one.facts["right"], one.facts.get("authorization"))
        for one, filer_id, holder, holder_id in zip(
            histories, filer_ids, holders, holder_ids, strict=True
        )
    ]


def _stores(histories: Sequence[History]) -> Iterator[tuple[str, str]]:
    """Yield the stores that are aimed at, and those that filers run."""
    for one in histories:
        run = one.facts["filer"].get("operates") or ()
        for aim in one.targets:
            yield from ((aim.marketplace, store) for store in (aim.store, *run) if store)


def _aimed(registry: Registry, histories: Sequence[History]) -> list[list[KnownTarget]]:
    known = iter(
        registry.targets([(aim, one.filed_at) for one in histories for aim in one.targets])
    )
    return [[next(known) for _ in one.targets] for one in histories]


def _note_operated(
    registry: Registry, histories: Sequence[History], filer_ids: Sequence[int]
) -> None:
    registry.operated(
        (
            filer_id,
            sorted({aim.marketplace for aim in one.targets}),
            one.facts["filer"]["operates"],
        )
        for one, filer_id in zip(histories, filer_ids, strict=True)
        if one.facts["filer"].get("operates")
    )


def _complaint(
    history: History,
    stated: Stated,
    right: KnownRight,
    authorization_id: int | None,
    now: datetime,
) -> dict[str, Any]:
    return {
        "source": history.source,
        "reference": history.reference,
        "filer_id": stated.filer_id,
        "rights_holder_id": stated.holder_id,
        "right_id": right.id,
        "authorization_id": authorization_id,
        "basis": history.facts["basis"],
        **{name: history.facts.get(name) for name in NAMES},
        "channel": history.facts.get("channel"),
        "filed_at": history.filed_at,
        "recorded_at": now,
        "unlisted_rejected": history.unlisted_rejected,
    }


def _insert(
    session: Session, complaints: list[dict[str, Any]]
) -> tuple[dict[Key, int], dict[Key, int]]:
    """Insert complaints; return the ids of all, and of those inserted here: another writer may
    have inserted some before."""
    ids = reserve(session, COMPLAINT, len(complaints))
    new = [{"id": each, **row} for each, row in zip(ids, complaints, strict=True)]
    insert_new(session, COMPLAINT, new)
    reserved = {(row["source"], row["reference"]): row["id"] for row in new}
    rows = fetch(session, COMPLAINT, ("source", "reference"), reserved)
    stored = {key: row.id for key, row in rows.items()}
    return stored, {key: each for key, each in stored.items() if each == reserved[key]}


def _shown(
    histories: Sequence[History], ids: dict[Key, int], shown: Sequence[Sequence[int]]
) -> Iterator[dict[str, int]]:
    for history, identities in zip(histories, shown, strict=True):
        if history.key in ids:
            for identity in identities:
                yield {"complaint_id": ids[history.key], "filer_identity_id": identity}


def _papers(
    histories: Sequence[History], ids: dict[Key, int], papers: dict[str, int]
) -> Iterator[dict[str, Any]]:
    for history in histories:
        if history.key in ids:
            for paper in history.facts.get("documents") or ():
                yield {
                    "complaint_id": ids[history.key],
                    "document_id": papers[paper["sha256"]],
                    "kind": paper["kind"],
                    "filename": paper.get("filename"),
                }
