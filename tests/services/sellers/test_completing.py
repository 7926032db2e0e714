"""An answer under China's E-Commerce Law that lacks who answers, or first evidence: kept, asked
for, completed; its 15 days begin then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Claim, CounterNotice, LedgerEntry, Letter, OutwardEvent
from complaints.rules import actors
from complaints.rules.sellers.completeness import Completion, FactKind, Lack, NumberedFact
from complaints.rules.sellers.counter_notices import SellerContact
from complaints.services.decisions import claims
from complaints.storage.db import Database
from tests.noted import noted
from tests.services.decisions.desk import VAULT
from tests.services.decisions.test_claims import make_answer
from tests.services.law.test_restoring import DAY, DECLARED, TAOBAO, Case, reads_here

CODE = "91990000MA00000008"
FACTS = (NumberedFact(FactKind.INVOICE, "2026-000714"), NumberedFact(FactKind.ORDER, "88-20260113"))


@pytest.fixture
def bare(database: Database) -> Case:
    """Name "shop", reference "L-1"."""
    case = Case(database, DECLARED - 2 * DAY, "ecl", targets=TAOBAO)
    reads_here(case)
    case.decide("take_down", DECLARED - DAY)
    answer = make_answer(facts=(), reference="L-1", seller=SellerContact("shop", "a@shop.example"))
    case.do(claims.counter, case.seller, [case.id], answer, vault=VAULT, at=DECLARED)
    return case


def notice_of(case: Case) -> CounterNotice:
    with case.desk.database.reading() as session:
        return session.scalars(select(CounterNotice)).one()


def complete(case: Case, actor: actors.Actor | None = None, **added: Any) -> None:
    number, completion = notice_of(case).id, Completion(**added)
    case.do(
        claims.complete_answer, actor or case.seller, number, completion, vault=VAULT,
        at=DECLARED + DAY,
    )  # fmt: skip


def told(case: Case) -> list[tuple[str, int | None]]:
    """Return the events of answers, each with its claim."""
    of_answers = select(OutwardEvent).where(OutwardEvent.subject == "counter_notice")
    with case.desk.database.reading() as session:
        rows = session.scalars(of_answers.order_by(OutwardEvent.id)).all()
        assert all(row.filer_id and row.marketplace_id for row in rows)
        return [(row.type, row.claim_id) for row in rows]


@pytest.mark.both_databases
def test_it_is_kept_and_asked_for_and_starts_no_clock(bare: Case) -> None:
    assert bare.state() == ("countered", True)
    assert notice_of(bare).lacks == ["identity", "evidence"]
    assert bare.clock("wait") is None
    (asked,) = bare.letters("answer_incomplete", to_filer=False)
    assert "who you really are" in asked
    assert "Show who you are" in asked
    assert "Show why you do not infringe" in asked
    (forwarded,) = bare.letters("claim_countered")
    assert "The 15 days begin only then" in forwarded
    assert bare.ring(DECLARED + 60 * DAY) == 0
    assert bare.state() == ("countered", True)


@pytest.mark.both_databases
def test_once_it_is_whole_the_fifteen_days_begin(bare: Case) -> None:
    complete(bare, registration=CODE)
    assert notice_of(bare).lacks == ["evidence"]
    assert bare.clock("wait") is None
    complete(bare, facts=FACTS, note="The invoice and the order.")
    assert notice_of(bare).lacks == []
    said = ("counter_notice", notice_of(bare).id, "seller")
    assert noted(bare.desk.database, "completed_answer") == [said, said]
    assert told(bare) == [("counter_notice.amended", bare.id)] * 2
    clock = bare.clock("wait")
    assert clock.starts_at == DECLARED + DAY
    _first, second = bare.letters("claim_countered")
    assert "comes back on sale on" in second
    assert bare.ring(clock.ends_at) == 1
    assert bare.state() == ("reinstated", False)
    refused = bare.refusal(
        claims.complete_answer, bare.seller, notice_of(bare).id, Completion(), vault=VAULT,
        at=DECLARED,
    )  # fmt: skip
    assert refused.slug == "wrong-state"


def test_facts_add_up_and_a_name_can_be_mended(bare: Case) -> None:
    complete(bare, facts=FACTS[:1], name="Hangzhou Mei Trading", documents=frozenset({1}),
             shows=frozenset({Lack.IDENTITY}))  # fmt: skip
    assert notice_of(bare).lacks == ["evidence"]
    assert notice_of(bare).name == "Hangzhou Mei Trading"
    complete(bare, facts=FACTS[1:])
    assert notice_of(bare).lacks == []
    assert notice_of(bare).facts == [
        {"kind": "invoice", "number": "2026-000714"},
        {"kind": "order", "number": "88-20260113"},
    ]


def test_the_filer_completes_nothing_and_strangers_see_nothing(bare: Case) -> None:
    number = notice_of(bare).id
    for actor, slug in ((bare.acme, "forbidden"), (bare.desk.filer("other"), "not-found")):
        refused = bare.refusal(
            claims.complete_answer, actor, number, Completion(), vault=VAULT, at=DECLARED
        )
        assert refused.slug == slug
    nothing = bare.refusal(
        claims.complete_answer, bare.seller, number + 1, Completion(), vault=VAULT, at=DECLARED
    )
    assert nothing.slug == "not-found"


def test_who_decided_the_claim_enters_nothing_for_the_seller(bare: Case) -> None:
    # Two others could: where nobody else is left, whoever decided enters it.
    for name in ("pia", "quinn"):
        bare.desk.staff(name)
    number = notice_of(bare).id
    given = Completion(facts=FACTS)
    refused = bare.refusal(
        claims.complete_answer, bare.rev, number, given, vault=VAULT, at=DECLARED
    )
    assert refused.slug == "second-person-needed"
    assert notice_of(bare).facts == []


def test_a_person_says_that_it_is_enough(bare: Case) -> None:
    number = notice_of(bare).id
    reads, counsel = (
        replace(bare.ann, scopes=frozenset({actors.Scope.READ})),
        replace(bare.ann, role=actors.Role.COUNSEL),
    )
    for actor in (bare.acme, bare.seller, reads, counsel):
        assert bare.refusal(claims.accept_answer, actor, number, why="x", at=DECLARED).slug == (
            "forbidden"
        )
    bare.do(claims.accept_answer, bare.ann, number, why="A photo of the shop.", at=DECLARED + DAY)
    assert notice_of(bare).lacks == []
    assert bare.clock("wait").starts_at == DECLARED + DAY
    with bare.desk.database.reading() as session:
        entry = session.scalars(
            select(LedgerEntry).where(LedgerEntry.verb == "accepted_answer")
        ).one()
        assert (entry.subject_id, entry.why) == (number, "A photo of the shop.")
    assert told(bare) == [("counter_notice.accepted", bare.id)]
    refused = bare.refusal(claims.accept_answer, bare.ann, number, why="x", at=DECLARED + DAY)
    assert refused.slug == "wrong-state"


def test_staff_decide_on_what_there_is(bare: Case) -> None:
    """No law's clock forbids it: the declaration is not whole."""
    bare.decide("stand", DECLARED + DAY)
    assert bare.state() == ("removed", True)
    complete(bare, registration=CODE, facts=FACTS)
    assert bare.clock("wait") is None
    with bare.desk.database.reading() as session:
        told = select(Letter).where(Letter.kind == "claim_countered")
        assert len(session.scalars(told).all()) == 1


