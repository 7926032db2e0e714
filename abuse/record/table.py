"""`ClaimTable`: all that a scan reads, as columns in one canonical order.

Built from raw tables of a database or from interchange lines, it is the same from both: rows are
put in an order that depends on references and times only, and integer keys become positions.
Nothing after `as_of` is read. It holds facts; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from abuse.arrays import Bools, Ints, positions
from abuse.identity.origins import SEEN_KINDS, Origin
from abuse.record import digest as digests
from abuse.record.claim_columns import ClaimColumns
from abuse.record.collecting import read_lines
from abuse.record.columns import codes, coerce, numbers, times
from abuse.record.fold import KINDS, MERITS, STATES, Outcomes, fold
from abuse.record.judgements import judged_pairs

Rows: TypeAlias = pa.Table | Mapping[str, Sequence[Any]]


@dataclass(frozen=True, eq=False)
class ClaimTable(ClaimColumns):
    """The columns of a scan, built from raw tables or interchange lines in one canonical order."""

    @classmethod
    def from_rows(
        cls,
        *,
        filers: Rows,
        complaints: Rows,
        claims: Rows,
        events: Rows,
        identities: Rows,
        documents: Rows,
        operates: Rows,
        as_of: datetime,
        judged: Rows | None = None,
        denials: Rows | None = None,
    ) -> ClaimTable:
        """Build from raw tables (Arrow, or a dict of lists).

        Filers without a complaint up to `as_of` are left out, as are rows whose parent is missing.
        `judged` are pairs of filers of which people said whether the same hands are behind them
        (``a``, ``b``, ``verdict``: yes, no, unsure). `denials` are accounts that said, and were
        asked to prove their own right, that a complaint's filer may not file on it (``kind``
        right) or for a holder of their name (name): ``denied_at``, ``proven_at``.

        Examples
        --------
        >>> none = {}
        >>> empty = ClaimTable.from_rows(
        ...     filers=none, complaints=none, claims=none, events=none, identities=none,
        ...     documents=none, operates=none, as_of=datetime(2026, 1, 1, tzinfo=UTC))
        >>> empty.claims.num_rows
        0
        """
        until = pa.scalar(as_of.astimezone(UTC), pa.timestamp("us", "UTC"))
        latest = _moment(as_of)
        raw_complaints = coerce("complaints", complaints)
        raw_complaints = _where(raw_complaints, times(raw_complaints, "filed_at") <= latest)
        for known in ("asked_at", "verified_at"):
            raw_complaints = _not_after(raw_complaints, known, until)
        people, filer_keys = _order_filers(coerce("filers", filers), raw_complaints)
        filed, complaint_keys = _order_complaints(raw_complaints, filer_keys)
        raw_events = coerce("events", events)
        raw_events = _where(raw_events, times(raw_events, "at") <= latest)
        seen = coerce("identities", identities)
        seen = _where(seen, ~(times(seen, "first_seen") > latest))
        clipped = pc.if_else(pc.greater(seen["last_seen"], until), until, seen["last_seen"])
        seen = seen.set_column(seen.column_names.index("last_seen"), "last_seen", clipped)
        seen = _known_until(seen, until)
        return cls(
            filers=people,
            complaints=filed,
            claims=_order_claims(coerce("claims", claims), raw_events, filed, complaint_keys),
            identities=_attach(seen, "filer", filer_keys),
            documents=_attach(coerce("documents", documents), "complaint", complaint_keys),
            operates=_attach(coerce("operates", operates), "filer", filer_keys),
            as_of=as_of.astimezone(UTC),
            judged=judged_pairs(judged, filer_keys),
            denials=_denials(denials, until, filer_keys, complaint_keys),
        )

    @classmethod
    def from_lines(
        cls,
        lines: Iterable[dict[str, Any]],
        *,
        as_of: datetime | None = None,
        now: datetime | None = None,
        bad: list[str] | None = None,
        vouched: bool = False,
    ) -> ClaimTable:
        """Build from interchange objects (parsed JSON).

        Parameters
        ----------
        lines : iterable of dict
            One complaint each, as in ``complaint.schema.json``.
        as_of : datetime, optional
            Default: the newest filing or event, none later than `now`.
        now : datetime, optional
            Left out, a filing or event of any day may be the newest.
        bad : list of str, optional
            Gets a sentence for each line that is left out; without it a bad line raises
            `abuse.record.fields.LineError`.
        vouched : bool
            As `abuse.record.collecting.read_lines` has it.
        """
        rows = read_lines(lines, bad, vouched=vouched)
        if as_of is None:
            moments = rows["complaints"]["filed_at"] + rows["events"]["at"]
            past = (moment for moment in moments if now is None or moment <= now)
            as_of = max(past, default=datetime(1970, 1, 1, tzinfo=UTC))
        return cls.from_rows(**rows, as_of=as_of)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the normalised values that findings rest on.

        Independent of the order of rows, of integer keys, and of how identities, listings, stores,
        holders and rights are written: such a name counts by who and what shares it. So a file and
        the database that imported it agree.
        """
        return digests.digest(self)

    def excluding_claims_of(self, filer_key: int, before: datetime) -> ClaimTable:
        """Leave out a filer's claims filed before a time, unless an adverse outcome came later.

        So are its denials of before.
        Asks whether the facts since a dismissal would suffice alone. A complaint that keeps no
        claim goes with its papers.
        """
        limit = _moment(before)
        mine = numbers(self.filers, "key") == filer_key
        filer, complaint = numbers(self.claims, "filer"), numbers(self.claims, "complaint")
        filed, adverse = times(self.complaints, "filed_at"), times(self.claims, "adverse_at")
        old = mine[filer] & (filed[complaint] < limit) & ~(adverse >= limit)
        of_filer = mine[numbers(self.complaints, "filer")]
        kept = np.zeros(self.complaints.num_rows, bool)
        kept[complaint[~old]] = True
        kept |= ~of_filer | (filed >= limit)
        moved = np.where(kept, np.cumsum(kept) - 1, -1)

        def rest(table: pa.Table, rows: Bools) -> pa.Table:
            table = table.filter(pa.array(rows))
            spot = table.column_names.index("complaint")
            return table.set_column(spot, "complaint", pa.array(moved[numbers(table, "complaint")]))

        denied = numbers(self.denials, "complaint")
        before_it = times(self.denials, "denied_at") < limit
        return replace(
            self,
            complaints=self.complaints.filter(pa.array(kept)),
            denials=rest(
                self.denials, kept[denied] & ~(mine[numbers(self.denials, "filer")] & before_it)
            ),
            claims=rest(self.claims, ~old),
            documents=rest(self.documents, kept[numbers(self.documents, "complaint")]),
        )


