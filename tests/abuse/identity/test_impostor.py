"""Who is asked for its authority, and who is left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from abuse import Policy
from abuse.detectors import impostor
from abuse.findings import Finding
from abuse.identity.domains import misspelling, registrable, resemblance
from abuse.record.view import View
from abuse.score.judging import judge
from tests.abuse.even import even
from tests.abuse.makers import event, line, table, verified

OWN = {"name": "Velora GmbH", "kind": "rights_holder", "email": "ip@velora.co.uk"}
PAPER = [{"kind": "authorization", "sha256": "b" * 64}]


def known(events: str = "takedown", first: float = 0.0, **face: Any) -> list[dict[str, Any]]:
    """A maker who has filed eight complaints on one number."""
    return [
        line(f"V{c}", "maker", first + c * 8, event(events, first + c * 8 + 2),
             filer_more={**OWN, **face}, right_more={"number": "TM-1"})
        for c in range(8)
    ]  # fmt: skip


def newcomer(day: float = 120, number: str = "TM-1", **face: Any) -> dict[str, Any]:
    more = {key: face.pop(key) for key in ("rights_holder", "documents") if key in face}
    face = {"name": "Velora GmbH", **face}
    return line("N", "new", day, filer_more=face, right_more={"number": number}, **more)


def find(*lines: dict[str, Any], policy: Policy | None = None) -> dict[str, Finding]:
    read = table([*lines])
    names = read.filers["reference"].to_pylist()
    return {names[f.filer]: f for f in impostor.detect(View(read), policy or Policy())}


@pytest.mark.parametrize(
    ("mail", "how"),
    [
        ("ip@velora-legal.co.uk", "word"),
        ("ip@veloraprotection.com", "word"),
        ("ip@vel0ra.co.uk", "letters"),
        ("ip@vеlora.co.uk", "letters"),
        ("ip@vellora.co.uk", "slip"),
        ("ip@velora.com", "ending"),
    ],
)
def test_a_look_alike_domain_speaks_at_the_first_complaint(mail: str, how: str) -> None:
    found = find(*known(), newcomer(email=mail))
    assert set(found) == {"new"}
    assert found["new"].numbers["resembles"] == how
    assert found["new"].numbers["complaints_for_it"] == 1
    assert found["new"].numbers["other_accounts"] == 1


def test_the_website_speaks_too() -> None:
    assert "new" in find(*known(), newcomer(website="https://velora-ip.com/contact"))


def test_free_mail_speaks_where_the_holder_has_a_domain_and_not_where_it_has_none() -> None:
    posed = newcomer(email="velora.ip@gmail.com")
    assert find(*known(), posed)["new"].numbers["free_mail"] == 1
    assert find(*known(email="velora@qq.com"), posed) == {}


def test_a_domain_that_a_crowd_writes_from_is_a_public_mailbox() -> None:
    crowd = [
        line(f"C{n}", f"person-{n}", n, filer_more={"email": f"p{n}@postbox.example"})
        for n in range(14)
    ]
    posed = newcomer(email="velora@postbox.example")
    assert find(*known(), *crowd, posed)["new"].numbers["free_mail"] == 1
    assert find(*known(), *crowd[:5], posed)["new"].numbers["free_mail"] == 0


def test_an_agent_is_spared_by_its_paper_and_not_by_a_look_alike_domain() -> None:
    agent: dict[str, Any] = {
        "name": "Bell & Finch",
        "kind": "agent",
        "rights_holder": {"name": "Velora"},
    }
    assert find(*known(), newcomer(**agent, email="ip@bellfinch.test", documents=PAPER)) == {}
    posed = newcomer(**agent, email="ip@velora-ip.test", documents=PAPER)
    assert find(*known(), posed)["new"].numbers["no_papers"] == 0


def test_a_number_under_another_name_speaks_softly() -> None:
    posed = newcomer(name="Tormund Works", email="me@tormund.test")
    found = find(*known(), posed)["new"]
    assert found.numbers["name_against_number"] == 1
    assert judge([found], [], even()).level == "none"
    # The longer form of a name, or one in another script, is no other name.
    assert find(*known(), newcomer(name="Velora Europe SE", email="me@tormund.test")) == {}
    assert find(*known(), newcomer(name="维洛拉有限公司", email="me@tormund.test")) == {}


def test_who_is_not_asked() -> None:
    posed: dict[str, Any] = {"email": "ip@velora-legal.co.uk"}
    assert find(*known(), newcomer(email="hk@mail.velora.co.uk")) == {}  # one owner's domain
    assert find(*known(first=110), newcomer(**posed)) == {}  # came at the same time
    assert find(*known()[:2], newcomer(**posed)) == {}  # nobody knows the holder
    assert find(*known("rejection"), newcomer(**posed)) == {}  # nor are its claims upheld
    old = {**posed, "registered_at": "2024-01-01T00:00:00Z"}
    assert find(*known(), newcomer(**old)) == {}  # the account is not new
    other = newcomer(number="TM-2", name="Vellora", email="ip@vellora.co.uk")
    assert find(*known(), other) == {}  # a brand a letter apart, on its own number
    person = newcomer(number="TM-3", name="Velora GmbH", kind="individual", email="v@gmail.com")
    assert find(*known(), person) == {}  # a person's name tells nobody apart


def test_a_number_that_everybody_writes_tells_nobody_apart() -> None:
    crowd = [
        line(f"P{n}", f"brand-{n}", n * 8, event("takedown", n * 8 + 2),
             filer_more={"name": f"Brand {n}", "email": f"ip@brand{n}.test"},
             right_more={"number": "123456"})
        for n in range(8)
    ]  # fmt: skip
    new = newcomer(name="Tormund", number="123456", email="me@gmail.com")
    assert find(*crowd, new) == {}
    assert "new" in find(*crowd, new, policy=replace(Policy(), impostor_most_names=10))


def test_a_word_in_place_of_a_number_tells_no_right() -> None:
    crowd = [
        line(f"P{n}", "brand", n * 8, event("takedown", n * 8 + 2),
             filer_more={"name": "Brand", "email": "ip@brand.test"},
             right_more={"number": "pending"})
        for n in range(8)
    ]  # fmt: skip
    assert find(*crowd, newcomer(name="Tormund", number="pending", email="me@gmail.com")) == {}


def test_who_is_doubted_vouches_for_nobody_after_it() -> None:
    first = newcomer(email="velora@gmail.com")
    second = line("M", "later", 200, filer_more={"name": "Velora GmbH", "email": "v@gmail.com"},
                  right_more={"number": "TM-1"})  # fmt: skip
    assert set(find(*known(), first, second)) == {"new", "later"}


def test_a_holder_that_only_its_agents_were_heard_for_may_have_a_public_mailbox() -> None:
    principal: dict[str, Any] = {"rights_holder": {"name": "Velora GmbH"}}
    agency = [
        {**one, **principal} for one in known(kind="agent", name="Bell", email="ip@bell.test")
    ]
    found = find(*agency, newcomer(email="velora@gmail.com"))["new"]
    assert found.numbers["free_mail"] == 1
    assert judge([found], [], even()).level == "none"
    posed = newcomer(email="bell@gmail.com", kind="agent", name="Finch", **principal)
    assert judge([find(*agency, posed)["new"]], [], even()).level == "watch"


def test_it_stops_at_watch_however_much_it_weighs() -> None:
    found = find(*known(), newcomer(email="ip@vel0ra.co.uk"))["new"]
    heavy = replace(found, log_odds=50.0)
    assert judge([found], [], even()).level == "watch"
    assert judge([heavy], [], even()).level == "watch"


def test_domains_are_compared_as_their_owners_registered_them() -> None:
    assert registrable("mail.velora.co.uk") == "velora.co.uk"
    assert resemblance("mail.velora.co.uk", "velora.co.uk") is None
    assert resemblance("hq.com", "hp.com") is None  # too short for a slip
    assert resemblance("hp-support.com", "hp.com") == "word"
    assert resemblance("rnicrotel.com", "microtel.com") == "letters"
    assert misspelling("velorama", "velora", letters_per_slip=3) == "slip"
    assert misspelling("velorama", "velora", letters_per_slip=5) is None


def fakes(upheld: int, refused: int) -> list[dict[str, Any]]:
    """An account that came first in the brand's name, with so many claims of each outcome."""
    ends = ["takedown"] * upheld + ["rejection"] * refused
    return [
        line(f"F{c}", "first", c, event(end, c + 2),
             filer_more={**OWN, "email": "ip@velora-legal.example"}, right_more={"number": "TM-1"})
        for c, end in enumerate(ends)
    ]  # fmt: skip


