"""What a search finds: alike on both databases, whatever is typed, and nothing that is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from complaints.base.errors import Refusal
from complaints.models import Filer, SearchEntry, Store
from complaints.queries.staff import search
from complaints.rules.actors import SYSTEM, Actor
from complaints.rules.kinds import FilerKind, InboxSource
from complaints.rules.mailing.inboxes import read_address
from complaints.rules.staff.search_words import Thing
from complaints.rules.upkeep.retention import MONTH
from complaints.services.logins import people
from complaints.services.mailing import inboxes
from complaints.services.registry import Registry
from complaints.services.staff import search_index
from complaints.services.upkeep import retention
from complaints.storage.db import Database
from tests.api.bodies import ANSWERS
from tests.jobs.ended import Rows
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, MARK, VAULT, Desk

pytestmark = pytest.mark.both_databases

# What something is called, a question, and whether it finds it.
TABLE = [
    ("Velora GmbH", "velora", True),
    ("Velora GmbH", "VELORA gmbh", True),
    ("Velora GmbH", "velo", True),
    ("Velora GmbH", "ve", False),
    ("Velora GmbH", "elora", False),
    ("Velora GmbH", "velora ag", False),
    ("Café Crème", "cafe creme", True),
    ("Ｖｅｌｏｒａ", "velora", True),
    ("Ёлка Москва", "ёлка", True),
    ("Straße", "strasse", True),
    ("上海徐汇服饰有限公司", "徐汇", True),
    ("上海徐汇服饰有限公司", "上海徐汇", True),
    ("上海徐汇服饰有限公司", "汇徐", False),
    ("上海徐汇服饰有限公司", "徐", True),
    ("上海徐汇服饰有限公司", "司", True),
    ("上海徐汇服饰有限公司", "北京", False),
    ("澜沐 Lanmu 官方旗舰店", "lanmu旗舰", True),
    ("澜沐 Lanmu 官方旗舰店", "澜沐 旗舰店", True),
    ("商標事務所", "商標", True),
    ("商標事務所", "商标", True),
    ("商标事务所", "商標事務", True),
    ("头发 发票", "頭髮", True),
    ("Velora Bag Outlet", '"bag outlet"', True),
    ("Velora Bag Outlet", "“velora bag” out", True),
    ("Velora Bag Outlet", '"velora outlet"', False),
    ("Velora Bag Outlet", '"velora" outlet', True),
    ("Velora Bag Outlet", '"velora bag', True),
    ("Velora Bag Outlet", 'bag" "outlet', True),
    ("Velora Bag Outlet", '"bag out"', False),
    ("海徐上海 Shop", "上海徐", True),
    ("海徐上海 Shop", "「上海徐」", False),
    ("海徐上海 Shop", '"徐上海"', True),
    ("サクラ商事", "サクラ", True),
    ("서울 상사", "서울", True),
    ("SN-2026/0012 B", "2026", True),
    ("SN-2026/0012 B", "SN20260012B", True),
    ("SN-2026/0012 B", "0012", True),
    ("100% O'Neill & Söhne", "o'neill", True),
    ("100% O'Neill & Söhne", "sohne 100", True),
    ("a OR b", "a b", True),
    ("alpha", "alpha OR beta", False),
    ("alpha", "alpha* -beta", False),
    ('say "hello"', '"hello"', True),
    ("back\\slash", "back\\slash", True),
    ("😀 smile", "smile 😀", True),
    ("𠮷野家", "𠮷野", True),
]

# What is typed, and the kind that it finds or the refusal; "" is nothing.
WRONG = "invalid-request"
TYPED = [
    ("x" * 10_000, WRONG),
    ("商" * 10_000, WRONG),
    ("", WRONG), (" ", WRONG), ("?!*-+", WRONG), ("' OR '' = '", ""), ("\x00", WRONG),
    ("\u202e\u200f", WRONG), ("\u0301\u0301", WRONG), ("😀👍🏽", WRONG), ("§§ ¤", WRONG),
    ("'; DROP TABLE search_entry; --", ""),
    ("velora' & !'4711", "filer"),
    ("velora:* | x", ""), ("velora <-> 4711", "filer"), ("!velora", "filer"),
    ("velora NEAR 4711", ""), ("NEAR(velora 4711)", ""), ("words:velora", ""),
    ("velora*", "filer"), ("^velora", "filer"), ("-velora", "filer"), ("{velora}", "filer"),
    ('"', WRONG), ('"velora', "filer"), ('velora"', "filer"), ('""velora""', "filer"),
    ("velora\\", "filer"), ("vel\x00ora", ""), ("velora\x00 4711", "filer"),
    ("velora\n\t4711", "filer"), ("https://x.example/\x00velora", ""),
    ("https://item.taobao.com/item.htm?id=\x001", ""),
    ("https://[::1/", ""), ("velora/4711", "filer"),
    ("\u202evelora\u202c", "filer"), ("vel\u200bora", "filer"), ("v\u0301elora", "filer"),
    ("velor\u00e0 4711", "filer"), ("velora\u0300", "filer"),
    ("ＶＥＬＯＲＡ　４７１１", "filer"), ("velora 😀", "filer"), ("مرحبا", ""), ("商", ""),
    ("§evelora4711", ""), ("¤velora", "filer"), ("§1", ""), ("x" * 200, ""),
]  # fmt: skip


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


def found(desk: Desk, actor: Actor, question: str) -> dict[str, list[int]]:
    with desk.database.reading() as session:
        groups = search.groups(working(session, actor, desk.now), question)
    return {str(group.thing): [hit.id for hit in group.hits] for group in groups}


def all_words(desk: Desk) -> str:
    """Everything that the index keeps, also what SQLite keeps of it in tables of its own."""
    with desk.database.reading() as session:
        kept = list(session.scalars(select(SearchEntry.words)))
        if desk.database.is_sqlite:
            pages = session.execute(text("SELECT block FROM search_index_data")).scalars()
            kept += [page.decode("utf-8", "replace") for page in pages]
    return " ".join(kept)


def test_both_databases_find_the_same_by_the_same_words(desk: Desk) -> None:
    names = list(dict.fromkeys(name for name, _question, _is in TABLE))
    ann = desk.staff("ann")
    with desk.database.transaction() as session:
        work = working(session, SYSTEM, desk.now)
        ids = {
            name: people.add_filer(work, reference=f"r{at}", name=name, kind=FilerKind.AGENT).id
            for at, name in enumerate(names)
        }
    wrong = [
        (name, question)
        for name, question, is_there in TABLE
        if (ids[name] in found(desk, ann, question).get("filer", [])) is not is_there
    ]
    assert wrong == []


def test_staff_find_a_case_by_all_that_it_has(desk: Desk) -> None:
    acme, ann = desk.filer(), desk.staff("ann")
    target = {
        "url": f"{ITEM}4711", "title": "红色 Velora 手提包", "store_id": "s-88",
        "store_name": "Lanmu Outlet", "operator": "Lanmu Trading",
    }  # fmt: skip
    filed = desk.file(
        acme, reference="VEL/2026-77", statement="The stitching is crooked.", targets=[target],
        answers={**ANSWERS["counterfeit"], "differences": "Der Reißverschluss fehlt."},
    ).complaint  # fmt: skip
    other = desk.file(acme, targets=[{"url": f"{ITEM}4712"}], statement="Another one.").complaint
    for question in ("vel/2026-77", "VEL202677", "stitching crooked", "reissverschluss", "手提",
                     "lanmu outlet", "4711"):  # fmt: skip
        assert found(desk, ann, question)["complaint"] == [filed.id], question
    assert len(found(desk, ann, "4711")["listing"]) == 1
    assert len(found(desk, ann, "velora 手提包")["listing"]) == 1
    assert len(found(desk, ann, "s-88")["store"]) == 1
    assert len(found(desk, ann, "lanmu trading")["operator"]) == 1
    assert found(desk, ann, "1234567")["right"] == [filed.right_id]
    assert found(desk, ann, "WO 1234567")["right"] == [filed.right_id]
    assert found(desk, ann, "acme")["filer"] == [acme.id]
    # An address finds the listing that it names, whatever stands around it, and its complaints.
    pasted = "https://m.intl.taobao.com/detail/detail.html?spm=a1&id=4711#top"
    assert found(desk, ann, pasted).keys() == {"complaint", "listing"}
    assert found(desk, ann, pasted)["complaint"] == [filed.id]
    assert found(desk, ann, f"{ITEM}4712")["complaint"] == [other.id]
    assert found(desk, ann, "nothing like it") == {}


def test_whatever_is_typed_is_answered_alike(desk: Desk) -> None:
    """By hits or by what is wrong with the question; no sign of a database's own has an effect."""
    ann = desk.staff("ann")
    with desk.database.transaction() as session:
        work = working(session, SYSTEM, desk.now)
        people.add_filer(work, reference="r", name="Velora 4711", kind=FilerKind.AGENT)
    answers = {}
    for question, _answer in TYPED:
        try:
            answers[question] = [*found(desk, ann, question)]
        except Refusal as refusal:
            answers[question] = [refusal.slug]
    assert answers == {question: [answer] if answer else [] for question, answer in TYPED}


