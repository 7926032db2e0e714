"""A brand owner's rights: registered once, named in every complaint after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, make_response, request
from werkzeug.datastructures import MultiDict

from complaints.base.codes import Code
from complaints.base.errors import FieldError, invalid
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import countries, forms, uploads
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries.authority import authorizations
from complaints.queries.authority import rights as right_queries
from complaints.queries.authority.territories import is_decided_on
from complaints.rules.authority.territories import may_be_designated
from complaints.rules.kinds import DocumentKind, RightKind
from complaints.schemas.authority.rights import CodeIn, CorrectionIn, RightIn, TerritoriesIn
from complaints.services.authority import register_codes, rights, territories
from complaints.services.filing import intake
from complaints.words import Listed, Message, counted
from complaints.words import message as _

pages = Blueprint("my_rights", __name__, url_prefix="/rights")

# What is asked about each kind of right, in the order of the form.
FIELDS: dict[str, tuple[str, ...]] = {
    RightKind.TRADEMARK: ("title", "number", "jurisdiction", "territories", "classes", "status",
                          "applied_on", "priority_on", "registered_on", "url"),
    RightKind.COPYRIGHT: ("title", "url", "first_published_on", "number", "jurisdiction",
                          "registered_on"),
    RightKind.PATENT: ("title", "number", "jurisdiction", "territories", "status", "applied_on",
                       "priority_on", "registered_on", "url"),
    RightKind.DESIGN: ("title", "number", "jurisdiction", "territories", "status", "applied_on",
                       "priority_on", "registered_on", "first_published_on", "url"),
    RightKind.OTHER: ("title", "number", "jurisdiction", "territories", "registered_on", "url"),
}  # fmt: skip
_REGISTERED = {
    "number": _("Enter the registration number."),
    "jurisdiction": _("Select the country where it is registered."),
}
# What must be filled in for each kind, and what is said where it is not.
NEEDED: dict[str, dict[str, Message]] = {
    RightKind.TRADEMARK: {"title": _("Enter the mark."), **_REGISTERED},
    RightKind.COPYRIGHT: {"title": _("Enter the title of the work.")},
    RightKind.PATENT: {"title": _("Enter the name of the right."), **_REGISTERED},
    RightKind.DESIGN: {"title": _("Enter the name of the right."), **_REGISTERED},
    RightKind.OTHER: {"title": _("Enter the name of the right.")},
}
A_PAGE = 50


@page(pages, "GET", "/", who=FILERS)
def show_rights(call: PageCall) -> Answer:
    """List the account's rights."""
    rows = right_queries.find_rights(
        call.work,
        kind=None,
        filer_id=None,
        after=after_id(request.args.get("cursor")),
        limit=A_PAGE,
    )
    shown = paging.page(
        right_queries.right_views(call.session, rows), A_PAGE, lambda view: (view.right.id,)
    )
    return call.render("web/rights/list.html", rights=shown["items"], next=shown["next"])


@page(pages, "GET", "/new", who=FILERS)
def new(call: PageCall) -> Answer:
    """Ask for the kind, then for the facts of a right of this kind."""
    kind = request.values.get("kind", "")
    is_known = kind in list(RightKind)
    return call.render(
        "web/rights/new.html",
        kind=kind if is_known else "",
        kinds=list(RightKind),
        fields=FIELDS[RightKind(kind)] if is_known else (),
        needed=NEEDED[RightKind(kind)] if is_known else {},
        places=countries.places_of_rights(),
        countries=countries.countries(),
        draft=_draft(),
        files=uploads.arrived_files(call),
        holders=_holders(call),
    )


def _holders(call: PageCall) -> list[str]:
    """Return the holders who authorized the account: their names in the stored spelling."""
    rows = authorizations.find_authorizations(call.work, filer_id=None, after=None, limit=A_PAGE)
    received = [row for row in rows if row.filer_id == call.actor.filer_id]
    views = authorizations.authorization_views(call.session, received)
    return sorted({view.rights_holder.name for view in views if view.rights_holder})