def _denials(
    rows: Rows | None, until: pa.Scalar, filer_keys: Ints, complaint_keys: Ints
) -> pa.Table:
    """Denials up to a moment, by the positions of who denied and of the complaint in question."""
    given = coerce("denials", rows or {})
    given = given.filter(pc.less_equal(given["denied_at"], until))
    of_filers = _attach(_not_after(given, "proven_at", until), "filer", filer_keys)
    return _attach(of_filers, "complaint", complaint_keys)


def _known_until(seen: pa.Table, until: pa.Scalar) -> pa.Table:
    """Identities as they were known at a moment (`abuse.identity.origins.at_moment`): one that came
    to be known otherwise later, and one of which nothing is said, is known by its kind."""
    is_said = pc.and_(pc.is_valid(seen["origin"]), pc.less_equal(seen["known_since"], until))
    is_said = pc.fill_null(is_said, False)
    unsaid = pc.if_else(
        pc.is_in(seen["kind"], pa.array(sorted(SEEN_KINDS))), str(Origin.SEEN), str(Origin.TYPED)
    )
    for name, otherwise in (("origin", unsaid), ("known_since", seen["first_seen"])):
        column = pc.if_else(is_said, seen[name], otherwise)
        seen = seen.set_column(seen.column_names.index(name), name, column)
    return seen


def _not_after(table: pa.Table, column: str, until: pa.Scalar) -> pa.Table:
    """A table in which what happened after `until` has not happened."""
    known = table.column(column)
    so_far = pc.if_else(pc.greater(known, until), pa.scalar(None, known.type), known)
    return table.set_column(table.column_names.index(column), column, so_far)


def _moment(when: datetime) -> np.datetime64:
    return np.datetime64(when.astimezone(UTC).replace(tzinfo=None), "us")


def _where(table: pa.Table, kept: Bools) -> pa.Table:
    """Keep some rows; a table of which all are kept, as most are, is not copied."""
    return table if kept.all() else table.filter(pa.array(kept))


def _rename_key(table: pa.Table, column: str) -> pa.Table:
    return table.rename_columns(["key" if c == column else c for c in table.column_names])


def _order_filers(filers: pa.Table, complaints: pa.Table) -> tuple[pa.Table, Ints]:
    filing = np.unique(numbers(complaints, "filer"))
    filers = _where(filers, np.isin(numbers(filers, "filer"), filing))
    filers = filers.take(
        pc.sort_indices(filers, sort_keys=[("source", "ascending"), ("reference", "ascending")])
    )
    return _rename_key(filers, "filer"), numbers(filers, "filer")


