"""What a flag says: made from stored facts in any language; an earlier version's as it stands."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from abuse import Policy
from complaints.jobs import scanning
from complaints.models import Flag, Signal
from complaints.queries.cases import flag_words, flags
from complaints.rules.policy.policies import Policies
from complaints.words import LANGUAGES, catalogue
from tests.abuse.makers import START
from tests.abuse.planted import PLANTED
from tests.jobs.records import put
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.words import pseudo
from tests.words.pseudo import left_in_english

PSEUDO = pseudo.catalogue()

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def scanned(database):
    """A scan of a market with a guilty filer, and its flag's number."""
    return staged(database, "flag in words", lambda: _scan(database))


def _scan(database):
    at = START + timedelta(days=320)
    put(database, PLANTED["unfounded_share"](), START + timedelta(days=800))
    # One family of evidence alone is "watch" by default; here it is enough for a flag.
    done = scanning.sweep(
        database, Policies(scan=Policy(watch=0.1, warning=0.15)), now=at, as_of=at
    )
    with database.transaction() as session:
        opened = done.record(working(session, now=at)).opened
    return done.report, opened[0]


def read(database, flag_id):
    with database.transaction() as session:
        ann = Market(session, START).staff("ann")
        return flags.get_flag(working(session, ann), flag_id)


def test_a_flag_says_what_its_scan_said_in_every_language(database, scanned):
    report, flag_id = scanned
    found = read(database, flag_id)
    (filer,) = [each for each in report.filers if each.key == found.filer.id]
    for language in map(catalogue, LANGUAGES):
        told = flag_words.text_of(found, language)
        assert told.paragraph == language.say(filer.case().paragraph())
        assert all(part in told.paragraph for part in told.parts.values())
        assert told.findings == {s.detector: language.say(s.message) for s in filer.signals}
        assert told.speaks_for == [language.say(each.message) for each in filer.speaks_for]
    assert set(flag_words.facts_of(found.flag)) == set(flag_words.EXPLAINED)


def test_a_dossier_stays_english_nowhere(database, scanned):
    found = read(database, scanned[1])
    told = flag_words.text_of(found, PSEUDO)
    names = re.compile(r"guilty|\b[GS]-?G?\d+\b")
    for said in (told.paragraph, *told.parts.values(), *told.findings.values(), *told.speaks_for):
        assert left_in_english(names.sub("", said)) == [], said


def test_a_flag_that_was_stored_as_sentences_says_these(database, scanned):
    with database.transaction() as session:
        session.execute(update(Signal).values(summary="Nine claims went against it."))
        session.execute(
            update(Flag).values(
                speaks_for=["It has filed here for 4 years."],
                explained={
                    "explanation": {"en": "Filer guilty.", "zh": "投诉人 guilty。"},
                    "parts": {"en": {"who": "Filer."}, "zh": {"who": "投诉人。"}},
                    "summaries_zh": {"unfounded_share": "九个投诉项对其不利。"},
                    "speaks_for_zh": ["它在本平台提交投诉已有 4 年。"],
                },
            )
        )
    found = read(database, scanned[1])
    en, zh = (flag_words.text_of(found, catalogue(language)) for language in ("en", "zh"))
    assert set(en.findings.values()) == {"Nine claims went against it."}
    assert zh.findings["unfounded_share"] == "九个投诉项对其不利。"
    assert (en.speaks_for, zh.speaks_for) == (
        ["It has filed here for 4 years."], ["它在本平台提交投诉已有 4 年。"],
    )  # fmt: skip
    assert (en.paragraph, zh.paragraph) == ("Filer guilty.", "投诉人 guilty。")
    assert (en.parts, zh.parts) == ({"who": "Filer."}, {"who": "投诉人。"})
    assert flag_words.text_of(found, PSEUDO).paragraph == "Filer guilty."
    assert flag_words.facts_of(found.flag) == {}


def test_a_scan_that_explained_nothing_tells_its_findings(database, scanned):
    with database.transaction() as session:
        session.execute(update(Flag).values(explained={}))
    found = read(database, scanned[1])
    told = flag_words.text_of(found, catalogue("en"))
    assert told.findings
    assert (told.parts, told.paragraph) == ({}, "")
    assert flag_words.facts_of(found.flag) == {}
