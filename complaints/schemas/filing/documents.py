"""Uploaded documents on the wire."""

from __future__ import annotations

from complaints.papers.recognition import JPEG, PDF, PNG, WEBP
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    integer,
    next_cursor,
    query_number,
    row_id,
)

MEDIA_TYPES = (PDF, PNG, JPEG, WEBP)


class DocumentOut(Output):
    id = row_id(attribute="upload.id")
    sha256 = fields.String()
    filename = fields.String(allow_none=True, attribute="upload.filename")
    media_type = fields.String(attribute="content.media_type", metadata={"enum": list(MEDIA_TYPES)})
    bytes = integer(attribute="content.size")
    width = integer(allow_none=True, attribute="content.width", about="of a picture, in pixels")
    height = integer(allow_none=True, attribute="content.height")
    pages = integer(allow_none=True, attribute="content.pages", about="of a PDF")
    uploaded_at = Moment(attribute="upload.uploaded_at")


class PreviewQuery(Body):
    page = query_number(1, load_default=1, about="of a PDF, from 1")
    size = fields.String(
        load_default="small",
        validate=validate.OneOf(("small", "large")),
        about="small: at most 1200 pixels a side, large: 2400",
    )


class DocumentsQuery(PageQuery):
    pass


class DocumentsOut(Output):
    items = fields.List(fields.Nested(DocumentOut))
    next = next_cursor()
