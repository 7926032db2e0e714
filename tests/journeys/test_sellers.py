"""Journeys of accused sellers: answer from the letter, report a demand, come back without it."""

from __future__ import annotations

from complaints.storage.links import SellerOf
from tests.journeys.journey import Journey
from tests.journeys.visiting import Visitor, file_in
from tests.papers import makers
from tests.scenes.links import link_to, newest_code
from tests.services.decisions.desk import ITEM
from tests.web.test_lost_letter import MEI, Lost
from tests.web.test_reply import HOME, Shop


def taken_down(journey: Journey) -> Shop:
    """Give a shop two of whose listings were taken down, and the link in its letter."""
    made = Shop(journey.context)
    made.take_down()
    return made


def show_that_it_is_me(journey: Journey, seller: Visitor) -> None:
    """Ask for a code, which comes apart from the letter, and enter it: the form comes next."""
    seller.press("/code")
    seller.fill({"code": newest_code(journey.context)})
    seller.press("/confirm")


def test_a_seller_answers_from_the_letter(journey: Journey) -> None:
    journey.name = "a-seller-answers-from-the-letter-with-documents"
    shop, seller = taken_down(journey), journey.somebody()
    seller.open(shop.path)
    seller.follow(f"{shop.path}/counter")
    show_that_it_is_me(journey, seller)
    seller.fill({"ground": "genuine"})
    seller.press("/counter")
    invoice = file_in(journey.folder, "invoice.png", makers.picture())
    seller.fill({"statement": "Bought from the maker.", "reference": "Invoice 7", "files": invoice,
                 "seller.name": "Mei Shop", "seller.email": MEI, "seller.address": HOME,
                 "declarations": ["true", "art43"]})  # fmt: skip
    seller.press("/counter")
    seller.press("/counter", value="send")
    seller.says("Bought from the maker.")


def test_a_seller_reports_a_demand(journey: Journey) -> None:
    journey.name = "a-seller-reports-a-demand-for-money"
    shop, seller = taken_down(journey), journey.somebody()
    seller.open(shop.path)
    seller.follow(f"{shop.path}/demand")
    show_that_it_is_me(journey, seller)
    chat = file_in(journey.folder, "chat.png", makers.picture())
    seller.fill({"asked_for": "money", "statement": "They want 500 to withdraw it.",
                 "files": chat})  # fmt: skip
    seller.press("/demand")
    seller.press("/demand", value="send")


def test_a_seller_without_the_letter(journey: Journey) -> None:
    journey.name = "a-seller-without-the-letter-comes-to-the-complaint"
    lost = Lost(journey.context)
    seller = journey.somebody()
    seller.open("/")
    seller.follow("/lost-letter")
    seller.fill({"url": f"{ITEM}1", "mailbox": MEI})
    seller.press("/lost-letter")
    (letter,) = lost.written()
    of = SellerOf(lost.shop.complaint, store_id=letter.store_id)
    path = link_to(journey.context, seller=of)
    seller.open(path)
    assert seller.at == path
