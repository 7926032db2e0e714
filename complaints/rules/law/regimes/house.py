"""Our own rules: of whatever no statute has a form for, and beside every statute.

A British or Mexican marketplace is under them alone, and so are trade marks in the United States.
A platform may relax what they ask for (`LawPolicy`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from complaints.rules.filing.signed_texts import SignedText
from complaints.rules.law.calendars import Length, Unit
from complaints.rules.law.regimes.record import (
    IN_THE_LANE,
    Asked,
    ClockKind,
    ClockRule,
    ClockStep,
    Need,
    Redress,
    Regime,
    RegimeCode,
    Situation,
    Waits,
)
from complaints.rules.law.treatments import Treatment
from complaints.words.labels import LABELS

TRUTH = SignedText(
    "truth",
    "2026-11",
    {"en": "Our rules", "zh": "本平台规则"},
    {
        "en": (
            "I hold this right, or its holder has authorized me to file this complaint. What I "
            "state is true and complete as far as I know, and I have looked at each of the "
            "listings myself. I will withdraw what turns out to be wrong. I know that complaints "
            "of those who often file manifestly unfounded ones are not processed for a time."
        ),
        "zh": (
            "本人系该权利的权利人，或已获权利人授权提交本投诉。据本人所知，所述内容真实、完整，且本"
            "人已逐一查看所投诉的商品。如发现有误，本人将予以撤回。本人知悉：频繁提交明显无根据投诉"
            "者，其投诉将在一定期间内暂停受理。"
        ),
    },
)
TRUE = SignedText(
    "true",
    "2026-11",
    {"en": "Our rules", "zh": "本平台规则"},
    {
        "en": (
            "What I say here is true and complete as far as I know, and I may answer for this "
            "store."
        ),
        "zh": "据本人所知，以上陈述真实、完整；本人有权代表该店铺答复。",
    },
)
RULES: Final = "our rules"


def _binds(_situation: Situation) -> bool:
    return True


REGIME = Regime(
    code=RegimeCode.HOUSE,
    name=LABELS["regime"]["house"],
    binds=_binds,
    notice_texts=(TRUTH,),
    notice=(
        Asked(Need.SIGNATURE, RULES, is_ours=True),
        Asked(Need.CONTACT, RULES, is_ours=True),
    ),
    answer_texts=(TRUE,),
    answer=(
        Asked(Need.SIGNATURE, RULES),
        Asked(Need.CONTACT, RULES),
    ),
    clocks=(
        ClockRule(ClockKind.LANE, RULES, IN_THE_LANE, Waits.STAFF),
        ClockRule(ClockKind.DECIDE, RULES, Length(7, Unit.DAYS), Waits.STAFF),
        ClockRule(ClockKind.WEIGH, RULES, Length(14, Unit.DAYS), Waits.STAFF),
        ClockRule(
            ClockKind.COMPLETE,
            RULES,
            Length(14, Unit.DAYS),
            Waits.FILER,
            ClockStep.LAPSE,
            reminders=(timedelta(days=3),),
        ),
        ClockRule(
            ClockKind.HEAR,
            RULES,
            Length(14, Unit.DAYS),
            Waits.SELLER,
            reminders=(timedelta(days=3),),
        ),
        ClockRule(ClockKind.ANSWER, RULES, Length(14, Unit.DAYS), Waits.SELLER),
        ClockRule(ClockKind.REPLY, RULES, Length(4, Unit.DAYS), Waits.FILER, ClockStep.SILENCE),
        ClockRule(ClockKind.REJOIN, RULES, Length(4, Unit.DAYS), Waits.SELLER, ClockStep.SILENCE),
        ClockRule(ClockKind.APPEAL_FILER, RULES, Length(60, Unit.DAYS), Waits.FILER, rolls=True),
        ClockRule(ClockKind.APPEAL_SELLER, RULES, Length(60, Unit.DAYS), Waits.SELLER, rolls=True),
        ClockRule(ClockKind.JUDGE, RULES, Length(14, Unit.DAYS), Waits.STAFF),
    ),
    redress=Redress(Length(60, Unit.DAYS), out_of_court=False),
    treatments=(Treatment.NOT_PROCESSED, Treatment.LANE),
)
