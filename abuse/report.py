"""The result of a scan: findings by filer, as values, as JSON and as a table for people.

Rendering only. With ``mask`` names and references become stable pseudonyms, because real firms are
not to be accused in documentation.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from abuse import words
from abuse.explanation import Explanation, Named
from abuse.findings import Link
from abuse.names import visible
from abuse.standing import Standings
from abuse.words.case import Case, Line

MOST_COMPLAINTS = 50
# Kinds of nodes that are called by a name of somebody.
_NAMES = frozenset({"filer", "store", "listing", "holder", "right"})


@dataclass(frozen=True)
class Signal:
    """One detector's finding about a filer, with what it adds to the score.

    `since` and `until` are the first and the last day of the complaints that it rests on.
    """

    detector: str
    family: str
    strength: float
    log_odds: float
    score_without: float
    summary: str
    numbers: dict[str, Any]
    complaints: list[str]
    complaint_keys: list[int]
    partners: list[str] = field(default_factory=list)
    summary_zh: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class FilerReport:
    """What a scan says about one filer; `key` is the integer key the table came with.

    `near` orders a queue by nearness to filers under a boycott; None where none were given.
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
    speaks_for: list[str]
    near: float | None = None
    speaks_for_zh: list[str] = field(default_factory=list)
    explanation: Explanation | None = None

    def paragraph(self, language: words.Language = "en", mask: bool = False) -> str:
        """The case in a paragraph; "" where none was made (no level, or `explain` was off).

        With `mask` references and stores are pseudonyms.
        """
        if self.explanation is None:
            return ""
        return words.paragraph(_case(self, self.explanation, language, mask), language)

    def parts(self, language: words.Language = "en") -> dict[str, str]:
        """The paragraph in pieces (`abuse.words.parts`); empty where none was made."""
        if self.explanation is None:
            return {}
        return words.parts(_case(self, self.explanation, language, mask=False), language)

    def explained(self, mask: bool = False) -> dict[str, Any]:
        """The explanation as plain values, by the names of a scan's JSON; empty where none is."""
        if self.explanation is None:
            return {}
        told = {each: self.paragraph(each, mask) for each in words.LANGUAGES}
        return {"explanation": told, **self.explanation.as_json(_named(mask))}


@dataclass(frozen=True)
class Report:
    """A scan's `run` facts, its filers, highest score first, and links between filers' keys.

    `standing` are every filer's figures, where they were asked for; not part of the JSON.
    """

    run: dict[str, Any]
    filers: list[FilerReport]
    links: list[Link] = field(default_factory=list, repr=False)
    standing: Standings | None = field(default=None, repr=False)

    def as_json(self, mask: bool = False) -> dict[str, Any]:
        """The report as plain values, valid under ``scan.schema.json``."""
        return {"run": self.run, "filers": [_filer(filer, mask) for filer in self.filers]}

    def as_table(self, mask: bool = False, limit: int | None = None) -> str:
        """The report for people: one block a filer, each signal on its own line."""
        run = self.run
        counts = [f"{run[name]:,} {name}" for name in ("filers", "complaints", "claims")]
        lines = [f"As of {run['as_of'][:10]}: {', '.join(counts)}."]
        shown = self.filers if limit is None else self.filers[:limit]
        if not shown:
            return "\n".join([*lines, "Nobody stands out."])
        for rank, filer in enumerate(shown, 1):
            ring = f"  [{filer.ring}]" if filer.ring else ""
            said = _name(filer, mask)
            lines += ["", f"{rank:>3}. {filer.score:.2f}  {filer.level:<14}  {said}{ring}"]
            for signal in filer.signals:
                lines.append(
                    f"     {signal.log_odds:+.2f}  {signal.detector}: {signal.summary} "
                    f"Without it {signal.score_without:.2f}."
                )
            lines += [f"     for it: {sentence}" for sentence in filer.speaks_for]
            if filer.explanation:
                case = _case(filer, filer.explanation, "en", mask)
                lines += [f"     {sentence}" for sentence in words.standing(case)]
        if len(shown) < len(self.filers):
            lines += ["", f"... and {len(self.filers) - len(shown):,} more."]
        return "\n".join(map(visible, lines))


def pseudonym(kind: str, text: str) -> str:
    """A stable stand-in for a name.

    Examples
    --------
    >>> pseudonym("filer", "Example Ltd") == pseudonym("filer", "Example Ltd")
    True
    """
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _name(filer: FilerReport, mask: bool) -> str:
    if mask:
        return pseudonym("filer", filer.reference)
    same = filer.name == filer.reference
    return filer.name if same else f"{filer.name} ({filer.reference})"


def _filer(filer: FilerReport, mask: bool) -> dict[str, Any]:
    reference = pseudonym("filer", filer.reference) if mask else filer.reference
    return {
        "reference": reference,
        "source": filer.source,
        "name": reference if mask else filer.name,
        "score": round(filer.score, 6),
        "level": filer.level,
        "ring": filer.ring,
        "signals": [_signal(signal, mask) for signal in filer.signals],
        "four_factors": filer.four_factors,
        "speaks_for": filer.speaks_for,
        "speaks_for_zh": filer.speaks_for_zh,
        **({} if filer.near is None else {"near": filer.near}),
        **filer.explained(mask),
    }


def _named(mask: bool) -> Named:
    """What to call a filer, a store or a listing; other things have no name to hide."""

    def name(kind: str, text: str) -> str:
        # A store is one name, whether it is hit or run.
        kind = "store" if kind == "shop" else kind
        return pseudonym(kind, text) if mask and kind in _NAMES else text

    return name


def _case(filer: FilerReport, why: Explanation, language: words.Language, mask: bool) -> Case:
    zh = language == "zh"
    return Case(
        reference=pseudonym("filer", filer.reference) if mask else filer.reference,
        kind=why.kind,
        score=filer.score,
        level=filer.level,
        ring=filer.ring,
        since=why.since,
        until=why.until,
        complaints=why.complaints,
        claims=why.claims,
        stores=why.stores,
        lines=tuple(_line(signal, zh, mask) for signal in filer.signals),
        speaks_for=tuple(filer.speaks_for_zh if zh else filer.speaks_for),
        families=why.reasons.families,
        from_score=why.reasons.from_score,
        next_level=why.reasons.next_level,
        next_score=why.reasons.next_score,
        held_by=why.reasons.held_by,
        left_out=why.left_out(_named(mask)),
    )


def _line(signal: Signal, zh: bool, mask: bool) -> Line:
    cases = signal.complaints
    return Line(
        detector=signal.detector,
        said=signal.summary_zh if zh else signal.summary,
        complaints=tuple(pseudonym("complaint", case) if mask else case for case in cases),
        since=signal.since,
        until=signal.until,
        score_without=signal.score_without,
    )


def _signal(signal: Signal, mask: bool) -> dict[str, Any]:
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
        "summary": signal.summary,
        "summary_zh": signal.summary_zh,
        "since": signal.since,
        "until": signal.until,
        "numbers": signal.numbers | ({"with": partners} if partners else {}),
        "complaints": complaints,
    }
