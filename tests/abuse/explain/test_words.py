"""What a scan says: every detector in every language, figures grouped and dated, no jargon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from abuse import ClaimTable, Policy, scan
from abuse.detectors import DETECTORS
from abuse.explain.report_text import as_table
from abuse.findings import Finding
from abuse.market.making import make_market
from abuse.words import LANGUAGES, finding, mitigating, names, say
from abuse.words.findings import DETECTORS as CALLED
from abuse.words.findings import FINDINGS, GONE
from abuse.words.folders import languages_in
from abuse.words.mitigation import MITIGATING
from tests.abuse.planted import EXAMPLES, PLANTED, read_market, seen
from tests.words import pseudo
from tests.words.pseudo import left_in_english

JARGON = re.compile(
    r"log-odds|truss|p-value|p =|quantile|posterior|prior\b|Bayes|beta|FDR|null|rewir|\bz\b|rho",
    re.IGNORECASE,
)
MASKED = re.compile(r"\b(filer|store|complaint|ring)-[0-9a-f]+")
PSEUDO = pseudo.catalogue()
RING = {"accounts": 12, "share": 0.634, "bad": 1200, "claims": 4321, "own_bad": 1}
RELIEFS: dict[str, dict[str, Any]] = {
    "upheld": {"upheld": 9, "claims": 10, "peer_share": 0.7},
    "targets": {"young": 9, "claims": 10},
    "grades": {"graded": 4},
    "early_withdrawals": {"claims": 1},
    "stood": {"answered": 3, "stood": 2},
    "founded": {"claims": 2},
    "years": {"years": 7},
    "pending": {},
    "other_clients": {"claims": 40, "lost": 2},
    "before_sale": {
        "complaints": 40, "window_days": 7, "from": "2026-11-01", "sale": "Singles' Day",
    },
}  # fmt: skip


@cache
def found(detector: str) -> tuple[Finding, ...]:
    return tuple(DETECTORS[detector](seen(detector, read_market(PLANTED[detector])), Policy()))


def test_every_detector_and_mitigating_factor_has_its_sentence_and_its_name() -> None:
    assert set(FINDINGS) == set(CALLED) == {*DETECTORS, "ring_record"} | GONE
    assert not GONE & {*DETECTORS}
    assert set(MITIGATING) == set(RELIEFS)
    assert set(names.ONE_SHARED) == set(names.SHARED)


@pytest.mark.parametrize("detector", sorted(DETECTORS))
def test_a_sentence_can_be_read_without_statistics(detector: str) -> None:
    for each in found(detector):
        sentences = {language: say(each.message, language) for language in LANGUAGES}
        assert not JARGON.search(sentences["en"])
        assert re.match(r"[A-Z0-9]", sentences["en"])
        assert sentences["en"].endswith((".", "?"))
        assert sentences["zh"].endswith(("。", "？"))
        # No stray English, but for names of their own.
        assert set(re.findall(r"[A-Za-z]{2,}", sentences["zh"])) <= {"IP"}
        for sentence in sentences.values():
            assert not re.search(r"\d{4}-\d\d-\d\d", sentence), "a date as machines write it"
            assert not re.search(r"\d{4,}(?!年| )", sentence.replace(",", "")) or "," in sentence
            assert not re.search(r"\bnan\b|\binf\b|None|\{|%\(|  ", sentence)


@pytest.mark.parametrize("detector", sorted(DETECTORS))
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_states_the_same_figures(detector: str, language: str) -> None:
    for each in found(detector):
        en, other = (_figures(say(each.message, one)) for one in ("en", language))
        # English spells a month that others write as a figure, and some say a figure more.
        assert len(en & other) >= 0.7 * len(en | other), en ^ other


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d|\d", text))


@pytest.mark.parametrize("kind", sorted(MITIGATING))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mitigating_factor_is_a_sentence_in_every_language(kind: str, language: str) -> None:
    sentence = say(mitigating(kind, RELIEFS[kind]), language)
    assert sentence.endswith((".", "。"))
    assert language == "en" or not left_in_english(sentence)


def _told_in_pseudo() -> Iterator[str]:
    for detector in DETECTORS:
        for each in found(detector):
            yield PSEUDO.say(each.message)
    yield PSEUDO.say(finding("ring_record", {**RING, "others_bad": 2, "others_claims": 1500}))
    for kind, numbers in RELIEFS.items():
        yield PSEUDO.say(mitigating(kind, numbers))
    for group in (names.LEVELS, names.KINDS, names.FAMILIES, CALLED, names.SHARED):
        yield from map(PSEUDO.say, group.values())


def test_nothing_that_is_found_stays_english_in_a_language_that_nobody_speaks() -> None:
    for sentence in _told_in_pseudo():
        assert left_in_english(sentence) == [], sentence
        assert sentence.startswith("「")


def test_paragraphs_and_a_table_stay_english_nowhere() -> None:
    report = scan(ClaimTable.from_lines(make_market(1, complaints=1000).lines))
    cases = [case for filer in report.filers if (case := filer.case(mask=True))]
    assert len(cases) > 5
    for case in cases:
        for message in (case.paragraph(), *case.parts().values(), *case.reasons()):
            said = PSEUDO.say(message)
            assert left_in_english(MASKED.sub("", said)) == [], said
    codes = {*names.LEVELS, *FINDINGS}
    said = MASKED.sub("", as_table(report, mask=True, language=PSEUDO))
    assert left_in_english(said, codes) == []


def test_a_language_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "findings.po").touch()
    assert languages_in([tmp_path]) == ("en", "fr")


@pytest.mark.parametrize("detector", sorted(DETECTORS))
def test_a_finding_states_the_parameters_of_its_null(detector: str) -> None:
    assert found(detector)
    for each in found(detector):
        assert set(each.numbers) >= EXAMPLES[detector].NULL


def test_numbers_are_grouped_and_dates_are_written_out() -> None:
    ring = finding("ring_record", RING)
    assert "1,200 of 4,321 claims" in say(ring)
    assert "4,321 个已有结果的投诉项中，1,200 个" in say(ring, "zh")
    burst = finding("bursts", {
        "complaints": 1234, "window_days": 7, "from": "2026-03-05", "past_days": 90,
        "season": 1.26, "expected": 2.13, "p": 1e-7, "sale": "Singles' Day", "allowed": 40,
    })  # fmt: skip
    assert "1,234 complaints in the 7 days from 5 March 2026" in say(burst)
    assert "by chance about 1 in 10,000,000" in say(burst)
    assert "自2026年3月5日起的 7 天内，它提交了 1,234 件投诉" in say(burst, "zh")
    assert "双十一" in say(burst, "zh")


def test_targets_that_are_no_older_than_everybodys_are_not_called_old() -> None:
    numbers = {"established": 2, "claims": 20, "share": 0.1, "stores": 1, "all_share": 0.12}
    younger = finding("established_targets", numbers)
    older = finding("established_targets", {**numbers, "established": 9, "share": 0.45})
    assert "by age they are not: 2 of 20" in say(younger)
    assert "fail more often" not in say(younger)
    assert "从销售时间看则不然" in say(younger, "zh")
    assert "by age" not in say(older)
    assert "从销售时间看" not in say(older, "zh")


def test_one_day_is_no_days_and_chinese_leaves_no_space_before_a_word() -> None:
    numbers = {
        "withdrawn_after_answer": 20, "answered": 20, "share": 1.0, "median_days": 1.0,
        "peer_share": 0.0002, "p": 1e-12,
    }  # fmt: skip
    withdrawn = finding("withdrawn_when_answered", numbers)
    assert "within a day of the answer" in say(withdrawn)
    zh = say(withdrawn, "zh")
    assert "不到 0.1%" in zh
    assert " 不到" not in zh


def test_a_clean_record_of_the_others_is_told() -> None:
    numbers = {**RING, "others_bad": 2, "others_claims": 1500}
    assert "the others' record is clean: 2 of 1,500 claims" in say(finding("ring_record", numbers))
    assert say(finding("ring_record", numbers), "zh").endswith("因此这一点分量很轻。")


def test_one_is_singular() -> None:
    assert say(mitigating("founded", {"claims": 1})) == "A person graded 1 claim founded."
    assert say(mitigating("stood", {"answered": 1, "stood": 1})) == (
        "The only claim that a seller answered stood."
    )
