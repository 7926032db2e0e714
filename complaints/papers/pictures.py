"""Pictures: their size without decoding, whether they are whole, and a safe copy to look at.

Pillow is loaded where it is used: a service that starts opens no picture.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from complaints.papers.refusals import paper_refusal
from complaints.words import message as _

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 50_000_000
# A progressive JPEG has about ten.
MOST_SCANS, _SCAN = 20, b"\xff\xda"
FORMATS = ("PNG", "JPEG", "WEBP")
# A JPEG with more pictures behind it, as telephones write: the first is the picture.
SEVERAL = "MPO"
# The longest side of a picture that is looked at, in pixels: beside other things, and alone.
SMALL, LARGE = 1200, 2400
_MOST_PROFILE = 4_000_000
# A picture of 50 megapixels takes 200 MB while it is decoded: one at a time.
_decoding = threading.Lock()
_BROKEN = (OSError, SyntaxError, ValueError, EOFError)
DAMAGED = _("This picture is damaged or cut off.")
MOVING = _(
    "This picture moves. Send a still picture, for example a screenshot of the part that matters."
)
TOO_MANY = _(
    "This picture has more than %(most)s million pixels. Save it smaller, or cut out what matters.",
    most=MOST_PIXELS // 1_000_000,
)


def inspect(file: BinaryIO) -> tuple[int, int]:
    """Return width and height in pixels of a whole, still picture, as it lies in the file.

    Refuses with: paper-too-many-pixels (before anything is decoded), paper-type (moving
    pictures), paper-damaged.
    """
    with _opened(file) as picture:
        if getattr(picture, "is_animated", False) and picture.format != SEVERAL:
            raise paper_refusal("paper-type", MOVING)
        width, height = picture.size
        # Each goes over all pixels once more, whatever it weighs. No marker is in a JPEG's pixels.
        if picture.format in ("JPEG", SEVERAL) and _scans(file) > MOST_SCANS:
            raise paper_refusal("paper-damaged", DAMAGED)
        with _decoding:
            # A JPEG is read whole at an eighth of its size, which finds what is missing as well.
            picture.draft(None, (max(1, width // 8), max(1, height // 8)))
            picture.load()
        return width, height


def draw_preview(file: BinaryIO, side: int = SMALL) -> bytes:
    """Return the picture as a PNG of at most `side` pixels a side, upright, in the colours of a
    screen (sRGB), without metadata."""
    from PIL import Image, ImageOps

    with _opened(file) as picture, _decoding:
        picture.draft(None, (side, side))
        upright = eight_bits(ImageOps.exif_transpose(picture))
        has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
        small = upright.convert("RGBA") if has_alpha else upright
        if small.mode not in ("RGB", "RGBA", "CMYK", "L"):
            small = small.convert("RGB")
        small.thumbnail((side, side))
        copy = _on_screen(small, upright.info.get("icc_profile"))
    # Pasted on a bare picture: nothing that the file said about itself comes along.
    bare = Image.new("RGB", copy.size, "white")
    bare.paste(copy, mask=small.getchannel("A") if has_alpha else None)
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=False)
    return out.getvalue()


def eight_bits(picture: Image.Image) -> Image.Image:
    """Return a grey picture of 16 bits, as scanners write, in 8; any other as it is. Pillow would
    cut off all that is lighter than the darkest 256th, and the page would be white."""
    if not picture.mode.startswith("I"):
        return picture
    grey = picture.convert("I").point(lambda shade: shade * (1 / 256)).convert("L")
    grey.info.pop("transparency", None)
    return grey


def _on_screen(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB by the colour profile that it carries; one without, or with one
    that does not fit, by the plain rule."""
    if profile and len(profile) <= _MOST_PROFILE:
        from PIL import ImageCms

        bare = picture.convert("RGB") if picture.mode == "RGBA" else picture
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.createProfile("sRGB")
            shown = ImageCms.profileToProfile(bare, given, screen, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            shown = None
        if shown is not None:
            return shown
    return picture.convert("RGB")


def _scans(file: BinaryIO) -> int:
    place = file.tell()
    file.seek(0)
    count = file.read().count(_SCAN)
    file.seek(place)
    return count


@contextmanager
def _opened(file: BinaryIO) -> Iterator[Image.Image]:
    from PIL import Image, UnidentifiedImageError

    file.seek(0)
    with warnings.catch_warnings():
        # Ours is the stricter bound.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise paper_refusal("paper-too-many-pixels", TOO_MANY)
            yield picture
        except Image.DecompressionBombError:
            raise paper_refusal("paper-too-many-pixels", TOO_MANY) from None
        except (UnidentifiedImageError, *_BROKEN):
            raise paper_refusal("paper-damaged", DAMAGED) from None
