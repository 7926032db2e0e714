"""Who reads a field is said before it is filled, and is so.

Each field is filled with words of its own; the other side's pages and answers hold those that it
was said to read, and no other.
"""

from __future__ import annotations

from typing import Any

import pytest

from complaints.rules.filing.questions import SETS
from complaints.rules.kinds import Side
from complaints.rules.readers import FIELDS, FORMS, SENTENCES, Readers, who_reads
from complaints.words import say
from tests.api.bodies import ITEM, complaint
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.web.test_reply import HTML, MARK, Shop

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

COUNTER = {
    "statement": "ZEBRA-statement", "party": "ZEBRA-party", "reference": "ZEBRA-reference",
    "seller.name": "ZEBRA-name", "seller.email": "zebra-mail@shop.example",
    "seller.phone": "+86 138 0000 7777", "seller.address": "ZEBRA-lane 5",
    "contact": "ZEBRA-contact",
}  # fmt: skip
SUIT = {"forum": "court", "name": "ZEBRA-court", "reference": "ZEBRA-docket", "note": "ZEBRA-note"}
DEMAND = {"asked_for": "money", "statement": "ZEBRA-demand", "words": "ZEBRA-words"}


@pytest.fixture
def shop(context: Any) -> Shop:
    """A complaint by an account that has a log-in, against a shop."""
    return Shop(context)


def of_filer(shop: Shop, caller: Any) -> tuple[int, Any, Caller]:
    acme = caller("filer", "acme-direct")
    body = complaint(
        right={**MARK, "status": "registered"},
        targets=[{"url": f"{ITEM}77", "store_id": "s9"}],
        answers={
            "how_known": "test_purchase", "order_number": "ORDER-998877",
            "bought_on": "2026-02-03", "differences": "ZEBRA-differences",
        },
    )  # fmt: skip
    filed = acme.post("/complaints", body)
    assert filed.status_code == 201, filed.get_json()
    shop.complaint = filed.get_json()["id"]
    claim = filed.get_json()["targets"][0]["claim_id"]
    shop.path = shop.link()
    browser = shop.client.application.test_client()
    sign_in(browser, "filer", "acme-direct")
    return claim, browser, acme


@on_sqlite
def test_the_complainant_reads_what_the_seller_was_told_and_nothing_else(
    shop: Shop, caller: Any
) -> None:
    claim, browser, acme = of_filer(shop, caller)
    form = shop.text("/counter?ground=genuine")
    for name in COUNTER:
        field = form.partition(f'id="{name.replace(".", "-")}-hint"')[2].partition("</div>")[0]
        assert say(who_reads(f"counter.{name}")) in field, name
    assert shop.answer(**COUNTER, claim_ids=str(claim)).status_code == 303
    for path, sent in (("/proceeding", {**SUIT, "claim_ids": str(claim)}), ("/demand", DEMAND)):
        assert shop.post(path, sent).status_code == 303
    paths = (f"/claims/{claim}", f"/complaints/{shop.complaint}")
    pages = [browser.get(path, headers=HTML).text for path in paths]
    pages.append(browser.get(f"/claims/{claim}/proceedings", headers=HTML).text)
    answers = [acme.get(path).get_data(as_text=True) for path in (*paths, "/proceedings")]
    for prefix, sent in (("counter", COUNTER), ("seller_suit", SUIT), ("demand", DEMAND)):
        for name, words in sent.items():
            if name in ("forum", "asked_for"):
                continue
            is_read = FIELDS[f"{prefix}.{name}"] is Readers.OTHER_SIDE
            assert any(words in text for text in pages) is is_read, (prefix, name)
            assert any(words in text for text in answers) is is_read, (prefix, name)


def test_the_seller_never_reads_who_bought_by_any_door(shop: Shop, caller: Any) -> None:
    """The order number and the day of a test purchase: not on its page, in no letter, in no answer
    to a partner of its marketplace."""
    claim, _browser, acme = of_filer(shop, caller)
    market = caller("marketplace", "market")
    rev = caller("reviewer", "ann")
    rev.post(f"/claims/{claim}/decide", {"decision": "take_down", "reason": "shown"})
    page = shop.text()
    assert "ZEBRA-differences" in page
    assert "We bought one and looked at it" in page
    read = [page, market.get(f"/complaints/{shop.complaint}").get_data(as_text=True)]
    read.append(market.get(f"/claims/{claim}").get_data(as_text=True))
    for letter in rev.get("/letters").get_json()["items"]:
        if letter["filer_id"] is None:
            read.append(rev.get(f"/letters/{letter['id']}").get_data(as_text=True))
    for text in read:
        assert "998877" not in text
        assert "2026-02-03" not in text
        assert "3 February 2026" not in text
    own = acme.get(f"/complaints/{shop.complaint}").get_json()
    assert own["answers"]["order_number"] == "ORDER-998877", "its own words stay its own"


@on_sqlite
@pytest.mark.parametrize("where", ["differences", "statement"])
def test_an_order_number_in_what_the_seller_reads_is_refused(caller: Any, where: str) -> None:
    said = "The label of order 99 88-77 is blue."
    answers = {
        "how_known": "test_purchase", "order_number": "998877", "bought_on": "2026-02-03",
        "differences": said if where == "differences" else "The label.",
    }  # fmt: skip
    given = {"answers": answers, "statement": said if where == "statement" else "Copies."}
    refused = caller("filer", "acme").post("/complaints", complaint(**given))
    assert refused.status_code == 422
    at = "/answers/differences" if where == "differences" else "/statement"
    assert [error["pointer"] for error in refused.get_json()["errors"]] == [at]


@on_sqlite
def test_short_numbers_stand_in_texts_by_chance(caller: Any) -> None:
    """Six letters or digits tell an order; five do not."""
    for number, status in (("12345", 201), ("123456", 422)):
        answers = {
            "how_known": "test_purchase", "order_number": number, "bought_on": "2026-02-03",
            "differences": f"Model {number} has no seam.",
        }  # fmt: skip
        body = complaint(
            answers=answers, targets=[{"url": f"https://item.taobao.com/item.htm?id={number}"}]
        )
        assert caller("filer", f"acme-{number}").post("/complaints", body).status_code == status


def test_every_field_of_the_table_has_a_sentence_for_its_side() -> None:
    assert {name.partition(".")[0] for name in FIELDS} == set(FORMS)
    for side in Side:
        assert set(SENTENCES[side]) == set(Readers)
    kept = {
        (str(basis), question.name)
        for basis, asked in SETS.items()
        for question in asked.questions
        if question.readers is not Readers.OTHER_SIDE
    }
    assert kept == {("counterfeit", "order_number"), ("counterfeit", "bought_on")}
