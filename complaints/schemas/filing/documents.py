"""Uploaded documents on the wire."""

from __future__ import annotations

from marshmallow import Schema

from complaints.papers.recognition import JPEG, PDF, PNG, WEBP
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    integer,
    next_cursor,
    query_number,
    row_id,
)

MEDIA_TYPES = (PDF, PNG, JPEG, WEBP)


class DocumentOut(Schema):
    id = row_id(required=True, attribute="upload.id")
    sha256 = fields.String(required=True)
    filename = fields.String(required=True, allow_none=True, attribute="upload.filename")
    media_type = fields.String(
        required=True,
        attribute="content.media_type",
        metadata={"enum": list(MEDIA_TYPES)},
    )
    bytes = integer(required=True, attribute="content.size")
    width = integer(required=True, allow_none=True, attribute="content.width",
        metadata={"description": "of a picture, in pixels"},)  # fmt: skip
    height = integer(required=True, allow_none=True, attribute="content.height")
    pages = integer(required=True, allow_none=True, attribute="content.pages",
        metadata={"description": "of a PDF"},)  # fmt: skip
    uploaded_at = Moment(required=True, attribute="upload.uploaded_at")


class PreviewQuery(Body):
    page = query_number(1, load_default=1, metadata={"description": "of a PDF, from 1"})
    size = fields.String(
        load_default="small",
        validate=validate.OneOf(("small", "large")),
        metadata={"description": "small: at most 1200 pixels a side, large: 2400"},
    )


class DocumentsQuery(PageQuery):
    pass


class DocumentsOut(Schema):
    items = fields.List(fields.Nested(DocumentOut), required=True)
    next = next_cursor()