def _attach(table: pa.Table, column: str, keys: Ints) -> pa.Table:
    """Turn keys of a parent into its positions; rows whose parent is not there are dropped."""
    spots = positions(keys, numbers(table, column))
    table = table.set_column(table.column_names.index(column), column, pa.array(spots))
    table = _where(table, spots >= 0)
    others = [name for name in table.column_names if name != column]
    order = [(name, "ascending") for name in (column, *others)]
    return table.take(pc.sort_indices(table, sort_keys=order))


def _order_complaints(complaints: pa.Table, filer_keys: Ints) -> tuple[pa.Table, Ints]:
    spots = positions(filer_keys, numbers(complaints, "filer"))
    place = complaints.column_names.index("filer")
    complaints = _where(complaints.set_column(place, "filer", pa.array(spots)), spots >= 0)
    keys = [("filed_at", "ascending"), ("filer", "ascending"), ("reference", "ascending")]
    complaints = complaints.take(pc.sort_indices(complaints, sort_keys=keys))
    return _rename_key(complaints, "complaint"), numbers(complaints, "complaint")


def _order_claims(
    claims: pa.Table, events: pa.Table, filed: pa.Table, complaint_keys: Ints
) -> pa.Table:
    spots = positions(complaint_keys, numbers(claims, "complaint"))
    place = claims.column_names.index("complaint")
    claims = _where(claims.set_column(place, "complaint", pa.array(spots)), spots >= 0)
    order = [(c, "ascending") for c in ("complaint", "marketplace", "listing", "store", "claim")]
    claims = _rename_key(claims.take(pc.sort_indices(claims, sort_keys=order)), "claim")
    complaint = numbers(claims, "complaint")
    claims = claims.append_column("filer", pa.array(numbers(filed, "filer")[complaint]))
    events = _spread(events, claims, complaint_keys)
    claim = positions(numbers(claims, "key"), numbers(events, "claim"))
    events, claim = _where(events, claim >= 0), claim[claim >= 0]
    known = {name: code for code, name in enumerate(KINDS)}
    kind, kinds = codes(events, "kind")
    merit, merits = codes(events, "merit")
    kind_code = np.array([known.get(name, -1) for name in kinds] + [-1], np.int64)[kind]
    merit_code = np.array([_merit(name) for name in merits] + [0], np.int64)[merit]
    use = kind_code >= 0
    folded = fold(
        claims.num_rows, claim[use], times(events, "at")[use], kind_code[use], merit_code[use]
    )
    for name, column in _outcome_columns(folded).items():
        claims = claims.append_column(name, column)
    for name in ("days_offline", "sales_lost"):
        amount = pc.fill_null(events.column(name), 0.0).to_numpy()
        total = np.bincount(claim, weights=amount, minlength=claims.num_rows)
        claims = claims.append_column(name, pa.array(total.astype(np.float64)))
    return claims


def _merit(name: str) -> int:
    return MERITS.index(name) if name in MERITS else 0


def _spread(events: pa.Table, claims: pa.Table, complaint_keys: Ints) -> pa.Table:
    """Give an event without a claim to each claim of its complaint."""
    whole = pc.is_null(events.column("claim"))
    if not pc.any(whole).as_py():
        return events
    rest, general = events.filter(pc.invert(whole)), events.filter(whole)
    spots = positions(complaint_keys, numbers(general, "complaint"))
    general, spots = general.filter(pa.array(spots >= 0)), spots[spots >= 0]
    complaint = numbers(claims, "complaint")
    low = np.searchsorted(complaint, spots, "left")
    count = np.searchsorted(complaint, spots, "right") - low
    row = np.repeat(np.arange(len(spots)), count)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    general = general.take(pa.array(row))
    keys = numbers(claims, "key")[np.repeat(low, count) + offset]
    place = general.column_names.index("claim")
    return pa.concat_tables([rest, general.set_column(place, "claim", pa.array(keys))])


def _outcome_columns(folded: Outcomes) -> dict[str, pa.Array]:
    def texts(code: npt.NDArray[np.int8], names: Sequence[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(
            pa.array(code.astype(np.int32)), pa.array(names)
        ).cast(pa.string())

    columns = {"outcome": texts(folded.state, STATES), "merit": texts(folded.merit, MERITS)}
    for name in (
        "removed_at", "countered_at", "decided_at", "withdrawn_at", "reinstated_at", "gone_at",
        "demanded_at", "adverse_at",
    ):  # fmt: skip
        columns[name] = pa.array(getattr(folded, name), pa.timestamp("us")).cast(
            pa.timestamp("us", "UTC")
        )
    return columns
