"""Monthly samples of unflagged filers, for staff: what does the scan miss?"""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.findings import samples as sample_queries
from complaints.queries.findings.samples import SampleDetail
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import saying
from complaints.schemas.findings.samples import SampleOut, SamplesOut, SamplesQuery, SampleVerdictIn
from complaints.services.findings import samples

blp = Blueprint("samples", __name__, description="Monthly samples of filers that nobody flagged")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/samples", scopes=STAFF, query=SamplesQuery, answer=SamplesOut)
def list_samples(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List samples, the newest first, with what the last twelve say of missed abuse."""
    rows = sample_queries.list_samples(
        call.work, before=after_id(query.get("cursor")), limit=query["limit"]
    )
    shown = paging.page(rows, query["limit"], lambda sample: (sample.row.id,))
    return {**shown, "estimate": sample_queries.estimate(call.work)}


@endpoint(blp, "GET", "/samples/<id:sample_id>", scopes=STAFF, answer=SampleOut)
def read_sample(call: Call, sample_id: int) -> SampleDetail:
    """Read one month's sample."""
    return sample_queries.get_sample(call.work, sample_id)


@endpoint(blp, "POST", "/samples/<id:sample_id>/filers/<id:filer_id>/judge", scopes=STAFF,
          body=SampleVerdictIn, answer=SampleOut, bars=saying("filer"))  # fmt: skip
def judge_filer(call: Call, body: dict[str, Any], sample_id: int, filer_id: int) -> SampleDetail:
    """Say what a drawn filer is: clean, abusive or unsure."""
    samples.give_verdict(call.work, sample_id, filer_id, **body)
    return sample_queries.get_sample(call.work, sample_id)
