"""Tells whether two papers are the same one, re-encoded, scaled, cropped or scanned.

Certificates share a form, so a likeness of the whole page says nothing: of forty made certificates
on one form some have the same 64-bit perceptual hash. A hash of 1,024 bits, of the page without its
margins, only finds candidates. Two pages are the same when they agree in every small place: one
digit that differs is seen (see docs/near-papers.md). PDF files with text are compared by their text
and by every number in it.

Whom it may wrong: two different papers that look alike to the last digit. What it misses: pages
turned by a third of a degree, photographs from an angle.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import imagehash
import numpy as np
import numpy.typing as npt
from datasketch import MinHash
from PIL import Image, ImageOps
from pypdf import PdfReader
from scipy.ndimage import gaussian_filter, uniform_filter

from complaints.base.errors import Refusal
from complaints.papers import pictures, previews
from complaints.papers.recognition import PDF
from complaints.papers.rewriting import BROKEN

Page = npt.NDArray[np.float32]

# A page without its margins is drawn this wide (pixels) and a little blurred, so that a copy of
# half the size does not differ by its sharpness.
WIDTH, MOST_HIGH, BLUR = 1200, 3000, 1.8
# A page of fewer pixels does not show its small print: it cannot be told from another.
LEAST_WIDE = 520
# Places of 13 pixels are compared, each moved by up to 2 pixels; flat ones say nothing.
PLACE, MOVED, FLAT = 13, 2, 900.0
# Measured: at the place where they agree worst, copies agree by 0.86 or more, papers that differ
# in one digit of 10 points by 0.77 or less.
AGREE = 0.83
HASH_SIDE, HASH_BANDS, HASH_NEAR = 32, 16, 120
PAGES, TEXT_PAGES = 3, 5
# Fewer letters than this are no text: a scan with a stamp of its scanner.
LEAST_TEXT, SAME_TEXT, WORDS = 120, 0.95, 3
MINHASHES, TEXT_BANDS = 64, 16
_DARK = 64.0
# The least moved first: most copies need no other.
_MOVES = sorted(
    itertools.product(range(-MOVED, MOVED + 1), repeat=2),
    key=lambda move: (move[0] ** 2 + move[1] ** 2, move),
)


@dataclass(frozen=True, slots=True)
class Look:
    """The features by which papers are compared.

    `hash` has 1,024 bits, packed; `text` is None for pictures; `pages` are the first ones.
    """

    hash: bytes
    text: str | None
    pages: tuple[Page, ...]
    page_count: int


def features_of(data: bytes, media_type: str) -> Look | None:
    """Return the features by which a paper is compared; None where it cannot be drawn."""
    try:
        count, text = _text(data) if media_type == PDF else (1, None)
        pages = tuple(page for page in _drawn(data, media_type, count) if page is not None)
    except (Refusal, *BROKEN):
        return None
    if len(pages) != min(count, PAGES):
        return None
    return Look(_hash(pages[0]), text, pages, count)


def keys(look: Look) -> list[str]:
    """Return the keys to find candidates by: two near papers have several in common."""
    size = len(look.hash) // HASH_BANDS
    bands = [f"p{n}:{look.hash[n * size : (n + 1) * size].hex()[:4]}" for n in range(HASH_BANDS)]
    if look.text is not None:
        digest = MinHash(MINHASHES, seed=1)
        digest.update_batch([shingle.encode() for shingle in _shingles(look.text)])
        rows = MINHASHES // TEXT_BANDS
        for n in range(TEXT_BANDS):
            band = digest.hashvalues[n * rows : (n + 1) * rows]
            bands.append(f"t{n}:{hashlib.blake2b(band.tobytes(), digest_size=6).hexdigest()}")
    return bands


def distance(one: bytes, other: bytes) -> int:
    """Return in how many bits two hashes differ."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def are_same(one: Look, other: Look) -> bool:
    """Say whether both are the same paper."""
    if one.page_count != other.page_count:
        return False
    if one.text is not None and other.text is not None:
        return _same_text(one.text, other.text)
    return all(_agree(*pages) >= AGREE for pages in zip(one.pages, other.pages, strict=True))


