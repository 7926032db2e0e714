"""How a listening address is given up so that nobody who has come is turned away.

A connection that the system has made, and that was not taken yet, is reset when its address is
closed: a proxy then answers a filing with 502, since it may not send it twice. So first nobody new
comes in: the system drops what opens a connection, which its sender repeats after a second. What
is half made becomes whole meanwhile and is taken. Then the address is closed, and whoever comes is
refused, which a proxy answers by asking the next server.
"""

from __future__ import annotations

import contextlib
import ctypes
import select
import socket
import struct
from typing import Any

# Seconds: a connection that has begun is made in one round trip.
HALF_MADE = 0.1
# Linux' number of it, which Python does not name.
_SO_ATTACH_FILTER = 26
# Of each packet to the address: load the flags; of SYN and ACK, is SYN alone set? Then none of it
# is taken, else all.
_NO_OPENINGS = (
    (0x30, 0, 0, 13),
    (0x54, 0, 0, 0x12),
    (0x15, 0, 1, 0x02),
    (0x06, 0, 0, 0),
    (0x06, 0, 0, 0xFFFF_FFFF),
)


def let_nobody_begin(listening: Any) -> None:
    """Have the system drop what opens a connection to the address; elsewhere than on Linux do
    nothing."""
    program = b"".join(struct.pack("HBBI", *step) for step in _NO_OPENINGS)
    kept = ctypes.create_string_buffer(program)
    option = struct.pack("HP", len(_NO_OPENINGS), ctypes.addressof(kept))
    with contextlib.suppress(OSError):
        listening.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, option)


def has_come(listening: Any) -> bool:
    """Tell whether a connection waits to be taken."""
    poll = select.poll()
    poll.register(listening, select.POLLIN)
    return bool(poll.poll(0))
