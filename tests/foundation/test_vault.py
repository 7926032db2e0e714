"""Private values: the same value is recognised, the original needs the key."""

from __future__ import annotations

import io

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from complaints.base.errors import Refusal
from complaints.storage.vault import CHUNK, Vault
from tests.refusals import refused

VAULT = Vault(b"i" * 32, b"e" * 32)


def test_a_digest_tells_the_same_value_of_the_same_kind() -> None:
    assert VAULT.digest("phone", "+15550100") == VAULT.digest("phone", "+15550100")
    assert VAULT.digest("phone", "+15550100") != VAULT.digest("device", "+15550100")
    assert VAULT.digest("phone", "1") != Vault(b"j" * 32, b"e" * 32).digest("phone", "1")


def test_a_sealed_value_comes_back_and_never_looks_the_same() -> None:
    first, second = (VAULT.seal("李 +86 139", about="a:1") for _each in range(2))
    assert first != second
    for one in (first, second):
        assert VAULT.unseal(one, VAULT.key_id, about="a:1") == "李 +86 139"


def test_a_changed_secret_is_noticed() -> None:
    sealed = bytearray(VAULT.seal("phone", about="a:1"))
    sealed[-1] ^= 1
    assert refused(VAULT.unseal, bytes(sealed), VAULT.key_id, about="a:1").slug == "damaged"


def test_a_value_opens_in_its_own_row_alone() -> None:
    sealed = VAULT.seal("phone", about="a:1")
    for elsewhere in ("a:2", "b:1", ""):
        assert refused(VAULT.unseal, sealed, VAULT.key_id, about=elsewhere).slug == "damaged"
    assert VAULT.unseal(sealed, "row-000000000000", about="a:1") is None
    assert VAULT.unseal(sealed, None, about="a:1") is None


def test_a_value_that_was_not_bound_opens_for_binding_alone() -> None:
    nonce = b"n" * 12
    earlier = nonce + AESGCM(b"e" * 32).encrypt(nonce, b"phone", b"cleanhands")
    assert VAULT.unseal_unbound(earlier) == "phone"
    assert VAULT.unseal(earlier, VAULT.names[0], about="a:1") is None
    with pytest.raises(Refusal):
        VAULT.unseal(earlier, VAULT.key_id, about="a:1")
    with pytest.raises(InvalidTag):
        VAULT.unseal_unbound(VAULT.seal("phone", about="a:1"))


def test_while_a_key_changes_the_old_one_opens_and_the_new_one_seals() -> None:
    both = Vault(b"j" * 32, b"f" * 32, b"i" * 32, b"e" * 32)
    old = VAULT.seal("phone", about="a:1")
    assert both.unseal(old, VAULT.key_id, about="a:1") == "phone"
    new = both.seal("phone", about="a:1")
    assert VAULT.unseal(new, both.key_id, about="a:1") is None
    assert Vault(b"j" * 32, b"f" * 32).unseal(new, both.key_id, about="a:1") == "phone"
    for vault in (VAULT, Vault(b"j" * 32, b"e" * 32)):
        assert both.is_digest(vault.digest("phone", "1"), "phone", "1")
    assert not both.is_digest(VAULT.digest("phone", "2"), "phone", "1")
    assert not VAULT.is_digest(both.digest("phone", "1"), "phone", "1")
    file = b"".join(VAULT.seal_file(io.BytesIO(b"paper"), "its name"))
    assert b"".join(both.unseal_file([file], "its name")) == b"paper"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_sealed_file_comes_back_however_it_is_cut(size: int) -> None:
    data = (b"0123456789" * (size // 10 + 1))[:size]
    sealed = b"".join(VAULT.seal_file(io.BytesIO(data), "its name"))
    assert data[:5] not in sealed or size < 5
    for step in (97_003, CHUNK, len(sealed)):
        blocks = (sealed[at : at + step] for at in range(0, len(sealed), step))
        assert b"".join(VAULT.unseal_file(blocks, "its name")) == data


@pytest.mark.parametrize("harm", ["cut", "cut at a piece", "swapped", "flipped", "renamed", "none"])
def test_a_harmed_file_is_noticed(harm: str) -> None:
    sealed = b"".join(VAULT.seal_file(io.BytesIO(bytes(3 * CHUNK)), "its name"))
    head, piece, name = 4 + 12 + 16, CHUNK + 16, "its name"
    if harm == "cut":
        sealed = sealed[:-7]
    elif harm == "cut at a piece":
        sealed = sealed[: head + 2 * piece]
    elif harm == "swapped":
        one, two = sealed[head : head + piece], sealed[head + piece : head + 2 * piece]
        sealed = sealed[:head] + two + one + sealed[head + 2 * piece :]
    elif harm == "flipped":
        sealed = sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:]
    elif harm == "renamed":
        name = "another name"
    else:
        sealed = b""
    assert refused(b"".join, VAULT.unseal_file([sealed], name)).slug == "damaged"


def test_a_file_of_a_key_that_is_gone_says_so() -> None:
    sealed = b"".join(VAULT.seal_file(io.BytesIO(b"paper"), "its name"))
    caught = refused(b"".join, Vault(b"i" * 32, b"f" * 32).unseal_file([sealed], "its name"))
    assert caught.slug == "unreadable"
