"""Writes statements of reasons for the DSA Transparency Database, a batch a file, and what became
of each batch (DSA Art. 24(5)). Nothing here sends them.

An operator gives each file to the database and keeps its answer beside it, `statements-0001.json`
and `statements-0001.answer.json`; `read_answers` then says of each batch what became of it. The
database takes a batch whole, or nothing of it. The same record and period give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.queries.decisions import restrictions
from complaints.rules.law.statement_files import BATCH, LeftOut, Statement, of_listing, of_stores
from complaints.rules.law.transparency import Period

MANIFEST: Final = "manifest.json"
# What became of a batch; `known`: the database had each of its statements before.
MADE, ACCEPTED, KNOWN, REFUSED = "made", "accepted", "known", "refused"

Manifest = dict[str, Any]


class AnswerError(ValueError):
    """An answer, or a batch, that is not what it was kept as."""


def write_statements(
    session: Session, period: Period, folder: Path, *, given: Collection[str] = ()
) -> Manifest:
    """Write the batches of a period, without those whose identifiers the database has (`given`),
    and return the manifest, which is written beside them."""
    left_out: list[dict[str, Any]] = []
    fresh = (each for each in _statements(session, period, left_out) if each["puid"] not in given)
    batches: list[dict[str, Any]] = []
    while batch := list(islice(fresh, BATCH)):
        batches.append(_write_batch(folder, len(batches) + 1, batch))
    manifest = {
        "since": str(period.since.date()),
        "until": str(period.last_day),
        "statements": sum(each["statements"] for each in batches),
        "batches": batches,
        "left_out": left_out,
    }
    _write(folder / MANIFEST, manifest)
    return manifest


def _statements(
    session: Session, period: Period, left_out: list[dict[str, Any]]
) -> Iterator[Statement]:
    house = restrictions.house(session)
    listings = (
        ({"statement": row.statement_id, "claim": row.claim_id}, partial(of_listing, row))
        for row in restrictions.taken_down(session, period)
    )
    stores = (
        ({"suspension": row.suspension_id}, partial(of_stores, row))
        for row in restrictions.shut(session, period)
    )
    for number, state in chain(listings, stores):
        try:
            yield state(house=house)
        except LeftOut as why:
            left_out.append({**number, "why": str(why)})


def _write_batch(folder: Path, number: int, batch: Collection[Statement]) -> dict[str, Any]:
    name = f"statements-{number:04}.json"
    data = _write(folder / name, {"statements": list(batch)})
    puids = [each["puid"] for each in batch]
    return {
        "file": name,
        "statements": len(puids),
        "first": puids[0],
        "last": puids[-1],
        "sha256": sha256(data).hexdigest(),
        "state": MADE,
    }


def read_answers(folder: Path) -> Manifest:
    """Write into the manifest what the answers beside the batches say, and return it.

    Raises AnswerError for a batch that was changed, and for an answer to something else.
    """
    manifest: Manifest = _read(folder / MANIFEST)
    for batch in manifest["batches"]:
        path = folder / batch["file"]
        puids = _puids(path, batch)
        answer = path.with_suffix(".answer.json")
        if answer.exists():
            batch["state"], batch["refused"] = _answered(_read(answer), puids, answer.name)
    _write(folder / MANIFEST, manifest)
    return manifest


def given_in(folder: Path) -> set[str]:
    """Return the identifiers that the database has, by an earlier export's answers."""
    manifest = read_answers(folder)
    return {
        puid
        for batch in manifest["batches"]
        for puid in _puids(folder / batch["file"], batch)
        if batch["state"] in (ACCEPTED, KNOWN) or puid in batch.get("refused", {}).get(KNOWN, ())
    }


def _puids(path: Path, batch: dict[str, Any]) -> list[str]:
    if sha256(path.read_bytes()).hexdigest() != batch["sha256"]:
        raise AnswerError(f"{path.name} was changed after it was written.")
    return [each["puid"] for each in _read(path)["statements"]]


def _answered(answer: Any, puids: list[str], name: str) -> tuple[str, dict[str, Any]]:
    """Return the state of a batch, and of a refused one what the database said of which."""
    if isinstance(answer, dict) and isinstance(answer.get("statements"), list):
        named = [
            each.get("puid", puid) for each, puid in zip(answer["statements"], puids, strict=False)
        ]
        if named != puids:
            raise AnswerError(f"{name} answers other statements.")
        return ACCEPTED, {}
    errors = answer.get("errors") if isinstance(answer, dict) else None
    if not isinstance(errors, dict):
        raise AnswerError(f"{name} is no answer of the database: neither statements nor errors.")
    known = [puid for puid in puids if puid in errors.get("existing_puids", ())]
    if len(known) == len(puids):
        return KNOWN, {}
    of_each = {
        puid: errors[f"statement_{index}"]
        for index, puid in enumerate(puids)
        if f"statement_{index}" in errors
    }
    return REFUSED, {**({KNOWN: known} if known else {}), **of_each} or {"all": errors}


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise AnswerError(f"{path.name} cannot be read: {error}") from error


def _write(path: Path, value: Any) -> bytes:
    data = f"{json.dumps(value, indent=1, ensure_ascii=False)}\n".encode()
    path.write_bytes(data)
    return data
