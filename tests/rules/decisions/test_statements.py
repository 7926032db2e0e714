"""What a decision does, whom it goes against, and what that side can do: by law, side, decision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaints.rules.cases.case_appeals import last_day_to_appeal
from complaints.rules.decisions.statements import (
    Decision,
    Open,
    Restriction,
    Way,
    article_of,
    is_against,
    is_named,
    remedies,
    restriction_of,
)
from complaints.rules.kinds import Basis, Side
from complaints.rules.law.regimes import Law, governing, law_of

REMOVED, STAYS, NONE, RESTORED = Restriction
FILER, SELLER = Side
AT = datetime(2026, 8, 31, 12, tzinfo=UTC)
DUE = datetime(2026, 9, 14, 12, tzinfo=UTC)
PLACES = {
    "dmca": ("copyright", "amazon.com"),
    "both": ("copyright", "etsy"),
    "ecl": ("trademark", "taobao"),
    "dsa": ("trademark", "amazon.de"),
    "house": ("trademark", "amazon.co.uk"),
}


def law(place: str) -> Law:
    basis, marketplace = PLACES[place]
    return governing(basis=Basis(basis), marketplace=marketplace)


def ways(
    of: Law, side: Side, decision: Decision, restriction: Restriction, *, appeal: bool = True
) -> dict[str, Any]:
    may = Open(appeal=appeal, answer=True, answer_by=DUE)
    made = remedies(of, side, decision, restriction, may=may, at=AT)
    return {str(each.way): (each.basis, each.until) for each in made}


@pytest.mark.parametrize(
    ("decision", "down", "up"),
    [
        (Decision.TAKE_DOWN, REMOVED, REMOVED),
        (Decision.STAND, STAYS, STAYS),
        (Decision.REJECT, NONE, NONE),
        (Decision.REINSTATE, RESTORED, RESTORED),
        (Decision.RESTORE, RESTORED, RESTORED),
        (Decision.UPHOLD, STAYS, NONE),
        (Decision.OVERTURN, REMOVED, RESTORED),
        (Decision.LAPSE, NONE, NONE),
        (Decision.DISCARD, NONE, NONE),
        (Decision.NOT_PROCESSED, NONE, NONE),
    ],
)
def test_what_a_decision_does(decision: Decision, down: Restriction, up: Restriction) -> None:
    assert restriction_of(decision, listing_down=True) is down
    assert restriction_of(decision, listing_down=False) is up


def test_a_restriction_goes_against_the_seller_and_all_else_against_the_filer() -> None:
    assert [is_against(SELLER, each) for each in Restriction] == [True, True, False, False]
    assert [is_against(FILER, each) for each in Restriction] == [False, False, True, True]


def test_who_complained_is_named_where_a_right_of_its_own_is_at_stake() -> None:
    unnamed = [basis for basis in Basis if not is_named(basis)]
    assert unnamed == [Basis.UNAUTHORISED_CHANNEL, Basis.OTHER]


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("place", PLACES)
def test_whom_a_decision_favours_needs_no_redress(place: str, side: Side) -> None:
    does = NONE if side is SELLER else REMOVED
    assert ways(law(place), side, Decision.TAKE_DOWN, does) == {}


@pytest.mark.parametrize(
    ("place", "answer", "basis", "last", "body"),
    [
        # 60 days of ours: to 30 October, a Friday.
        ("dmca", "17 U.S.C. 512(g)(3)", "our rules", date(2026, 10, 30), False),
        # Six months from the last of August end on the last of February, which is a Sunday.
        ("both", "17 U.S.C. 512(g)(3)", "DSA Art. 20(1)", date(2027, 3, 1), True),
        ("ecl", "E-Commerce Law Art. 43", "our rules", date(2026, 10, 30), False),
        ("dsa", "our rules", "DSA Art. 20(1)", date(2027, 3, 1), True),
        ("house", "our rules", "our rules", date(2026, 10, 30), False),
    ],
)
def test_what_a_seller_can_do_against_a_takedown(
    place: str, answer: str, basis: str, last: date, body: bool
) -> None:
    can = ways(law(place), SELLER, Decision.TAKE_DOWN, REMOVED)
    assert can.pop("answer") == (answer, DUE)
    assert can.pop("internal_complaint") == (basis, last)
    assert ("dispute_body" in can) is body
    assert can.pop("dispute_body", None) == (("DSA Art. 21", None) if body else None)
    assert list(can) == ["court"]


def test_an_answer_is_offered_against_a_takedown_alone() -> None:
    assert "answer" not in ways(law("dsa"), SELLER, Decision.STAND, STAYS)
    assert "answer" in ways(law("dsa"), SELLER, Decision.OVERTURN, REMOVED)


@pytest.mark.parametrize("side", Side)
def test_who_has_appealed_does_not_appeal_again(side: Side) -> None:
    does = REMOVED if side is SELLER else NONE
    can = ways(law("dsa"), side, Decision.UPHOLD, does, appeal=False)
    assert "internal_complaint" not in can
    assert {"dispute_body", "court"} <= set(can)


def test_a_small_firm_has_no_dispute_body_and_our_own_term() -> None:
    can = ways(law_of("dsa", small_firm=True), FILER, Decision.REJECT, NONE)
    assert set(can) == {"internal_complaint", "court"}
    assert can["internal_complaint"] == ("our rules", date(2026, 10, 30))


@pytest.mark.parametrize(
    ("place", "decision", "does", "expected"),
    [
        ("dmca", Decision.RESTORE, RESTORED, {"tell_of_suit"}),
        ("ecl", Decision.RESTORE, RESTORED, {"authority", "tell_of_suit"}),
        ("ecl", Decision.REJECT, NONE, {"authority"}),
        ("ecl", Decision.LAPSE, NONE, set()),
        ("dsa", Decision.REINSTATE, RESTORED, set()),
        ("house", Decision.REINSTATE, RESTORED, set()),
    ],
)
def test_where_a_law_knows_an_authority_or_a_suit_the_filer_reads_it(
    place: str, decision: Decision, does: Restriction, expected: set[str]
) -> None:
    special = {str(Way.AUTHORITY), str(Way.TELL_OF_SUIT)}
    assert set(ways(law(place), FILER, decision, does)) & special == expected
    assert not set(ways(law(place), SELLER, decision, REMOVED)) & special


def test_against_a_boycott_the_filer_appeals_the_boycott() -> None:
    for name, basis in (("dsa", "DSA Art. 20(1)"), ("house", "our rules")):
        can = ways(law(name), FILER, Decision.NOT_PROCESSED, NONE)
        assert can["internal_complaint"] == (basis, last_day_to_appeal(AT))


@pytest.mark.parametrize(
    ("place", "acted", "restored", "kept_back"),
    [
        ("dmca", "17 U.S.C. 512(c)(1)(C)", "17 U.S.C. 512(g)(2)(C)", "our rules"),
        ("both", "17 U.S.C. 512(c)(1)(C)", "17 U.S.C. 512(g)(2)(C)", "DSA Art. 23(2)"),
        ("ecl", "E-Commerce Law Art. 42", "E-Commerce Law Art. 43", "our rules"),
        ("dsa", "DSA Art. 16", "DSA Art. 16", "DSA Art. 23(2)"),
        ("house", "our rules", "our rules", "our rules"),
    ],
)
def test_by_which_article_a_notice_was_dealt_with(
    place: str, acted: str, restored: str, kept_back: str
) -> None:
    of = law(place)
    assert article_of(of, Decision.TAKE_DOWN, REMOVED) == acted
    assert article_of(of, Decision.RESTORE, RESTORED) == restored
    assert article_of(of, Decision.NOT_PROCESSED, NONE) == kept_back
