"""The published terms as they are read: a version with its clauses, and all versions."""

from __future__ import annotations

from marshmallow import Schema

from complaints.schemas import fields
from complaints.schemas.common import Moment, integer, query_number


class TermsQuery(Schema):
    version = query_number(
        metadata={"description": "a policy's number; left out: the terms in force"}
    )


class TermsVersionOut(Schema):
    number = integer(required=True)
    since = Moment(required=True)
    until = Moment(required=True, allow_none=True, metadata={"description": "null: in force"})


class TermsClauseOut(Schema):
    anchor = fields.String(
        required=True, metadata={"description": "how a letter names it: `/terms/7#boycott`"}
    )
    title = fields.LocalizedText(required=True)
    sentences = fields.List(fields.LocalizedText(), required=True)


class PublishedTermsOut(Schema):
    """The terms of one version: in clauses, or by bare values where an earlier release put it."""

    version = fields.Nested(
        TermsVersionOut, required=True, allow_none=True,
        metadata={"description": "null: before the first policy, the built-in values hold"},
    )  # fmt: skip
    clauses = fields.List(fields.Nested(TermsClauseOut), required=True)
    values = fields.String(required=True)
    versions = fields.List(fields.Nested(TermsVersionOut), required=True)
