"""Filers and their identity attributes: digests to compare by, originals sealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from abuse.identity.attributes import domain_of, normalise
from abuse.identity.names import core
from complaints.models import Filer, FilerIdentity, Party
from complaints.rules.kinds import IdentityKind
from complaints.rules.staff.search_words import Thing
from complaints.rules.upkeep import sealed
from complaints.services.registry import rows
from complaints.services.registry.keys import Facts
from complaints.services.registry.reports import SEEN, Report, changed_rows, read_moment, renamed
from complaints.services.staff import search_index
from complaints.storage.vault import Vault

FILER: Any = Filer.__table__
PARTY: Any = Party.__table__
IDENTITY: Any = FilerIdentity.__table__
KEY = ("source", "reference")
FACTS = ("name", "folded_name", "kind", "country", "registered_at")
IDENTITY_KEY = ("filer_id", "kind", "digest")
WHEN = ("first_seen", "last_seen")
SHOWN = ("email", "phone", "address", "ip", "device", "payment", "website")


def ensure_filers(
    session: Session, source: str, shown: Sequence[tuple[Facts, datetime]], now: datetime
) -> list[int]:
    """Return the id of each filer, stated as (the contract's `filer`, when it filed)."""
    reports: defaultdict[rows.Key, list[Report]] = defaultdict(list)
    for filer, at in shown:
        registered = read_moment(filer.get("registered_at"))
        facts = {**filer, "registered_at": registered, "folded_name": core(filer["name"])}
        reports[source, filer["reference"]].append(Report(at, facts))
    known = rows.fetch(session, FILER, KEY, reports, also=(*FACTS, SEEN))
    missing = sorted(reports.keys() - known.keys())
    if missing:
        names = {filer["reference"]: filer["name"] for filer, _ in reversed(shown)}
        new = [
            {
                "source": source,
                "reference": reference,
                "name": names[reference],
                "folded_name": core(names[reference]),
                "party_id": party_id,
                "created_at": now,
            }
            for (source, reference), party_id in zip(
                missing, new_parties(session, len(missing), now), strict=True
            )
        ]
        known.update(rows.ensure(session, FILER, KEY, new, also=(*FACTS, SEEN)))
    updates = changed_rows(known, reports, FACTS)
    rows.update_by_id(session, FILER, (*FACTS, SEEN), updates)
    ids = [row.id for row in known.values()]
    search_index.index_rows(session, Thing.FILER, ids, changed=renamed(known, updates, "name"))
    return [known[source, filer["reference"]].id for filer, _ in shown]


def new_parties(session: Session, count: int, now: datetime) -> list[int]:
    """Make parties for new accounts, each of which stands for itself; return their ids."""
    ids = rows.reserve(session, PARTY, count)
    rows.insert_all(session, PARTY, [{"id": each, "made_at": now} for each in ids])
    return ids


def ensure_identities(
    session: Session, vault: Vault, shown: Sequence[tuple[int, Facts, datetime]]
) -> list[list[int]]:
    """Return the identity ids of each filing, stated as (filer id, `filer`, when it was filed)."""
    countries = _countries(session, shown)
    attributes = _hashed(
        session,
        vault,
        [
            list(_attributes(filer_id, filer, filer.get("country") or countries.get(filer_id)))
            for filer_id, filer, _ in shown
        ],
    )
    seen: dict[rows.Key, tuple[datetime, datetime]] = {}
    originals: dict[rows.Key, Facts] = {}
    for shown_then, (_, _, at) in zip(attributes, shown, strict=True):
        for key, original in shown_then:
            first, last = seen.get(key, (at, at))
            seen[key] = (min(first, at), max(last, at))
            originals.setdefault(key, original)
    known = rows.fetch(session, IDENTITY, IDENTITY_KEY, seen, also=WHEN)
    missing = sorted(seen.keys() - known.keys())
    ids = rows.reserve(session, IDENTITY, len(missing))
    new = [
        _sealed(vault, row_id, key, originals[key], *seen[key])
        for row_id, key in zip(ids, missing, strict=True)
    ]
    rows.insert_new(session, IDENTITY, new)
    known.update(rows.fetch(session, IDENTITY, IDENTITY_KEY, missing, also=WHEN))
    rows.update_by_id(session, IDENTITY, WHEN, _widened(known, seen))
    return [
        list(dict.fromkeys(known[key].id for key, _ in shown_then)) for shown_then in attributes
    ]


def _countries(
    session: Session, shown: Sequence[tuple[int, Facts, datetime]]
) -> dict[int, str | None]:
    """Return the country of each account that shows a telephone here and does not say its country:
    it has said it before, and a national number is read in it."""
    silent = {
        filer_id for filer_id, filer, _ in shown if filer.get("phone") and not filer.get("country")
    }
    if not silent:
        return {}
    known = select(Filer.id, Filer.country).where(Filer.id.in_(silent))
    return dict(session.execute(known).tuples().all())


def _attributes(
    filer_id: int, filer: Facts, country: str | None
) -> Iterator[tuple[rows.Key, Facts]]:
    for kind in SHOWN:
        value = filer.get(kind)
        if not value:
            continue
        forms = normalise(kind, value, country)
        several = sum(form == kind for form, _ in forms) > 1
        for form, normal in forms:
            # Several phones in one field are sealed one by one, so that an export of a later
            # filing that shows one of them does not contain the others.
            text = None if form == IdentityKind.IP_NET else (normal if several else value)
            original = {"text": text, "domain": domain_of(kind, value)}
            yield (filer_id, form, normal), original


def _hashed(
    session: Session, vault: Vault, attributes: list[list[tuple[rows.Key, Facts]]]
) -> list[list[tuple[rows.Key, Facts]]]:
    """Return the attributes with their hashes in place of their values.

    While the identity key is changed, a value that is stored under the old one keeps that hash:
    a value has one hash at a time, so that what compares them finds all.
    """
    values = {key[1:] for shown in attributes for key, _ in shown}
    digests = {value: vault.digest(*value) for value in values}
    if vault.old_identity_key is not None:
        old = {vault.old_digest(*value): value for value in values}
        for chunk in rows.chunks(old):
            stored = select(FilerIdentity.digest).where(FilerIdentity.digest.in_(chunk)).distinct()
            digests.update((old[digest], digest) for digest in session.scalars(stored))
    return [
        [((key[0], key[1], digests[key[1:]]), original) for key, original in shown]
        for shown in attributes
    ]


def _sealed(
    vault: Vault, row_id: int, key: rows.Key, original: Facts, first: datetime, last: datetime
) -> dict[str, Any]:
    text, about = original["text"], sealed.identity(row_id, key[0], key[1])
    return {
        "id": row_id,
        **dict(zip(IDENTITY_KEY, key, strict=True)),
        "sealed": None if text is None else vault.seal(text, about=about),
        "key_id": None if text is None else vault.key_id,
        "domain": original["domain"],
        "first_seen": first,
        "last_seen": last,
    }


def _widened(
    known: dict[rows.Key, Row[Any]], seen: dict[rows.Key, tuple[datetime, datetime]]
) -> Iterator[dict[str, Any]]:
    for key, (first, last) in seen.items():
        row = known[key]
        wider = (min(first, row.first_seen), max(last, row.last_seen))
        if wider != (row.first_seen, row.last_seen):
            yield {"id": row.id, **dict(zip(WHEN, wider, strict=True))}
