"""A platform's catalogue: CSV or JSON Lines; claims that came without a store get it from there."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from complaints.importers.lines import RawLine
from complaints.importers.listings import HeadingError, read_offers
from complaints.importers.rejects import Reject
from complaints.models import (
    Claim,
    ComplaintDeclaration,
    LedgerEntry,
    Listing,
    Marketplace,
    Operator,
    SellerInbox,
    Store,
    Trader,
)
from complaints.services.sellers.listings import Offer
from tests.importers.test_interchange import context, run, write
from tests.services.filing.test_histories import ONE, line, take

__all__ = ["context"]
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
HEADING = "url,store_id,store_name,operator,title,listed_on,price,currency,sales_30d"


def raw(*texts: str) -> list[RawLine]:
    return [RawLine(number, text.encode()) for number, text in enumerate(texts, 1)]


@pytest.mark.both_databases
def test_a_catalogue_links_claims_that_were_there_and_that_come(context, database, now, tmp_path):
    take(database, now, line("A"), line("B", targets=[{"url": ONE, "store_id": "said"}]))
    path = tmp_path / "catalogue.csv.gz"
    row = f'{ONE},s-1,"Shop, Ltd",Op,"A ""B""",2025-02-28,9.99,USD,12'
    path.write_bytes(gzip.compress(f"{HEADING}\r\n{row}\r\n".encode()))
    result = run(context, "listings", str(path))
    assert result.return_value == 0
    assert "1 listings; claims linked to a store: 1, to an operator: 1" in result.stdout
    take(database, now, line("C", "2026-02-01"))
    with database.reading() as session:
        question = (
            select(Store.reference, Operator.name)
            .select_from(Claim)
            .join(Store, Store.id == Claim.store_id)
            .outerjoin(Operator, Operator.id == Claim.operator_id)
            .order_by(Claim.id)
        )
        assert session.execute(question).all() == [("s-1", "Op"), ("said", None), ("s-1", "Op")]
        listing = session.scalars(select(Listing)).one()
        assert (listing.title, listing.listed_on, listing.price, listing.sales_30d) == (
            'A "B"', date(2025, 2, 28), Decimal("9.9900"), 12,
        )  # fmt: skip


def test_json_lines_may_name_a_listing_by_marketplace_and_id(context, database, tmp_path):
    name = write(
        tmp_path / "c.jsonl",
        {"marketplace": "ebay", "listing_id": "123456789012", "store_id": "s"},
        {"marketplace": "ebay", "price": 1},
    )
    result = run(context, "listings", name, "--strict")
    assert result.return_value == 1
    with database.reading() as session:
        assert session.scalars(select(Listing.url)).one() == ONE
    reject = json.loads((tmp_path / "c.jsonl.rejects.jsonl").read_text())
    assert (reject["line"], reject["fields"][0]["pointer"]) == (2, "/url")


