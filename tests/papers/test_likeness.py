"""A paper that comes again is known; another certificate on the same form never is."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from complaints.papers import likeness, printing
from complaints.papers.likeness import Look
from complaints.papers.printing import Printed
from tests.papers import makers
from tests.papers.certificates import certificate, copies, png, scan


def look(data: bytes) -> Look:
    kind = "application/pdf" if data.startswith(b"%PDF") else "image/png"
    seen = likeness.features_of(data, kind)
    assert seen is not None
    return seen


@pytest.fixture(scope="module")
def first() -> Look:
    return look(png(certificate(1)))


def test_a_copy_is_known(first: Look) -> None:
    for way, data in copies(certificate(1)).items():
        copy = look(data)
        assert likeness.distance(first.hash, copy.hash) <= likeness.HASH_NEAR, way
        assert len(set(likeness.keys(first)) & set(likeness.keys(copy))) >= 2, way
        assert likeness.are_same(first, copy), way


def test_a_grey_scan_of_16_bits_is_the_picture_come_again(first: Look) -> None:
    grey = Image.open(io.BytesIO(png(certificate(1)))).convert("L")
    deep = Image.fromarray(np.asarray(grey, np.uint16) * 257)
    assert likeness.are_same(look(makers.saved(deep, "PNG")), first)


def test_a_scan_as_pdf_is_the_picture_come_again(first: Look) -> None:
    assert likeness.are_same(look(scan(certificate(1))), first)


@pytest.mark.parametrize(
    "other",
    [{"number": "12345678"}, {"day": "2011年03月09日"}, {"until": "2031年11月11日"}],
)
def test_another_certificate_on_the_form_is_not(first: Look, other: dict[str, str]) -> None:
    assert not likeness.are_same(first, look(png(certificate(1, **other))))


@pytest.mark.parametrize(("pair", "way"), [("38", "half"), ("68", "scanned"), ("17", "encoded")])
def test_one_digit_tells_two_certificates_apart_in_any_copy(pair: str, way: str) -> None:
    one, other = (certificate(7, until=f"2031年11月1{digit}日") for digit in pair)
    assert not likeness.are_same(look(png(one)), look(copies(other)[way]))


def text_pdf(number: str, name: str = "Acme Trading Company Limited", at: int = 1) -> bytes:
    facts = [("Owner", name), ("Number", number), ("Class", "25"), ("Street", "12 Long Street")]
    goods = "Clothing; footwear; headgear; jackets of leather; belts; gloves; scarves; socks. " * 2
    page = Printed(
        "en", "Office", "", "Registration", "", [printing.facts(facts), printing.text(goods)]
    )
    return printing.pdf(page, made_at=datetime(2026, 1, at, tzinfo=UTC))


def test_papers_with_text_are_told_by_every_number_and_nearly_every_word() -> None:
    paper = look(text_pdf("4711001"))
    assert paper.text is not None
    assert likeness.are_same(paper, look(text_pdf("4711001", at=2)))
    assert not likeness.are_same(paper, look(text_pdf("4711002")))
    assert not likeness.are_same(paper, look(text_pdf("4711001", "Bad Panda Goods of Shenzhen")))


def test_more_pages_are_another_paper_and_an_empty_one_is_none() -> None:
    two = io.BytesIO()
    pages = [certificate(1).convert("RGB"), certificate(3).convert("RGB")]
    pages[0].save(two, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    assert not likeness.are_same(look(scan(certificate(1))), look(two.getvalue()))
    assert likeness.features_of(makers.pdf(1), "application/pdf") is None
    assert (
        likeness.features_of(makers.saved(Image.new("RGB", (600, 600), "red"), "PNG"), "image/png")
        is None
    )
    assert likeness.features_of(b"%PDF-1.7 nothing", "application/pdf") is None