def test_what_is_called_so_comes_first_then_the_newest_page_by_page(desk: Desk) -> None:
    ann = desk.staff("ann")
    with desk.database.transaction() as session:
        work = working(session, SYSTEM, desk.now)
        ids = [
            people.add_filer(
                work, reference=f"r{at}", name=f"Velora {at}" if at else "Velora",
                kind=FilerKind.AGENT,
            ).id
            for at in range(35)
        ]  # fmt: skip
    with desk.database.reading() as session:
        work = working(session, ann, desk.now)
        (group,) = search.groups(work, "velora")
        assert [hit.id for hit in group.hits] == [ids[0], *ids[:-5:-1]]
        assert (group.count, group.is_more) == (30, True)
        seen, before = [], None
        while True:
            group = search.search_page(work, "velora", Thing.FILER, before=before, limit=10)
            seen += [hit.id for hit in group.hits]
            before = group.next
            if before is None:
                break
    assert seen == [ids[0], *ids[:0:-1]]


def test_a_new_name_is_found_at_once_and_the_old_one_no_more(desk: Desk) -> None:
    portal, ann = desk.partner(), desk.staff("ann")
    sam = {"reference": "s-1", "name": "Oldnamed", "kind": "individual"}
    filer_id = desk.file(portal, filer=sam).complaint.filer_id
    assert found(desk, ann, "oldnamed")["filer"] == [filer_id]
    later = desk.now + timedelta(days=1)
    desk.file(portal, filer={**sam, "name": "Newnamed"}, at=later, targets=[{"url": f"{ITEM}2"}])
    assert found(desk, ann, "newnamed")["filer"] == [filer_id]
    assert "filer" not in found(desk, ann, "oldnamed")
    assert "oldnamed" not in all_words(desk)


