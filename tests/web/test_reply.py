"""The seller's pages behind the link: read, answer, report, appeal; what stays secret."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.exporters.interchange import write_lines
from complaints.models import (
    Appeal,
    Claim,
    ClaimDocument,
    Clock,
    CounterNotice,
    DemandReport,
    Event,
    LedgerEntry,
    Letter,
    Upload,
)
from complaints.papers.recognition import UploadedFile
from complaints.queries.decisions import claims as asked
from complaints.queries.filing import documents as asked_documents
from complaints.queries.filing import interchange
from complaints.rules import actors
from complaints.rules.kinds import DocumentUse
from complaints.rules.law.clocks import by_the_end
from complaints.services.decisions import claims
from complaints.services.filing import documents
from complaints.storage.links import SellerOf
from complaints.words import say
from tests.api.bodies import complaint
from tests.papers.makers import picture
from tests.scenes.accounts import sign_in
from tests.scenes.browsing import too_wide, violations
from tests.scenes.callers import app_of
from tests.scenes.clocks import days_after
from tests.scenes.links import confirm, link_to, newest_code
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, Desk

HTML = {"Accept": "text/html"}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HOME = "12 Willow Lane, Hangzhou"
PHONE = "+86 138 1234 5678"
PNG = picture()
SHOP = [{"url": f"{ITEM}{n}", "store_id": "s9", "title": f"Jacket {n}"} for n in (1, 2)]
OTHER = [{"url": f"{ITEM}3", "store_id": "s8", "title": "Hat"}]
MARK = {"kind": "trademark", "number": "12345678", "jurisdiction": "CN", "title": "ACME"}
SONG = {"kind": "copyright", "title": "Sunrise", "jurisdiction": "US"}
TEES = [
    {"url": f"https://www.etsy.com/listing/98765432{n}/tee", "store_id": "s9", "title": "Tee"}
    for n in (1, 2)
]
TRADER = {"reference": "acme", "name": "Acme Protection", "email": "ip@acme.example",
          "address": "1 Brand Street"}  # fmt: skip


IN_TWO_STEPS = {"/counter", "/rejoin", "/appeal", "/demand", "/proceeding"}


class Shop:
    """A complaint by a partner's filer against two listings of a shop, and its link."""

    def __init__(self, context: Any, **notice: Any) -> None:
        self.context = context
        self.client = app_of(context).test_client()
        self.now = utcnow()
        self.desk = Desk(context.database, self.now)
        self.portal, self.rev = self.desk.partner(), self.desk.staff("rev")
        facts = {"filer": TRADER, "right": MARK, "statement": "Copies.", **notice}
        facts = {"targets": [*SHOP, *OTHER], **facts}
        filed = self.desk.file(self.portal, **facts)
        self.complaint = filed.complaint.id
        self.ids = [outcome.claim_id for outcome in filed.outcomes]
        with context.database.reading() as session:
            claim = session.get_one(Claim, self.ids[0])
            self.store, self.filer = claim.store_id, actors.filer(claim.filer_id)
        self.path = self.link()

    def link(self, *, now: Any = None, **of: Any) -> str:
        """Return the path of a new link, confirmed by its code where it is good still."""
        seller = SellerOf(self.complaint, **(of or {"store_id": self.store}))
        path = link_to(self.context, seller=seller, now=now or self.now)
        if now is None:
            confirm(self.client, self.context, path)
        return path

    def take_down(self, *claim_ids: int) -> None:
        for claim_id in claim_ids or self.ids[:2]:
            self.desk.do(claims.decide, self.rev, claim_id, decision="take_down", code="shown")

    def get(self, path: str = "", **options: Any) -> Any:
        return self.client.get(self.path + path, headers=HTML, **options)

    def text(self, path: str = "", **options: Any) -> str:
        return str(self.get(path, **options).get_data(as_text=True))

    def post(self, path: str, data: dict[str, Any]) -> Any:
        """Send a form: one that is read back first as its second step sends it."""
        again = {"step": "send"} if path.partition("?")[0] in IN_TWO_STEPS else {}
        return self.client.post(self.path + path, data={**again, **data}, headers=HTML)

    def answer(self, **given: Any) -> Any:
        data = {
            "ground": "genuine", "language": "en", "statement": "Bought from the maker.",
            "reference": "Invoice 7", "claim_ids": [str(i) for i in self.ids[:2]],
            "seller.name": "Mei Shop", "seller.email": "mei@shop.example",
            "seller.phone": PHONE, "seller.address": HOME, "pass_on": "false",
            "seller.registration": "91990000MA00000008",
            "facts.0.kind": "invoice", "facts.0.number": "2026-000714",
            "facts.1.kind": "order", "facts.1.number": "88-20260113",
            "declarations": ["true", "art43"], **given,
        }  # fmt: skip
        data = {name: value for name, value in data.items() if value is not None}
        return self.post("/counter?ground=genuine", data)

    def rows(self, model: Any) -> list[Any]:
        with self.context.database.reading() as session:
            key = getattr(model, "id", None) or model.claim_id
            return list(session.scalars(select(model).order_by(key)))

    def states(self) -> list[str]:
        return [claim.state for claim in self.rows(Claim)]


