"""Protects identity attributes and documents: keyed hashes to compare, encryption of originals.

A hash answers "the same value?" and cannot be turned back without the key; the original is kept
encrypted (AES-256-GCM) under a key whose id is stored beside it, and opens in its own row alone.
While a key is changed there are two: the newer one seals and hashes, either opens and compares.
Holds no state but the keys.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from complaints.base.errors import Refusal
from complaints.settings.config import Config
from complaints.words import message as _

# A sealed file: this mark, the key's id, a salt; then pieces of CHUNK bytes, each with its tag.
MARK = b"CHD1"
CHUNK = 1 << 20
_TAG = 16
_SALT = 16
_NAME = 12
# The first bytes of a sealed file, which name its key.
HEAD = len(MARK) + _NAME
# Values that are bound to their row say so in the name of their key: earlier ones were not.
BOUND = "row-"


@dataclass(frozen=True, slots=True)
class Vault:
    """The keys of one service, each 32 bytes; the old ones are there while a key is changed."""

    identity_key: bytes = field(repr=False)
    encryption_key: bytes = field(repr=False)
    old_identity_key: bytes | None = field(default=None, repr=False)
    old_encryption_key: bytes | None = field(default=None, repr=False)

    @classmethod
    def of(cls, config: Config) -> Vault:
        return cls(
            config.identity_key,
            config.encryption_key,
            config.identity_key_old,
            config.encryption_key_old,
        )

    @property
    def key_id(self) -> str:
        """The name of the key that seals now: stored with each sealed value."""
        return BOUND + key_name(self.encryption_key)

    def digest(self, kind: str, value: str) -> str:
        """Return the keyed hash (HMAC-SHA256, hex) of a normalised identity value."""
        return _digest(self.identity_key, kind, value)

    def old_digest(self, kind: str, value: str) -> str | None:
        """Return the hash under the key that is being changed; None where none is."""
        old = self.old_identity_key
        return None if old is None else _digest(old, kind, value)

    def is_digest(self, digest: str, kind: str, value: str) -> bool:
        """Say whether `digest` is the value's, under the key in use or under the one before."""
        known = (self.digest(kind, value), self.old_digest(kind, value) or "")
        return any(hmac.compare_digest(digest, each) for each in known)

    def seal(self, text: str, *, about: str) -> bytes:
        """Return `text` encrypted: 12 bytes of nonce, then ciphertext and tag.

        It opens only with the same `about`, which names its row (`rules/upkeep/sealed.py`).
        """
        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(self.encryption_key).encrypt(nonce, text.encode(), _bound(about))

    def unseal(self, sealed: bytes, key_id: str | None, *, about: str) -> str | None:
        """Return the original; None where it was sealed under a key that is not here.

        Refuses with: damaged, where it was changed, or sealed for another row.
        """
        key = self._named(key_id)
        if key is None:
            return None
        try:
            return AESGCM(key).decrypt(sealed[:12], sealed[12:], _bound(about)).decode()
        except (InvalidTag, ValueError):
            raise Refusal(
                "damaged",
                _(
                    "A sealed value was changed since it was stored, or belongs to another row. "
                    "Tell the operator: a backup may have it as it was."
                ),
            ) from None

    def unseal_unbound(self, sealed: bytes) -> str:
        """Return the original of a value that an earlier version sealed, not bound to its row.

        For binding it alone. Raises cryptography's InvalidTag where it was changed.
        """
        return AESGCM(self.encryption_key).decrypt(sealed[:12], sealed[12:], b"cleanhands").decode()

    def derived(self, purpose: str) -> list[bytes]:
        """Return the keys made of the encryption keys for a purpose, the one to use first."""
        return [derived(key, purpose) for key in self._encryption_keys]

    @property
    def names(self) -> list[str]:
        """The names of the encryption keys, the one in use first."""
        return [key_name(key) for key in self._encryption_keys]

    @property
    def key_ids(self) -> list[str]:
        """The names that stand beside sealed values which open here."""
        return [BOUND + name for name in self.names]

    @property
    def _encryption_keys(self) -> list[bytes]:
        return [key for key in (self.encryption_key, self.old_encryption_key) if key is not None]

    def _named(self, key_id: str | None) -> bytes | None:
        named = {BOUND + key_name(key): key for key in self._encryption_keys}
        return named.get(key_id or "")

    def seal_file(self, plain: BinaryIO, about: str) -> Iterator[bytes]:
        """Yield a file encrypted, piece by piece, bound to `about` (its name in the archive).

        Each file has a key of its own (HKDF of ours and a salt); a piece's nonce is its number and
        whether it is the last, so that pieces cannot be swapped, dropped or cut off.
        """
        salt = secrets.token_bytes(_SALT)
        yield MARK + key_name(self.encryption_key).encode() + salt
        cipher = _file_cipher(self.encryption_key, salt)
        piece, number = plain.read(CHUNK), 0
        while True:
            following = plain.read(CHUNK)
            nonce = number.to_bytes(11, "big") + bytes([not following])
            yield cipher.encrypt(nonce, piece, about.encode())
            if not following:
                return
            piece, number = following, number + 1

    def unseal_file(self, sealed: Iterable[bytes], about: str) -> Iterator[bytes]:
        """Yield the original of a file that `seal_file` sealed.

        Refuses with: unreadable, where its key is not here; damaged, where it was changed, cut
        short, or sealed for another name.
        """
        try:
            yield from self._pieces(sealed, about)
        except (InvalidTag, ValueError):
            raise Refusal(
                "damaged",
                _(
                    "A stored file was changed since it was stored. Tell the operator: a backup "
                    "may have it as it was."
                ),
            ) from None

    def _pieces(self, sealed: Iterable[bytes], about: str) -> Iterator[bytes]:
        rest, start = bytearray(), len(MARK) + _NAME + _SALT
        cipher, number = None, 0
        for block in sealed:
            rest += block
            if cipher is None and len(rest) >= start:
                key = self._of_file(bytes(rest[:start]))
                cipher = _file_cipher(key, bytes(rest[start - _SALT : start]))
                del rest[:start]
            while cipher is not None and len(rest) > CHUNK + _TAG:
                nonce = number.to_bytes(11, "big") + b"\0"
                yield cipher.decrypt(nonce, bytes(rest[: CHUNK + _TAG]), about.encode())
                del rest[: CHUNK + _TAG]
                number += 1
        cipher = cipher or _file_cipher(self.encryption_key, b"")
        yield cipher.decrypt(number.to_bytes(11, "big") + b"\1", bytes(rest), about.encode())

    def _of_file(self, head: bytes) -> bytes:
        name = name_in(head)
        if name and name not in self.names:
            raise Refusal(
                "unreadable",
                _(
                    "The key that protected this file is lost, so nobody can read it. Ask whoever "
                    "sent it to send it again."
                ),
            )
        return next(
            (key for key in self._encryption_keys if key_name(key) == name), self.encryption_key
        )


def key_name(key: bytes) -> str:
    """Return the public name of a key: stored beside what it sealed, so that it can be changed."""
    return hashlib.sha256(b"key-id" + key).hexdigest()[:_NAME]


def name_in(head: bytes) -> str:
    """Return the name of the key in the first bytes of a sealed file, "" where there is none."""
    named = head.removeprefix(MARK)[:_NAME]
    return named.decode("ascii", "replace") if head.startswith(MARK) else ""


def derived(key: bytes, purpose: str) -> bytes:
    """Return the key for one purpose, made of another."""
    return hmac.new(key, f"cleanhands-{purpose}".encode(), "sha256").digest()


def _digest(key: bytes, kind: str, value: str) -> str:
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def _bound(about: str) -> bytes:
    return f"cleanhands:row:{about}".encode()


def _file_cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt, b"cleanhands-document").derive(key))


def hash_secret(secret: str) -> str:
    """Return the stored form of an API key's secret.

    The secret is 256 random bits, so one SHA-256 is enough: nothing shorter can be guessed.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