def test_what_the_seller_adds_of_itself_is_sealed(bare: Case) -> None:
    complete(bare, registration=CODE, facts=FACTS)
    read = bare.do(
        claims.read_seller, bare.ann, notice_of(bare).id, why="Court.", vault=VAULT, at=DECLARED
    )
    assert read == replace(SellerContact("shop", "a@shop.example"), registration=CODE)
    assert all(CODE not in letter for letter in bare.letters("claim_countered"))


def answered_twice(database: Database, second: Any) -> Case:
    """An answer that lacks all, from before the takedown, and another one to the takedown."""
    case = Case(database, DECLARED - 2 * DAY, "ecl", targets=TAOBAO)
    reads_here(case)
    answer = make_answer(facts=(), reference="L-1", seller=SellerContact("shop", "a@shop.example"))
    case.do(claims.counter, case.seller, [case.id], answer, vault=VAULT, at=DECLARED - DAY)
    case.decide("take_down", DECLARED - DAY)
    case.do(claims.counter, case.seller, [case.id], second, vault=VAULT, at=DECLARED)
    return case


def first_of(case: Case) -> int:
    with case.desk.database.reading() as session:
        return session.scalars(select(CounterNotice.id).order_by(CounterNotice.id)).first() or 0


def test_an_answer_to_a_listing_on_sale_is_promised_no_day_of_its_return(
    database: Database,
) -> None:
    case = answered_twice(database, make_answer())
    (asked,) = case.letters("answer_incomplete", to_filer=False)
    assert "answer again and add this" in asked
    assert "the 15 days do not begin before you send it" not in asked


@pytest.mark.parametrize("by_staff", [False, True])
def test_what_a_later_answer_took_the_place_of_begins_no_time_again(
    database: Database, by_staff: bool
) -> None:
    """Else who completes its first answer too would have the listing down for longer."""
    case = answered_twice(database, make_answer())
    before = case.clock("wait")
    whole = Completion(registration=CODE, facts=FACTS)
    step = [case.seller, first_of(case), whole]
    options: dict[str, Any] = {"vault": VAULT}
    verb: Any = claims.complete_answer
    if by_staff:
        verb, step, options = claims.accept_answer, [case.ann, first_of(case)], {"why": "Enough."}
    refused = case.refusal(verb, *step, **options, at=DECLARED + 10 * DAY)
    assert refused.slug == "wrong-state"
    clock = case.clock("wait")
    assert (clock.id, clock.state, clock.ends_at) == (before.id, "running", before.ends_at)
    assert case.ring(clock.ends_at) == 1


def test_completing_an_answer_to_two_claims_leaves_that_alone_which_was_answered_anew(
    database: Database,
) -> None:
    case = Case(database, DECLARED - 2 * DAY, "ecl", targets=TAOBAO)
    reads_here(case)
    two = [{**TAOBAO[0], "url": f"{TAOBAO[0]['url']}2"}]
    (outcome,) = case.desk.file(case.acme, at=DECLARED - 2 * DAY, targets=two).outcomes
    with database.transaction() as session:
        # As one complaint against both.
        session.get_one(Claim, outcome.claim_id).complaint_id = case.complaint
    both = [case.id, outcome.claim_id]
    bare = make_answer(facts=(), reference="L-1", seller=SellerContact("shop", "a@shop.example"))
    case.do(claims.counter, case.seller, both, bare, vault=VAULT, at=DECLARED - DAY)
    case.decide("take_down", DECLARED - DAY)
    case.do(claims.counter, case.seller, [case.id], make_answer(), vault=VAULT, at=DECLARED)
    before = case.clock("wait")
    whole = Completion(registration=CODE, facts=FACTS)
    case.do(
        claims.complete_answer, case.seller, first_of(case), whole, vault=VAULT, at=DECLARED + DAY
    )
    assert case.clock("wait").id == before.id
    assert case.clock("wait").state == "running"
