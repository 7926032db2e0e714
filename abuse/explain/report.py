"""The result of a scan: findings by filer, as values and as JSON.

Rendering only. With ``mask`` names and references become stable pseudonyms, because real firms are
not to be accused in documentation.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from abuse import words
from abuse.explain.explanation import Explanation, Named
from abuse.explain.standing import Standings
from abuse.findings import Link, MitigatingFactor
from abuse.words import ENGLISH, Case, Catalogue, FindingLine, Message

MOST_COMPLAINTS = 50
# Kinds of nodes that are called by a name of somebody.
_NAMES = frozenset({"filer", "store", "listing", "holder", "right"})


@dataclass(frozen=True)
class Signal:
    """One detector's finding about a filer, with what it adds to the score.

    `since` and `until` are the first and the last day of the complaints that it rests on.
    `level_without` is the level that would stand without it; not part of the JSON.
    """

    detector: str
    family: str
    strength: float
    log_odds: float
    score_without: float
    numbers: dict[str, Any]
    complaints: list[str]
    complaint_keys: list[int]
    partners: list[str] = field(default_factory=list)
    since: str = ""
    until: str = ""
    level_without: str | None = None

    @property
    def message(self) -> Message:
        """The finding as a message."""
        return words.finding(self.detector, self.numbers)


@dataclass(frozen=True)
class FilerReport:
    """What a scan says about one filer; `key` is the integer key the table came with.

    `near` orders a queue by nearness to filers under a boycott; None where none were given.
    `certificate` says how many acts of others it would take, by name: to bring the level about
    (`framing_budget`, at least; `framing_found`, the cheapest that was found) and to take it away
    (`masking_budget`, `masking_found`). None is where no number of them does, or nothing was asked.
    """

    key: int
    reference: str
    source: str
    name: str
    score: float
    level: str
    ring: str | None
    signals: list[Signal]
    four_factors: dict[str, Any]
    speaks_for: list[MitigatingFactor]
    near: float | None = None
    certificate: dict[str, int | None] = field(default_factory=dict)
    explanation: Explanation | None = None

    @property
    def is_pending(self) -> bool:
        """Whether nothing of this filer is decided yet, so that what it did alone speaks."""
        return any(each.kind == "pending" for each in self.speaks_for)

    def case(self, mask: bool = False) -> Case | None:
        """What its paragraph is made from; None where nothing is explained.

        Only filers with a level are, unless `explain` was off. With `mask` references and stores
        are pseudonyms.
        """
        return None if self.explanation is None else _case(self, self.explanation, mask)

    def explained(self, mask: bool = False) -> dict[str, Any]:
        """The explanation as plain values, by the names of a scan's JSON; empty where none is."""
        return {} if self.explanation is None else self.explanation.as_json(_named(mask))


@dataclass(frozen=True)
class Report:
    """A scan's `run` facts, its filers, highest score first, and links between filers' keys.

    `standing` are every filer's figures, where they were asked for; not part of the JSON.
    """

    run: dict[str, Any]
    filers: list[FilerReport]
    links: list[Link] = field(default_factory=list, repr=False)
    standing: Standings | None = field(default=None, repr=False)

    def as_json(self, mask: bool = False, *, language: Catalogue = ENGLISH) -> dict[str, Any]:
        """The report as plain values, valid under ``scan.schema.json``.

        Its sentences are in the language, its paragraphs (``explanation``) in all of them.
        """
        filers = [_filer(filer, mask, language) for filer in self.filers]
        return {"run": self.run, "filers": filers}


def pseudonym(kind: str, text: str) -> str:
    """A stable stand-in for a name.

    Examples
    --------
    >>> pseudonym("filer", "Example Ltd") == pseudonym("filer", "Example Ltd")
    True
    """
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _filer(filer: FilerReport, mask: bool, language: Catalogue) -> dict[str, Any]:
    reference = pseudonym("filer", filer.reference) if mask else filer.reference
    return {
        "reference": reference,
        "source": filer.source,
        "name": reference if mask else filer.name,
        "score": round(filer.score, 6),
        "level": filer.level,
        **({"pending": True} if filer.is_pending else {}),
        "ring": filer.ring,
        **filer.certificate,
        "signals": [_signal(signal, mask, language) for signal in filer.signals],
        "four_factors": filer.four_factors,
        "speaks_for": [language.say(each.message) for each in filer.speaks_for],
        **({} if filer.near is None else {"near": filer.near}),
        **_explanation(filer, mask),
        **filer.explained(mask),
    }


def _explanation(filer: FilerReport, mask: bool) -> dict[str, dict[str, str]]:
    case = filer.case(mask)
    if case is None:
        return {}
    paragraph = case.paragraph()
    return {"explanation": {code: words.say(paragraph, code) for code in words.LANGUAGES}}


def _named(mask: bool) -> Named:
    """What to call a filer, a store or a listing; other things have no name to hide."""

    def name(kind: str, text: str) -> str:
        # A store is one name, whether it is hit or run.
        kind = "store" if kind == "shop" else kind
        return pseudonym(kind, text) if mask and kind in _NAMES else text

    return name


def _case(filer: FilerReport, why: Explanation, mask: bool) -> Case:
    return Case(
        reference=pseudonym("filer", filer.reference) if mask else filer.reference,
        kind=why.kind,
        score=filer.score,
        level=filer.level,
        ring=filer.ring,
        certificate=filer.certificate,
        since=why.since,
        until=why.until,
        complaints=why.complaints,
        claims=why.claims,
        stores=why.stores,
        lines=tuple(_line(signal, mask) for signal in filer.signals),
        speaks_for=tuple(each.message for each in filer.speaks_for),
        families=why.reasons.families,
        from_score=why.reasons.from_score,
        next_level=why.reasons.next_level,
        next_score=why.reasons.next_score,
        held_by=why.reasons.held_by,
        ablations=why.ablation_lines(_named(mask)),
    )


def _line(signal: Signal, mask: bool) -> FindingLine:
    cases = signal.complaints
    return FindingLine(
        detector=signal.detector,
        finding=signal.message,
        complaints=tuple(pseudonym("complaint", case) if mask else case for case in cases),
        since=signal.since,
        until=signal.until,
        score_without=signal.score_without,
    )


def _numbers(signal: Signal, mask: bool) -> dict[str, Any]:
    """The finding's figures; the name of a client is a name too."""
    named = {name for name in ("client", "also") if mask and name in signal.numbers}
    return signal.numbers | {
        name: "; ".join(pseudonym("holder", one) for one in str(signal.numbers[name]).split("; "))
        for name in named
    }


def _signal(signal: Signal, mask: bool, language: Catalogue) -> dict[str, Any]:
    complaints, partners = signal.complaints, signal.partners
    if mask:
        complaints = [pseudonym("complaint", reference) for reference in complaints]
        partners = [pseudonym("filer", reference) for reference in partners]
    return {
        "detector": signal.detector,
        "family": signal.family,
        "strength": round(signal.strength, 6),
        "log_odds": round(signal.log_odds, 6),
        "score_without": round(signal.score_without, 6),
        "summary": language.say(signal.message),
        "since": signal.since,
        "until": signal.until,
        "numbers": _numbers(signal, mask) | ({"with": partners} if partners else {}),
        "complaints": complaints,
    }
