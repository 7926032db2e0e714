"""Leads to where password and second factor are asked for again, and back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from complaints.http.languages import say_here
from complaints.words import message as _

AGAIN = _("Confirm again that it is you, because this changes who can act for you.")


def ask(leads_to: str) -> Response:
    """Lead to where the owner of the session proves to be there, and from there to an address."""
    flash(say_here(AGAIN))
    return redirect(url_for("security.verify", next=leads_to), code=303)
