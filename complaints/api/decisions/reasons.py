"""Statements of reasons: each side reads its own, staff both."""

from __future__ import annotations

from typing import Any

from flask import Response

from complaints.http import uploads
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.kit import printing
from complaints.queries.decisions import claims, reasons
from complaints.queries.decisions.reasons import StatementView
from complaints.rules.actors import Scope
from complaints.schemas.decisions.reasons import StatementOut, StatementsOut
from complaints.words import LANGUAGES

blp = Blueprint("reasons", __name__, description="What decisions rest on, as it was sent")


@endpoint(blp, "GET", "/claims/<id:claim_id>/statements", scopes=[Scope.READ],
          answer=StatementsOut, notices=True)  # fmt: skip
def list_statements(call: Call, claim_id: int) -> Any:
    """List the statements of reasons about a claim that were made to your side, the oldest
    first."""
    claims.require_visible(claims.on_side_of(call.work, claim_id), claim_id)
    return {"items": reasons.statements_of_claims(call.work, [claim_id])}


@endpoint(blp, "GET", "/statements/<id:statement_id>", scopes=[Scope.READ], answer=StatementOut,
          notices=True)  # fmt: skip
def read_statement(call: Call, statement_id: int) -> StatementView:
    """Read one statement of reasons."""
    return reasons.get_statement(call.work, statement_id)


@endpoint(blp, "GET", "/statements/<id:statement_id>/statement.pdf", scopes=[Scope.READ],
          media=["application/pdf"], notices=True)  # fmt: skip
def read_statement_pdf(call: Call, statement_id: int) -> Response:
    """Read one statement of reasons as PDF, with its hash."""
    view = reasons.get_statement(call.work, statement_id)
    pdf = printing.print_statement(view.statement, test=call.context.config.test)
    return uploads.answer_pdf(pdf, f"statement-{statement_id}.pdf", LANGUAGES)