@pytest.fixture
def shop(context) -> Shop:
    return Shop(context)


@on_sqlite
def test_it_says_what_is_alleged_by_whom_and_until_when(shop):
    shop.take_down()
    page = shop.get()
    text = page.get_data(as_text=True)
    due = say(by_the_end(days_after(shop.now, 14), "CN"))
    for part in ("12345678", "Jacket 1", "Copies.", "Acme Protection", "ip@acme.example", due,
                 "Answer the complaint", "I was asked for money or a favour"):  # fmt: skip
        assert part in text, part
    for part in ("Hat", "1 Brand Street", "<script>", "style="):
        assert part not in text, part
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert page.headers["Referrer-Policy"] == "same-origin"


@on_sqlite
def test_before_a_decision_it_says_that_no_deadline_runs_and_what_comes(shop):
    undecided, without = (
        "We have not decided yet, and no deadline runs",
        "No deadline runs for your",
    )
    assert undecided in shop.text()
    shop.take_down(shop.ids[0])
    text = shop.text()
    assert "Answer by" in text
    assert undecided not in text
    # Of a history, whose takedowns have no clock.
    with shop.context.database.transaction() as session:
        session.execute(delete(Clock))
    text = shop.text()
    assert without in text
    assert undecided not in text


def test_a_counter_notice_to_two_listings_and_what_the_filer_gets(shop):
    shop.take_down()
    assert "Who you bought them from" in shop.text("/counter?ground=genuine")
    sent = shop.answer(contact="counsel@law.example")
    assert sent.status_code == 303
    assert "we have your answer" in shop.client.get(sent.location, headers=HTML).text
    assert shop.states() == ["countered", "countered", "received"]
    (notice,) = shop.rows(CounterNotice)
    assert (notice.ground, notice.name, notice.law) == ("genuine", "Mei Shop", "ecl")
    assert [text["code"] for text in notice.declarations] == ["true", "art43"]
    (told,) = [one for one in shop.rows(Letter) if one.kind == "claim_countered"]
    assert HOME not in told.body


def test_the_home_address_is_nowhere_but_sealed(shop, caller):
    shop.take_down()
    reviewer = caller("reviewer", "ann")
    shop.answer()
    read = [shop.text(), *(letter.body for letter in shop.rows(Letter))]
    read += [f"{event.reason} {event.note}" for event in shop.rows(Event)]
    case = (f"/claims/{shop.ids[0]}", f"/complaints/{shop.complaint}")
    for address in (*case, "/ledger", "/letters"):
        read.append(reviewer.get(address).get_data(as_text=True))
    with shop.context.database.reading() as session:
        exported = write_lines(interchange.read_all(session), lambda row: "opened")
        read.append("".join(exported))
    assert "Bought from the maker." in read[-1]
    for text in read:
        assert "Willow" not in text
        assert "1234 5678" not in text
        assert "mei@shop.example" not in text
    (notice,) = shop.rows(CounterNotice)
    path = f"/counter-notices/{notice.id}/seller"
    assert reviewer.get(f"{path}?why=court").get_json()["address"] == HOME
    assert caller("partner", "other").get(f"{path}?why=x").status_code == 403


