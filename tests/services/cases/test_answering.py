"""What filers and sellers answer: replies, counter-notices, demands; and who may read a seller."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from complaints.base.errors import Refusal
from complaints.models import Claim, CounterNotice, DemandReport, Event, LedgerEntry, Letter
from complaints.rules.actors import SYSTEM, Scope
from complaints.rules.sellers.counter_notices import SellerContact
from complaints.rules.sellers.demands import DemandChannel
from complaints.rules.upkeep import sealed
from complaints.services.decisions import claims
from complaints.storage.vault import Vault
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, VAULT, Desk
from tests.services.decisions.test_claims import make_answer
from tests.services.locks import note_locks
from tests.services.sellers.test_replies import Case

OTHER_VAULT = Vault(b"i" * 32, b"f" * 32)


@pytest.fixture
def case(database, now) -> Case:
    return copy(staged(database, "answering: case", lambda: Case(Desk(database, now))))


def refused(case: Case, verb: Any, *given: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        case.desk.do(verb, *given, **more)
    return caught.value


def entries(case: Case, verb: str) -> list[tuple[str, int]]:
    rows = case.rows(LedgerEntry)
    return [(row.subject, row.subject_id) for row in rows if row.verb == verb]


def test_a_filer_answers_a_counter_notice_in_its_own_words(case: Case) -> None:
    said: dict[str, Any] = {"statement": "The serial number is ours."}
    early = refused(case, claims.reply, case.acme, case.ids[0], **said)
    assert (early.slug, early.facts) == ("wrong-state", {"state": "received", "possible": []})
    case.counter(case.ids[0])
    for actor in (case.rev, case.seller):
        assert refused(case, claims.reply, actor, case.ids[0], **said).slug == "forbidden"
    claim = case.desk.do(claims.reply, case.acme, case.ids[0], **said)
    assert claim.state == "countered"
    event = case.rows(Event)[-1]
    assert (event.kind, event.by, event.note) == ("amendment", "filer", said["statement"])
    assert entries(case, "reply") == [("claim", case.ids[0])]
    (letter,) = case.letters("claim_replied")
    assert letter.store_id == case.store
    assert said["statement"] in letter.body


def test_the_filer_is_told_of_several_listings_in_one_letter(case: Case) -> None:
    case.counter(*case.ids[:2])
    (letter,) = [row for row in case.rows(Letter) if row.kind == "claim_countered"]
    assert f"your complaint about {ITEM}1 and {ITEM}2" in letter.body
    assert f"nos. {case.ids[0]} and {case.ids[1]}" in letter.subject


def test_a_counter_notice_locks_the_filers_account(case: Case) -> None:
    # Another's claim and account are left alone.
    case.desk.claim(case.desk.filer("other"), targets=[{"url": f"{ITEM}5"}])
    with case.desk.database.transaction() as session:
        taken = note_locks(session)
        work = working(session, case.seller, case.desk.now)
        claims.counter(work, case.ids[:2], make_answer(), vault=VAULT)
    # The words of the search are written again last; nobody waits for an account behind them.
    assert taken[0] == ("filer", [case.acme.id])
    assert {table for table, _ids in taken[1:]} == {"search_entry"}


def test_what_was_answered_opens_again_without_its_grade(case: Case) -> None:
    case.take_down(*case.ids[:2])
    later = case.desk.claim(case.acme, targets=[{"url": f"{ITEM}2"}])
    case.counter(*case.ids[:2])
    rows = {row.id: row for row in case.rows(Claim)}
    assert rows[later].duplicate_of == case.ids[1]
    assert [rows[each].duplicate_of for each in case.ids[:2]] == [None, None]


@pytest.mark.parametrize("verb", [claims.counter, claims.report_demand])
def test_claims_are_answered_within_one_complaint(case: Case, verb: Any) -> None:
    other = case.desk.claim(case.acme, targets=[{"url": f"{ITEM}77"}])
    given = (make_answer(),) if verb is claims.counter else ()
    options = {"vault": VAULT} if verb is claims.counter else {"statement": "By chat."}
    for claim_ids, within in (([case.ids[0], other], None), ([other], case.complaint), ([], None)):
        refusal = refused(case, verb, case.rev, claim_ids, *given, **options, within=within)
        assert [field.pointer for field in refusal.fields] == ["/claim_ids"]
    assert refused(case, verb, case.rev, [case.ids[0]], *given, **options, expected=9).slug == (
        "stale"
    )
    case.desk.do(verb, case.rev, case.ids[:2], *given, **options, within=case.complaint)
    case.desk.do(verb, case.rev, case.ids[2:3], *given, **options, expected=1)
    assert len([row for row in case.rows(Event) if row.by == "seller"]) == 2


def test_a_demand_is_kept_once_for_the_same_report(case: Case) -> None:
    def report(statement: str, **more: Any) -> DemandReport:
        made: DemandReport = case.desk.do(
            claims.report_demand, case.seller, case.ids[:2], statement=statement, **more
        )
        return made

    first = report("By chat.", channel=DemandChannel.CHAT)
    assert report("By chat.").id == first.id
    second = report("By phone.", at=case.desk.now + timedelta(days=1))
    assert second.id != first.id
    assert report("By phone.", at=case.desk.now + timedelta(days=1)).id == second.id
    assert [(row.channel, row.asked_for) for row in case.rows(DemandReport)] == [
        ("chat", "other"), (None, "other"),
    ]  # fmt: skip
    assert entries(case, "report_demand") == [("claim", each) for each in case.ids[:2]] * 2


def read(case: Case, notice: CounterNotice, vault: Vault = VAULT) -> SellerContact:
    found: SellerContact = case.desk.do(
        claims.read_seller, case.rev, notice.id, why="Court order.", vault=vault
    )
    return found


def test_a_sellers_contact_is_read_by_staff_with_the_scope(case: Case) -> None:
    notice = case.counter(case.ids[0])
    without = replace(case.rev, scopes=case.rev.scopes - {Scope.REVIEW})
    for actor in (without, SYSTEM):
        refusal = refused(case, claims.read_seller, actor, notice.id, why="x", vault=VAULT)
        assert refusal.slug == "forbidden"
    assert entries(case, "read_seller") == []
    assert read(case, notice).phone == "+8613800000000"
    assert entries(case, "read_seller") == [("counter_notice", notice.id)]


def test_a_contact_that_cannot_be_opened_leaves_the_name(case: Case) -> None:
    notice = case.counter(case.ids[0])
    assert read(case, notice, OTHER_VAULT) == SellerContact("Mei Shop")
    with case.desk.database.transaction() as session:
        row = session.get_one(CounterNotice, notice.id)
        about = sealed.seller_contact(row.event_id)
        row.sealed, row.sealed_key_id = VAULT.seal("mei@shop.example", about=about), VAULT.key_id
    # An older one is free text.
    assert read(case, notice) == SellerContact("Mei Shop", email="mei@shop.example")
    with case.desk.database.transaction() as session:
        row = session.get_one(CounterNotice, notice.id)
        row.name = row.sealed = None
    assert read(case, notice) == SellerContact("")
