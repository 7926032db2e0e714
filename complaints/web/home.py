"""The start page, and the pages that explain problems."""

from __future__ import annotations

from flask import Blueprint, render_template

from complaints.base.errors import not_found
from complaints.http.problems import PROBLEMS
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.web import overview
from complaints.words import message as _

pages = Blueprint("home", __name__)


@page(pages, "GET", "/", who=ANYONE)
def home(call: PageCall) -> Answer:
    """Introduce the service to visitors; show a filer the overview of its work."""
    if call.actor.is_notifier:
        return call.redirect("notices.write_notice")
    if call.actor.filer_id is not None:
        return overview.show_overview(call)
    return call.render("home.html", demo=call.context.demo)


@pages.get("/problems/")
def problem_index() -> str:
    """List the types of problem."""
    return render_template("problems.html", problems=PROBLEMS)


@pages.get("/problems/<slug>")
def problem(slug: str) -> str:
    """Explain one type of problem."""
    if slug not in PROBLEMS:
        raise not_found(_("page"))
    return render_template("problem.html", problem=PROBLEMS[slug], refusal=None)
