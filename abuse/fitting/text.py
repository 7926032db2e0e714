"""A fit for people: as a table, and as the text of the policy that it would make."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from abuse.fitting.results import Fit
from abuse.policy.thresholds import thresholds
from abuse.policy.toml_lines import as_toml
from abuse.words import ENGLISH, Catalogue, Message
from abuse.words import fitting as words

# Curves that a table shows: those that moved most.
_MOST: Final = 12
Tables = Mapping[str, Mapping[str, int]]


def as_table(result: Fit, language: Catalogue = ENGLISH) -> str:
    """Return thresholds and measures before and after, in the language."""
    return "\n".join(_Table(language).lines(result))


class _Table:
    def __init__(self, language: Catalogue) -> None:
        self.say, self.decimal = language.say, language.decimal

    def lines(self, result: Fit) -> Iterator[str]:
        before, after = result.quality_before, result.quality_after
        yield self.say(_heading(result))
        if not result.reviewers_known:
            yield self.say(words.NO_REVIEWERS)
        yield ""
        yield self._row("", self.say(words.BEFORE), self.say(words.AFTER))
        old, new = result.before.shapes.offset, result.after.shapes.offset
        yield self._measured(words.OFFSET, old, new)
        yield self.say(words.CURVE)
        for each in result.moved[:_MOST]:
            curve = f"  {each.part}.{each.name}"
            yield self._row(curve, self.decimal(each.before, 2), self.decimal(each.after, 2))
        yield ""
        yield self.say(_levels(result))
        yield ""
        yield self.say(words.TESTED)
        yield self._measured(words.RANKING, before.ranking, after.ranking)
        yield self._measured(words.BRIER, before.brier, after.brier)
        yield self._measured(words.LOG_LOSS, before.log_loss, after.log_loss)
        yield self._measured(
            words.CALIBRATION_ERROR, before.calibration_error, after.calibration_error
        )
        for level, now in before.levels.items():
            then = after.levels[level]
            yield self._row(self.say(words.reached(level)), str(now.filers), str(then.filers))
            yield self._measured(words.PRECISION, now.precision, then.precision, deep=1)
            yield self._measured(words.RECALL, now.recall, then.recall, deep=1)

    def _measured(
        self, label: Message, before: float | None, after: float | None, deep: int = 0
    ) -> str:
        cells = ("-" if value is None else self.decimal(value, 4) for value in (before, after))
        return self._row("  " * deep + self.say(label), *cells)

    def _row(self, label: str, before: str, after: str) -> str:
        return label + " " * (40 - _width(label)) + _right(before) + _right(after)


def as_policy(result: Fit, *, others: Tables | None = None, language: Catalogue = ENGLISH) -> str:
    """Return the text of a policy with the refitted shapes: only what differs from the defaults.

    Parameters
    ----------
    result : Fit
    others : mapping, optional
        Other tables of a platform's whole policy, each with what differs in it.
    language : Catalogue
        Of the comments.
    """
    return "".join(f"{line}\n" for line in _policy(result, others or {}, language))


def _policy(result: Fit, others: Tables, language: Catalogue) -> Iterator[str]:
    before, after = result.quality_before, result.quality_after
    improved = words.improved(
        (before.log_loss, after.log_loss), (before.calibration_error, after.calibration_error)
    )
    whose = () if result.reviewers_known else (words.NO_REVIEWERS,)
    for said in (_heading(result), *whose, improved, _levels(result), words.PUT_WITH):
        yield f"# {language.say(said)}"
    values = {
        name: getattr(result.after, name)
        for name, each in thresholds().items()
        if getattr(result.after, name) != each.value
    }
    yield from ("", "[scan]")
    yield from (f"{name} = {as_toml(value)}" for name, value in values.items())
    yield from ("", *result.after.shapes.as_toml())
    for table, settings in others.items():
        if settings:
            yield from ("", f"[{table}]")
            yield from (f"{name} = {as_toml(value)}" for name, value in settings.items())


def _heading(result: Fit) -> Message:
    fitted, tested = result.fitted_to, result.tested_on
    return words.heading(
        (fitted.labelled, fitted.confirmed),
        (tested.labelled, tested.confirmed),
        result.cut.date(),
        result.known_until.date(),
    )


def _levels(result: Fit) -> Message:
    return words.CALIBRATED if result.calibrated else words.AS_MANY


def _right(text: str) -> str:
    return " " * (12 - _width(text)) + text


def _width(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian letters take two."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)
