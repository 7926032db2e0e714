"""Signed links: what they say, when they end, and what forged and foreign ones are answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.errors import Refusal
from complaints.links import Links, SellerOf, mask
from tests.clock import NOW

LINKS = Links("https://hands.example", b"s" * 32, reply_days=10)
SELLER = SellerOf(7, store_id=9)


def token(link: str) -> str:
    return link.rsplit("/", 1)[1]


@pytest.mark.parametrize("seller", [SELLER, SellerOf(7, claim_id=3)])
def test_a_link_says_to_whom_it_was_written_and_ends(seller: SellerOf) -> None:
    reply = LINKS.read_reply(token(LINKS.reply(seller, now=NOW)))
    assert (reply.seller, reply.ends_at) == (seller, NOW + timedelta(days=10))
    reply.require_current(NOW + timedelta(days=10, seconds=-1))
    with pytest.raises(Refusal) as caught:
        reply.require_current(NOW + timedelta(days=10))
    assert caught.value.slug == "link-expired"


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        token(LINKS.reply(SELLER, now=NOW))[:-1] + "!",
        token(LINKS.reply(SELLER, now=NOW))[:-4],
        "A" + token(LINKS.reply(SELLER, now=NOW)),
        token(LINKS.boycott(7)),
        token(Links("https://hands.example", b"t" * 32).reply(SELLER, now=NOW)),
        "W1swLDEsMl0.ünïcode",
    ],
)
def test_a_forged_or_foreign_token_leads_nowhere(forged: str) -> None:
    with pytest.raises(Refusal) as caught:
        LINKS.read_reply(forged)
    assert caught.value.slug == "not-found"


def test_a_sellers_link_opens_no_boycott() -> None:
    with pytest.raises(Refusal):
        LINKS.read_boycott(token(LINKS.reply(SELLER, now=NOW)))


def test_the_link_of_a_joining_names_its_account_and_serves_nothing_else() -> None:
    link = LINKS.joining(7, 3)
    assert LINKS.read_joining(token(link)) == (7, 3)
    with pytest.raises(Refusal, match="no such page"):
        LINKS.read_boycott(token(link))
    with pytest.raises(Refusal, match="no such page"):
        LINKS.read_joining(token(LINKS.reply(SELLER, now=NOW)))


def test_links_are_masked_for_others() -> None:
    for link in (LINKS.boycott(7), LINKS.joining(7, 3), LINKS.reply(SELLER, now=NOW)):
        assert token(link) not in mask(f"Answer: {link}\nThank you.")
