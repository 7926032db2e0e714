"""Takes out of a picture what it says of place, camera and person. Its pixels stay as they are.

A photograph often says where it was taken (EXIF, XMP, IPTC, a film behind the picture), with which
camera, and shows in a small copy what was cut off since. Kept are what is needed to show it (colour
profile, which side is up) and when it was taken, which may matter as evidence. Nothing is encoded
again: parts of the file are left out, and a picture that has none of them keeps its bytes.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

# A tag with its type, its count and its value.
Entry = tuple[int, int, int, bytes]

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
ORIENTATION, TAKEN, MORE = 0x0112, 0x9003, 0x8769
_SHORT, _ASCII, _LONG = 3, 2, 4
# Of a JPEG's own parts: JFIF, the colour profile, and Adobe's word on how CMYK is meant.
_JFIF, _JFIF_HEAD = b"JFIF\0", 14
_JPEG_KEPT = {0xE0: _JFIF, 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_EXIF = b"Exif\0\0"
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
     b"cICP", b"bKGD", b"pHYs"}
)  # fmt: skip
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"})
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_MOMENT = re.compile(r"[0-9]{4}:[0-9]{2}:[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)
# Markers of a JPEG that stand alone, without a length.
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def stripped(data: bytes, media_type: str) -> bytes:
    """Return a picture that was found whole, without what it says of place, camera and person."""
    return {JPEG: _jpeg, PNG: _png, WEBP: _webp}[media_type](data)


def _jpeg(data: bytes) -> bytes:
    out = [data[:2]]
    for marker, at, end in _segments(data, 2):
        whole, body = data[at:end], data[at + 4 : end]
        if marker == 0xE1 and body.startswith(_EXIF):
            exif = _exif(body[len(_EXIF) :])
            if exif:
                out.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + _EXIF + exif)
        elif marker == 0xE0 and body.startswith(_JFIF):
            out.append(_without_small_copy(whole, body))
        elif _is_picture(marker, body):
            out.append(whole)
    return b"".join(out)


def blanked(data: bytearray, at: int) -> int:
    """Put zeros where the JPEG that begins at `at` says something else than its picture; nothing
    moves. Return where the JPEG ends."""
    end = at + 2
    for marker, begin, end in _segments(data, at + 2):
        body = bytes(data[begin + 4 : begin + 4 + _JFIF_HEAD])
        kept = begin + 4
        if marker == 0xE0 and body.startswith(_JFIF):
            kept += _JFIF_HEAD - 2
        elif _is_picture(marker, body):
            continue
        data[kept:end] = bytes(max(0, end - kept))
    return end


def _without_small_copy(whole: bytes, body: bytes) -> bytes:
    """Return JFIF's part without the small copy of the picture that may stand in it."""
    if len(body) <= _JFIF_HEAD:
        return whole
    return b"\xff\xe0" + struct.pack(">H", _JFIF_HEAD + 2) + body[: _JFIF_HEAD - 2] + b"\0\0"


def _is_picture(marker: int, body: bytes) -> bool:
    """Say whether a JPEG's part is of the picture: no word of a program or of a person."""
    if 0xE0 <= marker <= 0xEF:
        return marker in _JPEG_KEPT and body.startswith(_JPEG_KEPT[marker])
    return marker != 0xFE