def _text(data: bytes) -> tuple[int, str | None]:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    text = " ".join(previews.read_text(data, TEXT_PAGES).split()).casefold()
    letters = sum(character.isalnum() for character in text)
    return len(reader.pages), text if letters >= LEAST_TEXT else None


def _shingles(text: str) -> list[str]:
    words = re.findall(r"[a-z]+|\d+|[^\W\d_]", text)
    runs = (" ".join(words[n : n + WORDS]) for n in range(max(1, len(words) - WORDS + 1)))
    return sorted(set(runs))


def _same_text(one: str, other: str) -> bool:
    """Say whether all numbers and nearly all words are the same."""
    digits = [Counter(re.findall(r"\d+", text)) for text in (one, other)]
    if digits[0] != digits[1]:
        return False
    first, second = set(_shingles(one)), set(_shingles(other))
    return len(first & second) >= SAME_TEXT * len(first | second)


def _drawn(data: bytes, media_type: str, count: int) -> Iterator[Page | None]:
    for number in range(1, min(count, PAGES) + 1):
        drawn = previews.draw_page(data, number, pixels=2 * WIDTH) if media_type == PDF else data
        with Image.open(io.BytesIO(drawn)) as picture:
            picture.draft("L", (2 * WIDTH, 2 * WIDTH))
            yield _normal(pictures.eight_bits(picture))


def _normal(picture: Image.Image) -> Page | None:
    """Return the page in grey, without its margins; None where it is empty or not page-shaped."""
    picture.thumbnail((2 * WIDTH, 2 * MOST_HIGH))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    white = Image.new("RGBA", upright.size, "white")
    grey = ImageOps.autocontrast(Image.alpha_composite(white, upright).convert("L"), cutoff=1)
    shades = np.asarray(grey, np.float32)
    border = np.median(np.concatenate([shades[0], shades[-1], shades[:, 0], shades[:, -1]]))
    marked = np.abs(shades - border) > _DARK
    rows, columns = (np.flatnonzero(marked.mean(axis) > 0.002) for axis in (1, 0))
    if len(rows) < 16 or len(columns) < 16:
        return None
    inner = grey.crop((columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
    high = round(WIDTH * inner.height / inner.width)
    if inner.width < LEAST_WIDE or not WIDTH // 8 <= high <= MOST_HIGH:
        return None
    drawn = np.asarray(inner.resize((WIDTH, high), Image.Resampling.LANCZOS), np.float32)
    return np.asarray(gaussian_filter(drawn, BLUR), np.float32)


def _hash(page: Page) -> bytes:
    phash = imagehash.phash(Image.fromarray(page.astype(np.uint8)), hash_size=HASH_SIDE)
    return np.packbits(phash.hash.ravel()).tobytes()


def _agree(one: Page, other: Page) -> float:
    """Return the correlation of two pages (-1 to 1) at the place where they agree least."""
    if abs(one.shape[0] - other.shape[0]) > 0.02 * one.shape[0]:
        return -1.0
    second = np.asarray(
        Image.fromarray(other).resize((one.shape[1], one.shape[0]), Image.Resampling.BILINEAR)
    )
    mean, variance = _spread(one)
    its_mean, its_variance = _spread(second)
    compared = (variance > FLAT) | (its_variance > FLAT)
    compared[:PLACE] = compared[-PLACE:] = False
    compared[:, :PLACE] = compared[:, -PLACE:] = False
    if not compared.any():
        return -1.0
    best = np.full(one.shape, -1, np.float32)
    for move in _MOVES:
        moved, m, v = (np.roll(array, move, (0, 1)) for array in (second, its_mean, its_variance))
        together = uniform_filter(one * moved, PLACE) - mean * m
        np.maximum(best, together / np.sqrt(np.maximum(variance * v, 1)), out=best)
        worst = float(best[compared].min())
        if worst >= AGREE:
            break
    return worst


def _spread(page: Page) -> tuple[Page, Page]:
    mean = uniform_filter(page, PLACE)
    return mean, uniform_filter(page * page, PLACE) - mean * mean


def nearest(hash_: bytes, others: Sequence[tuple[int, bytes]], most: int) -> list[int]:
    """Return the ids of the nearest hashes, the nearest first, of those that are near at all."""
    ranked = sorted((distance(hash_, other), number) for number, other in others)
    return [number for far, number in ranked if far <= HASH_NEAR][:most]
