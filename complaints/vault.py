"""Protects identity attributes and documents: keyed hashes to compare, encryption of originals.

A hash answers "the same value?" and cannot be turned back without the key; the original is kept
encrypted (AES-256-GCM) under a key whose id is stored beside it. Holds no state but the keys.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from complaints.config import Config

# A sealed file: this mark, the key's id, a salt; then pieces of CHUNK bytes, each with its tag.
MARK = b"CHD1"
CHUNK = 1 << 20
_TAG = 16
_SALT = 16


@dataclass(frozen=True, slots=True)
class Vault:
    """The keys of one service. Both are 32 bytes."""

    identity_key: bytes = field(repr=False)
    encryption_key: bytes = field(repr=False)

    @classmethod
    def of(cls, config: Config) -> Vault:
        return cls(config.identity_key, config.encryption_key)

    @property
    def key_id(self) -> str:
        """Name of the encryption key: stored with each secret, so that keys can be changed."""
        return hashlib.sha256(b"key-id" + self.encryption_key).hexdigest()[:12]

    def digest(self, kind: str, value: str) -> str:
        """Return the keyed hash (HMAC-SHA256, hex) of a normalised identity value."""
        message = f"{kind}\0{value}".encode()
        return hmac.new(self.identity_key, message, hashlib.sha256).hexdigest()

    def seal(self, text: str) -> bytes:
        """Return `text` encrypted: 12 bytes of nonce, then ciphertext and tag."""
        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(self.encryption_key).encrypt(nonce, text.encode(), b"cleanhands")

    def unseal(self, sealed: bytes) -> str:
        """Return the original; raises cryptography's InvalidTag where it was changed."""
        return AESGCM(self.encryption_key).decrypt(sealed[:12], sealed[12:], b"cleanhands").decode()

    def seal_file(self, plain: BinaryIO, about: str) -> Iterator[bytes]:
        """Yield a file encrypted, piece by piece, bound to `about` (its name in the archive).

        Each file has a key of its own (HKDF of ours and a salt); a piece's nonce is its number and
        whether it is the last, so that pieces cannot be swapped, dropped or cut off.
        """
        salt = secrets.token_bytes(_SALT)
        yield MARK + self.key_id.encode() + salt
        cipher = self._file_cipher(salt)
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

        Raises cryptography's InvalidTag where it was changed, cut short, or sealed under another
        key or name.
        """
        rest, start = bytearray(), len(MARK) + len(self.key_id) + _SALT
        cipher, number = None, 0
        for block in sealed:
            rest += block
            if cipher is None and len(rest) >= start:
                cipher = self._file_cipher(bytes(rest[start - _SALT : start]))
                del rest[:start]
            while cipher is not None and len(rest) > CHUNK + _TAG:
                nonce = number.to_bytes(11, "big") + b"\0"
                yield cipher.decrypt(nonce, bytes(rest[: CHUNK + _TAG]), about.encode())
                del rest[: CHUNK + _TAG]
                number += 1
        cipher = cipher or self._file_cipher(b"")
        yield cipher.decrypt(number.to_bytes(11, "big") + b"\1", bytes(rest), about.encode())

    def _file_cipher(self, salt: bytes) -> AESGCM:
        derive = HKDF(hashes.SHA256(), 32, salt, b"cleanhands-document")
        return AESGCM(derive.derive(self.encryption_key))


def hash_secret(secret: str) -> str:
    """Return the stored form of an API key's secret.

    The secret is 256 random bits, so one SHA-256 is enough: nothing shorter can be guessed.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