def brand(upheld: int, refused: int, **more: Any) -> list[dict[str, Any]]:
    """The brand itself, new when it comes."""
    ends = ["takedown"] * upheld + ["rejection"] * refused or [""]
    face = {"name": "Velora GmbH", "email": "ip@velora.example"}
    return [
        line(f"V{c}", "brand", 120 + c, *([event(end, 122 + c)] if end else []),
             filer_more=face, right_more={"number": "TM-1"}, **more)
        for c, end in enumerate(ends)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("upheld", "refused", "doubted"),
    [
        (1, 0, True),  # one claim upheld is no record
        (2, 0, False),
        (2, 1, False),
        (2, 2, True),  # half is not most
        (3, 2, False),
    ],
)
def test_a_newcomer_with_claims_upheld_stands_beside_those_with_worse_records(
    upheld: int, refused: int, doubted: bool
) -> None:
    # Of the first account's claims two in six held.
    assert ("brand" in find(*fakes(2, 4), *brand(upheld, refused))) is doubted


@pytest.mark.parametrize(
    ("upheld", "refused", "doubted"),
    # The brand's is (7 + 1) of (8 + 2).
    [(6, 2, False), (7, 1, True), (8, 0, True), (3, 0, True), (9, 2, False)],
)
def test_only_who_has_the_worse_record_no_longer_vouches(
    upheld: int, refused: int, doubted: bool
) -> None:
    strict = Policy(impostor_known_complaints=1)
    found = find(*fakes(upheld, refused), *brand(7, 1), policy=strict)
    assert ("brand" in found) is doubted


