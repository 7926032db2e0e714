"""marshmallow's validators with our messages. Schemas take their validators from here."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validate
from marshmallow.validate import And

from complaints.words import Message
from complaints.words import message as _
from complaints.words.forms import FILL_IN, at_most, one_of, too_long


def wrong(message: Message) -> ValidationError:
    """Return marshmallow's error for a message."""
    return ValidationError([message])


class Length(validate.Length):
    """The number of characters of a text, or of items of a list."""

    def __init__(
        self, min: int | None = None, max: int | None = None, *, error: Message | None = None
    ) -> None:
        super().__init__(min, max)
        self.message = error

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)
        except ValidationError:
            raise wrong(self.message or self._length_message(value)) from None

    def _length_message(self, value: Any) -> Message:
        least, most = self.min or 0, self.max or 0
        if isinstance(value, str):
            return too_long(most) if len(value) > most else FILL_IN
        if least:
            return _("Enter at least %(least)s and at most %(most)s.", least=least, most=most)
        return at_most(most)


class Range(validate.Range):
    """A number from `min` to `max`."""

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)
        except ValidationError:
            bounds = {"least": self.min, "most": self.max}
            raise wrong(_("Enter a number from %(least)s to %(most)s.", **bounds)) from None


class OneOf(validate.OneOf):
    """One of the choices, also of those that were added at run time."""

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)
        except ValidationError:
            raise wrong(one_of(str(choice) for choice in self.choices)) from None


class Regexp(validate.Regexp):
    """Text of one form; `error` shows it.

    The description publishes the form, and programs read it as JavaScript does (ECMA-262): it ends
    in `$`, which there is the end of the text, and names its digits.
    """

    def __init__(self, regex: str, *, error: Message) -> None:
        super().__init__(regex)
        self.message = error

    def __call__(self, value: Any) -> Any:
        # Python's `$` lets a line end follow.
        if self.regex.fullmatch(value) is None:
            raise wrong(self.message)
        return value


__all__ = ["And", "Length", "OneOf", "Range", "Regexp", "wrong"]
