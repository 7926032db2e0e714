"""Newcomers to a holder, row by row: who is new, who is known, who vouches, and what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.detectors import impostor
from abuse.detectors.impostor import _MOST_PARTNERS, _Doubted
from abuse.identity.mailboxes import is_free_mail
from abuse.linking.authority import Doubt
from abuse.linking.representations import Mailboxes, Representations, representations
from abuse.record.view import View
from tests.abuse.makers import Lines, event, line, table

NUMBER, NAME = 0, 5
OURS, POST = "velora.example", "gmail.com"


def filings(*rows: dict[str, Any]) -> Representations:
    """Rows by hand; day is when the filer first named the right (key 0) or the holder (key 5)."""
    usual: dict[str, Any] = {
        "key": NUMBER, "day": 0, "complaints": 8, "upheld": 8, "refused": 0, "own": True,
        "papers": False, "certificate": False, "verified": False,
        "name": "velora", "account": "velora",
    }  # fmt: skip
    full = [{**usual, "filer": spot, **row} for spot, row in enumerate(rows)]

    def column(name: str, kind: str = "i8") -> Any:
        return np.array([row[name] for row in full], kind)

    return Representations(
        key=column("key"), filer=column("filer"),
        first=np.datetime64("2026-01-01", "us") + column("day", "m8[D]"),
        complaints=column("complaints"), upheld=column("upheld"), refused=column("refused"),
        own=column("own", "?"), papers=column("papers", "?"),
        certificate=column("certificate", "?"), verified=column("verified", "?"),
        name=[row["name"] for row in full], account=[row["account"] for row in full],
        numbered=NAME, complaint_keys=np.zeros((2, 0), np.int64),
    )  # fmt: skip


def doubted(
    rows: list[dict[str, Any]], mail: list[str | None], *, new: int = 1, **policy: Any
) -> list[_Doubted]:
    """What is doubted about the last rows; each writes from a domain or a free box."""
    boxes = Mailboxes(View(table([])), Policy())
    for filer, domain in enumerate(mail):
        if domain and is_free_mail(domain):
            boxes.free.add(filer)
        elif domain:
            boxes.domains[filer].add(domain)
    all_rows = np.arange(len(rows))
    is_new = all_rows >= len(rows) - new
    return list(impostor._doubts(Policy(**policy), filings(*rows), boxes, all_rows, is_new))


def signs(rows: list[dict[str, Any]], mail: list[str | None], **more: Any) -> tuple[str, ...]:
    found = doubted(rows, mail, **more)
    return found[0].doubt.signs if found else ()


MAKER: dict[str, Any] = {}
POSED: dict[str, Any] = {"day": 100, "account": "posed", "complaints": 1, "upheld": 0}


def test_who_came_before_must_have_come_so_many_days_before() -> None:
    for day, expected in ((29, ()), (30, ("free_mail",)), (31, ("free_mail",))):
        assert signs([MAKER, {**POSED, "day": day}], [OURS, POST]) == expected


def test_who_came_before_must_have_a_history_that_mostly_held() -> None:
    def asked(**known: int) -> bool:
        return bool(signs([{**MAKER, **known}, POSED], [OURS, POST]))

    assert [asked(complaints=n) for n in (3, 4)] == [False, True]
    assert [asked(upheld=n) for n in (1, 2)] == [False, True]
    # One in five of what was decided.
    assert [asked(upheld=2, refused=n) for n in (7, 8, 9)] == [True, True, False]
    # Several that came before are known together.
    three = [{**MAKER, "complaints": 2, "upheld": 1, "refused": 2} for _ in range(2)]
    assert signs([*three, POSED], [OURS, OURS, POST]) == ("free_mail",)


def test_a_number_of_many_names_and_a_name_of_many_accounts_tell_nobody_apart() -> None:
    mail: list[str | None] = [*[OURS] * 6, POST]
    names = [{**MAKER, "name": f"velora{n}"} for n in range(6)]
    posed = {**POSED, "name": "velora0"}
    assert signs([*names[:4], posed], [*mail[:4], POST]) != ()
    assert signs([*names[:5], posed], [*mail[:5], POST]) == ()
    # The holder's own accounts count, those that file for it do not.
    own = [{**MAKER, "key": NAME} for _ in range(6)]
    for_it = [{**MAKER, "key": NAME, "own": False} for _ in range(5)]
    posed = {**POSED, "key": NAME}
    assert signs([*own[:3], posed], [*mail[:3], POST]) != ()
    assert signs([*own[:4], posed], [*mail[:4], POST]) == ()
    assert signs([*own[:1], *for_it, posed], mail) != ()
    # Below the numbered ones a key is a right, from there on a name.
    assert signs([{**MAKER, "name": f"v{n}", "key": NAME - 1} for n in range(5)] +
                 [{**POSED, "key": NAME - 1}], [*mail[:5], POST]) == ()  # fmt: skip


def test_a_number_under_another_name_is_asked_about_and_a_name_is_its_own() -> None:
    other = {**POSED, "name": "tormund"}
    assert signs([MAKER, other], [OURS, "elsewhere.test"]) == ("name_against_number",)
    named = [{**MAKER, "key": NAME}, {**other, "key": NAME}]
    assert signs(named, [OURS, "elsewhere.test"]) == ()
    # Who gave no name makes no name known, and every name like it.
    assert signs([{**MAKER, "name": ""}, MAKER, other], [OURS, OURS, "elsewhere.test"]) == (
        "name_against_number",
    )
    assert signs([{**MAKER, "name": ""}, other], [OURS, "elsewhere.test"]) == ()


def test_persons_have_no_name_that_could_be_taken() -> None:
    known = [{**MAKER, "account": "velora"}, {**POSED, "account": "velora"}]
    assert signs(known, [OURS, "elsewhere.test"]) == ("known_name",)
    persons = [{**MAKER, "account": ""}, {**POSED, "account": ""}]
    assert signs(persons, [OURS, "elsewhere.test"]) == ()


def test_an_agents_mailbox_excuses_only_a_holder_that_has_no_account() -> None:
    agent = {**MAKER, "own": False, "account": "bell"}
    # The agent writes from a public box; the holder has a domain.
    assert signs([MAKER, agent, POSED], [OURS, POST, POST]) == ("free_mail",)
    assert signs([{**agent}, {**agent, "account": "finch"}, POSED],
                 ["bell.test", POST, POST]) == ()  # fmt: skip
    # A holder that has a box beside its domain writes from the domain.
    assert signs([agent, POSED], ["bell.test", POST]) == ("free_mail",)
    found = doubted([MAKER, agent, {**POSED, "own": False}], [OURS, "bell.test", POST])
    assert found[0].doubt.signs == ("free_mail", "no_papers")
    shown = doubted([MAKER, {**POSED, "own": False, "papers": True}], [OURS, POST])
    assert shown[0].doubt.signs == ("free_mail",)


def test_domains_of_the_holder_and_of_its_agents_are_told_apart() -> None:
    agent = {**MAKER, "own": False, "account": "bell"}
    # A domain that begins with the holder's name is odd only where the holder has one of its own.
    extended = {**POSED, "account": "posed"}
    with_own = signs([MAKER, agent, extended], ["elsewhere.test", "bell.test", "veloragroup.test"])
    assert with_own == ("look_alike_domain",)
    without = signs([agent, extended], ["bell.test", "veloragroup.test"])
    assert without == ()
    # Who shows a domain of an agent is the agent.
    assert signs([MAKER, agent, {**POSED, "account": "velora"}],
                 [OURS, "bell.test", "bell.test"]) == ()  # fmt: skip


def test_who_is_doubted_vouches_for_nobody_and_who_is_not_does() -> None:
    rows = [MAKER, POSED, {**POSED, "day": 200, "account": "later"}]
    found = doubted(rows, [OURS, POST, POST], new=2)
    assert [(one.row, one.known.tolist()) for one in found] == [(1, [0]), (2, [0])]
    fine = doubted(rows, [OURS, "posed.test", POST], new=2)
    assert [(one.row, one.known.tolist()) for one in fine] == [(2, [0, 1])]
    # Of two newcomers the first has nobody before it, the second has it.
    first = doubted([MAKER, {**POSED, "day": 40}], [OURS, POST], new=2)
    assert [one.row for one in first] == [1]


def test_an_account_is_new_from_its_first_complaint_or_registration() -> None:
    def face(name: str, day: float, number: str, registered: str | None = None) -> dict[str, Any]:
        more = {"registered_at": f"{registered}T00:00:00Z"} if registered else {}
        return line(f"{name}{day}", name, day, filer_more=more, right_more={"number": number})

    lines = [
        face("at once", 200, "TM-1"),
        face("in time", 10, "TM-2"), face("in time", 100, "TM-1"),
        face("late", 9, "TM-2"), face("late", 100, "TM-1"),
        face("registered", 100, "TM-1", "2026-01-02"),
        # After its first complaint, which then counts.
        face("stated later", 100, "TM-1", "2026-06-01"),
    ]  # fmt: skip
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    known = representations(view)
    new = impostor._is_new(view, Policy(impostor_new_days=90), known)
    right = {n for n in range(known.numbered) if view.rights[n].endswith("tm1")}
    assert len(right) == 1
    found = {
        names[filer]: bool(is_new)
        for filer, key, is_new in zip(known.filer.tolist(), known.key.tolist(), new, strict=True)
        if key in right
    }
    assert found == {
        "at once": True, "in time": True, "late": False, "registered": False, "stated later": True,
    }  # fmt: skip


def test_the_strongest_doubt_about_an_account_is_told() -> None:
    def found(maker_number: str, agent_number: str) -> dict[str, Any]:
        maker = {"name": "Velora GmbH", "kind": "rights_holder", "email": f"ip@{OURS}"}
        agent = {"name": "Bell", "kind": "agent", "email": "ip@bell.test"}
        lines: Lines = []
        for n in range(8):
            won = event("takedown", n * 8 + 2)
            lines.append(line(f"M{n}", "maker", n * 8, won, filer_more=maker,
                              right_more={"number": maker_number}))  # fmt: skip
            lines.append(line(f"A{n}", "agent", n * 8, won, filer_more=agent,
                              right_more={"number": agent_number},
                              rights_holder={"name": "Tormund"}))  # fmt: skip
        posed = {"name": "Velora GmbH", "email": "velora@gmail.com"}
        lines.append(line("N", "posed", 150, filer_more=posed, right_more={"number": "TM-2"}))
        (told,) = impostor.detect(View(table(lines)), Policy())
        return told.numbers

    # The number is known through an agent for somebody else: a name and a box, 1.2 + 0.4. The
    # holder's own accounts have a domain: 2.2.
    by_name = found("TM-1", "TM-2")
    assert (by_name["known_by"], by_name["free_mail"]) == ("holder", 1)
    assert by_name["name_against_number"] == 0
    # Both known through the holder alone: the right is asked first.
    assert found("TM-2", "TM-3")["known_by"] == "right"


def test_an_impostor_is_told_of_with_its_figures() -> None:
    lines: Lines = []
    for spot, (name, first, count) in enumerate(
        (("late", 20, 3), ("early", 5, 3), ("many", 30, 4))
    ):
        for n in range(count):
            end = "rejection" if n == 2 else "takedown"
            lines.append(line(f"{name}{n}", name, first + n, event(end, first + n + 1),
                              filer_more={"name": f"Agent {spot}", "kind": "agent"},
                              rights_holder={"name": "Velora"},
                              right_more={"number": f"TM-9{spot}"}))  # fmt: skip
    for n, number in enumerate(("TM-77", "TM-78", "TM-77", "TM-77")):
        whose = "Velora" if n % 2 == 0 else "Tormund"
        lines.append(line(f"N{n}", "posed", 50 + 20 * n, right_more={"number": number},
                          filer_more={"name": "Posed", "kind": "agent"},
                          rights_holder={"name": whose}))  # fmt: skip
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    cases = view.table.complaints["reference"].to_pylist()
    known = representations(view)
    at = {name: spot for spot, name in enumerate(names)}
    velora = next(
        key for key, filer in zip(known.key.tolist(), known.filer.tolist(), strict=True)
        if key >= known.numbered and filer == at["early"]
    )  # fmt: skip
    rows = np.flatnonzero(known.key == velora)
    row = next(r for r in rows.tolist() if known.filer[r] == at["posed"])
    before = rows[rows != row]
    doubt = Doubt(("free_mail", "no_papers"), None, 2.6)
    found = impostor._finding(view, known, _Doubted(row, doubt, before))
    assert found.numbers == {
        "complaints_for_it": 2, "other_accounts": 3, "known_complaints": 10, "known_upheld": 7,
        "known_refused": 3, "known_days": 45, "known_by": "holder", "account_days": 0,
        "look_alike_domain": 0, "free_mail": 1, "known_name": 0, "name_against_number": 0,
        "no_papers": 1,
    }  # fmt: skip
    assert [cases[one] for one in found.complaints] == ["N0", "N2"]
    # Who filed most for it first, then who came first.
    assert [names[one] for one in found.partners] == ["many", "early", "late"]
    assert found.strength == pytest.approx(0.65)
    assert (found.log_odds, found.ceiling, found.family) == (2.6, "watch", "authority")
    first_name = replace(known, numbered=int(velora))
    assert (
        impostor._finding(view, first_name, _Doubted(row, doubt, before)).numbers == found.numbers
    )
    # By its number, from twenty days after its account's first complaint.
    by_right = next(r for r in np.flatnonzero(known.filer == at["posed"]).tolist()
                  if known.key[r] < known.numbered and known.complaints[r] == 1)  # fmt: skip
    strong = Doubt(("look_alike_domain",), "letters", 4.4)
    told = impostor._finding(view, known, _Doubted(by_right, strong, before))
    assert told.numbers["known_by"] == "right"
    assert told.numbers["account_days"] == 20
    assert told.numbers["known_days"] == 65
    assert told.numbers["resembles"] == "letters"
    assert told.strength == 1.0
    assert [cases[one] for one in told.complaints] == ["N1"]


def test_no_more_than_twelve_others_and_two_hundred_complaints_are_named() -> None:
    lines = [
        line(f"A{n:02}", f"agent-{n:02}", n, filer_more={"kind": "agent"},
             rights_holder={"name": "Velora"})
        for n in range(14)
    ]  # fmt: skip
    lines += [line(f"N{n}", "posed", 50 + n, rights_holder={"name": "Velora"}) for n in range(202)]
    view = View(table(lines))
    known = representations(view)
    rows = np.flatnonzero(known.key >= known.numbered)
    posed = next(r for r in rows.tolist() if known.complaints[r] == 202)
    before = rows[known.key[rows] == known.key[posed]]
    before = before[before != posed]
    found = impostor._finding(
        view, known, _Doubted(posed, Doubt(("free_mail",), None, 2.2), before)
    )
    assert found.numbers["complaints_for_it"] == 202
    assert len(found.complaints) == 200
    names = view.table.filers["reference"].to_pylist()
    # As many complaints each: the first twelve who came.
    assert _MOST_PARTNERS == 12
    assert [names[one] for one in found.partners] == [f"agent-{n:02}" for n in range(12)]
