"""The sentences: every detector in both languages, figures grouped and dated, no jargon."""

from __future__ import annotations

import re
from functools import cache

import pytest

from abuse import Policy
from abuse.detectors import DETECTORS
from abuse.findings import Finding
from abuse.view import View
from abuse.words import LANGUAGES, chinese, english, figures, finding, relief
from tests.abuse.makers import table
from tests.abuse.planted import PLANTED

JARGON = re.compile(
    r"log-odds|truss|p-value|p =|quantile|posterior|prior\b|Bayes|beta|FDR|null|rewir|\bz\b|rho",
    re.IGNORECASE,
)
RING = {"accounts": 12, "share": 0.634, "bad": 1200, "claims": 4321, "own_bad": 1}


@cache
def found(detector: str) -> tuple[Finding, ...]:
    return tuple(DETECTORS[detector](View(table(PLANTED[detector]())), Policy()))


def test_every_detector_has_its_sentence_in_both_languages() -> None:
    assert set(english.FINDINGS) == set(chinese.FINDINGS) == {*DETECTORS, "ring_record"}
    assert set(english.RELIEFS) == set(chinese.RELIEFS)
    assert set(english.SHARED) == set(chinese.SHARED)
    assert set(english.LOOKS) == set(chinese.LOOKS)


@pytest.mark.parametrize("detector", sorted(DETECTORS))
def test_a_sentence_can_be_read_without_statistics(detector: str) -> None:
    for each in found(detector):
        said = {language: finding(detector, each.numbers, language) for language in LANGUAGES}
        assert said["en"] == each.summary
        assert not JARGON.search(said["en"])
        assert re.match(r"[A-Z0-9]", said["en"])
        assert said["en"].endswith((".", "?"))
        assert said["zh"].endswith(("。", "？"))
        # No stray English, but for names of their own.
        assert set(re.findall(r"[A-Za-z]{2,}", said["zh"])) <= {"IP"}
        for words in said.values():
            assert not re.search(r"\d{4}-\d\d-\d\d", words), "a date as machines write it"
            assert not re.search(r"\d{4,}(?!年| )", words.replace(",", "")) or "," in words
            assert not re.search(r"\bnan\b|\binf\b|None|\{|  ", words)


@pytest.mark.parametrize("detector", sorted(DETECTORS))
def test_both_languages_state_the_same_figures(detector: str) -> None:
    for each in found(detector):
        en, zh = (_figures(finding(detector, each.numbers, language)) for language in LANGUAGES)
        # English spells a month that Chinese writes as a figure, and some say a figure more.
        assert len(en & zh) >= 0.7 * len(en | zh), en ^ zh


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d|\d", text))


# What each finding's null was: rates of the peers, expected counts, spreads, rewirings, seeds.
NULLS = {
    "unfounded_share": {"honest_share", "honest_weight", "peer_refused_share", "over_dispersion"},
    "graded_manifest": {"peer_share", "over_dispersion", "p"},
    "withdrawn_when_answered": {"peer_share", "over_dispersion", "p"},
    "only_when_answered": {"unanswered", "withdrawn_unanswered"},
    "bursts": {"expected", "season", "past_days", "window_days", "p"},
    "refiled": {"peer_share", "over_dispersion"},
    "demands": {"peer_share", "p"},
    "shotgun": {"peer_dead_share", "peer_outside_share", "peer_off_trade_share", "over_dispersion"},
    "established_targets": {"all_share"},
    "lockstep": {"expected", "window_days", "p", "inside", "p_sync"},
    "campaign": {"expected", "window_days", "p"},
    "dense_block": {"null_rewirings", "null_densest", "null_edges", "null_seed", "p"},
    "shared_hands": {"rarity_weight", "needed", "among"},
    "young_right": {"peer_share", "over_dispersion", "p"},
    "rival": {"sales_rank", "sales_z", "established_days"},
    "impostor": {"known_complaints", "known_upheld", "known_refused", "known_days"},
}


@pytest.mark.parametrize("detector", sorted(DETECTORS))
def test_a_finding_states_the_parameters_of_its_null(detector: str) -> None:
    assert found(detector)
    for each in found(detector):
        assert set(each.numbers) >= NULLS[detector]


def test_numbers_are_grouped_and_dates_are_written_out() -> None:
    assert "1,200 of 4,321 claims" in finding("ring_record", RING)
    assert "4,321 个已有结果的投诉项中，1,200 个" in finding("ring_record", RING, "zh")
    burst = {
        "complaints": 1234, "window_days": 7, "from": "2026-03-05", "past_days": 90,
        "season": 1.26, "expected": 2.13, "p": 1e-7, "sale": "Singles' Day", "allowed": 40,
    }  # fmt: skip
    assert "1,234 complaints in the 7 days from 5 March 2026" in finding("bursts", burst)
    assert "by chance about 1 in 10,000,000" in finding("bursts", burst)
    assert "自2026年3月5日起的 7 天内，它提交了 1,234 件投诉" in finding("bursts", burst, "zh")
    assert "双十一" in finding("bursts", burst, "zh")


def test_targets_that_are_no_older_than_everybodys_are_not_called_old() -> None:
    numbers = {"established": 2, "claims": 20, "share": 0.1, "stores": 1, "all_share": 0.12}
    older = {**numbers, "established": 9, "share": 0.45}
    assert "by age they are not: 2 of 20" in finding("established_targets", numbers)
    assert "fail more often" not in finding("established_targets", numbers)
    assert "从销售时间看则不然" in finding("established_targets", numbers, "zh")
    assert "by age" not in finding("established_targets", older)
    assert "从销售时间看" not in finding("established_targets", older, "zh")


def test_one_day_is_no_days_and_chinese_leaves_no_space_before_a_word() -> None:
    numbers = {
        "withdrawn_after_answer": 20, "answered": 20, "share": 1.0, "median_days": 1.0,
        "peer_share": 0.0002, "p": 1e-12,
    }  # fmt: skip
    assert "within a day of the answer" in finding("withdrawn_when_answered", numbers)
    zh = finding("withdrawn_when_answered", numbers, "zh")
    assert "不到 0.1%" in zh
    assert " 不到" not in zh


def test_a_clean_record_of_the_others_is_told() -> None:
    numbers = {**RING, "others_bad": 2, "others_claims": 1500}
    assert "the others' record is clean: 2 of 1,500 claims" in finding("ring_record", numbers)
    assert finding("ring_record", numbers, "zh").endswith("因此这一点分量很轻。")


def test_one_is_singular() -> None:
    assert relief("founded", {"claims": 1}) == "A person graded 1 claim founded."
    assert figures.plural(1, "reply") == "1 reply"
    assert figures.plural(2, "reply") == "2 replies"
