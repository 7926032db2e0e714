"""What a file is, is found by its content; each bad one is refused by its own name."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from complaints.base.errors import Refusal
from complaints.papers import previews
from complaints.papers.recognition import UploadedFile, clean_name, recognise_file
from tests.papers import makers

MOST = 100_000


def look(data: bytes, filename: str | None = None, declared: str | None = None) -> UploadedFile:
    return recognise_file(io.BytesIO(data), filename=filename, declared=declared, most_bytes=MOST)


def refused(data: bytes, filename: str | None = None, declared: str | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        look(data, filename, declared)
    assert [field.pointer for field in caught.value.fields] == ["/file"]
    return caught.value.slug


@pytest.mark.parametrize(
    ("kind", "name", "media_type"),
    [("PNG", "a.png", "image/png"), ("JPEG", "a.JPG", "image/jpeg"), ("WEBP", None, "image/webp")],
)
def test_a_picture_is_known_with_its_size(kind: str, name: str | None, media_type: str) -> None:
    paper = look(makers.picture(kind), name)
    assert (paper.media_type, paper.width, paper.height) == (media_type, 400, 300)
    assert (paper.pages, paper.filename) == (None, name)
    assert len(paper.sha256) == 64


def test_the_smallest_picture_is_one() -> None:
    paper = look(makers.saved(Image.new("RGB", (1, 1)), "JPEG"), "dot.jpg")
    assert (paper.width, paper.height) == (1, 1)


def test_a_pdf_is_known_with_its_pages() -> None:
    paper = look(makers.pdf(3), "poa.pdf", "application/pdf")
    assert (paper.media_type, paper.pages, paper.width) == ("application/pdf", 3, None)


def test_a_pdf_that_only_forbids_printing_is_taken() -> None:
    assert look(makers.pdf(owner="boss")).pages == 2


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"", "paper-empty"),
        (b"x" * (MOST + 1), "paper-too-large"),
        (b"hello, this is text", "paper-type"),
        (b"<html><script>alert(1)</script></html>", "paper-type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "paper-type"),
        (b"PK\x03\x04" + b"\0" * 60, "paper-type"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 60, "paper-type"),
        (makers.saved(Image.new("P", (9, 9)), "GIF"), "paper-type"),
        (b"<html>" + makers.pdf(), "paper-type"),
        (makers.moving(), "paper-type"),
        (makers.huge_png(), "paper-too-many-pixels"),
        (makers.picture("PNG")[:-900], "paper-damaged"),
        (makers.picture("JPEG")[:-3000], "paper-damaged"),
        (makers.picture("WEBP")[:-600], "paper-damaged"),
        (b"\x89PNG\r\n\x1a\n and then nothing", "paper-damaged"),
        (makers.pdf()[:-200], "paper-damaged"),
        (makers.pdf()[:300], "paper-damaged"),
        (b"%PDF-1.7\n%%EOF", "paper-damaged"),
        (makers.pdf(0), "paper-damaged"),
        (makers.pdf(password="secret"), "paper-locked"),
    ],
)
def test_each_bad_file_is_refused_by_name(data: bytes, slug: str) -> None:
    assert refused(data) == slug


def test_a_small_pdf_that_unfolds_to_a_gigabyte_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        recognise_file(
            io.BytesIO(makers.unfolding_pdf()), filename=None, declared=None, most_bytes=2_000_000
        )
    assert caught.value.slug == "paper-damaged"


@pytest.mark.parametrize(
    ("name", "declared"),
    [("a.pdf", None), ("a.jpg", "image/png"), ("a.exe", None), (None, "application/pdf")],
)
def test_a_file_that_lies_about_its_type_is_refused(name: str, declared: str) -> None:
    assert refused(makers.picture("PNG"), name, declared) == "paper-mismatch"


def test_what_a_browser_does_not_know_is_no_lie() -> None:
    assert look(makers.picture("PNG"), None, "application/octet-stream").media_type == "image/png"
    assert look(makers.picture("JPEG"), None, "image/jpg").media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\li\\证书 1.pdf", "证书 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egnp.pdf\n", "agnp.pdf"),
        ("", None),
        ("...", None),
        ("x" * 400 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_unseen_marks(given: str, kept: str | None) -> None:
    assert clean_name(given) == kept


def test_a_preview_is_drawn_anew_small_and_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010E] = "taken at home"
    image = Image.new("RGB", (2400, 1600), "white")
    data = makers.saved(image, "JPEG", exif=exif)
    shown = Image.open(io.BytesIO(previews.draw_picture(data, "image/jpeg")))
    assert (shown.format, shown.size) == ("PNG", (800, 1200))
    assert not shown.getexif()
    assert set(shown.info) == set()


def test_a_grey_scan_of_16_bits_is_shown_and_not_white() -> None:
    half = np.full((400, 600), 0xD000, np.uint16)
    half[:, :300] = 0x3000
    data = makers.saved(Image.fromarray(half), "PNG")
    shown = Image.open(io.BytesIO(previews.draw_picture(data, "image/png")))
    assert (shown.getpixel((10, 10)), shown.getpixel((590, 10))) == ((0x30,) * 3, (0xD0,) * 3)


def test_a_pdf_that_asks_for_endless_work_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "MOST_SECONDS", 0.01)
    with pytest.raises(Refusal, match="cannot be drawn"):
        previews.draw_picture(makers.pdf(), "application/pdf")


def test_the_first_page_of_a_pdf_can_be_looked_at() -> None:
    shown = Image.open(io.BytesIO(previews.draw_picture(makers.pdf(), "application/pdf")))
    assert shown.format == "PNG"
    assert max(shown.size) == 1200