def test_words_that_are_erased_leave_the_index_with_them(desk: Desk, database: Database) -> None:
    """An account that nobody confirmed goes after a month, and its name goes with it, down to the
    bytes that SQLite keeps."""
    with database.transaction() as session:
        rows = Rows(session, desk.now)
        lone = rows.market.filer("unconfirmable")
        (key,) = rows.keep(rows.account(desk.now - MONTH, filer_id=lone.id))
        for name in ("another", "newest"):
            rows.keep(rows.account(desk.now, filer_id=rows.market.filer(name).id))
    assert "unconfirmable" in all_words(desk)
    assert desk.do(retention.delete_ended, SYSTEM, "account", [(key,)]) == 1
    with database.reading() as session:
        assert session.get(Filer, lone.id) is None
    assert "unconfirmable" not in all_words(desk)
    assert "another" in all_words(desk)


def test_whoever_files_finds_its_own_alone(desk: Desk) -> None:
    acme, other, portal = desk.filer(), desk.filer("other"), desk.partner()
    mine = desk.file(acme, statement="Crooked seams.").complaint
    desk.file(other, statement="Crooked seams.", targets=[{"url": f"{ITEM}2"}])
    sams = desk.file(
        portal, filer={"reference": "s", "name": "Sam", "kind": "individual"},
        statement="Crooked seams.", targets=[{"url": f"{ITEM}3"}],
    ).complaint  # fmt: skip
    assert found(desk, acme, "crooked") == {"complaint": [mine.id]}
    assert found(desk, portal, "crooked") == {"complaint": [sams.id]}
    assert found(desk, acme, str(MARK["number"])) == {"right": [mine.right_id]}
    assert found(desk, acme, f"{ITEM}2") == {}
    assert found(desk, acme, f"{ITEM}1") == {"complaint": [mine.id]}
    assert found(desk, acme, "other") == {}
    with desk.database.reading() as session, pytest.raises(Refusal) as caught:
        search.search_page(
            working(session, acme, desk.now), "acme", Thing.FILER, before=None, limit=5
        )
    assert caught.value.slug == "not-found"


