"""Keeps what is private: keyed hashes to compare by, encryption to keep originals.

A hash answers "the same value?" and cannot be turned back without the key; the original is kept
encrypted (AES-256-GCM) under a key whose id is stored beside it. Holds no state but the keys.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from complaints.config import Config


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


def hash_secret(secret: str) -> str:
    """Return the stored form of an API key's secret.

    The secret is 256 random bits, so one SHA-256 is enough: nothing shorter can be guessed.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
