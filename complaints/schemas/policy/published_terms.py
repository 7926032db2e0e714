"""The published terms as they are read: a version with its clauses, and all versions."""

from __future__ import annotations

from marshmallow import Schema

from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, integer, query_number


class TermsQuery(Schema):
    version = query_number(about="a policy's number; left out: the terms in force")


class TermsVersionOut(Output):
    number = integer()
    since = Moment()
    until = Moment(allow_none=True, about="null: in force")


class TermsClauseOut(Output):
    anchor = fields.String(about="how a letter names it: `/terms/7#boycott`")
    title = fields.LocalizedText()
    sentences = fields.List(fields.LocalizedText())


class PublishedTermsOut(Output):
    """The terms of one version: in clauses, or by bare values where an earlier release put it."""

    version = fields.Nested(
        TermsVersionOut,
        allow_none=True,
        about="null: before the first policy, the built-in values hold",
    )
    clauses = fields.List(fields.Nested(TermsClauseOut))
    values = fields.String()
    versions = fields.List(fields.Nested(TermsVersionOut))
