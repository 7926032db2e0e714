"""The manifest: what a backup holds, under which keys, and the proof that nobody changed it.

It is written last: a backup without one is none. The proof is made with a key derived from the
encryption key, so whoever can write where backups lie cannot write another backup.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from types import NoneType
from typing import Any

from complaints.backup.errors import BackupError
from complaints.backup.parts import BackupPart
from complaints.queries.upkeep.ledger_verdict import Verdict
from complaints.rules.upkeep.ledger_heads import Head
from complaints.storage.vault import Vault

FORMAT = 1
# What a field may hold, by its annotation; a collection's own members are looked at beside it.
_TYPES = {
    "int": (int,), "str": (str,), "bool": (bool,),
    "int | None": (int, NoneType), "str | None": (str, NoneType),
}  # fmt: skip
PURPOSE = "backup"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger as it was: its head, what a walk along the chain counted, and what was wrong."""

    head: Head
    sealed: int
    erased: int
    wrong: int
    first: str | None

    @classmethod
    def of(cls, verdict: Verdict, head: Head) -> Ledger:
        first = verdict.first
        said = None if first is None else f"{first.wrong} at position {first.position}"
        return cls(head, verdict.sealed, verdict.erased, verdict.wrong, said)

    @property
    def in_words(self) -> str:
        """What the walk found, in words."""
        counted = f"{self.sealed:,} sealed, {self.erased:,} with erased words, {self.wrong:,} wrong"
        return f"{counted}, the first was {self.first}" if self.first else counted


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows a table had, and the last number that it gave, where the database tells."""

    rows: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Documents:
    """How many documents the rows name, their bytes, and those that are missing or do not open."""

    count: int
    size: int
    lost: Sequence[str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `tables` are in an order that the keys between them allow.

    `keys` are fingerprints by kind, two where a key was being changed, the new one first.
    `rows` are the parts of tables, `papers` those that list documents.
    """

    format: int
    made_at: str
    code: str
    revision: str
    database: str
    demo: bool
    keys: Mapping[str, Sequence[str]]
    ledger: Ledger
    tables: Mapping[str, Table]
    documents: Documents
    rows: Sequence[BackupPart]
    papers: Sequence[BackupPart]
    proof: str = ""

    @property
    def parts(self) -> list[BackupPart]:
        return [*self.rows, *self.papers]

    def written(self, vault: Vault) -> bytes:
        """Return the manifest as it is stored, with its proof."""
        proven = replace(self, proof=_proof(self, vault.derived(PURPOSE)[0]))
        return json.dumps(asdict(proven), indent=1).encode() + b"\n"

    def is_proven(self, vault: Vault) -> bool:
        """Say whether it is as somebody who had one of these keys wrote it."""
        proofs = (_proof(self, key) for key in vault.derived(PURPOSE))
        return any(hmac.compare_digest(self.proof, proof) for proof in proofs)


def read_manifest(stored: bytes) -> Manifest:
    """Return the manifest of these bytes. Raises BackupError where they are none."""
    try:
        said: dict[str, Any] = json.loads(stored)
        if said["format"] != FORMAT:
            raise BackupError(
                f"The backup has format {said['format']}, this version reads {FORMAT}: restore it "
                f"with version {said.get('code')} of Clean Hands."
            )
        said["ledger"] = Ledger(**{**said["ledger"], "head": Head(**said["ledger"]["head"])})
        said["tables"] = {name: Table(**each) for name, each in said["tables"].items()}
        said["documents"] = Documents(**said["documents"])
        for kind in ("rows", "papers"):
            said[kind] = [BackupPart(**each) for each in said[kind]]
        manifest = Manifest(**said)
        _require_types(manifest)
        return manifest
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BackupError(
            "The manifest (manifest.json) cannot be read: it was cut off or changed. Take another "
            "backup."
        ) from None


def _require_types(manifest: Manifest) -> None:
    """Raise TypeError where a value is of another kind than its field says."""
    ledger = manifest.ledger
    held: list[Any] = [manifest, ledger, ledger.head, manifest.documents]
    for one in [*held, *manifest.tables.values(), *manifest.parts]:
        for each in fields(one):
            value = getattr(one, each.name)
            if not isinstance(value, _TYPES.get(str(each.type), (object,))):
                raise TypeError(each.name)
    names = [*manifest.documents.lost]
    for fingerprints in manifest.keys.values():
        names += fingerprints
    if not all(isinstance(name, str) for name in names):
        raise TypeError("names")


def _proof(manifest: Manifest, key: bytes) -> str:
    body = json.dumps(asdict(replace(manifest, proof="")), sort_keys=True)
    return hmac.new(key, body.encode(), "sha256").hexdigest()
