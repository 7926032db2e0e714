"""The tables of a policy: each threshold with its default, its range and what it is for.

abuse/policy/policy.toml describes the scan's thresholds; the ladder's and the sample's are
described here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType

from abuse.policy.thresholds import RENAMED as RENAMED_OF_SCAN
from abuse.policy.thresholds import Threshold, thresholds
from complaints.rules.cases.boycotts import BoycottPolicy
from complaints.rules.findings.samples import SamplePolicy
from complaints.rules.policy.law_policy import LawPolicy
from complaints.words import Message, in_context
from complaints.words import message as _

# A hundred years: larger numbers could lead beyond the last date that Python knows.
_MOST_DAYS = 36_500
_MOST_CLAIMS = 100_000
# A hold is for one look, not for a term.
_MOST_HELD = 30
# A letter that is longer on its way is lost.
_MOST_ON_ITS_WAY = 60

_LADDER = {
    "warn_manifest": (
        "claims", 1, _MOST_CLAIMS,
        _("A warning names at least this many claims that staff graded manifestly unfounded."),
    ),
    "min_manifest": (
        "claims", 0, _MOST_CLAIMS,
        _("A boycott needs this many claims that staff graded manifestly unfounded."),
    ),
    "min_after_warning": (
        "claims", 1, _MOST_CLAIMS,
        _("A boycott needs this many of them to be filed after the warning was delivered."),
    ),
    "window": (
        "days", 1, _MOST_DAYS, _("Only claims filed within this time before the decision count."),
    ),
    "answer_days": ("days", 1, _MOST_DAYS, _("A warned filer can answer for this long.")),
    "min_term": ("days", 1, _MOST_DAYS, _("No boycott is shorter.")),
    "max_term": ("days", 1, _MOST_DAYS, _("No boycott is longer.")),
    "heed_days": (
        "days", 0, _MOST_DAYS, _("A warning is closed once nothing new has come for this long."),
    ),
    "hold_days": (
        "days", 1, _MOST_HELD,
        _("Nothing is taken down for this many working days while staff look at who files."),
    ),
    "bounce_days": (
        "days", 1, _MOST_ON_ITS_WAY,
        _("A warning that went by mail and did not bounce for this long counts as delivered."),
    ),
    "post_days": (
        "days", 1, _MOST_ON_ITS_WAY,
        _("A warning that was posted and did not come back for this long counts as delivered."),
    ),
    "sample_claims": (
        "claims", 0, 1_000,
        _("When a boycott is proposed, this many claims that nobody graded are drawn at random."),
    ),
    "tell_days": (
        "days", 1, _MOST_DAYS,
        _(
            "A filer is told about its flag once the flag has been open for this long, or at "
            "once if it is confirmed."),
    ),
}  # fmt: skip
_SAMPLE = {
    "size": (
        "filers", 0, 1_000,
        _("Each month, staff look at this many filers that nobody flagged."),
    ),
    "min_claims": (
        "claims", 1, _MOST_CLAIMS,
        _("Only filers with at least this many closed claims are drawn."),
    ),
    "window": ("days", 1, _MOST_DAYS, _("Only claims filed in this time before the draw count.")),
}  # fmt: skip

# 17 U.S.C. 512(g)(2)(C): not less than 10 business days, not more than 14.
_FIRST_DAY, _LAST_DAY = 10, 14
_SWITCH = ("0 or 1", 0, 1)
_LAW = {
    "restore_day": (
        "days", _FIRST_DAY, _LAST_DAY,
        _(
                "In the United States, a listing comes back on this business day after a "
                "counter-notice."
            ),
    ),
    "reply_days": (
        "days", 0, 60,
        _(
                "Under our own rules, a filer can reply to the seller's answer for this long. With "
                "0 it cannot reply."
            ),
    ),
    "rejoin_days": (
        "days", 0, 60, _(
                "After that, the seller can answer once more for this long. With 0 it cannot."
            ),
    ),
    "pending_minutes": (
        "minutes", 0, 60, _("A decision on a page can be undone for this long."),
    ),
    "restore_appeals": (
        "cases", 0, 100,
        _(
                "Once sellers have won this many appeals against one party, its past "
                "takedowns are looked at again. With 0 they are not."
            ),
    ),
    "strikes_warn": (
        "strikes", 1, 100, _("Staff may warn a store of a suspension from this many strikes on."),
    ),
    "strikes_suspend": (
        "strikes", 2, 100, _("Staff may suspend a store for a time from this many strikes on."),
    ),
    "strikes_close": ("strikes", 3, 100, _("Staff may close a store from this many strikes on.")),
    "strike_days": ("days", 30, 1_095, _("A strike counts for this long after the decision.")),
    "notice_signed": (*_SWITCH, _("Under our own rules, a complaint must be signed.")),
    "notice_contact": (*_SWITCH, _("Under our own rules, a filer must say how it can be reached.")),
    "boycott_dsa": (
        *_SWITCH,
        _(
            "A boycott stops complaints under the Digital Services Act. With 0, a person decides "
            "them in the lane."
        ),
    ),
    "boycott_ecl": (
        *_SWITCH,
        _(
            "While a boycott lasts, complaints under China's E-Commerce Law need more proof. With "
            "0, a person decides them in the lane."
        ),
    ),
    "boycott_house": (
        *_SWITCH,
        _(
            "A boycott stops complaints under our own rules, but not in the United States and the "
            "United Kingdom. With 0, a person decides them in the lane."
        ),
    ),
    "lane_days": (
        "working days", 1, 10,
        _("A person decides what goes to the lane within this many working days."),
    ),
    "trusted_claims": (
        "claims", 0, _MOST_CLAIMS,
        _(
            "A filer is trusted, and its complaints are decided sooner, only once this many of its "
            "claims are decided. With 0, nobody is trusted."
        ),
    ),
    "trusted_founded": (
        "percent", 50, 100,
        _("At least this share of a trusted filer's decided claims was founded."),
    ),
    "trusted_days": (
        "days", 1, _MOST_DAYS, _("A trusted filer filed its first complaint this long ago."),
    ),
    "trusted_ahead": (
        "days", 1, 30,
        _("A trusted filer's complaints stand in the queue as if they were due this much earlier."),
    ),
    "flagger_ahead": (
        "days", 1, 365,
        _(
            "A trusted flagger's complaints in its field stand in the queue as if they were due "
            "this much earlier."
        ),
    ),
    "small_firm": (
        *_SWITCH, _("The platform is a micro or small firm in the sense of DSA Art. 19."),
    ),
}  # fmt: skip
# Units that the scan's table does not have.
OURS = (
    in_context("unit", "minutes"), in_context("unit", "0 or 1"), in_context("unit", "working days"),
    in_context("unit", "percent"),
    in_context("unit", "strikes"),
)  # fmt: skip
# In what these three count; the scan's units are its own.
UNITS = tuple(
    dict.fromkeys(unit for unit, *_ in (*_LADDER.values(), *_SAMPLE.values(), *_LAW.values()))
)


def _table(
    section: Message,
    policy: BoycottPolicy | LawPolicy | SamplePolicy,
    stated: Mapping[str, tuple[str, int, int, Message]],
) -> Mapping[str, Threshold]:
    rows = {}
    for each in fields(policy):
        unit, least, most, reason = stated[each.name]
        value = getattr(policy, each.name)
        rows[each.name] = Threshold(each.name, section, value, unit, reason, least, most)
    return MappingProxyType(rows)


TABLES: Mapping[str, Mapping[str, Threshold]] = MappingProxyType(
    {
        "scan": thresholds(),
        "boycott": _table(_("Steps of a boycott"), BoycottPolicy(), _LADDER),
        "law": _table(_("The law"), LawPolicy(), _LAW),
        "sample": _table(_("The monthly sample"), SamplePolicy(), _SAMPLE),
    }
)
# The new names of renamed thresholds, by table.
RENAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "scan": RENAMED_OF_SCAN,
        **{name: MappingProxyType({}) for name in ("boycott", "law", "sample")},
    }
)