def test_two_lucky_claims_do_not_outrank_a_long_record() -> None:
    mixed = known()
    mixed[3]["events"] = [event("rejection", 30)]
    posed = [
        line(f"N{c}", "new", 120 + c, event("takedown", 122 + c), right_more={"number": "TM-1"},
             filer_more={"name": "Velora GmbH", "email": "ip@velora-legal.co.uk"})
        for c in range(2)
    ]  # fmt: skip
    assert "new" in find(*mixed, *posed)
    # Nor does another's bad record speak for it.
    assert find(*mixed, *fakes(1, 9), *posed)["new"].numbers["other_accounts"] == 1


def test_its_own_registration_shown_outranks_who_is_mostly_refused() -> None:
    paper = {"documents": [{"kind": "registration", "sha256": "d" * 64}]}
    assert "brand" in find(*fakes(2, 4), *brand(0, 0))
    assert "brand" not in find(*fakes(2, 4), *brand(0, 0, **paper))
    assert "brand" in find(*fakes(3, 3), *brand(0, 0, **paper))
    # An agent's is not its own.
    agent = {**paper, "rights_holder": {"name": "Velora GmbH"}}
    lines = [
        {
            **one,
            "filer": {**one["filer"], "name": "Harrow", "kind": "agent", "email": "h@gmail.com"},
        }
        for one in brand(0, 0, **agent)
    ]
    assert "brand" in find(*fakes(2, 4), *lines)


def test_whose_authority_a_person_verified_is_not_doubted_and_vouches_for_others() -> None:
    lines = [*fakes(2, 4), *brand(1, 0)]
    read = verified(lines, "V0", days=121)
    names = read.filers["reference"].to_pylist()
    assert "brand" in find(*lines)
    assert {names[f.filer] for f in impostor.detect(View(read), Policy())} == set()
    # Whoever is doubted vouches for nobody; once it is verified it does.
    later = line("L", "later", 240, filer_more={"name": "Velora", "email": "a@vel0ra.example"},
                 right_more={"number": "TM-1"})  # fmt: skip
    more = [*fakes(2, 4), *brand(2, 2), later]
    assert find(*more)["later"].numbers["other_accounts"] == 1
    read = verified(more, "V3", days=130)
    names = read.filers["reference"].to_pylist()
    again = {names[f.filer]: f for f in impostor.detect(View(read), Policy())}
    assert set(again) == {"later"}
    assert again["later"].numbers["other_accounts"] == 2
