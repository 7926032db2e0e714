"""Who files in a big market: accounts, their rights, identities, papers, words and own stores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tests.bench.draws import (
    DAYS,
    Floats,
    Ints,
    maybe,
    moments,
    named,
    picked,
    table,
    weighted,
)

KINDS = ("rights_holder", "agent", "individual")
# Forms that lawyers' handbooks print: many filers use one, with a name put in.
_HANDBOOKS = 12
_WORDS = 40


@dataclass(frozen=True)
class Parties:
    """One entry a filer; rights are numbered filer by filer from `right_at` on."""

    kind: Ints
    volume: Floats
    home: Ints
    second: Ints
    first_day: Floats
    span: Floats
    bad: Floats
    right_at: Ints
    right_kind: Ints
    right_holder: Ints
    right_day: Ints

    @property
    def size(self) -> int:
        return len(self.kind)

    def draw_right(self, rng: np.random.Generator, filer: Ints) -> Ints:
        """A right for each complaint; a filer's first ones are used most."""
        low = np.r_[0, self.right_at][filer]
        span = self.right_at[filer] - low
        right: Ints = low + (span * rng.random(len(filer)) ** 2).astype(np.int64)
        return right

    def as_table(self) -> pa.Table:
        number = np.arange(self.size)
        return table(
            filer=number + 1,
            source=picked(["import"], np.zeros(self.size, np.int64)),
            reference=named("F-", number, 7),
            name=named("Filer ", number),
            kind=picked(KINDS, self.kind),
            country=picked(["CN"], np.zeros(self.size, np.int64)),
            registered_at=moments(self.first_day - 20),
        )


def make_parties(rng: np.random.Generator, size: int, categories: int) -> Parties:
    """Draw the filers: four in a hundred of them mostly wrong, the rest seldom."""
    kind = weighted(rng, np.array([0.7, 0.12, 0.18]), size)
    volume = (rng.pareto(1.1, size) + 0.1).clip(max=300) * np.where(kind == 1, 3.0, 1.0)
    first = rng.uniform(0, DAYS * 0.8, size)
    rights = np.where(kind == 1, 1 + rng.integers(0, 20, size), 1 + rng.integers(0, 3, size))
    owner = np.repeat(np.arange(size), rights)
    principal = size + rng.integers(0, max(size, 1), len(owner))
    small = rng.random(size) < 0.04
    return Parties(
        kind=kind,
        volume=volume,
        home=weighted(rng, 1 / np.arange(3, 3 + categories), size),
        second=rng.integers(0, categories, size),
        first_day=first,
        span=(DAYS - first) * rng.uniform(0.2, 1, size),
        bad=np.where(small, rng.beta(6, 4, size), rng.beta(1, 12, size)),
        right_at=np.cumsum(rights),
        right_kind=weighted(rng, np.array([0.6, 0.25, 0.1, 0.05]), len(owner)),
        right_holder=np.where(kind[owner] == 1, principal, owner),
        right_day=-rng.integers(60, 5000, len(owner)),
    )


def texts(rng: np.random.Generator, filer: Ints, filers: int) -> pa.Array:
    """Statements: a filer's own words again and again, or a handbook's form, or something new."""
    words = np.array([f"w{chr(97 + i % 26)}{i:03d}" for i in range(600)])
    own = [" ".join(row) for row in words[rng.integers(0, 600, (filers, _WORDS))]]
    forms = [" ".join(row) for row in words[rng.integers(0, 600, (_HANDBOOKS, _WORDS))]]
    number = filer % _HANDBOOKS
    formed = pc.binary_join_element_wise(picked(forms, number), named("for party ", filer), " ")
    base = pc.if_else(pa.array(filer % 5 == 0), formed, picked(own, filer))
    luck = rng.random(len(filer))
    told = named("as to case ", np.arange(len(filer)))
    fresh = pc.binary_join_element_wise(base, told, " ")
    return maybe(pc.if_else(pa.array(luck < 0.15), fresh, base), luck < 0.92)


def identities(rng: np.random.Generator, people: Parties, rings: list[Ints]) -> pa.Table:
    """Contacts: mostly each filer's own, some offices of many, some hands shared by rings."""
    size, number = people.size, np.arange(people.size)
    office = rng.random(size) < 0.08
    place = np.where(office, size + rng.integers(0, max(size // 100, 1), size), number)
    device = number.copy()
    for ring in rings[::2]:
        device[ring] = np.minimum(ring[0], ring)
        device[ring[: len(ring) // 2]] = ring[0]
    held = {
        "email": (number, 1.0), "phone": (number, 0.85), "device": (device, 0.7),
        "ip": (place, 0.9), "ip_net": (place // 2, 0.9), "address": (place, 0.6),
    }  # fmt: skip
    parts = []
    for offset, (kind, (value, share)) in enumerate(held.items()):
        who = np.flatnonzero(rng.random(size) < share)
        domain = named("host", who, 6)
        parts.append(
            table(
                filer=who + 1,
                kind=picked([kind], np.zeros(len(who), np.int64)),
                value=named(str(offset + 1), value[who], 63),
                domain=maybe(domain, np.full(len(who), kind == "email")),
                first_seen=moments(people.first_day[who]),
                last_seen=moments(people.first_day[who] + people.span[who]),
            )
        )
    return pa.concat_tables(parts)


def documents(rng: np.random.Generator, filer: Ints) -> pa.Table:
    """Papers of two complaints in five, out of each filer's own few."""
    case = np.flatnonzero(rng.random(len(filer)) < 0.4)
    return table(
        complaint=case + 1,
        kind=picked(["registration"], np.zeros(len(case), np.int64)),
        sha256=named("", filer[case] * 4 + rng.integers(0, 3, len(case)), 64),
    )


def operates(rng: np.random.Generator, filers: int, hit: Ints) -> pa.Table:
    """One filer in thirty runs one of the stores that are hit."""
    who = np.flatnonzero(rng.random(filers) < 1 / 30)
    return table(filer=who + 1, store=named("S", rng.choice(hit, len(who))))
