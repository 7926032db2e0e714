"""What a GET's answer spares its reader: the body, where nothing changed, and most of its bytes.

Lists have no version. Their ETag is the digest of what they say to this reader. Answers to keys are
sent compressed: no page of somebody else can ask for one with the key, and learn from its size.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flask import Request, Response

# Bytes below which compressing saves nothing.
WORTH: Final = 500


@dataclass(frozen=True)
class Kept:
    """A JSON document that every reader gets, made once a process."""

    data: bytes

    @cached_property
    def _compressed(self) -> bytes:
        return gzip.compress(self.data, 9, mtime=0)

    @cached_property
    def _tag(self) -> str:
        return _digest(self.data)

    def answer(self, request: Request) -> Response:
        """Return the answer to who asks for it: 304, compressed, or as it is."""
        takes_less = request.accept_encodings["gzip"] > 0
        response = Response(self._compressed if takes_less else self.data,
                            mimetype="application/json")  # fmt: skip
        if takes_less:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Cache-Control"] = "no-cache"
        response.vary.add("Accept-Encoding")
        response.set_etag(self._tag, weak=True)
        response.make_conditional(request)
        return response


def spare(request: Request, response: Response) -> Response:
    """Return the answer to a GET as its reader needs it: 304, compressed, or as it is."""
    if response.status_code != 200 or not response.is_json:
        return response
    if "ETag" not in response.headers:
        response.set_etag(_digest(response.get_data()), weak=True)
        response.make_conditional(request)
    response.vary.add("Accept-Encoding")
    size = response.content_length or 0
    if response.status_code == 200 and size > WORTH and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
