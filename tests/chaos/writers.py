"""Clients that file by HTTP as a partner's would: again, with the same Idempotency-Key, until they
have their answer. They note what was acknowledged."""

from __future__ import annotations

import json
import random
import struct
import threading
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256

from tests.api.bodies import ITEM, complaint
from tests.chaos.asking import PAUSE, ask, is_to_be_asked_again


@dataclass
class Filed:
    """A filing that was acknowledged."""

    item: str
    complaint_id: int
    claim_id: int
    key: str
    body: str


@dataclass
class Writer:
    """One client with a key of its own; its requests go to the servers in turn."""

    number: int
    key: str
    ports: list[int]
    rng: random.Random
    over: threading.Event
    # Seconds between two filings.
    pace: float = 0.0
    filed: list[Filed] = field(default_factory=list)
    # SHA-256 of papers whose upload was acknowledged.
    papers: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    # When the request began that was acknowledged last.
    newest: float = 0.0
    numbers: int = 0

    def run(self) -> None:
        while not self.over.wait(self.pace):
            self.numbers += 1
            self._file_one()

    def _file_one(self) -> None:
        item = f"{self.number}{self.numbers:08}"
        given = {}
        if self.rng.random() < 0.3:
            paper = picture(item)
            digest = sha256(paper).hexdigest()
            if self._asked("/documents", _form(paper), "multipart/form-data; boundary=b") is None:
                return
            self.papers.append(digest)
            given["documents"] = [{"kind": "evidence", "sha256": digest, "filename": "a.png"}]
        body = json.dumps(complaint(targets=[{"url": f"{ITEM}{item}"}], **given))
        answer = self._asked("/complaints", body.encode(), "application/json", key=item)
        if answer is not None:
            told = json.loads(answer)
            claim_id = told["targets"][0]["claim_id"]
            self.filed.append(Filed(item, told["id"], claim_id, item, body))

    def again(self, filed: Filed) -> bool:
        """Send an acknowledged request once more; say whether the answer is the same."""
        self.over.clear()
        answer = self._asked("/complaints", filed.body.encode(), "application/json", key=filed.key)
        return answer is not None and json.loads(answer)["id"] == filed.complaint_id

    def _asked(self, path: str, body: bytes, media: str, key: str = "") -> bytes | None:
        """Send a request until it is answered with 201; None where it is over before that, or was
        answered otherwise."""
        while True:
            began = time.monotonic()
            outcome, text = ask(
                self.rng.choice(self.ports), "POST", path, self.key, body, media=media, once=key
            )
            self.answers[outcome] += 1
            if outcome in ("200", "201"):
                self.newest = began
                return text
            if not is_to_be_asked_again(outcome):
                self.wrong.append(f"{path} {outcome} {text[:300].decode()}")
                return None
            if self.over.wait(PAUSE):
                return None


def picture(words: str) -> bytes:
    """Return a small PNG that no other words give."""
    side = 64
    noise = random.Random(words).randbytes(side * side)
    rows = b"".join(b"\0" + noise[each * side : (each + 1) * side] for each in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def _form(paper: bytes) -> bytes:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
    return head + b"Content-Type: image/png\r\n\r\n" + paper + b"\r\n--b--\r\n"
