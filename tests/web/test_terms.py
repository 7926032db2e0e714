"""The terms in sight: made from the policy in force, in both languages, with every version."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from complaints.models import Policy
from complaints.rules.cases.suspensions import CLOSING_DAYS
from complaints.rules.policy.policies import parse_policies
from complaints.rules.policy.policy_tables import TABLES
from complaints.rules.policy.published_terms import clauses_of
from complaints.rules.sellers.strikes import TOGETHER
from complaints.storage.context import Context
from complaints.words import LANGUAGES, say
from complaints.words.terms import TITLES, TermNumbers
from tests.policies import put_policy
from tests.scenes.callers import Caller

TEXT = """
[boycott]
warn_manifest = 37
min_manifest = 41
min_after_warning = 38
window = 342
answer_days = 43
bounce_days = 48
post_days = 49
min_term = 44
max_term = 345
heed_days = 46
hold_days = 6
[law]
lane_days = 7
restore_appeals = 52
trusted_claims = 53
trusted_founded = 54
trusted_days = 355
trusted_ahead = 26
flagger_ahead = 57
strikes_warn = 63
strikes_suspend = 64
strikes_close = 65
strike_days = 367
"""
NUMBERS = ("37", "38", "41", "342", "43", "48", "49", "44", "345", "46", "6", "7", "52",
           "53", "54", "355", "26", "57", "63", "64", "65", "367")  # fmt: skip


def put(context: Context, *texts: str) -> list[int]:
    with context.database.transaction() as session:
        rows = [put_policy(session, text) for text in texts]
        for spot, row in enumerate(rows):
            row.since += timedelta(days=10 * spot)
        return [row.number for row in rows]


def words_of(app: Flask, path: str, language: str = "en") -> str:
    answer = app.test_client().get(f"{path}?lang={language}")
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>", " ", answer.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_comes_from_the_policy(app: Flask, context: Context, language: str) -> None:
    usual = words_of(app, "/terms", language)
    put(context, TEXT)
    told = words_of(app, "/terms", language)
    for number in NUMBERS:
        assert re.search(rf"(?<!\d){number}(?!\d)", told), number
    assert told != usual
    for title in TITLES.values():
        assert say(title, language) in told


def test_each_number_has_its_place_in_a_clause() -> None:
    """One that a clause forgets would be no term: the texts differ wherever a number does."""
    before = clauses_of(parse_policies(""))
    for line in TEXT.split("\n"):
        if "=" not in line:
            continue
        name = line.partition(" ")[0]
        table = "law" if name in TABLES["law"] else "boycott"
        whole = "min_manifest = 60\n" if "warn_manifest" in line else ""
        assert clauses_of(parse_policies(f"[{table}]\n{whole}{line}")) != (
            clauses_of(parse_policies(f"[{table}]\n{whole}")) if whole else before
        ), line
    # The time to say why one appeals is no policy's, and treatments are no number.
    assert len(NUMBERS) + 2 == len(fields(TermNumbers))
    shown = [str(part) for clause in before for part in clause.sentences]
    assert any("you have 14 days to send them" in part for part in shown)
    assert any("won 3 appeals against the same complainant" in part for part in shown)
    # What no policy can change is in the text as the rules have it.
    assert any(f"{CLOSING_DAYS} days after its warning" in part for part in shown)
    assert timedelta(days=3) == TOGETHER
    assert any("within three days count once" in part for part in shown)
    none = clauses_of(parse_policies("[law]\nrestore_appeals = 0"))
    assert not any("won" in str(part) for part in none[-3].sentences)
    nobody = clauses_of(parse_policies("[law]\ntrusted_claims = 0"))
    assert not any("trusted filer stand" in str(part) for part in nobody[-2].sentences)
    assert clauses_of(parse_policies("[law]\nboycott_ecl = 0")) != before


def test_it_says_what_is_stopped_under_which_law(app: Flask, context: Context) -> None:
    told = words_of(app, "/terms")
    stopped = "complaints under the Digital Services Act of the European Union and our own rules"
    assert f"we do not process {stopped}" in told
    assert "complaints under the E-Commerce Law of China once you have sent three things" in told
    assert "US copyright law (17 U.S.C. 512), our own rules in the United States" in told
    put(context, "[law]\nboycott_dsa = 0\nboycott_house = 0\n")
    assert "we do not process complaints" not in words_of(app, "/terms")


def test_each_version_is_there_with_its_days(app: Flask, context: Context) -> None:
    first, second = put(context, TEXT, "[boycott]\nmin_manifest = 9\n")
    now, then = words_of(app, "/terms"), words_of(app, f"/terms/{first}")
    assert f"Version {second}, in force since" in now
    assert f"Version {first}. It held from" in then
    assert "41 complaints that a person found" in then
    assert "9 complaints that a person found" in now
    for page in (now, then):
        assert all(f"Version {number}" in page for number in (first, second))
    assert app.test_client().get("/terms/999").status_code == 404


def test_what_an_earlier_release_put_is_shown_by_its_text_alone(
    app: Flask, context: Context
) -> None:
    """Its other values were that release's, and would be put into its mouth."""
    (number,) = put(context, TEXT)
    put(context, "")
    with context.database.transaction() as session:
        session.get_one(Policy, number).digest = "another"
    told = words_of(app, f"/terms/{number}")
    assert "An earlier release of this service published this version." in told
    assert "min_manifest = 41" in told
    assert "What counts as manifestly unfounded" not in told


def test_a_program_reads_them_and_the_footer_leads_there(
    app: Flask, context: Context, caller: Callable[..., Caller]
) -> None:
    first, second = put(context, TEXT, "")
    key = caller("both")
    told: dict[str, Any] = key.get("/terms").get_json()
    assert (told["version"]["number"], told["version"]["until"]) == (second, None)
    assert [clause["anchor"] for clause in told["clauses"]] == [*TITLES]
    assert [each["number"] for each in told["versions"]][:2] == [second, first]
    older = key.get(f"/terms?version={first}").get_json()
    (boycott,) = (each for each in older["clauses"] if each["anchor"] == "boycott")
    assert any("41 complaints" in sentence for sentence in boycott["sentences"])
    assert key.get("/terms?version=999").status_code == 404
    assert 'href="/terms"' in app.test_client().get("/").text
