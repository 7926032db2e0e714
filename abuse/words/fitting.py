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
RANKING: Final = _("pairs in the right order")
OFFSET: Final = _("offset")
CURVE: Final = _("at the end of the curve")
CALIBRATED: Final = _(
    "Levels move: later labels calibrated the scores, each measured with what the others gave."
)
AS_MANY: Final = _(
    "Levels stay: the later labels are too few to calibrate scores, so that as many filers reach a "
    "warning as before, in another order."
)
NO_REVIEWERS: Final = _(
    "Nobody knows who judged these filers: whether they are one person's view was not asked."
)
PUT_WITH: Final = _(
    "To be put into force as a draft of the policy: on its page, “As a file”, then a second person."
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


def too_thin(
    confirmed: tuple[int, int, int], cleared: tuple[int, int, int], least_side: int
) -> Message:
    """Return that there are too few labels: of either kind before and after the cut, and needed."""
    return _(
        "The labels are too few to refit the score: confirmed %(confirmed)s (at least "
        "%(least_confirmed)s are needed), %(confirmed_before)s before the cut and "
        "%(confirmed_after)s after; cleared %(cleared)s (at least %(least_cleared)s), "
        "%(cleared_before)s before the cut and %(cleared_after)s after. Each of the four needs "
        "%(least_side)s.",
        confirmed=confirmed[0] + confirmed[1],
        least_confirmed=confirmed[2],
        confirmed_before=confirmed[0],
        confirmed_after=confirmed[1],
        cleared=cleared[0] + cleared[1],
        least_cleared=cleared[2],
        cleared_before=cleared[0],
        cleared_after=cleared[1],
        least_side=least_side,
    )


def one_hand(labels: int, of_nobody: int, *, confirmed: bool) -> Message:
    """Return that all labels of a kind, or all that would train, may come from one person."""
    if confirmed:
        return _(
            "The %(labels)s confirmed filers, or those of them before the cut, may all be one "
            "person's view: for %(of_nobody)s of them no single judge is known, and fewer than two "
            "persons judged the others. Have a second person judge some: one person's view is no "
            "ground to weigh evidence by.",
            labels=labels,
            of_nobody=of_nobody,
        )
    return _(
        "The %(labels)s cleared filers, or those of them before the cut, may all be one person's "
        "view: for %(of_nobody)s of them no single judge is known, and fewer than two persons "
        "judged the others. Have a second person judge some: one person's view is no ground to "
        "weigh evidence by.",
        labels=labels,
        of_nobody=of_nobody,
    )


def no_better(before: float, after: float, tested: int) -> Message:
    """Return that the refitted shapes do no better on the later filers."""
    return _(
        "The refitted shapes are no better than those in force: log loss on the %(tested)s later "
        "filers would go from %(before)s to %(after)s. Nothing is to be changed until more filers "
        "are judged.",
        tested=tested,
        before=f"{before:.4f}",
        after=f"{after:.4f}",
    )
