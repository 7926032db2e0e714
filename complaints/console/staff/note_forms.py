"""Reads the form of a note for staff, on every page that has one."""

from __future__ import annotations

from flask import request

from complaints.console.decisions.deciding import below, fields_of_form
from complaints.kit.pages import PageCall
from complaints.schemas.staff.casework import NoteIn
from complaints.services.staff import notes


def take_note(call: PageCall, subject: str, subject_id: int) -> None:
    """Keep the note that the page's form sent."""
    with below("note"):
        sent = call.form(NoteIn(only=("text",)), form=fields_of_form(request.form, "note"))
        notes.add_note(call.work, subject, subject_id, **sent)