def test_a_contact_is_found_by_all_of_it(desk: Desk) -> None:
    portal, ann = desk.partner(), desk.staff("ann")
    sam = {
        "reference": "s", "name": "Sam", "kind": "individual", "email": "Sam.Li@Googlemail.com",
        "phone": "138 1234 5678", "country": "CN", "ip": "203.0.113.9",
    }  # fmt: skip
    filer_id = desk.file(
        portal, filer=sam, targets=[{"url": f"{ITEM}1", "store_id": "s-1"}]
    ).complaint.filer_id
    with desk.database.transaction() as session:
        store = session.scalars(select(Store.id)).one()
        inboxes.store_inboxes(
            working(session, SYSTEM, desk.now), "store",
            {store: read_address("mailbox", "wang@shop.example")}, source=InboxSource.FEED,
            vault=VAULT,
        )  # fmt: skip

    def matches(value: str) -> list[tuple[str | None, str, int]]:
        with desk.database.reading() as session:
            said = search.same_contact(working(session, ann, desk.now), value, vault=VAULT)
        return [(one.shown_as or one.inbox, str(one.hit.thing), one.hit.id) for one in said]

    assert matches("samli@gmail.com") == [("email", "filer", filer_id)]
    assert matches("+86 138-1234-5678") == [("phone", "filer", filer_id)]
    assert matches("13812345678") == [("phone", "filer", filer_id)]
    assert matches("203.0.113.9") == [("ip", "filer", filer_id)]
    assert matches("wang@shop.example") == [("mailbox", "store", store)]
    assert matches("203.0.113.10") == matches("samli@gmail") == matches("%") == []
    # No word of theirs is in the index.
    assert "gmail" not in all_words(desk)
    assert "13812345678" not in all_words(desk)


def test_what_lacks_an_entry_gets_one_and_what_is_gone_loses_it(desk: Desk) -> None:
    """As where code of the revision before wrote beside this one."""
    ann = desk.staff("ann")
    filed = desk.file(desk.filer(), statement="Crooked seams.").complaint
    with desk.database.transaction() as session:
        search_index.forget_rows(session, Thing.COMPLAINT, [filed.id])
        stale = SearchEntry(entry_id=(1 << 32) + 4_000, words="crooked")
        session.add(stale)
    assert found(desk, ann, "crooked") == {"complaint": []}
    with desk.database.transaction() as session:
        assert search_index.fill(session, Thing.COMPLAINT, after=0) == filed.id
        assert search_index.fill(session, Thing.COMPLAINT, after=filed.id) is None
        assert search_index.sweep(session, Thing.COMPLAINT, after=0) == 4_000
        assert search_index.sweep(session, Thing.COMPLAINT, after=4_000) is None
    assert found(desk, ann, "crooked") == {"complaint": [filed.id]}
    with desk.database.reading() as session:
        assert session.get(SearchEntry, (1 << 32) + 4_000) is None


def test_a_transaction_that_fails_leaves_no_words(desk: Desk) -> None:
    with pytest.raises(RuntimeError), desk.database.transaction() as session:
        registry = Registry(session, VAULT, source="x", now=desk.now)
        registry.filers([({"reference": "r", "name": "Neverthere"}, desk.now)])
        raise RuntimeError
    assert "neverthere" not in all_words(desk)
