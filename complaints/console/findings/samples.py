"""The monthly sample of filers that nobody flagged: what does the scan miss?"""

from __future__ import annotations

from flask import Blueprint, url_for

from complaints.base.errors import not_found
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.findings import samples as sample_queries
from complaints.queries.logins import filers, people
from complaints.rules.kinds import SampleVerdict
from complaints.rules.staff.door_bars import saying
from complaints.schemas.findings.samples import SampleVerdictIn
from complaints.services.findings import samples
from complaints.words import message as _

pages = Blueprint("sample_pages", __name__, url_prefix="/console/sample")
VERDICTS = {
    "clean": _("Clean"),
    "abusive": _("Abusive"),
    "unsure": _("Unsure"),
}
TONES = {"clean": "green", "abusive": "red", "unsure": "grey"}


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("filers", 60, "sample", _("Monthly sample")))
def show_samples(call: PageCall) -> Answer:
    """Show the samples of the last year, and the estimate of missed abuse."""
    recent = sample_queries.list_samples(call.work)
    persons = [drawn.row.person_id for sample in recent for drawn in sample.drawn]
    return call.render(
        "console/findings/samples/list.html",
        samples=recent,
        estimate=sample_queries.estimate(call.work),
        names=people.names(call.session, persons),
        policy=call.work.policy.sample,
        verdicts=VERDICTS,
        tones=TONES,
    )


@page(pages, "GET", "/<id:sample_id>/<id:filer_id>", who=STAFF)
def show_sampled_filer(call: PageCall, sample_id: int, filer_id: int) -> Answer:
    """Show one filer of the sample, and ask for the verdict."""
    sample = sample_queries.get_sample(call.work, sample_id)
    for drawn in sample.drawn:
        if drawn.filer.id == filer_id:
            return call.render(
                "console/findings/samples/judge.html",
                sample=sample,
                drawn=drawn,
                filer=filers.get_filer(call.work, filer_id),
                verdict_options=[(verdict, VERDICTS[verdict]) for verdict in SampleVerdict],
            )
    raise not_found(_("page"))


@page(
    pages,
    "POST",
    "/<id:sample_id>/<id:filer_id>",
    who=STAFF,
    again=show_sampled_filer,
    bars=saying("filer"),
)
def judge_filer(call: PageCall, sample_id: int, filer_id: int) -> Answer:
    """Store the verdict."""
    sent = call.form(SampleVerdictIn)
    samples.give_verdict(call.work, sample_id, filer_id, **sent)
    return call.lead(url_for("sample_pages.show_samples"), message=_("Your verdict is saved."))
