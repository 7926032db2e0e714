"""What is kept of a picture: its pixels, which side is up, when it was taken; never its place."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms
from PIL.PngImagePlugin import PngInfo

from complaints.papers import metadata, pictures, previews
from complaints.papers.recognition import recognise_file
from tests.papers import makers

PLACE = b"Secret Street 7"
TAKEN = "2026:06:01 10:20:30"
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def exif(turned: int = 6) -> Image.Exif:
    """Return what a telephone writes: its side, its model, when, and where."""
    told = Image.Exif()
    told[0x0112] = turned
    told[0x010F] = "Camera of Ann"
    told[0x8769] = {0x9003: TAKEN, 0x927C: b"maker knows " + PLACE}
    told[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0), 27: PLACE}
    return told


def photo(kind: str, **options: Any) -> bytes:
    image = Image.open(io.BytesIO(makers.picture("PNG", size=(600, 400))))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if kind == "PNG":
        text = PngInfo()
        text.add_itxt("XML:com.adobe.xmp", PLACE.decode())
        text.add_text("Comment", PLACE.decode(), zip=False)
        options["pnginfo"] = text
    else:
        options["xmp"] = b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"
    if kind == "JPEG":
        options["comment"] = PLACE
    return makers.saved(image, kind, exif=exif(), icc_profile=profile, **options)


def pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("kind", list(TYPES))
def test_place_camera_and_person_are_not_kept_and_the_rest_is(kind: str) -> None:
    data = photo(kind)
    assert PLACE in data
    kept = metadata.stripped(data, TYPES[kind])
    assert PLACE not in kept
    assert b"Camera of Ann" not in kept
    shown = Image.open(io.BytesIO(kept))
    said = shown.getexif()
    assert dict(said.get_ifd(0x8825)) == {}
    assert said[0x0112] == 6
    assert said.get_ifd(0x8769) == {0x9003: TAKEN}
    assert shown.info["icc_profile"] == Image.open(io.BytesIO(data)).info["icc_profile"]
    assert not ImageChops.difference(pixels(data), pixels(kept)).getbbox()
    # What is kept is kept as it is when it comes again, and shown with its upper side up.
    assert metadata.stripped(kept, TYPES[kind]) == kept
    assert Image.open(io.BytesIO(previews.draw_picture(kept, TYPES[kind]))).size == (400, 600)


@pytest.mark.parametrize("kind", list(TYPES))
def test_a_picture_that_says_nothing_of_itself_keeps_its_bytes(kind: str) -> None:
    data = makers.picture(kind)
    assert metadata.stripped(data, TYPES[kind]) == data


def test_what_is_behind_a_picture_is_not_kept() -> None:
    data = photo("JPEG")
    kept = metadata.stripped(data + b"\xff\xd8 a film of " + PLACE, "image/jpeg")
    assert kept == metadata.stripped(data, "image/jpeg")
    png = photo("PNG")
    assert metadata.stripped(png + PLACE, "image/png") == metadata.stripped(png, "image/png")


def test_a_small_copy_in_the_head_of_a_jpeg_is_not_kept() -> None:
    plain = makers.picture("JPEG")
    head, rest = plain[:20], plain[20:]
    assert head[6:11] == b"JFIF\0"
    assert head[18:] == b"\0\0"
    small = bytes([4, 2]) + bytes(range(4 * 2 * 3))
    with_copy = head[:4] + struct.pack(">H", 14 + len(small)) + head[6:18] + small + rest
    assert pixels(with_copy).size == pixels(plain).size
    assert metadata.stripped(with_copy, "image/jpeg") == metadata.stripped(plain, "image/jpeg")


def test_a_jpeg_in_scans_is_kept_whole() -> None:
    data = photo("JPEG", progressive=True, quality=95)
    kept = metadata.stripped(data, "image/jpeg")
    assert PLACE not in kept
    assert not ImageChops.difference(pixels(data), pixels(kept)).getbbox()


def test_a_telephones_two_pictures_are_one_still_picture() -> None:
    one, other = (Image.new("RGB", (300, 200), colour) for colour in ("red", "blue"))
    data = makers.saved(one, "MPO", save_all=True, append_images=[other])
    assert Image.open(io.BytesIO(data)).format == "MPO"
    paper = look(data)
    assert (paper.media_type, paper.width, paper.height) == ("image/jpeg", 300, 200)
    kept = Image.open(paper.content)
    assert kept.format == "JPEG"
    assert kept.getpixel((9, 9))[0] > 200


def test_exif_of_nonsense_is_left_out() -> None:
    data = makers.picture("JPEG")
    for body in (b"", b"MM\0*\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff" + b"\x12\x01" * 20):
        part = b"\xff\xe1" + struct.pack(">H", len(body) + 8) + b"Exif\0\0" + body
        assert metadata.stripped(data[:2] + part + data[2:], "image/jpeg") == data


def look(data: bytes) -> Any:
    return recognise_file(io.BytesIO(data), filename=None, declared=None, most_bytes=30_000_000)


def test_a_paper_is_known_by_what_is_kept_and_by_what_was_sent() -> None:
    data = photo("JPEG")
    paper = look(data)
    assert paper.content.getvalue() == metadata.stripped(data, "image/jpeg")
    assert paper.sent == hashlib.sha256(data).hexdigest()
    assert paper.size == len(paper.content.getvalue())
    assert look(makers.picture("JPEG")).sent is None


def cmyk(profile: bytes | None = None) -> bytes:
    options = {"icc_profile": profile} if profile else {}
    return makers.saved(Image.new("CMYK", (90, 60), (0, 255, 255, 0)), "JPEG", **options)


def test_a_picture_in_printers_colours_is_shown_in_its_own() -> None:
    shown = Image.open(io.BytesIO(previews.draw_picture(cmyk(), "image/jpeg")))
    red, green, blue = shown.getpixel((40, 30))  # type: ignore[misc]
    assert shown.mode == "RGB"
    assert red > 200
    assert green < 60
    assert blue < 60
    # A profile that does not fit what it comes with is not followed.
    odd = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    again = Image.open(io.BytesIO(previews.draw_picture(cmyk(odd), "image/jpeg")))
    assert again.getpixel((40, 30)) == (red, green, blue)


def test_a_profile_is_followed() -> None:
    plain = Image.new("RGB", (50, 50), (200, 30, 30))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Its red is blue, and its blue red.
    odd = (
        srgb.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)
    )
    data = makers.saved(plain, "PNG", icc_profile=odd)
    red, _green, blue = pixels(previews.draw_picture(data, "image/png")).getpixel((9, 9))  # type: ignore[misc]
    assert blue > 150 > 60 > red


def wide(width: int, high: int) -> bytes:
    return makers.saved(Image.new("L", (width, high), "white"), "PNG")


@pytest.mark.parametrize(
    ("width", "high", "is_taken"),
    [(20_000, 2_499, True), (20_000, 2_500, True), (20_000, 2_501, False)],
)
def test_a_very_wide_picture_is_shown_up_to_fifty_million_pixels(
    width: int, high: int, is_taken: bool, refused: Callable[[bytes], str]
) -> None:
    data = wide(width, high)
    if not is_taken:
        assert "50 million pixels" in refused(data)
        return
    assert (look(data).width, look(data).height) == (width, high)
    small, large = (
        Image.open(io.BytesIO(previews.draw_picture(data, "image/png", side=side)))
        for side in (pictures.SMALL, pictures.LARGE)
    )
    assert (small.width, large.width) == (1200, 2400)


def test_a_moving_picture_says_what_to_send(refused: Callable[[bytes], str]) -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    webp = makers.saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    for data in (makers.moving(), webp):
        assert refused(data).startswith("This picture moves. Send a still picture")


@pytest.fixture
def refused() -> Callable[[bytes], str]:
    from complaints.base.errors import Refusal

    def why(data: bytes) -> str:
        with pytest.raises(Refusal) as caught:
            look(data)
        return str(caught.value.message)

    return why
