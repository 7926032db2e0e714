"""Reasons fit decision and basis: every code with every decision and every basis."""

from __future__ import annotations

import itertools

import pytest

from complaints.base.errors import Refusal
from complaints.rules.decisions.reasons import (
    BY_CODE,
    BY_HAND,
    DECISIONS,
    ON_APPEAL,
    REASONS,
    TERM_OVER,
    LawOrTerms,
    fitting,
    ground_of,
    in_words,
    require_fits,
)
from complaints.rules.decisions.statements import Decision, restriction_of
from complaints.rules.kinds import Basis, Merit, Side
from complaints.words import Message
from complaints.words.letters.decisions import decided
from tests.words.decided import reasons

DOWN, UP, BOTH = {"take_down", "stand"}, {"reject", "reinstate"}, set(DECISIONS)
MARKS, REGISTER = "counterfeit trademark", "counterfeit trademark patent design"
RIGHTS = f"{REGISTER} copyright circumvention other"
ALL = f"{RIGHTS} unauthorised_channel"
# For each code the decisions and the bases that it fits, written down apart from the table.
TABLE = {
    "shown": (DOWN, RIGHTS),
    "counterfeit": (DOWN, "counterfeit"),
    "test-buy": (DOWN, MARKS),
    "mark-used": (DOWN, MARKS),
    "altered": (DOWN, MARKS),
    "not-for-this-market": (DOWN, REGISTER),
    "protected-unregistered": (DOWN, REGISTER),
    "copied": (DOWN, "copyright"),
    "features-used": (DOWN, "patent"),
    "same-impression": (DOWN, "design"),
    "circumvents": (DOWN, "circumvention"),
    "channel-closed": (DOWN, "unauthorised_channel"),
    "against-terms": (DOWN, "unauthorised_channel other"),
    "seller-silent": ({"take_down"}, ALL),
    "answer-not-enough": (DOWN, ALL),
    "in-court": ({"stand"}, ALL),
    "no-infringement": (UP, ALL),
    "genuine": (UP, MARKS),
    "sold-before": (UP, f"{REGISTER} copyright other"),
    "licensed": (UP, ALL),
    "earlier-use": (UP, f"{REGISTER} copyright other"),
    "own-work": (UP, "copyright"),
    "lawful-use": (UP, "copyright"),
    "mark-describes": (UP, MARKS),
    "features-lacking": (UP, "patent"),
    "other-impression": (UP, "design"),
    "known-before": (UP, "patent design"),
    "other-purpose": (UP, "circumvention"),
    "channel-open": (UP, "unauthorised_channel"),
    "within-terms": (UP, "unauthorised_channel other"),
    "not-covered": (UP, RIGHTS),
    "other-territory": (UP, REGISTER),
    "not-in-force": (UP, f"{REGISTER} copyright"),
    "no-evidence": (UP, ALL),
    "not-authorized": (UP, ALL),
    "wrong-listing": (UP, ALL),
    "false-paper": (UP, ALL),
    "no-right": (UP, ALL),
    "same-again": (UP, ALL),
    "answer-convinces": (UP, ALL),
    "filer-silent": (UP, ALL),
    "settled": (UP, ALL),
    "restored-by-law": ({"reinstate"}, ALL),
    "reviewed-again": ({"put_right"}, ALL),
    "court-order": (BOTH, ALL),
    "dispute-body": (BOTH, ALL),
    "nothing-new": ({"uphold"}, ALL),
    "weighed-wrongly": ({"overturn"}, ALL),
    "new-evidence": ({"overturn"}, ALL),
}


def test_every_code_fits_its_decisions_and_bases_and_no_other() -> None:
    assert set(TABLE) == set(BY_CODE)
    assert len(BY_CODE) == len(REASONS)
    for code, decision, basis in itertools.product(
        TABLE, (*DECISIONS, "put_right", "uphold", "overturn", "ask"), Basis
    ):
        decisions, bases = TABLE[code]
        is_in_table = decision in decisions and basis in bases.split()
        assert BY_CODE[code].fits(decision, basis) is is_in_table, (code, decision, basis)


