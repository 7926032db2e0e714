"""Flags with all that a list or a page of one shows: the shapes of the API and of the commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from complaints.models import Filer, Flag
from complaints.queries.cases import flag_answers, flag_words, flags, rings
from complaints.queries.findings import readings, scans, standing
from complaints.rules.cases.flags import FLAG
from complaints.words import Catalogue
from complaints.words.sureness import odds_of
from complaints.work import UnitOfWork


def rows_of(session: Session, rows: Sequence[tuple[Flag, Filer]]) -> list[dict[str, Any]]:
    """Return flags as rows of a list, in the same order. The caller has checked who reads."""
    families = flags.families_of(session, [flag for flag, _ in rows])
    read = readings.of_flags(session, [flag.id for flag, _ in rows])
    in_rings = rings.of_filers(session, [filer.id for _, filer in rows])
    answered = flag_answers.answered_at(session, [flag.id for flag, _ in rows])
    shapes = scans.shapes_by(session, {flag.scan_run_id for flag, _ in rows})
    return [
        {
            "flag": flag, "filer": filer, "families": families[flag.id],
            "ring_size": 1 + len(flag.ring_filers), "reading": read.get(flag.id),
            "ring_id": in_rings.get(filer.id), "answered_at": answered.get(flag.id),
            "odds": odds_of(flag.score), "at_stake": flags.stake_of(flag) or None,
            "pending": flags.is_pending(flag), "shapes": shapes[flag.scan_run_id],
        }
        for flag, filer in rows
    ]  # fmt: skip


def detail(work: UnitOfWork, flag_id: int, language: Catalogue) -> dict[str, Any]:
    """Return one flag with its signals, and with its sentences in a language.

    Refuses with: not-found.
    """
    flagged = flags.get_flag(work, flag_id)
    texts = flag_words.text_of(flagged, language)
    (row,) = rows_of(work.session, [(flagged.flag, flagged.filer)])
    reading = row["reading"]
    evidence = [
        {
            "signal": shown.signal,
            "level_without": flagged.flag.explained.get("level_without", {}).get(
                shown.signal.detector
            ),
            "summary": texts.findings[shown.signal.detector],
            "complaints": [{"id": i, "reference": name} for i, name in shown.complaints],
        }
        for shown in flagged.evidence
    ]
    return {
        **row,
        "answers": flag_answers.answers_to(work.session, flag_id),
        "evidence": evidence,
        "since_scan": standing.since_scan(work.session, flagged.filer.id, flagged.flag.scan_run_id),
        "possible": _possible(work.session, flagged.flag),
        "speaks_for": texts.speaks_for,
        "parts": texts.parts,
        "explained": flag_words.facts_of(flagged.flag),
        "readings": readings.sides(flagged, reading, language) if reading else [],
    }


def _possible(session: Session, flag: Flag) -> list[str]:
    """Return the steps that a flag's state allows: a confirmed one is dismissed only for what its
    filer answered since."""
    if flag.state == "confirmed" and not flag_answers.is_to_read(session, flag.id):
        return []
    return sorted({step.event for step in FLAG.steps_from(flag.state)})