@pytest.mark.both_databases
def test_it_stands_once_however_often_the_form_is_sent(shop):
    once = re.search(r'name="once" value="(\w+)"', shop.text("/counter?ground=genuine"))
    assert once
    first = shop.answer(once=once[1])
    again = shop.answer(once=once[1])
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location
    assert len(shop.rows(CounterNotice)) == 1
    assert shop.answer().status_code == 409


@on_sqlite
@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"statement": ""}, "statement", "Enter what happened, and why"),
        ({"statement": "x" * 20_001}, "statement", "at most 20,000"),
        ({"claim_ids": None}, "claim_ids", "Choose at least one listing."),
        ({"seller.name": ""}, "seller-name", "Enter your name"),
        ({"seller.email": "mei"}, "seller-email", "Enter an email address"),
        ({"declarations": ["true"]}, "declarations", "Tick each of these boxes"),
        ({"dated_on": "2999-01-01"}, "dated_on", "in the future"),
        ({"statement": f"Visit me: {HOME}."}, "statement", "Remove your own"),
        ({"contact": PHONE}, "contact", "Remove your own"),
    ],
)
def test_what_does_not_hold_is_said_beside_the_field_and_nothing_is_lost(shop, given, field, says):
    page = shop.answer(**{"party": "The maker & sons", **given})
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert f'href="#{field}"' in text
    assert says in text.split(f'id="{field}-error"')[1].split("</p>")[0]
    assert "The maker &amp; sons" in text
    assert 'value="Mei Shop"' in text or "seller.name" in given
    assert shop.rows(CounterNotice) == []


@on_sqlite
def test_all_that_is_wrong_is_said_at_once_by_schema_rules_and_files(shop):
    """What the schema, the law and the recognition of files have against it: in one round."""
    page = shop.post("/counter?ground=genuine", {
        "step": "check", "ground": "genuine", "language": "en", "dated_on": "2999-01-01",
        "claim_ids": [str(shop.ids[0])], "files": [(io.BytesIO(b"MZ"), "a.pdf")],
    })  # fmt: skip
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    wrong = set(re.findall(r'<li><a href="#([\w-]+)"', text))
    assert wrong == {
        "statement", "seller-name", "seller-email", "declarations", "dated_on",
        "files",
    }  # fmt: skip
    assert {each for each in wrong if f'id="{each}"' not in text} == set()
    assert "This is missing" not in text


def test_what_cannot_be_taken_back_is_read_back_before_it_is_sent(shop):
    shop.take_down()
    read_back = shop.answer(step="check", files=(io.BytesIO(PNG), "invoice.png"))
    text = read_back.get_data(as_text=True)
    assert read_back.status_code == 200
    for said in (
        "Bought from the maker.",
        "Invoice 7",
        HOME,
        "invoice.png",
        "cannot change or take",
    ):
        assert said in text
    assert (shop.rows(CounterNotice), shop.states()[:2]) == ([], ["removed"] * 2)
    assert not [row for row in shop.rows(Letter) if row.kind == "claim_countered"]
    typed = re.findall(r'type="hidden" name="([\w.]+)" value="([^"]*)"', text)
    sent: dict[str, Any] = {}
    for name, value in typed:
        sent.setdefault(name, []).append(html.unescape(value))
    changed = shop.post("/counter?ground=genuine", {**sent, "step": "change"})
    assert changed.status_code == 200
    assert "Bought from the maker." in changed.text
    assert 'class="ch-upload__name">invoice.png' in changed.text
    assert shop.post("/counter?ground=genuine", {**sent, "step": "send"}).status_code == 303
    assert shop.states()[:2] == ["countered"] * 2
    assert len(shop.rows(ClaimDocument)) == 2


