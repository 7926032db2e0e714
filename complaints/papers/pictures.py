"""Pictures: their size without decoding, whether they are whole, and a safe copy to look at."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from complaints.papers.refusals import refuse
from complaints.words import message as _

MOST_PIXELS = 50_000_000
# A progressive JPEG has about ten.
MOST_SCANS, _SCAN = 20, b"\xff\xda"
FORMATS = ("PNG", "JPEG", "WEBP")
PREVIEW = 1200
# A picture of 50 megapixels takes 200 MB while it is decoded: one at a time.
_decoding = threading.Lock()
_BROKEN = (OSError, SyntaxError, ValueError, EOFError)


def inspect(file: BinaryIO) -> tuple[int, int]:
    """Return width and height in pixels of a whole, still picture.

    Refuses with: paper-too-many-pixels (before anything is decoded), paper-type (moving
    pictures), paper-damaged.
    """
    with _opened(file) as picture:
        if getattr(picture, "is_animated", False):
            raise refuse("paper-type", _("Moving pictures are not taken."))
        width, height = picture.size
        # Each goes over all pixels once more, whatever it weighs. No marker is in a JPEG's pixels.
        if picture.format == "JPEG" and _scans(file) > MOST_SCANS:
            raise refuse("paper-damaged", _("This picture is damaged or cut off."))
        with _decoding:
            # A JPEG is read whole at an eighth of its size, which finds what is missing as well.
            picture.draft(None, (max(1, width // 8), max(1, height // 8)))
            picture.load()
        return width, height


def preview(file: BinaryIO) -> bytes:
    """Return the picture as a PNG of at most 1200 pixels a side, upright, without metadata."""
    with _opened(file) as picture, _decoding:
        picture.draft(None, (PREVIEW, PREVIEW))
        upright = ImageOps.exif_transpose(picture)
        has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
        copy = upright.convert("RGBA" if has_alpha else "RGB")
    copy.thumbnail((PREVIEW, PREVIEW))
    # Pasted on a bare picture: nothing that the file said about itself comes along.
    bare = Image.new("RGB", copy.size, "white")
    bare.paste(copy, mask=copy.getchannel("A") if has_alpha else None)
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=False)
    return out.getvalue()


def _scans(file: BinaryIO) -> int:
    place = file.tell()
    file.seek(0)
    count = file.read().count(_SCAN)
    file.seek(place)
    return count


@contextmanager
def _opened(file: BinaryIO) -> Iterator[Image.Image]:
    file.seek(0)
    with warnings.catch_warnings():
        # Ours is the stricter bound.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise refuse("paper-too-many-pixels", _("This picture has too many pixels."))
            yield picture
        except Image.DecompressionBombError:
            raise refuse("paper-too-many-pixels", _("This picture has too many pixels.")) from None
        except (UnidentifiedImageError, *_BROKEN):
            raise refuse("paper-damaged", _("This picture is damaged or cut off.")) from None
