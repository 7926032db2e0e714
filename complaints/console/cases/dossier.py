"""What a flag's page shows beside its picture: the case in parts, evidence by family, its story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from abuse.words import findings as finding_words
from abuse.words import names as shared_names
from complaints.http.languages import current, say_here
from complaints.models import LedgerEntry
from complaints.queries.cases import boycotts, flag_answers, flag_words, judgements
from complaints.queries.cases import flags as flag_queries
from complaints.queries.cases.flag_words import FlagText
from complaints.queries.cases.flags import Evidence, FlagOfFiler
from complaints.queries.findings import readings, scans
from complaints.queries.logins import people
from complaints.queries.staff import notes
from complaints.queries.upkeep import ledger
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.words import message as _
from complaints.words.labels import label, verbatim
from complaints.work import UnitOfWork

VERBS = {
    "opened": _("A scan opened the flag"),
    "added_findings": _("A scan added to the flag"),
    "unsupported": _("A scan no longer supports the flag"),
    "supported": _("A scan supports the flag again"),
    "take": _("Taken under review"),
    "dismiss": _("Dismissed"),
    "confirm": _("Confirmed"),
    "noted": _("A note was added"),
    "answer": _("The filer answered before any warning"),
    "put_off": _("What the filer reads was put off"),
}


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal as the page shows it."""

    name: str
    sentence: str
    since: str
    until: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class WithoutPiece:
    """What would stand without a piece of evidence: the level, None where the scan did not keep it,
    and the place in the queue; `is_same` says that both stay as they are."""

    name: str
    level: str | None
    place: int
    is_same: bool


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One entry of the flag's story."""

    title: str
    at: datetime
    by: str
    text: str


def dossier_facts(work: UnitOfWork, flagged: FlagOfFiler) -> dict[str, Any]:
    """Return what the template needs of a flag, in the page's language."""
    flag, explained = flagged.flag, flagged.flag.explained
    texts = flag_words.text_of(flagged, current())
    reading = readings.of_flags(work.session, [flag.id]).get(flag.id)
    story = ledger.list_entries(work, subject="flag", subject_id=flag.id, limit=100)
    pieces = list(_pieces(flagged))
    places = flag_queries.places_of(
        work, flag, [(level or flag.level, score) for _name, level, score in pieces]
    )
    persons = [flag.taken_by, flag.closed_by, *(e.actor_id for e in story if is_by_person(e))]
    names = people.names(work.session, persons)
    return {
        "flag": flag,
        "filer": flagged.filer,
        "names": names,
        "reading": reading,
        "sides": readings.sides(flagged, reading, current()) if reading else [],
        "parts": texts.parts,
        "paragraph": texts.paragraph,
        "families": _by_family(flagged, texts),
        "shapes": scans.shapes_by(work.session, [flag.scan_run_id])[flag.scan_run_id],
        "speaks_for": texts.speaks_for,
        "places": places,
        "changes": [
            WithoutPiece(name, level, place, (level, place) == (flag.level, places.now))
            for (name, level, _score), place in zip(pieces, places.others, strict=True)
        ],
        "stake": flag_queries.stake_of(flag, "own"),
        "stake_of_case": flag_queries.stake_of(flag),
        "factors": explained.get("four_factors") or None,
        "intention": [
            detector_name(name)
            for name in dict.fromkeys(explained.get("four_factors", {}).get("intention", ()))
        ],
        "record": explained.get("record"),
        "ring": flag_queries.ring_of(work, flag.id),
        "judged": {
            (row.b_id if row.a_id == flag.filer_id else row.a_id): row
            for row in judgements.list_judgements(work, filer_id=flag.filer_id, limit=200)
        },
        "boycotts": boycotts.list_boycotts(
            work.at(flag.updated_at), states=BOYCOTT.states, filer_id=flag.filer_id
        ),
        "story": [_story_entry(entry, names) for entry in story],
        "notes": notes.notes_about(work, "flag", flag.id),
        "answers": flag_answers.answers_to(work.session, flag.id),
    }


def _pieces(flagged: FlagOfFiler) -> Iterator[tuple[str, str | None, float]]:
    """Yield pieces of the flag's evidence, each with the level and the score that would stand
    without it: findings, shared things, stores."""
    explained = flagged.flag.explained
    levels = explained.get("level_without", {})
    for signal in flagged.signals:
        without = levels.get(signal.detector)
        yield detector_name(signal.detector), without, signal.score_without
    for each in explained.get("without", []):
        what = _("store %(name)s", name=each["what"])
        if each["kind"] == "identifier":
            shared = shared_names.SHARED.get(each["what"])
            kind = current().say(shared) if shared else each["what"]
            what = _("the shared %(what)s", what=kind)
        yield say_here(what), each["level"], each["score"]


def _by_family(flagged: FlagOfFiler, texts: FlagText) -> list[tuple[str, list[SignalLine]]]:
    """Return the signals by family, the family of the strongest first."""
    by_family: dict[str, list[SignalLine]] = {}
    for evidence in flagged.evidence:
        line = _line(flagged, evidence, texts)
        by_family.setdefault(evidence.signal.family, []).append(line)
    order = {family: place for place, family in enumerate(by_family)}
    return sorted(by_family.items(), key=lambda item: order[item[0]])


def _line(flagged: FlagOfFiler, evidence: Evidence, texts: FlagText) -> SignalLine:
    detector = evidence.signal.detector
    since, until = flagged.flag.explained.get("windows", {}).get(detector, ("", ""))
    return SignalLine(detector_name(detector), texts.findings[detector], since, until, evidence)


def detector_name(detector: str) -> str:
    """Return what a detector is called, in the page's language."""
    return current().say(finding_words.DETECTORS[detector])


def _story_entry(entry: LedgerEntry, names: dict[int | None, str]) -> StoryEntry:
    title = say_here(VERBS.get(entry.verb) or verbatim(entry.verb))
    sentences = [entry.why or ""]
    level = entry.facts.get("level")
    if level:
        score = str(entry.facts.get("score", ""))
        named = label("level", str(level))
        sentences.append(say_here(_("Level %(level)s, score %(score)s.", level=named, score=score)))
    by = (
        names.get(entry.actor_id, "") if is_by_person(entry) else say_here(label("actor", "system"))
    )
    return StoryEntry(title, entry.at, by, " ".join(filter(None, sentences)))


def is_by_person(entry: LedgerEntry) -> bool:
    """Say whether a person made the entry."""
    return entry.actor_kind == "person"