def test_a_receipt_holds_what_was_declared_word_for_word(shop):
    """On its page, in a letter to the seller and as PDF; the sealed contact is in none of them."""
    shop.take_down()
    sent = shop.answer(files=(io.BytesIO(PNG), "invoice.png"))
    page = shop.client.get(sent.location, headers=HTML).text
    (letter,) = [row for row in shop.rows(Letter) if row.kind == "seller_receipt"]
    (notice,) = shop.rows(CounterNotice)
    held = ["Bought from the maker.", "Invoice 7", "invoice.png", "Mei Shop", SHOP[0]["url"][-8:]]
    for said in (*held, *(text["wording"] for text in notice.declarations)):
        assert said in letter.body
        assert said in html.unescape(page)
    for kept in (HOME, PHONE, "mei@shop.example"):
        assert kept not in letter.body + page
    assert (letter.store_id, letter.filer_id) == (shop.store, None)
    # This shop's letters go by hand: nobody is asked to carry what it has on the page.
    assert letter.sent_at is not None
    pdf = shop.get(f"/letters/{letter.id}/letter.pdf")
    assert pdf.data.startswith(b"%PDF")
    first = next(row for row in shop.rows(Letter) if row.kind != "seller_receipt" and row.store_id)
    assert shop.get(f"/sent/{first.id}").status_code == 404


@on_sqlite
def test_who_chooses_no_ground_is_told(shop):
    assert "Choose a reason." not in shop.text("/counter")
    page = shop.text("/counter?asked=1")
    assert 'href="#ground"' in page
    assert "Choose a reason." in page


def test_us_copyright_takes_the_statutes_form(context):
    shop = Shop(context, right=SONG, basis="copyright", targets=TEES)
    page = shop.text("/counter?ground=licence")
    assert "penalty of perjury" in page
    assert "Federal District Court" in page
    short = shop.answer(ground="licence", **{"seller.address": "", "seller.phone": ""})
    text = short.get_data(as_text=True)
    assert short.status_code == 422
    assert "Enter your postal address. The law asks for it." in text
    declared = ["true", "perjury", "jurisdiction"]
    assert shop.answer(ground="licence", declarations=declared).status_code == 303
    assert shop.rows(CounterNotice)[0].law == "dmca"


@on_sqlite
def test_each_seller_of_a_complaint_answers_in_the_form_of_its_own_law(context):
    shop = Shop(context, right=SONG, basis="copyright", targets=[SHOP[0], *TEES])
    here = shop.text("/counter?ground=licence")
    assert "E-Commerce Law of China, Art. 43" in here
    assert "Federal District Court" not in here, "only the seller on Etsy consents to it"
    shop.path = shop.link(store_id=shop.rows(Claim)[1].store_id)
    there = shop.text("/counter?ground=licence")
    assert "Federal District Court" in there
    assert "E-Commerce Law" not in there


def test_documents_come_with_the_form_and_a_bad_one_harms_nothing(shop):
    bad = shop.answer(files=[(io.BytesIO(PNG), "invoice.png"), (io.BytesIO(b"MZ.."), "a.pdf")])
    text = bad.get_data(as_text=True)
    assert bad.status_code == 422
    assert "a.pdf: " in text.split('id="files-error"')[1].split("</p>")[0]
    assert "Bought from the maker." in text
    kept = re.search(r'name="documents" value="(\d+)"', text)
    assert kept
    assert shop.rows(CounterNotice) == []
    assert shop.answer(documents=kept[1], reference="", pass_on="true").status_code == 303
    put = shop.rows(ClaimDocument)
    assert [(one.claim_id, one.use, one.passed_on) for one in put] == [
        (claim_id, "counter_notice", True) for claim_id in shop.ids[:2]
    ]
    saved = shop.get(f"/documents/{kept[1]}")
    assert saved.data == PNG
    assert saved.headers["Cache-Control"] == "no-store"
    other = shop.link(store_id=None, claim_id=shop.ids[2])
    assert shop.client.get(f"{other}/documents/{kept[1]}", headers=HTML).status_code == 404


@on_sqlite
def test_a_script_sends_one_file_at_a_time(shop):
    made = shop.post("/documents", {"file": (io.BytesIO(PNG), "chat.png")})
    assert made.status_code == 201
    (upload,) = shop.rows(Upload)
    assert (upload.id, upload.owner_kind, upload.owner_id) == (
        made.get_json()["id"], "seller", shop.store,
    )  # fmt: skip
    refused = shop.post("/documents", {"file": (io.BytesIO(b"MZ"), "a.exe")})
    assert refused.get_json()["type"].endswith("/paper-type")


