"""Tells what an uploaded file is by its content, never by its name, from a list of allowed types.

A name that says otherwise is refused too: whoever opens the file later trusts its name.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

import filetype

from complaints.base.errors import Refusal
from complaints.papers import metadata, pdfs, pictures
from complaints.papers.meter import Meter
from complaints.papers.refusals import paper_refusal
from complaints.words import message as _

PDF, PNG, JPEG, WEBP = "application/pdf", "image/png", "image/jpeg", "image/webp"
NAMES = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG", WEBP: "WebP"}
SUFFIXES = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    WEBP: (".webp",),
}
# Types that browsers and programs declare where they do not know.
UNSPECIFIC = frozenset({"", "application/octet-stream", "binary/octet-stream", "image/*"})
ALIASES = {"image/jpg": JPEG, "image/pjpeg": JPEG, "application/x-pdf": PDF}
LONGEST_NAME = 255
_HEAD = 8192
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that was recognised. Sizes in bytes and pixels; a picture has no `pages`.

    `content` is what is kept: of a picture, all but what it says of place, camera and person
    (papers/metadata.py), and `sha256` is its digest. `sent` is the digest of the file as it was
    sent, None where that is the same.
    """

    sha256: str
    filename: str | None
    media_type: str
    size: int
    width: int | None
    height: int | None
    pages: int | None
    sent: str | None = None
    content: BinaryIO = field(default_factory=io.BytesIO, repr=False, compare=False)


def recognise_file(
    file: BinaryIO,
    *,
    filename: str | None,
    declared: str | None,
    most_bytes: int,
    meter: Meter | None = None,
) -> UploadedFile:
    """Return the type, digest and size of a file, and what is kept of it.

    `filename` and `declared` (a media type) come from the sender; None where it gives none. What
    programs of their own work on it is added to `meter`.
    Refuses with: paper-empty, paper-too-large, paper-type, paper-mismatch, paper-damaged,
    paper-too-many-pixels, paper-locked.
    """
    size, sent = _measure(file, most_bytes)
    media_type = _kind(file)
    name = clean_name(filename)
    _require_matching_name(media_type, name, declared)
    width = height = pages = None
    sha256 = sent
    if media_type == PDF:
        pages = pdfs.inspect(file, meter or Meter())
    else:
        width, height = pictures.inspect(file)
        file = _stripped(file, media_type)
        size, sha256 = _measure(file, most_bytes)
    return UploadedFile(
        sha256, name, media_type, size, width, height, pages, sent if sent != sha256 else None, file
    )


def _stripped(file: BinaryIO, media_type: str) -> BinaryIO:
    """Return a picture as it is kept. Refuses with: paper-damaged."""
    file.seek(0)
    data = file.read()
    try:
        kept = metadata.stripped(data, media_type)
    except (struct.error, IndexError):
        raise paper_refusal("paper-damaged", pictures.DAMAGED) from None
    if kept == data:
        return file
    stripped = io.BytesIO(kept)
    pictures.inspect(stripped)
    return stripped


def clean_name(filename: str | None) -> str | None:
    """Return a file name without folders and invisible characters, cut to 255; None if empty."""
    last = re.split(r"[/\\]", filename or "")[-1]
    shown = "".join(
        c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C"
    )
    shown = shown.strip(" .")
    if len(shown) > LONGEST_NAME:
        suffix = PurePosixPath(shown).suffix[:10]
        shown = shown[: LONGEST_NAME - len(suffix)] + suffix
    return shown or None


def _measure(file: BinaryIO, most_bytes: int) -> tuple[int, str]:
    file.seek(0)
    size, digest = 0, hashlib.sha256()
    while block := file.read(_BLOCK):
        size += len(block)
        digest.update(block)
        if size > most_bytes:
            raise paper_refusal("paper-too-large", _("This file is larger than a document may be."))
    if not size:
        raise paper_refusal("paper-empty", _("This file is empty."))
    return size, digest.hexdigest()


def _kind(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(b"%PDF-"):
        return PDF
    media_type = filetype.guess_mime(head)
    if media_type == "image/apng":
        raise paper_refusal("paper-type", pictures.MOVING)
    if media_type not in NAMES or media_type == PDF:
        raise paper_refusal("paper-type", _("This is not a PDF, PNG, JPEG or WebP file."))
    return str(media_type)


def _require_matching_name(media_type: str, name: str | None, declared: str | None) -> None:
    """Refuses with: paper-mismatch, where name or declared type contradict the content."""
    suffix = PurePosixPath(name or "").suffix.lower()
    if suffix and suffix not in SUFFIXES[media_type]:
        raise _mismatch(media_type)
    declared_type = (declared or "").partition(";")[0].strip().lower()
    if (
        not suffix
        and declared_type not in UNSPECIFIC
        and ALIASES.get(declared_type, declared_type) != media_type
    ):
        raise _mismatch(media_type)


def _mismatch(media_type: str) -> Refusal:
    what = NAMES[media_type]
    ending = SUFFIXES[media_type][0]
    detail = _("This is a %(what)s file, but its name says something else.", what=what)
    return paper_refusal("paper-mismatch", detail, content=media_type, ending=ending)