def _draft() -> int | None:
    """Return the draft to go back to once the right is registered."""
    text = request.values.get("draft", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


@page(pages, "POST", "/new", who=FILERS, again=new, files=uploads.me)
def register_right(call: PageCall) -> Answer:
    """Register the right."""
    arrived = uploads.take_files(call)
    sent = _stated(request.form, arrived)
    holder = sent.pop("rights_holder", None)
    right = rights.register(
        call.work,
        right=sent,
        rights_holder=holder,
        filer=None,
        documents=_as_papers(arrived),
        vault=call.context.vault,
    )
    draft = _draft()
    message = _("You have added the right. You can file complaints about it now.")
    if draft is not None:
        return call.redirect("filing.right", message=message, draft_id=draft)
    return call.redirect("my_rights.show_right", message=message, right_id=right.id)


def _stated(form: MultiDict[str, str], arrived: uploads.Arrived) -> dict[str, Any]:
    """Return the right that the form states. Refuses with all that is wrong in it, files too."""
    form = MultiDict(form)
    for name in ("classes", "territories"):
        form.setlist(name, forms.parts_typed(form.pop(name, "")))
    wrong = [*_empty(form), *uploads.errors(arrived)]
    return forms.read_form(RightIn, form, besides=("draft", "documents"), also=wrong)


def _empty(form: MultiDict[str, str]) -> list[FieldError]:
    needed = dict(NEEDED.get(form.get("kind", ""), {}))
    kind, place = form.get("kind"), form.get("jurisdiction")
    if kind in list(RightKind) and place and may_be_designated(kind, place):
        needed["territories"] = _("Enter the countries in which the right applies.")
    return [
        FieldError(f"/{name}", Code.REQUIRED, message)
        for name, message in needed.items()
        if not form.get(name, "").strip()
    ]


@page(pages, "GET", "/<id:right_id>", who=FILERS)
def show_right(call: PageCall, right_id: int) -> Answer:
    """Show one right, with warnings about its number."""
    view = right_queries.view(call.session, right_queries.get_right(call.work, right_id))
    return call.render(
        "web/rights/show.html",
        view=view,
        namings=right_queries.namings(call.work, right_id),
        is_decided_on=is_decided_on(call.session, right_id),
        fields=FIELDS[RightKind(view.right.kind)],
        is_named=bool(may_be_designated(view.right.kind, view.right.jurisdiction)),
        files=uploads.arrived_files(call),
    )


@page(pages, "GET", "/<id:right_id>/correct", who=FILERS)
def ask_correction(call: PageCall, right_id: int) -> Answer:
    """Show all that was stated of the right, to correct what is wrong."""
    view = right_queries.view(call.session, right_queries.get_right(call.work, right_id))
    kind = RightKind(view.right.kind)
    return call.render(
        "web/rights/correct.html",
        view=view,
        fields=[name for name in FIELDS[kind] if name != "territories"],
        needed=NEEDED[kind],
        places=countries.places_of_rights(),
    )


@page(pages, "POST", "/<id:right_id>/correct", who=FILERS, again=ask_correction)
def correct(call: PageCall, right_id: int) -> Answer:
    """Put the right right: another statement takes its place."""
    right = right_queries.get_right(call.work, right_id)
    form = MultiDict(request.form)
    form["kind"] = right.kind
    form.setlist("classes", forms.parts_typed(form.pop("classes", "")))
    empty = [each for each in _empty(form) if each.pointer != "/territories"]
    sent = forms.read_form(CorrectionIn, form, also=empty)
    reason = sent.pop("reason")
    corrected = intake.correct_right(
        call.work, right_id, right=sent, reason=reason, vault=call.context.vault
    )
    return call.redirect(
        "my_rights.show_right", message=corrected_message(corrected), right_id=corrected.right.id
    )


def corrected_message(corrected: intake.Corrected) -> Message:
    """Return what a filer reads after a correction: what goes on by it, what stays and why, and
    whether to send papers again."""
    done = _(
        "You have corrected the right. Open complaints that now use the corrected right: "
        "%(moved)s.",
        moved=corrected.moved,
    )
    if corrected.left:
        left = Listed([_left(why, number) for why, number in corrected.left.items()])
        done = _("%(done)s Complaints that stay as they are: %(left)s.", done=done, left=left)
    if corrected.papers_stay:
        done = _(
            "%(done)s The documents that you sent as proof stay with the right as you stated it "
            "before. If they show the corrected right, send them again here.",
            done=done,
        )
    return done


def _left(why: intake.Stays, number: int) -> Message:
    match why:
        case "decided":
            return _("%(number)s in which something is already decided or closed", number=number)
        case "stopped":
            return _(
                "%(number)s that we would not process under the corrected right", number=number
            )
        case "complained":
            return _(
                "%(number)s on a listing about which you already complain under the corrected "
                "right",
                number=number,
            )


@page(pages, "POST", "/<id:right_id>/code", who=FILERS, again=show_right)
def send_code(call: PageCall, right_id: int) -> Answer:
    """Send a code to the mailbox that the office's register shows."""
    sent = register_codes.send_code(call.work, right_id, vault=call.context.vault)
    message = _(
        "The code is on its way to an email address at %(domain)s. Enter it here within "
        "seven days.",
        domain=sent.domain,
    )
    return call.redirect("my_rights.show_right", message=message, right_id=right_id)


@page(pages, "POST", "/<id:right_id>/confirmation", who=FILERS, again=show_right)
def confirm_right(call: PageCall, right_id: int) -> Answer:
    """Confirm the right by the code that was sent. A wrong one is counted."""
    code = call.form(CodeIn)["code"]
    left = register_codes.confirm_by_code(call.work, right_id, code=code, vault=call.context.vault)
    if left is None:
        message = _("The right is confirmed by its holder.")
        return call.redirect("my_rights.show_right", message=message, right_id=right_id)
    wrong = forms.again(register_codes.wrong_code(left), request.form)
    return make_response(show_right(replace(call, sent=wrong), right_id), 422)


@page(pages, "POST", "/<id:right_id>/territories", who=FILERS, again=show_right)
def say_where_it_holds(call: PageCall, right_id: int) -> Answer:
    """Say in which countries the right applies, or correct it."""
    form = MultiDict(request.form)
    form.setlist("territories", forms.parts_typed(form.pop("territories", "")))
    sent = forms.read_form(TerritoriesIn, form)
    named = territories.name_territories(
        call.work, right_id, sent["territories"], reason=sent.get("reason")
    )
    message = _("You have said where the right applies.")
    if named.outside:
        message = counted(
            "You have said where the right applies. %(num)s listing of your open complaints is "
            "offered elsewhere: on the page of its complaint, say why the right applies there, or "
            "withdraw.",
            "You have said where the right applies. %(num)s listings of your open complaints are "
            "offered elsewhere: on the pages of their complaints, say why the right applies there, "
            "or withdraw.",
            named.outside,
        )
    return call.redirect("my_rights.show_right", message=message, right_id=right_id)


@page(pages, "POST", "/<id:right_id>/papers", who=FILERS, again=show_right, files=uploads.me)
def add_papers(call: PageCall, right_id: int) -> Answer:
    """Add papers to a right, for a person to compare."""
    arrived = uploads.take_files(call)
    if arrived.refused:
        return uploads.show_again(call, arrived, show_right, right_id=right_id)
    if not arrived.documents:
        raise invalid("/files", Code.REQUIRED, _("Choose a file."))
    rights.add_papers(call.work, right_id, _as_papers(arrived), vault=call.context.vault)
    message = _("You have added the documents. Our staff compare them with the register.")
    return call.redirect("my_rights.show_right", message=message, right_id=right_id)


def _as_papers(arrived: uploads.Arrived) -> list[dict[str, Any]]:
    return [
        {
            "kind": DocumentKind.REGISTRATION,
            "sha256": view.sha256,
            "filename": view.upload.filename,
        }
        for view in arrived.documents
    ]