def test_a_demand_is_reported_with_its_words_and_the_filer_does_not_see_it(shop):
    data = {
        "asked_for": "money", "statement": "By chat.", "words": "Pay 500 and we withdraw.",
        "asked_on": "2026-01-02", "channel": "chat", "files": (io.BytesIO(PNG), "chat.png"),
    }  # fmt: skip
    assert shop.post("/demand", {**data, "statement": ""}).status_code == 422
    assert "checked" not in shop.get("/demand").text, "what was asked for is the seller's to say"
    unsaid = shop.post("/demand", {"statement": ""})
    assert set(re.findall(r'<li><a href="#(\w+)"', unsaid.text)) == {"asked_for", "statement"}
    data["files"] = (io.BytesIO(PNG), "chat.png")
    assert shop.post("/demand", data).status_code == 303
    (report,) = shop.rows(DemandReport)
    assert (report.asked_for, report.words, report.channel) == (
        "money", "Pay 500 and we withdraw.", "chat",
    )  # fmt: skip
    assert {one.use for one in shop.rows(ClaimDocument)} == {"demand_report"}
    assert "You reported that you were asked" in shop.text()
    with shop.context.database.reading() as session:
        assert asked.timeline(working(session, shop.filer), complaint_id=shop.complaint) == []


def test_an_appeal_once_a_listing(shop):
    assert "You cannot send this now" in shop.text("/appeal")
    shop.take_down()
    data = {"claim_ids": [str(i) for i in shop.ids[:2]], "grounds": "The label is ours."}
    assert shop.post("/appeal", {**data, "grounds": ""}).status_code == 422
    assert shop.post("/appeal", data).status_code == 303
    assert [(one.side, one.grounds) for one in shop.rows(Appeal)] == [
        ("seller", "The label is ours.")
    ] * 2
    assert "The label is ours." in shop.text()
    assert shop.post("/appeal", data).status_code == 409


def test_other_sellers_claims_do_not_exist(shop):
    shop.take_down(*shop.ids)
    sent = shop.answer(claim_ids=[str(shop.ids[0]), str(shop.ids[2])])
    assert sent.status_code == 404
    assert shop.post("/appeal", {"claim_ids": str(shop.ids[2]), "grounds": "x"}).status_code == 404
    assert shop.states() == ["removed"] * 3
    alone = shop.client.get(shop.link(store_id=None, claim_id=shop.ids[2]), headers=HTML).text
    assert "Hat" in alone
    assert "Jacket" not in alone


@on_sqlite
def test_forged_damaged_and_foreign_links_lead_nowhere(shop):
    token = shop.path.rsplit("/", 1)[1]
    for bad in ("nonsense", token[:-1], token[:-1] + "~", token.swapcase()):
        for path in ("", "/counter", "/demand", "/appeal", "/documents/1"):
            assert shop.client.get(f"/reply/{bad}{path}", headers=HTML).status_code == 404
        for path in ("/counter", "/demand", "/appeal", "/documents"):
            answer = shop.client.post(f"/reply/{bad}{path}", data={"x": "y"}, headers=HTML)
            assert answer.status_code == 404, (bad, path)
    assert shop.client.get(f"/answer/{token}", headers=HTML).status_code == 404


def test_an_expired_link_offers_a_new_one_to_where_the_first_went(shop):
    long_ago = shop.now - timedelta(days=200)
    with shop.context.database.transaction() as session:
        session.execute(update(Letter).values(created_at=long_ago))
    shop.path = shop.link(now=long_ago)
    page = shop.get()
    assert page.status_code == 410
    assert "This link no longer works" in page.text
    assert "Jacket" not in page.text
    assert shop.answer().status_code == 410
    assert shop.post("/documents", {"file": (io.BytesIO(PNG), "a.png")}).status_code == 410
    for _ in range(2):
        sent = shop.post("/renew", {})
        assert sent.status_code == 303
        assert "A new link is on its way" in shop.client.get(sent.location, headers=HTML).text
    # The first is the one that the old link came in.
    letter = [one for one in shop.rows(Letter) if one.kind == "link_renewed"][1:]
    assert [one.store_id for one in letter] == [shop.store]
    assert shop.rows(CounterNotice) == []


