"""What a GET's answer spares its reader: the body, where nothing changed, and most of its bytes.

Lists have no version. Their ETag is the digest of what they say to this reader. Answers to keys are
sent compressed: no page of somebody else can ask for one with the key, and learn from its size.
"""

from __future__ import annotations

import gzip
import hashlib
from typing import Final

from flask import Request, Response

# Bytes below which compressing saves nothing.
WORTH: Final = 500


def spare(request: Request, response: Response) -> Response:
    """Return the answer to a GET as its reader needs it: 304, compressed, or as it is."""
    if response.status_code != 200 or not response.is_json:
        return response
    if "ETag" not in response.headers:
        response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32], weak=True)
        response.make_conditional(request)
    response.vary.add("Accept-Encoding")
    size = response.content_length or 0
    if response.status_code == 200 and size > WORTH and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
