"""Papers made for tests: whole ones, and each kind of bad one."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def picture(kind: str = "PNG", *, size: tuple[int, int] = (400, 300), text: str = "ACME") -> bytes:
    """Return a still picture with some writing on it; `kind` as Pillow names it."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, size[0] - 20, size[1] - 20), outline="navy", width=4)
    draw.text((60, 60), text, fill="black", font_size=28)
    return saved(image, kind)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def moving() -> bytes:
    """Return an animated PNG."""
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    return saved(frames[0], "PNG", save_all=True, append_images=frames[1:])


def huge_png(side: int = 20_000) -> bytes:
    """Return a PNG whose head promises side × side pixels, in a few hundred bytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    )


def pdf(pages: int = 2, *, password: str = "", owner: str = "", script: str = "",
        inside: bytes = b"", hangs: str = "") -> bytes:  # fmt: skip
    """Return a PDF of empty pages, locked or with things inside where asked.

    `hangs` is the name of a part that hangs at the first page.
    """
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(300, 400)
    if script:
        writer.add_open_action(JavaScript(script))
    if inside:
        writer.add_attachment("inside.bin", inside)
    if hangs:
        part = DictionaryObject({NameObject(hangs): DictionaryObject()})
        writer.pages[0][NameObject("/AF")] = writer._add_object(part)
    if password or owner:
        writer.encrypt(password, owner or password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sized_pdf(size: int) -> bytes:
    """Return a readable PDF of `size` bytes, most of them in a stream that no page shows."""
    padding = size - 1000
    while True:
        writer = PdfWriter()
        writer.add_blank_page(300, 400)
        filling = DecodedStreamObject()
        filling.set_data(b"x" * padding)
        writer._add_object(filling)
        out = io.BytesIO()
        writer.write(out)
        if len(out.getvalue()) == size:
            return out.getvalue()
        padding += size - len(out.getvalue())


def unfolding_pdf(streams: int = 16, size: int = 70_000_000) -> bytes:
    """Return a small PDF of a page whose object streams unfold to `size` bytes each."""
    last = 20 + 2 * streams
    out, places = bytearray(b"%PDF-1.7\n"), {}
    kept = zlib.compress(b"19 0 << /A 1 >>" + b"x" * size)
    stream = (
        b"<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    )
    parts = b" ".join(b"/A%d %d 0 R" % (n, 20 + streams + n) for n in range(streams))
    bodies = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] "
        b"/Resources << /ExtGState << %s >> >> >>" % parts,
        **{20 + number: stream % (len(kept), kept) for number in range(streams)},
    }
    for number, body in bodies.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(
        struct.pack(">BIH", 1, places[number], 0)
        if number in places
        else struct.pack(">BIH", 2, number - streams, 0)
        if number >= 20
        else bytes(7)
        for number in range(last)
    )
    start = len(out)
    head = b"<< /Type /XRef /Size %d /W [1 4 2] /Root 1 0 R /Length %d >>" % (last, len(rows))
    out += b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (last, head, rows)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