def _segments(data: bytes | bytearray, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield a JPEG's parts from `at`, behind its first two bytes: (marker, where the part begins,
    where it ends), up to the end of the picture; what follows that (a second picture, a film) is
    left out."""
    while at + 1 < len(data):
        if data[at] != 0xFF or data[at + 1] in (0x00, 0xFF):
            at += 1  # filling between two parts
            continue
        marker = data[at + 1]
        if marker in _ALONE or marker == 0xD9:
            yield marker, at, at + 2
            at += 2
            if marker == 0xD9:
                return
            continue
        length = struct.unpack_from(">H", data, at + 2)[0] if at + 4 <= len(data) else 2
        end = min(at + 2 + max(2, length), len(data))
        if marker == 0xDA:
            end = _after_pixels(data, end)
        yield marker, at, end
        at = end


def _after_pixels(data: bytes | bytearray, at: int) -> int:
    """Return where the pixels that begin at `at` end: at the next marker that is none of theirs."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0x00 and data[at + 1] != 0xFF and data[at + 1] not in _ALONE:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _png(data: bytes) -> bytes:
    out, at = [_PNG_HEAD], len(_PNG_HEAD)
    while at + 12 <= len(data):
        length = struct.unpack_from(">I", data, at)[0]
        name, end = data[at + 4 : at + 8], at + 12 + length
        if name in _PNG_KEPT:
            out.append(data[at:end])
        elif name == b"eXIf":
            out.append(_png_part(name, _exif(data[at + 8 : end - 4])))
        if name == b"IEND":
            break
        at = end
    return b"".join(out)


def _png_part(name: bytes, body: bytes) -> bytes:
    if not body:
        return b""
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)


def _webp(data: bytes) -> bytes:
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    parts, at = [], 12
    while at + 8 <= end:
        name, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        body = data[at + 8 : at + 8 + length]
        if name == b"EXIF":
            body = _exif(body.removeprefix(_EXIF))
        if name in _WEBP_KEPT or (name == b"EXIF" and body):
            parts.append((name, body))
        at += 8 + length + length % 2
    has_exif = any(name == b"EXIF" for name, _body in parts)
    out = b"".join(_webp_part(name, body, has_exif=has_exif) for name, body in parts)
    return b"RIFF" + struct.pack("<I", len(out) + 4) + b"WEBP" + out


def _webp_part(name: bytes, body: bytes, *, has_exif: bool) -> bytes:
    if name == b"VP8X" and body:
        flags = body[0] & ~_HAS_XMP & ~(0 if has_exif else _HAS_EXIF)
        body = bytes([flags]) + body[1:]
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _exif(body: bytes) -> bytes:
    """Return EXIF with only which side is up and when the picture was taken; empty for neither."""
    # Loaded where it is used: a service that starts opens no picture.
    from PIL import Image

    exif = Image.Exif()
    try:
        exif.load(_EXIF + body)
        turned, taken = exif.get(ORIENTATION), exif.get_ifd(MORE).get(TAKEN)
    except Exception:  # a stranger's bytes: what cannot be read is not kept
        return b""
    first: list[Entry] = []
    second: list[Entry] = []
    if isinstance(turned, int) and 2 <= turned <= 8:
        first.append((ORIENTATION, _SHORT, 1, struct.pack(">HH", turned, 0)))
    if isinstance(taken, str) and _MOMENT.fullmatch(taken):
        written = taken.encode("ascii") + b"\0"
        second.append((TAKEN, _ASCII, len(written), written))
    return _written(first, second)


def _written(first: list[Entry], second: list[Entry]) -> bytes:
    """Return a TIFF of two directories, the same bytes for the same entries."""
    if not first and not second:
        return b""
    at = 8 + 2 + 12 * (len(first) + bool(second)) + 4
    if second:
        first = [*first, (MORE, _LONG, 1, struct.pack(">I", at))]
    return b"MM\0*\0\0\0\x08" + _directory(first, 8) + (_directory(second, at) if second else b"")


def _directory(entries: list[Entry], at: int) -> bytes:
    beyond = at + 2 + 12 * len(entries) + 4
    out, values = [struct.pack(">H", len(entries))], b""
    for tag, kind, count, value in entries:
        if len(value) > 4:
            place = struct.pack(">I", beyond + len(values))
            values += value + b"\0" * (len(value) % 2)
        else:
            place = value.ljust(4, b"\0")
        out.append(struct.pack(">HHI", tag, kind, count) + place)
    return b"".join([*out, b"\0\0\0\0", values])
