"""What counts as an address by which letters reach a seller."""

from __future__ import annotations

import pytest

from complaints.rules.kinds import InboxKind
from complaints.rules.mailing.inboxes import LONGEST, AddressError, read_address


def test_a_mailbox_is_read_with_its_domain() -> None:
    stated = read_address("mailbox", " Wang@Shop.Example\t")
    assert (stated.kind, stated.text, stated.domain) == (
        InboxKind.MAILBOX, "Wang@shop.example", "shop.example",
    )  # fmt: skip
    assert read_address("mailbox", "a@münchen.de").domain == "xn--mnchen-3ya.de"


@pytest.mark.parametrize(
    "text",
    ["", "wang", "wang@", "@shop.example", "a@b@shop.example", "Wang <a@shop.example>",
     "a@shop.example, b@shop.example", "a@shop.example\nBcc: b@shop.example", "a\0@shop.example",
     f"a@{'b.' * 3000}example"],
)  # fmt: skip
def test_what_is_no_mailbox(text: str) -> None:
    with pytest.raises(AddressError) as caught:
        read_address("mailbox", text)
    assert "email address" in str(caught.value.fault.message)


def test_a_platforms_inbox_has_a_name_of_at_most_200_characters() -> None:
    for name in ("4711", "旺旺-小店", "店" * LONGEST):
        stated = read_address("platform", f" {name} ")
        assert (stated.kind, stated.text, stated.domain) == (InboxKind.PLATFORM, name, None)
    for name in ("店" * (LONGEST + 1), "", "  ", "a\nb", "a\0b", "a\u202eb", "a\u2028b"):
        with pytest.raises(AddressError):
            read_address("platform", name)


def test_an_address_is_not_printed() -> None:
    assert "wang" not in repr(read_address("mailbox", "wang@shop.example"))
