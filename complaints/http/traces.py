"""By what a request is known in logs: the id and the trace that its sender gave it, where they are
such, else an id of ours.

What is none is not repeated: not in a log line, not in an answer.
"""

from __future__ import annotations

import re
import secrets

from flask import Request

# Letters, digits and a few signs: a UUID, what nginx and AWS make, and what people write. None has
# an @: no mailbox comes into the log.
_ID = re.compile("[A-Za-z0-9._:=+/-]{1,128}")
# W3C Trace Context: version, trace, parent, flags. A version after the first may have more.
_TRACE = re.compile(
    "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?"
)
LONGEST = 256


def request_id_of(request: Request) -> str:
    """Return the id that the sender gave the request in X-Request-Id, or make one."""
    sent = request.headers.get("X-Request-Id", "")
    return sent if _ID.fullmatch(sent) else secrets.token_hex(8)


def trace_of(request: Request) -> str | None:
    """Return the trace that a request is part of, by its traceparent; None where it names none."""
    sent = request.headers.get("traceparent", "")
    if len(sent) > LONGEST:
        return None
    match = _TRACE.fullmatch(sent)
    if match is None or (match[1] == "00" and match[3]):
        return None
    return match[2]