def test_a_letter_says_every_code_with_every_decision_on_every_basis() -> None:
    for reason, decision, basis in itertools.product(REASONS, DECISIONS, Basis):
        if not reason.fits(decision, basis):
            continue
        for side in Side:
            said = reasons(
                side=side, decision=decision, basis=str(basis), reason=reason.said_to(side),
                restriction=str(restriction_of(Decision(decision), listing_down=True)),
                on_law=ground_of(reason, basis) is LawOrTerms.LAW,
            )  # fmt: skip
            parts = [each for each in decided(said).body if isinstance(each, Message)]
            assert reason.said_to(side) in [part.facts.get("reason") for part in parts]


def test_there_is_enough_for_each_decision_on_each_basis() -> None:
    for decision, basis in itertools.product(DECISIONS, Basis):
        assert len(fitting([decision], basis)) > 5, (decision, basis)


@pytest.mark.parametrize(
    ("code", "decisions"),
    [
        ("shown", ["reject"]),
        ("no-infringement", ["take_down"]),
        ("features-lacking", ["reject"]),
        ("nothing-new", ["stand"]),
        # The clock alone says it.
        ("restored-by-law", ["reinstate"]),
        ("A free sentence.", ["reject"]),
    ],
)
def test_a_reason_that_does_not_fit_is_refused_with_those_that_do(code, decisions) -> None:
    with pytest.raises(Refusal) as caught:
        require_fits(code, decisions, Basis.TRADEMARK)
    refusal = caught.value
    assert (refusal.slug, [field.pointer for field in refusal.fields]) == (
        "invalid-request", ["/reason"],
    )  # fmt: skip
    can = [each.code for each in fitting(decisions, Basis.TRADEMARK)]
    assert refusal.fields[0].facts == {"allowed": can}
    assert can
    assert code not in can


def test_an_appeal_takes_its_own_reasons_and_those_of_what_it_decides() -> None:
    of_appeals = {"nothing-new", "weighed-wrongly", "new-evidence"}
    for (side, decision), becomes in ON_APPEAL.items():
        can = {each.code for each in fitting((decision, becomes), Basis.COPYRIGHT)}
        own = {"nothing-new"} if decision == "uphold" else {"weighed-wrongly", "new-evidence"}
        assert can & of_appeals == own
        down = (side is Side.FILER) is (decision == "overturn")
        assert ("copied" in can, "own-work" in can) == (down, not down)


def test_what_goes_down_carries_no_grade_and_only_what_rests_on_terms_says_so() -> None:
    for reason in REASONS:
        assert reason.merit is None or set(reason.decisions) == UP
        assert (reason.code in BY_HAND) is (reason.code != "restored-by-law")
    graded = {each.code for each in REASONS if each.merit is Merit.MANIFESTLY_UNFOUNDED}
    assert graded == {"false-paper", "no-right", "same-again"}
    assert ground_of(BY_CODE["against-terms"], Basis.OTHER) is LawOrTerms.TERMS
    assert ground_of(BY_CODE["no-evidence"], Basis.OTHER) is LawOrTerms.LAW
    assert ground_of(BY_CODE["no-evidence"], Basis.UNAUTHORISED_CHANNEL) is LawOrTerms.TERMS


def test_a_code_is_said_to_each_side_in_its_words() -> None:
    stored = str(BY_CODE["no-right"].words)
    assert str(in_words(stored, "no-right", Side.FILER)).endswith("is not yours.")
    for side in (Side.SELLER, None):
        assert in_words(stored, "no-right", side) is BY_CODE["no-right"].words
    # What was stored before there were codes, and what people say themselves.
    assert in_words(stored) is BY_CODE["no-right"].words
    assert in_words(str(TERM_OVER)) is TERM_OVER
    assert str(in_words("I say so.", None, Side.FILER)) == "I say so."
