"""What is wrong with a file of truths about the filers of a made market."""

from __future__ import annotations

from typing import Final

from abuse.words.message import Message
from abuse.words.message import message as _

NO_OBJECTS: Final = _("it is not an object with one object a filer")


def no_truth(path: str, why: Message) -> Message:
    """Return that a file of truths is none."""
    return _(
        "%(path)s does not tell the truth about filers as “simulate --truth” writes it: %(why)s.",
        path=path,
        why=why,
    )


def no_json(why: str) -> Message:
    """Return that it is not JSON, with what the parser says."""
    return _("it is not JSON (%(why)s)", why=why)


def wrong_type(name: str, reference: str) -> Message:
    """Return which value of which filer is of another type."""
    return _("%(name)s of %(reference)s is of the wrong type", name=name, reference=reference)