@on_sqlite
def test_a_form_of_another_site_is_not_taken(shop):
    data = {"statement": "x", "asked_for": "money"}
    foreign = {**HTML, "Sec-Fetch-Site": "cross-site"}
    sent = shop.client.post(f"{shop.path}/demand", data=data, headers=foreign)
    assert sent.status_code == 403
    assert shop.rows(DemandReport) == []


def test_what_a_complaint_passes_on_is_read_by_the_accused(shop):
    paper = UploadedFile("ab" * 32, "photo.png", "image/png", 10, 1, 1, None)
    made = shop.desk.do(documents.store_document, shop.portal, paper, largest=99)
    for number, pass_on in ((11, False), (12, True)):
        named = {"kind": "evidence", "sha256": paper.sha256, "pass_on": pass_on}
        targets = [{"url": f"{ITEM}{number}", "store_id": "s9"}]
        filed = shop.desk.file(
            shop.portal, filer=TRADER, right=MARK, documents=[named], targets=targets
        )
        shop.complaint = filed.complaint.id
        shop.path = shop.link()
        assert ("photo.png" in shop.text()) is pass_on
        seller = actors.seller(SellerOf(shop.complaint, store_id=shop.store))
        with shop.context.database.reading() as session:
            if pass_on:
                assert (
                    asked_documents.get_document(working(session, seller), made.upload.id).sha256
                    == made.sha256
                )
            else:
                with pytest.raises(Refusal, match="no such document"):
                    asked_documents.get_document(working(session, seller), made.upload.id)


def test_what_a_reply_passes_on_is_read_by_the_sellers_side_of_its_claim_alone(shop):
    platform = shop.desk.marketplace()
    sent = {}
    for number, (name, use, pass_on) in enumerate((
        ("seams.png", DocumentUse.REPLY, True),
        ("buyers.png", DocumentUse.REPLY, False),
        ("passport.png", DocumentUse.COMPLETION, True),
    )):  # fmt: skip
        paper = UploadedFile(f"{number}c" * 32, name, "image/png", 10, 1, 1, None)
        sent[name] = shop.desk.do(documents.store_document, shop.filer, paper, largest=99).upload.id
        shop.desk.do(
            documents.put_to_claims, shop.filer, [sent[name]], claim_ids=[shop.ids[0]],
            use=use, pass_on=pass_on,
        )  # fmt: skip
    assert "Sent with the reply to your answer" in shop.text()
    assert [name in shop.text() for name in sent] == [True, False, False]
    theirs = actors.seller(SellerOf(shop.complaint, store_id=shop.store))
    others = actors.seller(SellerOf(shop.complaint, claim_id=shop.ids[2]))
    reads = [
        *((reader, name, name == "seams.png") for reader in (theirs, platform) for name in sent),
        (others, "seams.png", False),
    ]
    for reader, name, may in reads:
        with shop.context.database.reading() as session:
            work = working(session, reader)
            if may:
                assert asked_documents.get_document(work, sent[name]).upload.filename == name
                continue
            with pytest.raises(Refusal, match="no such document"):
                asked_documents.get_document(work, sent[name])


@on_sqlite
@pytest.mark.parametrize("path", ["", "/counter", "/counter?ground=genuine", "/demand", "/appeal"])
def test_every_page_speaks_chinese(shop, path):
    shop.take_down()
    text = shop.text(path, query_string=None)
    chinese = shop.client.get(
        shop.path + path, headers={**HTML, "Accept-Language": "zh-CN"}
    ).get_data(as_text=True)
    assert 'lang="zh-Hans"' in chinese
    words = set(re.findall(r"<(?:h1|h2|label|legend)[^>]*>([^<]+)<", text))
    same = [word for word in words if word.strip() and f">{word}<" in chinese]
    assert [word for word in same if not word.startswith("Jacket")] == []


