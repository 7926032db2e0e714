"""A flag's text in the reader's language, made from the facts that the scan stored with it.

An earlier version stored sentences instead: they are read as stored, in English or Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from abuse import words
from abuse.words import AblationLine, Case, Catalogue, FindingLine, Message
from complaints.models import Flag, Signal
from complaints.queries.cases.flags import Evidence, FlagOfFiler
from complaints.words import ENGLISH

# What a scan's explanation consists of beyond its signals.
EXPLAINED: Final = (
    "record", "why_level", "without", "smallest_graph", "certificate", "four_factors", "windows",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FlagText:
    """A flag's text in one language.

    `findings` are sentences by detector. `parts` are the paragraph in pieces: `who`, `why`,
    `rests`; they and the paragraph are empty where the scan explained nothing.
    """

    findings: Mapping[str, str]
    speaks_for: list[str]
    parts: Mapping[str, str]
    paragraph: str


def text_of(flagged: FlagOfFiler, language: Catalogue) -> FlagText:
    """Return the flag's text in a language."""
    if any(signal.summary is not None for signal in flagged.signals):
        return _as_stored(flagged, language.language)
    findings = {each.detector: language.say(_finding(each)) for each in flagged.signals}
    speaks_for = [language.say(each) for each in _speaks_for(flagged.flag)]
    case = _case(flagged)
    if case is None:
        return FlagText(findings, speaks_for, {}, "")
    parts = {name: language.say(part) for name, part in case.parts().items()}
    return FlagText(findings, speaks_for, parts, language.say(case.paragraph()))


def facts_of(flag: Flag) -> dict[str, Any]:
    """Return the scan's explanation without the sentences that an earlier version stored in it."""
    return {name: flag.explained[name] for name in EXPLAINED if name in flag.explained}


def _as_stored(flagged: FlagOfFiler, language: str) -> FlagText:
    """Return the sentences that an earlier version stored; a language without any gets the
    English ones."""
    flag, kept = flagged.flag, flagged.flag.explained
    english = {each.detector: each.summary or "" for each in flagged.signals}
    parts, paragraph = kept.get("parts", {}), kept.get("explanation", {})
    return FlagText(
        {**english, **kept.get(f"summaries_{language}", {})},
        kept.get(f"speaks_for_{language}") or flag.speaks_for,
        parts.get(language) or parts.get(ENGLISH, {}),
        paragraph.get(language) or paragraph.get(ENGLISH, ""),
    )


def _finding(signal: Signal) -> Message:
    return words.finding(signal.detector, signal.numbers)


def _speaks_for(flag: Flag) -> list[Message]:
    return [words.mitigating(each["kind"], each["numbers"]) for each in flag.speaks_for]


def _case(flagged: FlagOfFiler) -> Case | None:
    """Return the facts of the paragraph; None where the scan explained nothing."""
    flag, kept = flagged.flag, flagged.flag.explained
    if "record" not in kept:
        return None
    record, why = kept["record"], kept["why_level"]
    return Case(
        reference=flagged.filer.reference,
        kind=record["kind"] or "",
        score=flag.score,
        level=flag.level,
        ring=flag.ring,
        since=record["since"],
        until=record["until"],
        complaints=record["complaints"],
        claims=record["claims"],
        stores=record["stores"],
        lines=tuple(_line(each, kept["windows"]) for each in flagged.evidence),
        speaks_for=tuple(_speaks_for(flag)),
        families=tuple(why["families"]),
        from_score=why["from_score"],
        next_level=why["next_level"],
        next_score=why["next_score"],
        held_by=why["held_by"],
        ablations=tuple(
            AblationLine(each["kind"], each["what"], each["score"], each["level"])
            for each in kept["without"]
        ),
        certificate=kept.get("certificate", {}),
    )


def _line(evidence: Evidence, windows: Mapping[str, list[str]]) -> FindingLine:
    signal = evidence.signal
    since, until = windows[signal.detector]
    return FindingLine(
        detector=signal.detector,
        finding=_finding(signal),
        complaints=tuple(reference for _, reference in evidence.complaints),
        since=since,
        until=until,
        score_without=signal.score_without,
    )
