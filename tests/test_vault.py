"""Private values: the same value is recognised, the original needs the key."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag

from complaints.errors import Refusal
from complaints.links import Links
from complaints.vault import Vault

VAULT = Vault(b"i" * 32, b"e" * 32)


def test_a_digest_tells_the_same_value_of_the_same_kind() -> None:
    assert VAULT.digest("phone", "+15550100") == VAULT.digest("phone", "+15550100")
    assert VAULT.digest("phone", "+15550100") != VAULT.digest("device", "+15550100")
    assert VAULT.digest("phone", "1") != Vault(b"j" * 32, b"e" * 32).digest("phone", "1")


def test_a_sealed_value_comes_back_and_never_looks_the_same() -> None:
    first, second = VAULT.seal("李 +86 139"), VAULT.seal("李 +86 139")
    assert first != second
    assert VAULT.unseal(first) == VAULT.unseal(second) == "李 +86 139"


def test_a_changed_secret_is_noticed() -> None:
    sealed = bytearray(VAULT.seal("phone"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        VAULT.unseal(bytes(sealed))


def test_a_link_is_read_by_its_key_alone() -> None:
    links = Links("http://host", b"s" * 32)
    token = links.boycott(7).rsplit("/", 1)[1]
    assert links.read_boycott(token) == 7
    for forged in (token[:-1], token + "x", "7", "", Links("", b"t" * 32).boycott(7)):
        with pytest.raises(Refusal):
            links.read_boycott(forged)
