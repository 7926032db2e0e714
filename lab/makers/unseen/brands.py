"""What is protected: brands and works, the rights in them with numbers, dates and papers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np

from lab.makers.unseen.niches import NICHES
from lab.makers.unseen.terrain import Listing
from lab.makers.unseen.words import coin, pick

OFFICES = ("CN", "CN", "EU", "US", "US", "DE", "GB", "BR")
# What a holder leads with. Trade marks and pictures are most complaints, patents few (Temu's and
# TikTok's reports count them in this order; the shares are the author's).
KINDS = ("trademark", "copyright", "design", "patent")
KIND_SHARES = (0.56, 0.25, 0.11, 0.08)


@dataclass(slots=True)
class Right:
    """One registration, days since the market's first day. `paper` is its certificate's SHA-256."""

    kind: str
    number: str | None
    office: str | None
    title: str
    applied: float
    registered: float | None
    published: float | None
    classes: list[int]
    status: str
    paper: str
    bad_faith: bool = False


@dataclass(slots=True)
class Brand:
    """A name or a work, who owns it (`owner` as filed), and the listings found around it so far."""

    name: str
    owner: str
    niche: int
    country: str
    fame: float
    rights: list[Right]
    cloud: list[Listing] = field(default_factory=list)


def paper(*parts: object) -> str:
    return hashlib.sha256("/".join(str(part) for part in parts).encode()).hexdigest()


def number(rng: np.random.Generator, kind: str, office: str) -> str:
    """A number in the office's format (part 5.4 of the evidence)."""
    serial = int(rng.integers(1_000_000, 9_999_999))
    if kind == "trademark":
        return {"CN": f"{serial * 3}", "EU": f"018{serial % 1000000:06d}"}.get(office, f"{serial}")
    if kind == "copyright":
        year = int(rng.integers(2014, 2025))
        return f"国作登字-{year}-F-{serial:08d}" if office == "CN" else f"VA{serial:010d}"
    if office == "CN":
        digit = 3 if kind == "design" else pick(rng, (1, 2, 2))
        return f"ZL20{int(rng.integers(12, 24))}{digit}0{serial:07d}.{serial % 10}"
    return f"D{serial % 1000000}" if kind == "design" else f"{serial + 3_000_000}"


def right(
    rng: np.random.Generator,
    kind: str,
    title: str,
    niche: int,
    *,
    applied: float | None = None,
    office: str | None = None,
) -> Right:
    """A right of `kind`. Pictures are unregistered in two cases of five and then have no number;
    marks take eight to fourteen months, patents two years, from application to certificate."""
    office = office or pick(rng, OFFICES)
    if applied is None:
        applied = -200 - float(rng.exponential(1400))
    wait = {"trademark": 330.0, "patent": 700.0, "design": 160.0, "copyright": 45.0}[kind]
    bare = kind == "copyright" and rng.random() < 0.4
    number_ = None if bare else number(rng, kind, office)
    early = kind in ("copyright", "design")
    return Right(
        kind=kind, number=number_, office=None if bare else office, title=title, applied=applied,
        registered=None if bare else applied + wait * float(rng.uniform(0.7, 1.3)),
        published=applied - float(rng.uniform(5, 200)) if early else None,
        classes=[NICHES[niche][4]] if kind == "trademark" else [], status="registered",
        paper=paper("certificate", kind, number_, title, int(rng.integers(1 << 40))),
    )  # fmt: skip


def found(
    rng: np.random.Generator, owner: str, country: str, *, kind: str | None = None, name: str = ""
) -> Brand:
    """A brand with one to five rights, the first of `kind`; fame is heavy-tailed."""
    niche = int(rng.integers(len(NICHES)))
    name = name or coin(rng)
    lead = kind or KINDS[int(rng.choice(4, p=KIND_SHARES))]
    kinds = [lead] + [pick(rng, KINDS[:3]) for _ in range(min(int(rng.geometric(0.6)) - 1, 4))]
    rights = [right(rng, each, name, niche) for each in kinds]
    return Brand(name, owner, niche, country, float(rng.pareto(1.3)) + 0.2, rights)
