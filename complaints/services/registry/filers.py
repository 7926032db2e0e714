"""Filers and their identity attributes: digests to compare by, originals sealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from abuse.identity.attributes import domain_of, normalise
from abuse.identity.names import core
from abuse.identity.origins import Origin, better, unsaid
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
WHEN, HOW = ("first_seen", "last_seen"), ("origin", "known_since")
SHOWN = ("email", "phone", "address", "ip", "device", "payment", "website")
# When a mark was first and last seen; how it is known best, and since when.
Span: TypeAlias = tuple[datetime, datetime]
How: TypeAlias = tuple[Origin, datetime]


@dataclass(frozen=True, slots=True)
class Marks:
    """What an account showed at a moment: `facts` are the contract's `filer`.

    `origins` say by kind how we know it; of a kind that they leave out nothing is said. What a
    sender says of itself must not come here unasked: a door states only what it may believe.
    """

    filer_id: int
    facts: Facts
    at: datetime
    origins: Mapping[str, Origin] = field(default_factory=dict)


def ensure_filers(
    session: Session,
    source: str,
    shown: Sequence[tuple[Facts, datetime]],
    now: datetime,
    *,
    unless_within: timedelta = timedelta(),
) -> list[int]:
    """Return the id of each filer, stated as (the contract's `filer`, when it filed). What only
    says again what is known is not written where it was said `unless_within` so long before."""
    reports: defaultdict[rows.Key, list[Report]] = defaultdict(list)
    for filer, at in shown:
        registered = read_moment(filer.get("registered_at"))
        facts = {**filer, "registered_at": registered, "folded_name": core(filer["name"])}
        reports[source, filer["reference"]].append(Report(at, facts))
    known = rows.fetch(session, FILER, KEY, reports, also=(*FACTS, SEEN))
    missing = sorted(reports.keys() - known.keys())
    new_ids: list[int] = []
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
        made, new_ids = rows.find_or_make(session, FILER, KEY, new, also=(*FACTS, SEEN))
        known.update(made)
    updates = changed_rows(known, reports, FACTS, unless_within=unless_within)
    rows.update_by_id(session, FILER, (*FACTS, SEEN), updates)
    search_index.index_rows(session, Thing.FILER, new_ids, changed=renamed(known, updates, "name"))
    return [known[source, filer["reference"]].id for filer, _ in shown]


def new_parties(session: Session, count: int, now: datetime) -> list[int]:
    """Make parties for new accounts, each of which stands for itself; return their ids."""
    ids = rows.reserve(session, PARTY, count)
    rows.insert_all(session, PARTY, [{"id": each, "made_at": now} for each in ids])
    return ids


def ensure_identities(session: Session, vault: Vault, shown: Sequence[Marks]) -> list[list[int]]:
    """Return the identity ids of each filing. When an attribute was first and last seen widens,
    and how it is known only gets better."""
    countries = _countries(session, shown)
    attributes = _hashed(
        session,
        vault,
        [
            list(_attributes(each, each.facts.get("country") or countries.get(each.filer_id)))
            for each in shown
        ],
    )
    seen: dict[rows.Key, Span] = {}
    how: dict[rows.Key, How] = {}
    originals: dict[rows.Key, Facts] = {}
    for shown_then, each in zip(attributes, shown, strict=True):
        for key, original in shown_then:
            first, last = seen.get(key, (each.at, each.at))
            seen[key] = (min(first, each.at), max(last, each.at))
            said = original["origin"], each.at
            how[key] = better(how.get(key, said), said)
            originals.setdefault(key, original)
    known = rows.fetch(session, IDENTITY, IDENTITY_KEY, seen, also=(*WHEN, *HOW))
    missing = sorted(seen.keys() - known.keys())
    ids = rows.reserve(session, IDENTITY, len(missing))
    new = [
        _sealed(vault, row_id, key, originals[key], seen[key], how[key])
        for row_id, key in zip(ids, missing, strict=True)
    ]
    rows.insert_new(session, IDENTITY, new)
    known.update(rows.fetch(session, IDENTITY, IDENTITY_KEY, missing, also=(*WHEN, *HOW)))
    rows.update_by_id(session, IDENTITY, WHEN, _widened(known, seen))
    # By itself: whoever only widens must not write over what another writer has just confirmed.
    rows.update_by_id(session, IDENTITY, HOW, _improved(known, how))
    return [
        list(dict.fromkeys(known[key].id for key, _ in shown_then)) for shown_then in attributes
    ]


_COUNTRIES = select(Filer.id, Filer.country).where(
    Filer.id.in_(bindparam("filers", expanding=True))
)


def _countries(session: Session, shown: Sequence[Marks]) -> dict[int, str | None]:
    """Return the country of each account that shows a telephone here and does not say its country:
    it has said it before, and a national number is read in it."""
    silent = {
        each.filer_id for each in shown if each.facts.get("phone") and not each.facts.get("country")
    }
    if not silent:
        return {}
    return dict(session.execute(_COUNTRIES, {"filers": list(silent)}).tuples().all())


def _attributes(shown: Marks, country: str | None) -> Iterator[tuple[rows.Key, Facts]]:
    for kind in SHOWN:
        value = shown.facts.get(kind)
        if not value:
            continue
        forms = normalise(kind, value, country)
        several = sum(form == kind for form, _ in forms) > 1
        for form, normal in forms:
            # Several phones in one field are sealed one by one, so that an export of a later
            # filing that shows one of them does not contain the others.
            text = None if form == IdentityKind.IP_NET else (normal if several else value)
            origin = shown.origins.get(kind) or unsaid(kind)
            original = {"text": text, "domain": domain_of(kind, value), "origin": origin}
            yield (shown.filer_id, form, normal), original


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
    vault: Vault, row_id: int, key: rows.Key, original: Facts, seen: Span, how: How
) -> dict[str, Any]:
    text, about = original["text"], sealed.identity(row_id, key[0], key[1])
    return {
        "id": row_id,
        **dict(zip(IDENTITY_KEY, key, strict=True)),
        "sealed": None if text is None else vault.seal(text, about=about),
        "key_id": None if text is None else vault.key_id,
        "domain": original["domain"],
        **dict(zip(WHEN, seen, strict=True)),
        **_how(how),
    }


def _widened(
    known: dict[rows.Key, Row[Any]], seen: dict[rows.Key, Span]
) -> Iterator[dict[str, Any]]:
    for key, (first, last) in seen.items():
        row = known[key]
        wider = (min(first, row.first_seen), max(last, row.last_seen))
        if wider != (row.first_seen, row.last_seen):
            yield {"id": row.id, **dict(zip(WHEN, wider, strict=True))}


def _improved(
    known: dict[rows.Key, Row[Any]], how: dict[rows.Key, How]
) -> Iterator[dict[str, Any]]:
    for key, said in how.items():
        row = known[key]
        before = Origin(row.origin), row.known_since
        if (best := better(before, said)) != before:
            yield {"id": row.id, **_how(best)}


def _how(how: How) -> dict[str, Any]:
    return dict(zip(HOW, (str(how[0]), how[1]), strict=True))
