"""What a fit says: the labels of its table, the comments of its policy, and why there is none."""

from __future__ import annotations

from datetime import date
from typing import Final

from abuse.words.message import Figure, Message, in_context
from abuse.words.message import message as _
from abuse.words.names import LEVELS, name
from abuse.words.phrases import filers

BEFORE: Final = in_context("fit", "before")
AFTER: Final = in_context("fit", "after")
TESTED: Final = _("on the later filers")
BRIER: Final = _("Brier score")
LOG_LOSS: Final = _("log loss")
CALIBRATION_ERROR: Final = _("expected calibration error")
PRECISION: Final = in_context("fit", "precision")
RECALL: Final = in_context("fit", "recall")
FITTED_BELOW: Final = _("Fitted to what people said of filers:")
KEPT_BELOW: Final = _("As before:")
PUT_WITH: Final = _(
    "To be put into force as a draft of the policy: on its page, “As a file”, then a second person."
)
TURNED_ROUND: Final = _(
    "No thresholds fit: people confirmed filers less often, the more evidence there was against "
    "them. Look at the labels, or at the detectors, before the thresholds."
)


def heading(fitted: tuple[int, int], tested: tuple[int, int], cut: date, until: date) -> Message:
    """Return what was fitted to and tested on: filers, and those confirmed among them."""
    return _(
        "Fitted to %(fitted)s judged up to %(cut)s (%(fitted_confirmed)s confirmed), tested on "
        "%(tested)s judged later (%(tested_confirmed)s confirmed); the record ends on %(until)s.",
        fitted=filers(fitted[0]),
        fitted_confirmed=fitted[1],
        tested=filers(tested[0]),
        tested_confirmed=tested[1],
        cut=cut,
        until=until,
    )


def reached(level: str) -> Message:
    """Return the label of the filers that reach a level."""
    return _("at %(level)s or above, filers", level=name(LEVELS, level))


def improved(log_loss: tuple[float, float], calibration_error: tuple[float, float]) -> Message:
    """Return how well the later filers are met, before and after."""
    return _(
        "On the later filers log loss goes from %(loss_before)s to %(loss_after)s, expected "
        "calibration error from %(error_before)s to %(error_after)s.",
        loss_before=Figure(log_loss[0]),
        loss_after=Figure(log_loss[1]),
        error_before=Figure(calibration_error[0]),
        error_after=Figure(calibration_error[1]),
    )


def was(before: float) -> Message:
    """Return what a threshold was."""
    return in_context("threshold", "was %(before)s", before=str(before))


def too_thin(
    labelled: tuple[int, int], confirmed: tuple[int, int], sides: tuple[int, int, int]
) -> Message:
    """Return that there are too few labels: counts, each with what is needed.

    `sides` are the confirmed before and after the cut, and what either needs.
    """
    return _(
        "The history is too thin to fit thresholds: it has %(labelled)s labelled filers (at least "
        "%(least_labelled)s are needed), %(confirmed)s confirmed (%(least_confirmed)s), of these "
        "%(before)s before the cut (%(least_side)s) and %(after)s after (%(least_side)s).",
        labelled=labelled[0],
        least_labelled=labelled[1],
        confirmed=confirmed[0],
        least_confirmed=confirmed[1],
        before=sides[0],
        after=sides[1],
        least_side=sides[2],
    )


def no_better(before: float, after: float, tested: int) -> Message:
    """Return that the fitted thresholds do no better on the later filers."""
    return _(
        "The fitted thresholds are no better than those in force: log loss on the %(tested)s later "
        "filers would go from %(before)s to %(after)s. Nothing is to be changed until more filers "
        "are judged.",
        tested=tested,
        before=f"{before:.4f}",
        after=f"{after:.4f}",
    )
