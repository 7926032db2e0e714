"""Links of letters: their addresses, and what others than their addressees see of them."""

from __future__ import annotations

from complaints.storage.links import PLACE, Links, mask

LINKS = Links("https://hands.example", b"s" * 32, reply_days=10)


def test_a_link_is_masked_for_others() -> None:
    for door in ("answer", "joining", "reply"):
        link = LINKS.at(door, "a-token_of.43-characters")
        assert link == f"https://hands.example/{door}/a-token_of.43-characters"
        assert mask(f"Answer: {link}\nThank you.") == (
            f"Answer: https://hands.example/{door}/…\nThank you."
        )


def test_the_place_of_a_link_is_masked_too() -> None:
    assert mask(f"Answer: {PLACE}\n") == "Answer: …\n"