@pytest.mark.parametrize(
    ("row", "pointer"),
    [
        ("javascript:alert(1),,,,,,,,", "/url"),
        (f"{ONE},,,,,2025-02-30,,,", "/listed_on"),
        (f"{ONE},,,,,,-1,,", "/price"),
        (f"{ONE},,,,,,nan,,", "/price"),
        (f"{ONE},,,,,,cheap,,", "/price"),
        (f"{ONE},,,,,,,usd,", "/currency"),
        (f"{ONE},,,,,,,,1.5", "/sales_30d"),
        (f"{ONE},{'s' * 501},,,,,,,", "/store_id"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_number(row, pointer):
    good, bad = read_offers(raw(HEADING, f"{ONE},,,,,,,,", row), now=NOW)
    assert not isinstance(good, Reject)
    assert isinstance(bad, Reject)
    assert (bad.number, bad.fields[0].pointer) == (3, pointer)


def test_a_catalogue_says_where_a_listing_is_delivered(context, database, now, tmp_path):
    """Its word goes before a complaint's; the claim is under the law of that place."""
    pool = "https://www.etsy.com/listing/987654321/tee"
    name = write(tmp_path / "c.jsonl", {"url": pool, "delivers_to": ["de"]})
    assert run(context, "listings", name).return_value == 0
    work = {"kind": "copyright", "title": "Sunrise"}
    said = [{"url": pool, "delivers_to": ["US"]}]
    take(database, now, line("A", right=work, basis="copyright", targets=said))
    with database.reading() as session:
        assert session.scalars(select(Listing.delivers_to)).one() == ["DE"]
        claim = session.scalars(select(Claim)).one()
        assert (claim.regime, claim.adding, claim.delivers_to) == ("dsa", [], ["DE"])


@pytest.mark.parametrize("said", ["XX", "Germany", "UK"])
def test_where_a_listing_is_delivered_is_said_by_codes(said):
    good, bad = read_offers(raw("url,delivers_to", f"{ONE},de FR", f"{ONE},{said}"), now=NOW)
    assert good.aim.target.delivers_to == ("DE", "FR")
    assert bad.fields[0].pointer == "/delivers_to"


INBOXES = "url,store_id,operator,store_mailbox,store_inbox,operator_mailbox,operator_inbox"


@pytest.mark.parametrize(
    ("row", "store", "operator"),
    [
        (f"{ONE},s,Op,,,,", None, None),
        (f"{ONE},s,,Wang@Shop.Example,,,", ("mailbox", "Wang@shop.example"), None),
        (f"{ONE},s,Op,, 4711 ,,li", ("platform", "4711"), ("platform", "li")),
        (f"{ONE},,Op,,,li@office.example,", None, ("mailbox", "li@office.example")),
    ],
)
def test_a_row_may_say_where_letters_reach_the_seller(row, store, operator):
    (offer,) = read_offers(raw(INBOXES, row), now=NOW)
    assert isinstance(offer, Offer)
    stated = [each and (each.kind, each.text) for each in (offer.store_inbox, offer.operator_inbox)]
    assert stated == [store, operator]


@pytest.mark.parametrize(
    ("row", "pointer", "says"),
    [
        (f"{ONE},s,,wang,,,", "/store_mailbox", "email address"),
        (f"{ONE},s,,a@shop.example,4711,,", "/store_inbox", "one of the two"),
        (f"{ONE},,,a@shop.example,,,", "/store_mailbox", "add store_id"),
        (f"{ONE},,,,{'4' * 201},,", "/store_inbox", "add store_id"),
        (f"{ONE},s,,,{'4' * 201},,", "/store_inbox", "200 characters"),
        (f"{ONE},s,,,,li@office.example,", "/operator_mailbox", "add operator"),
        (f"{ONE},s,Op,,,,\u202eil", "/operator_inbox", "cannot be seen"),
    ],
)
def test_an_address_that_is_none_is_set_aside(row, pointer, says):
    (reject,) = read_offers(raw(INBOXES, row), now=NOW)
    assert isinstance(reject, Reject)
    assert reject.fields[0].pointer == pointer
    assert says in str(reject.fields[0].message)


def test_a_catalogue_says_where_letters_reach_a_store(context, database, tmp_path):
    row = {"url": ONE, "store_id": "s", "store_mailbox": "wang@shop.example"}
    result = run(context, "listings", write(tmp_path / "c.jsonl", row))
    assert "inboxes new or changed: 1" in result.stdout
    with database.reading() as session:
        inbox = session.scalars(select(SellerInbox)).one()
        assert (inbox.kind, inbox.domain, inbox.source) == ("mailbox", "shop.example", "feed")
        assert inbox.store_id == session.scalars(select(Store.id)).one()
    assert "inboxes" not in run(context, "listings", str(tmp_path / "c.jsonl")).stdout


def test_a_row_of_another_width_is_set_aside():
    (bad,) = read_offers(raw(HEADING, ONE), now=NOW)
    assert isinstance(bad, Reject)
    assert bad.reason == "has 1 fields, the heading 9"


@pytest.mark.parametrize("heading", ["url,colour", "title,price"])
def test_a_heading_that_cannot_be_is_refused(heading):
    with pytest.raises(HeadingError, match="the heading must name url"):
        list(read_offers(raw(heading, "x,y"), now=NOW))


def read_csv(*lines: bytes) -> list[Offer | Reject]:
    return list(read_offers((RawLine(n, content) for n, content in enumerate(lines, 1)), now=NOW))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"ebay,123\x00456,a", "NUL"),
        (b"ebay,123456,\xc4\xe3", "not UTF-8 at byte 13"),
        (b'ebay,123456,"a', "not CSV"),
        (b"ebay,123456," + b"x" * 200_000, "not CSV"),
    ],
)
def test_a_row_that_is_no_text_is_set_aside_as_it_stands(row, reason):
    (reject,) = read_csv(b"marketplace,listing_id,title", row)
    assert isinstance(reject, Reject)
    assert reason in reject.reason
    assert reject.raw == row.decode("utf-8", "backslashreplace")


