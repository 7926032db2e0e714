"""The queue's saved views: keep filters under a name, share them, open the queue with them."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.console import asking_access
from complaints.console.staff import queue_filters
from complaints.kit import confirming
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.staff import saved_views as view_queries
from complaints.queries.staff.queue import Filters
from complaints.rules.staff.door_bars import NO_CASE
from complaints.rules.staff.teamwork import SHARING
from complaints.schemas.common import Body, one_of, text
from complaints.schemas.staff.casework import FiltersQuery
from complaints.services.staff import saved_views
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("views", __name__, url_prefix="/console/views")


class NamedIn(Body):
    """A view's name and who sees it."""

    name = text(60, required=True)
    shared = one_of(SHARING, load_default="own")


class SaveIn(NamedIn, FiltersQuery):
    """A view with its filters, as the queue's page sends them."""


def show_again(call: PageCall) -> Answer:
    """Show the form again with the filters that were to be kept."""
    kept = {name: value for name, value in request.form.items() if name in FiltersQuery().fields}
    return call.render(
        "console/staff/view_new.html",
        kept=kept,
        sharing=[(each, label("sharing", each)) for each in SHARING],
    )


@page(pages, "POST", "", who=STAFF, again=show_again, bars=NO_CASE)
def save_view(call: PageCall) -> Answer:
    """Keep the queue's filters under a name."""
    sent = call.form(SaveIn)
    name, shared = sent.pop("name"), sent.pop("shared")
    row = saved_views.save(call.work, name=name, shared=shared, filters=sent)
    return call.redirect("queue.show_queue", view=row.id, message=_("The view is saved."))


@page(pages, "GET", "/<id:view_id>", who=STAFF)
def show_saved_view(call: PageCall, view_id: int) -> Answer:
    """Show a view: what it is kept to, its name, who sees it."""
    view = view_queries.get_saved_view(call.work, view_id)
    kept, stale = queue_filters.of_view(view)
    return call.render(
        "console/staff/view.html",
        view=view,
        tags=queue_filters.tags(Filters(**kept)),
        stale=stale,
        sharing=[(each, label("sharing", each)) for each in SHARING],
    )


@page(pages, "POST", "/<id:view_id>", who=STAFF, again=show_saved_view, bars=NO_CASE)
def change_view(call: PageCall, view_id: int) -> Answer:
    """Give the view another name, and other readers."""
    saved_views.change(call.work, view_id, **call.form(NamedIn))
    return call.redirect("queue.show_queue", view=view_id, message=_("The view is changed."))


@page(pages, "POST", "/<id:view_id>/delete", who=STAFF, again=show_saved_view, bars=NO_CASE)
@confirming.asks(asking_access.view)
def delete_view(call: PageCall, view_id: int) -> Answer:
    """Delete the view."""
    saved_views.remove(call.work, view_id)
    return call.redirect("queue.show_queue", view=0, message=_("The view is deleted."))


@page(pages, "POST", "/<id:view_id>/default", who=STAFF, again=show_saved_view, bars=NO_CASE)
def open_with(call: PageCall, view_id: int) -> Answer:
    """Let the reader's queue open with this view, or no longer."""
    view = view_queries.get_saved_view(call.work, view_id)
    saved_views.open_with(call.work, None if view.default else view_id)
    message = (
        _("Your queue opens with all cases again.")
        if view.default
        else _("Your queue opens with this view.")
    )
    return call.redirect("queue.show_queue", view=view_id, message=message)
