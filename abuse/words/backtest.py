"""What a backtest says: the labels of its text and its picture, and why one cannot be run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from abuse.words.message import Fact, Listed, Message, in_context
from abuse.words.message import message as _
from abuse.words.names import name
from abuse.words.phrases import claims, complaints, days, filers

# The names that a policy is replayed under.
POLICIES: Final = {
    "in force": in_context("policy", "in force"),
    "draft": in_context("policy", "draft"),
}
WARNED: Final = in_context("filers", "warned")
BOYCOTTED: Final = in_context("filers", "boycotted")
FATES: Final = {
    "borne_out": in_context("boycott", "borne out"),
    "wronged": in_context("boycott", "wronged"),
    "unknown": in_context("boycott", "not known"),
}
ENDS: Final = {
    "spared": in_context("stopped", "spared"),
    "wronged": in_context("stopped", "wronged"),
    "unknown": in_context("stopped", "not known"),
}
FILERS_WARNED: Final = _("filers warned")
AT_NO_LEVEL: Final = _("and at no level at the end")
FILERS_BOYCOTTED: Final = _("filers boycotted")
WRONGED_DAYS: Final = _("days under boycott of the wronged")
LONGEST: Final = _("the longest")
COMPLAINTS: Final = {
    "spared": _("complaints spared"),
    "wronged": _("complaints wronged"),
    "unknown": _("complaints not known"),
}
CLAIMS: Final = {
    "spared": _("claims spared"),
    "wronged": _("claims wronged"),
    "unknown": _("claims not known"),
}
TREATED: Final = {
    "not_processed": _("claims not processed"),
    "raised_proof": _("claims asked for more proof"),
    "lane": _("claims decided in the lane"),
}
WAITING_DAYS: Final = _("days that these waited")
LISTINGS_KEPT: Final = _("listings kept up")
TRUE_ABUSERS: Final = _("in truth: abusers")
TRUE_INNOCENTS: Final = _("in truth: innocents")
THEIR_DAYS: Final = _("their days under boycott")

MONTH: Final = in_context("column", "month")
SIZE: Final = in_context("column", "size")
KIND: Final = in_context("column", "kind")
COUNTRY: Final = in_context("column", "country")
OF_FILERS: Final = in_context("column", "filers")
OF_COMPLAINTS: Final = in_context("column", "complaints")
OF_CLAIMS: Final = in_context("column", "claims filed meanwhile")
TREATED_COLUMNS: Final = {
    "not_processed": in_context("treated", "unread"),
    "raised_proof": in_context("treated", "proof"),
    "lane": in_context("treated", "lane"),
}
COMPLAINTS_STOPPED: Final = in_context("column", "complaints stopped")
_FILED: Final = in_context("column", "filed")
_IN_FORCE: Final = in_context("column", "in force")
_LISTINGS: Final = in_context("column", "listings")
_DAYS: Final = in_context("column", "days")
_BOYCOTT: Final = in_context("column", "boycott")
_FATE: Final = in_context("column", "fate")
_FILER: Final = in_context("column", "filer")
MONTH_COLUMNS: Final = (_FILED, WARNED, BOYCOTTED, _IN_FORCE, *ENDS.values(), _LISTINGS)
GROUP_COLUMNS: Final = (
    OF_FILERS, WARNED, BOYCOTTED, FATES["borne_out"], FATES["wronged"], _DAYS, ENDS["spared"],
    ENDS["wronged"],
)  # fmt: skip
CASE_COLUMNS: Final = (WARNED, _BOYCOTT, _FATE, ENDS["spared"], ENDS["wronged"], _FILER)
# Kinds of filers and what stands for several countries; sizes and countries are codes.
GROUPS: Final = {
    "rights_holder": in_context("group", "rights holder"),
    "agent": in_context("group", "agent"),
    "individual": in_context("group", "individual"),
    "unknown": in_context("group", "unknown"),
    "others": in_context("group", "others"),
}
FOR_BIAS_ALONE: Final = _(
    "Country is looked at for bias only: no detector and no measure reads it."
)
NOBODY: Final = _("Nobody would have been warned.")
NOTHING: Final = _("The record holds no complaint: there is nothing to replay.")


def heading(
    first: str, last: str, counts: tuple[int, int, int], known_until: date
) -> Message:  # fmt: skip
    """Return which months were replayed; `counts` are of filers, complaints and claims."""
    return _(
        "%(first)s to %(last)s: %(filers)s, %(complaints)s, %(claims)s by then; outcomes as known "
        "on %(day)s.",
        first=first,
        last=last,
        filers=filers(counts[0]),
        complaints=complaints(counts[1]),
        claims=claims(counts[2]),
        day=known_until,
    )


def quiet(months: Sequence[str]) -> Message:
    """Return the months without a complaint."""
    return _("No complaint was filed in %(months)s.", months=Listed(months))


def policy(called: str, warning_days: int, term_days: int) -> Message:
    """Return the days by which a policy was replayed."""
    return _(
        "%(policy)s: a warning stands %(warning)s before a boycott, which lasts %(term)s.",
        policy=name(POLICIES, called),
        warning=days(warning_days),
        term=days(term_days),
    )


def more(number: int) -> Message:
    """Return how many filers are not shown."""
    return _("... and %(num)s more.", num=number)


def filer(called: str, kind: str, size: str, innocent: bool | None) -> Message:
    """Return a filer with its kind and its number of complaints, and the truth where known."""
    truth: Fact = ""
    if innocent is not None:
        truth = _(", in truth innocent") if innocent else _(", in truth an abuser")
    return _(
        "%(filer)s (%(kind)s, %(size)s complaints%(truth)s)",
        filer=called,
        kind=name(GROUPS, kind),
        size=size,
        truth=truth,
    )


def title(first: str, last: str) -> Message:
    """Return the title of the picture."""
    return _("Backtest %(first)s to %(last)s", first=first, last=last)


def outcome(called: str, met: tuple[int, int, int], stopped: tuple[int, int, int]) -> Message:
    """Return a replay in one sentence, for readers who do not see the picture.

    `met` counts filers warned, boycotted and wronged; `stopped` complaints spared, wronged and not
    known.
    """
    return _(
        "%(policy)s: %(warned)s filers warned, %(boycotted)s boycotted, %(wronged)s of them "
        "wronged; of the complaints stopped %(spared)s spared, %(stopped)s wronged, %(unknown)s "
        "not known.",
        policy=name(POLICIES, called),
        warned=met[0],
        boycotted=met[1],
        wronged=met[2],
        spared=stopped[0],
        stopped=stopped[1],
        unknown=stopped[2],
    )


def backwards(first: str, last: str) -> Message:
    """Return that the months run backwards."""
    return _(
        "The backtest would end in %(last)s, before it begins in %(first)s.", first=first, last=last
    )


def outside(begins: str, ends: str, first: str, last: str) -> Message:
    """Return that the months leave the record."""
    return _(
        "The record runs from %(begins)s to %(ends)s; %(first)s to %(last)s is not within it.",
        begins=begins,
        ends=ends,
        first=first,
        last=last,
    )
