"""marshmallow's validators with our messages. Schemas take their validators from here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, validate
from marshmallow.validate import And

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.words import Message
from complaints.words import message as _
from complaints.words.forms import FILL_IN, at_most, one_of, too_long


def wrong(error: FieldError) -> ValidationError:
    """Return marshmallow's error for what is wrong with a value."""
    return ValidationError([error])


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
            raise wrong(self._fault(value)) from None

    def _fault(self, value: Any) -> FieldError:
        least, most = self.min or 0, self.max or 0
        is_over = self.max is not None and len(value) > most
        if isinstance(value, str):
            if is_over:
                return fault(Code.TOO_LONG, self.message or too_long(most), max=most)
            if value:
                return fault(Code.TOO_SHORT, self.message or FILL_IN, min=least)
            return fault(Code.REQUIRED, self.message or FILL_IN)
        message = at_most(most)
        if least:
            message = _("Enter at least %(least)s and at most %(most)s.", least=least, most=most)
        if is_over:
            return fault(Code.TOO_MANY, self.message or message, max=most)
        return fault(Code.TOO_FEW, self.message or message, min=least)


class Range(validate.Range):
    """A number from `min` to `max`."""

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)
        except ValidationError:
            bounds = {"least": self.min, "most": self.max}
            sentence = _("Enter a number from %(least)s to %(most)s.", **bounds)
            # JSON has no decimals of its own.
            low, high = (
                float(bound) if isinstance(bound, Decimal) else bound
                for bound in (self.min, self.max)
            )
            raise wrong(fault(Code.OUT_OF_RANGE, sentence, min=low, max=high)) from None


class OneOf(validate.OneOf):
    """One of the choices, also of those that were added at run time."""

    def __call__(self, value: Any) -> Any:
        try:
            return super().__call__(value)
        except ValidationError:
            choices = [str(choice) for choice in self.choices]
            raise wrong(fault(Code.NOT_ONE_OF, one_of(choices), allowed=choices)) from None


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
            raise wrong(fault(Code.WRONG_FORMAT, self.message, pattern=self.regex.pattern))
        return value


__all__ = ["And", "Length", "OneOf", "Range", "Regexp", "wrong"]