def test_rows_behind_a_quote_that_never_closes_are_kept_in_the_reject():
    (reject,) = read_csv(b"marketplace,listing_id", b'"ebay,1', b"ebay,2")
    assert isinstance(reject, Reject)
    assert reject.raw == '"ebay,1\nebay,2'


@pytest.mark.parametrize("price", ["1_000", "\u0663", "nan", "1e3"])
def test_a_price_is_said_in_plain_digits(price):
    (reject,) = read_csv(b"url,price", f"https://www.ebay.com/itm/123456789012,{price}".encode())
    assert isinstance(reject, Reject)
    assert reject.fields[0].pointer == "/price"


@pytest.mark.both_databases
def test_a_catalogue_says_in_which_countries_they_are(context, database, tmp_path):
    row = {"url": ONE, "store_id": "s", "store_country": "de", "marketplace_country": "CN"}
    result = run(context, "listings", write(tmp_path / "c.jsonl", row))
    assert "countries new or changed: 2" in result.stdout
    with database.reading() as session:
        assert session.scalars(select(Store.country)).one() == "DE"
        assert session.scalars(select(Marketplace.country)).one() == "CN"
        stated = select(LedgerEntry).where(LedgerEntry.verb == "stated_country")
        entries = session.scalars(stated.order_by(LedgerEntry.id)).all()
        assert [(each.subject, each.facts["country"]) for each in entries] == [
            ("marketplace", "CN"), ("store", "DE"),
        ]  # fmt: skip
    assert "countries" not in run(context, "listings", str(tmp_path / "c.jsonl")).stdout


@pytest.mark.parametrize(
    ("row", "pointer", "says"),
    [
        (
            {"url": ONE, "marketplace_country": "UK"},
            "/marketplace_country",
            "Write GB (United Kingdom).",
        ),
        ({"url": ONE, "store_id": "s", "store_country": "EU"}, "/store_country", "two letters"),
        ({"url": ONE, "store_country": "DE"}, "/store_country", "add store_id"),
    ],
)
def test_a_country_that_is_none_is_set_aside(row, pointer, says):
    (reject,) = read_offers(raw(json.dumps(row)), now=NOW)
    assert isinstance(reject, Reject)
    assert (reject.fields[0].pointer, says in str(reject.fields[0].message)) == (pointer, True)


def test_a_history_without_signature_contact_or_evidence_is_kept(database, now):
    take(database, now, line("A"))
    with database.reading() as session:
        assert session.scalars(select(Claim.regime)).one() is not None
        assert session.scalars(select(ComplaintDeclaration)).all() == []


WANG = {"trader_name": "Wang Ltd", "trader_email": "w@shop.example",
        "trader_certified_on": "2026-01-02"}  # fmt: skip


def test_a_catalogue_says_what_a_store_shows_of_its_trader(context, database, tmp_path):
    line = json.dumps({"url": ONE, "store_id": "s1", **WANG})
    run(context, "listings", write(tmp_path / "a.jsonl", line))
    heading = "url,store_id,operator,trader_phone\n"
    (tmp_path / "b.csv").write_text(heading + f"{ONE},s1,,+49 30 123456\n", encoding="utf-8")
    with database.reading() as session:
        (trader,) = session.scalars(select(Trader))
        assert (trader.name, trader.certified_on) == ("Wang Ltd", date(2026, 1, 2))
    run(context, "listings", str(tmp_path / "b.csv"))
    with database.reading() as session:
        (trader,) = session.scalars(select(Trader))
        assert (trader.name, trader.phone) == (None, "+49 30 123456")


@pytest.mark.parametrize(
    ("row", "pointer"),
    [
        ({**WANG}, "/trader_name"),
        ({**WANG, "store_id": "s", "trader_email": "w@"}, "/trader_email"),
        ({**WANG, "store_id": "s", "trader_certified_on": "2026-11-26"}, "/trader_certified_on"),
        ({**WANG, "store_id": "s", "trader_certified_on": "2026-02-30"}, "/trader_certified_on"),
        ({**WANG, "store_id": "s", "trader_phone": "1" * 51}, "/trader_phone"),
        ({**WANG, "store_id": "s", "trader_name": 5}, "/trader_name"),
    ],
)
def test_a_trader_that_cannot_be_is_set_aside(row, pointer):
    (reject,) = read_offers(raw(json.dumps({"url": ONE, **row})), now=NOW)
    assert isinstance(reject, Reject)
    assert reject.fields[0].pointer == pointer
