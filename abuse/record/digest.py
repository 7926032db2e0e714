"""One digest of what a scan read, the same for a file and for the database that imported it.

Names that each side may write in its own way (an identity's hash, a listing's id, a store, a
holder, a right) are not hashed themselves: each is represented by who and what shares it. All other
values that findings rest on are hashed as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from abuse.record.claim_columns import ClaimColumns
from abuse.record.columns import coded, numbers, times

Hashes = npt.NDArray[np.uint64]

# Texts hashed in one go; bounds the memory.
_AT_ONCE = 50_000


def digest(table: ClaimColumns) -> str:
    """SHA-256 over the sorted row hashes of every table."""
    whole = hashlib.sha256()
    filer = _filers(table)
    complaint = _complaints(table, filer)
    extras = [
        *_extras(table, filer, complaint),
        *_judged(table, filer),
        *_denials(table, filer, complaint),
    ]
    for rows in (filer, complaint, _claims(table, complaint), *extras):
        whole.update(len(rows).to_bytes(8, "big"))
        whole.update(np.sort(rows).astype(">u8").tobytes())
    return whole.hexdigest()


def _judged(table: ClaimColumns, filer: Hashes) -> list[Hashes]:
    """What people judged of pairs; nothing where they judged none, as in a file."""
    if not table.judged.num_rows:
        return []
    a, b = (filer[numbers(table.judged, side)] for side in "ab")
    verdicts = table.judged["verdict"].to_pylist()
    verdict = np.array([("yes", "no", "unsure").index(each) for each in verdicts], np.uint64)
    return [_row(_mix(a) + _mix(b), verdict)]


def _denials(table: ClaimColumns, filer: Hashes, complaint: Hashes) -> list[Hashes]:
    """Who denied whom without proof; nothing where nobody did, as in a file."""
    denials = table.denials
    if not denials.num_rows:
        return []
    return [
        _row(
            filer[numbers(denials, "filer")], complaint[numbers(denials, "complaint")],
            _strings(denials, "kind"), _when(denials, "denied_at"), _when(denials, "proven_at"),
        )
    ]  # fmt: skip


def _mix(values: Hashes) -> Hashes:
    """Scramble 64 bits (the finaliser of SplitMix64), so that sums of hashes do not collide."""
    x = values + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _row(*columns: Hashes) -> Hashes:
    return _folded(columns)


def _folded(columns: Iterable[Hashes]) -> Hashes:
    """One hash a row; columns may come one at a time, so that they are not all held at once."""
    total: Hashes = np.zeros(1, np.uint64)
    for column in columns:
        total = _mix(total ^ _mix(column))
    return total


def _strings(table: pa.Table, column: str) -> Hashes:
    texts = table.column(column)
    parts = [_hashed(texts.slice(start, _AT_ONCE)) for start in range(0, len(texts), _AT_ONCE)]
    return np.concatenate([np.zeros(0, np.uint64), *parts])


def _hashed(texts: pa.ChunkedArray) -> Hashes:
    """A hash of each text, 0 for null."""
    code, names = coded(texts)
    written = names.cast(pa.binary()).to_pylist()
    hashes = b"".join([hashlib.blake2b(name, digest_size=8).digest() for name in written])
    known: Hashes = np.r_[np.frombuffer(hashes, ">u8").astype(np.uint64), np.uint64(0)]
    return known[code]


def _whole(table: pa.Table, column: str) -> Hashes:
    return numbers(table, column).view(np.uint64)


def _when(table: pa.Table, column: str) -> Hashes:
    return times(table, column).view(np.int64).view(np.uint64)


def _sharing(table: pa.Table, column: str, bearer: Hashes) -> Hashes:
    """Represent each value of a column by the set of rows that bear it, 0 for null."""
    code, names = coded(table.column(column))
    total = np.zeros(len(names) + 1, np.uint64)
    np.add.at(total, code, _mix(bearer))
    total[-1] = 0
    return total[code]


def _filers(table: ClaimColumns) -> Hashes:
    people = table.filers
    sources, names = coded(people.column("source"))
    # One source alone may be named differently by a file and by the database it went into.
    source = _strings(people, "source") if len(names) > 1 else np.zeros(len(sources), np.uint64)
    return _row(source, _strings(people, "reference"), _strings(people, "kind"))


def _complaints(table: ClaimColumns, filer: Hashes) -> Hashes:
    complaints = table.complaints
    who = filer[numbers(complaints, "filer")]
    own = _row(who, _strings(complaints, "reference"), _when(complaints, "filed_at"))
    texts = ("right_kind", "classes", "basis", "text")
    days = ("applied_on", "priority_on", "registered_on", "first_published_on")
    # No file says whose authority was asked, or verified by a person.
    known = [
        name for name in ("asked_at", "verified_at")
        if complaints[name].null_count < complaints.num_rows
    ]  # fmt: skip
    return _folded(
        chain(
            [own],
            (_sharing(complaints, column, own) for column in ("holder", "right")),
            (_strings(complaints, column) for column in texts),
            (_when(complaints, column) for column in days),
            [_whole(complaints, "unlisted_rejected")],
            (_when(complaints, name) for name in known),
        )
    )


def _claims(table: ClaimColumns, complaint: Hashes) -> Hashes:
    claims = table.claims
    of_complaint = complaint[numbers(claims, "complaint")]
    listing = _sharing(claims, "listing", of_complaint)
    spot = _row(of_complaint, listing)
    texts = ("category", "status_at_filing", "outcome", "merit")
    whens = [name for name in claims.column_names if name.endswith(("_at", "_on"))]
    return _folded(
        chain(
            [spot],
            (_sharing(claims, column, spot) for column in ("store", "operator")),
            (_strings(claims, column) for column in texts),
            (_when(claims, column) for column in sorted(whens)),
            [_whole(claims, "sales_30d")],
        )
    )


def _extras(table: ClaimColumns, filer: Hashes, complaint: Hashes) -> list[Hashes]:
    seen, papers, runs = table.identities, table.documents, table.operates
    who = filer[numbers(seen, "filer")]
    kind = _strings(seen, "kind")
    of_complaint = complaint[numbers(papers, "complaint")]
    return [
        _row(
            who, kind, _sharing(seen, "value", _row(who, kind)), _strings(seen, "domain"),
            _strings(seen, "origin"), _when(seen, "first_seen"), _when(seen, "last_seen"),
        ),
        # Copies of one paper are told where papers were looked at: no file says it.
        _row(
            of_complaint, _strings(papers, "kind"), _strings(papers, "sha256"),
            *([_strings(papers, "alike")] if papers["alike"].null_count < len(papers) else []),
        ),
        _row(filer[numbers(runs, "filer")], _strings(runs, "store")),
    ]  # fmt: skip