@pytest.mark.browser
def test_a_seller_answers_on_a_phone(browser, site, demo_context):
    shop = Shop(demo_context)
    shop.take_down()
    browsing = browser.new_context(
        locale="en-GB", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = browsing.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)

    def look() -> None:
        assert violations(page) + too_wide(page) == []

    page.goto(site + shop.path)
    look()
    page.get_by_role("button", name="Answer the complaint").click()
    page.get_by_role("heading", name="Show that the letter was for you").wait_for()
    look()
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_text("A code is on its way").wait_for()
    page.get_by_label("Code", exact=True).fill("0000 0000")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="This is not the code").wait_for()
    look()
    page.get_by_label("Code", exact=True).fill(newest_code(shop.context))
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("The code is right. You can answer now.").wait_for()
    look()
    page.get_by_label("The goods are genuine").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What happened, and why").fill("Bought from the maker.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Enter your name").click()
    look()
    assert page.get_by_label("What happened, and why").input_value() == "Bought from the maker."
    page.get_by_label("Invoice or order number").fill("Invoice 7")
    page.get_by_label("Your name, or your firm’s").fill("Mei Shop")
    page.get_by_label("Email address").fill("mei@shop.example")
    page.get_by_label("Postal address").fill(HOME)
    for box in page.get_by_role("group", name="What you declare").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Check before you send").wait_for()
    look()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="we have your answer").wait_for()
    look()
    page.get_by_role("link", name="Back to the complaint").click()
    page.get_by_role("link", name="简体中文").click()
    page.get_by_role("heading", name="您的答复").wait_for()
    page.get_by_role("button", name="有人向我索要钱财或好处").click()
    page.locator("#statement").wait_for()
    look()
    page.locator("#statement").fill("在聊天中。")
    page.get_by_role("button", name="继续").click()
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_role("heading", name="我们已收到您的举报").wait_for()
    browsing.close()
    assert [text for text in troubles if "status of 422" not in text] == []
    assert shop.states() == ["countered", "countered", "received"]


@on_sqlite
def test_staff_open_the_contact_with_a_reason_and_read_the_report(shop):
    shop.take_down()
    shop.answer()
    shop.post("/demand", {"asked_for": "money", "statement": "By chat.", "words": "Pay 500."})
    client = shop.client.application.test_client()
    sign_in(client, "reviewer", "ann")
    page = client.get(f"/console/claims/{shop.ids[0]}", headers=HTML).text
    for part in ("Bought from the maker.", "Pay 500.", "The filer cannot see this."):
        assert part in page
    assert "Willow" not in page
    (notice,) = shop.rows(CounterNotice)
    path = f"/console/counter-notices/{notice.id}/seller"
    assert "Willow" not in client.get(path, headers=HTML).text
    assert client.post(path, data={"seller.why": ""}, headers=HTML).status_code == 422
    opened = client.post(path, data={"seller.why": "A court asks."}, headers=HTML)
    assert HOME in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
    entry = shop.rows(LedgerEntry)[-1]
    assert (entry.verb, entry.subject_id, entry.why) == ("read_seller", notice.id, "A court asks.")


@on_sqlite
def test_the_filers_own_pages_and_api_show_the_answer_and_no_address(context, caller):
    shop = Shop(context)
    shop.take_down()
    acme = caller("filer", "acme-direct")
    body = complaint(right={**MARK, "status": "registered"},
                     targets=[{"url": f"{ITEM}77", "store_id": "s9"}])  # fmt: skip
    filed = acme.post("/complaints", body).get_json()
    shop.complaint, claim = filed["id"], filed["targets"][0]["claim_id"]
    shop.path = shop.link()
    sent = shop.answer(
        claim_ids=str(claim), contact="counsel@law.example", pass_on="false",
        files=(io.BytesIO(PNG), "home invoice.png"),
    )  # fmt: skip
    assert sent.status_code == 303
    shop.post("/demand", {"asked_for": "money", "statement": "They phoned me."})
    (upload,) = shop.rows(Upload)
    client = shop.client.application.test_client()
    sign_in(client, "filer", "acme-direct")
    read = [client.get(f"/claims/{claim}", headers=HTML).text]
    assert "counsel@law.example" in read[0]
    read.append(client.get(f"/complaints/{shop.complaint}", headers=HTML).text)
    for path in (f"/claims/{claim}", f"/complaints/{shop.complaint}", "/claims", "/appeals"):
        read.append(acme.get(path).get_data(as_text=True))
    for text in read:
        for private in ("Willow", "1234 5678", "mei@shop.example", "home invoice", "phoned me"):
            assert private not in text
    assert acme.get(f"/documents/{upload.id}").status_code == 404
    assert acme.get(f"/claims/{claim}").get_json()["counter_notices"][0]["name"] == "Mei Shop"
