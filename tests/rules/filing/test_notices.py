"""What a notice must hold: by the laws of its claims, and as far as the policy keeps our own."""

from __future__ import annotations

import pytest

from complaints.rules.filing.notices import Held, Pointers, asked_of, check_notice, explains, shows
from complaints.rules.filing.questions import SETS
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import NOTICE_TEXTS, Law, Need, extended, governing, notice_texts
from complaints.rules.policy.law_policy import LawPolicy

ALL = [text.code for text in NOTICE_TEXTS]
WHOLE = Held(agreed=ALL, contacts={"email"}, is_shown=True, is_explained=True)
RELAXED = LawPolicy(notice_signed=0, notice_contact=0)
TAOBAO = governing(basis=Basis.TRADEMARK, marketplace="taobao")
AMAZON = governing(basis=Basis.COPYRIGHT, marketplace="amazon.com")
GERMAN = governing(basis=Basis.TRADEMARK, marketplace="amazon.de")
MEXICO = governing(basis=Basis.TRADEMARK, marketplace="shop.example", country="MX")


def wrong(law: Law, held: Held, policy: LawPolicy | None = None) -> list[str]:
    return [error.pointer for error in check_notice([law], held, policy or LawPolicy())]


@pytest.mark.parametrize("law", [TAOBAO, AMAZON, GERMAN, MEXICO])
def test_a_whole_notice_has_nothing_wrong(law: Law) -> None:
    assert wrong(law, WHOLE) == []


@pytest.mark.parametrize(
    ("law", "pointers"),
    [
        (TAOBAO, ["/declaration", "/contact", "/rights_holder", "/documents"]),
        (AMAZON, ["/declaration", "/contact", "/right/title"]),
        (GERMAN, ["/declaration", "/contact/email", "/statement"]),
        (MEXICO, ["/declaration", "/contact"]),
    ],
)
def test_an_empty_notice_lacks_what_its_law_asks_for(law: Law, pointers: list[str]) -> None:
    assert wrong(law, Held(is_holder_named=False, is_work_named=False)) == pointers


def test_an_address_is_a_contact_and_no_mailbox() -> None:
    held = Held(ALL, {"address"}, is_explained=True)
    assert wrong(AMAZON, held) == []
    assert wrong(GERMAN, held) == ["/contact/email"]
    elsewhere = check_notice([GERMAN], Held(ALL), LawPolicy(), Pointers("/filer", "/right_id"))
    assert [error.pointer for error in elsewhere] == ["/filer/email", "/statement"]


def test_each_text_of_each_law_is_agreed_to() -> None:
    for text in notice_texts([TAOBAO]):
        agreed = [code for code in ALL if code != text.code]
        held = Held(agreed, {"email"}, is_shown=True)
        assert wrong(TAOBAO, held) == ["/declaration/agreed"]
    assert wrong(MEXICO, Held(["truth"], {"phone"})) == []


def test_a_platform_relaxes_our_own_wishes_and_no_laws() -> None:
    nothing = Held()
    assert wrong(MEXICO, nothing, RELAXED) == []
    assert wrong(MEXICO, nothing, LawPolicy(notice_signed=0)) == ["/contact"]
    assert wrong(MEXICO, nothing, LawPolicy(notice_contact=0)) == ["/declaration"]
    assert wrong(AMAZON, nothing, RELAXED) == ["/declaration", "/contact"]
    # Whoever signs agrees to all of it, though nobody asked for it.
    assert wrong(MEXICO, Held([]), RELAXED) == ["/declaration/agreed"]


def test_who_asks_is_said_the_law_first() -> None:
    bases = [each.basis for each in asked_of([TAOBAO], LawPolicy())[Need.SIGNATURE]]
    assert bases == ["E-Commerce Law Art. 42", "our rules"]
    (error,) = check_notice([AMAZON], Held(ALL), LawPolicy())
    assert "17 U.S.C. 512(c)(3)(A)(iv) and our rules" in str(error.message)


def test_evidence_is_a_paper_of_that_kind_or_an_answer_that_shows_it() -> None:
    assert shows("counterfeit", {}, {"evidence"})
    assert not shows("counterfeit", {}, {"registration"})
    assert not shows("counterfeit", {"how_known": "picture", "differences": " "}, ())
    assert shows("counterfeit", {"differences": "The label."}, ())


def test_an_explanation_is_in_words_and_a_paper_is_none() -> None:
    assert explains("counterfeit", {}, "The label is printed.")
    assert explains("counterfeit", {"differences": "The label."}, None)
    assert not explains("counterfeit", {"how_known": "picture"}, " ")


def test_every_accusation_has_a_question_that_shows_it() -> None:
    for basis, questions in SETS.items():
        (*_, shown) = (each for each in questions.questions if each.shows_it)
        assert shows(basis, {shown.name: "Here."}, ())


def test_only_a_law_without_an_answer_form_joins_in_mid_case() -> None:
    house = governing(basis=Basis.COPYRIGHT, marketplace="shop.example")
    worldwide = governing(basis=Basis.COPYRIGHT, marketplace="shop.example", country="worldwide")
    assert [each.code for each in extended(house, worldwide)] == ["dsa"]
    assert extended(worldwide, house) == ()
    assert extended(worldwide, worldwide) == ()
