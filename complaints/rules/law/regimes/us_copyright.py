"""US copyright: 17 U.S.C. 512(c), (f), (g), and 1507(d) for the Copyright Claims Board.

It binds for works, where a marketplace is for buyers in the United States. The words that are
signed are ours, not the statute's.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from complaints.rules.filing.signed_texts import SignedText
from complaints.rules.kinds import Basis
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
from complaints.rules.sellers.marketplaces import WORLDWIDE
from complaints.words.labels import LABELS

# Section 512 speaks of infringement; a notice of circumvention (section 1201) takes the same form.
WORKS: Final = frozenset({Basis.COPYRIGHT, Basis.CIRCUMVENTION})


DMCA = SignedText(
    "dmca-512c3",
    "2026-11",
    {"en": "US Copyright Act, 17 U.S.C. 512(c)(3)", "zh": "美国《版权法》第512(c)(3)条"},
    {
        "en": (
            "I have a good faith belief that the use of the material in the manner complained of "
            "is not authorized by the copyright owner, its agent, or the law. The information in "
            "this notice is accurate, and under penalty of perjury, I am the owner, or I am "
            "authorized to act on behalf of the owner, of an exclusive right that is allegedly "
            "infringed. I know that who knowingly misrepresents that material is infringing is "
            "liable for damages under section 512(f)."
        ),
        "zh": (
            "本人善意地确信，以所投诉的方式使用该内容未经版权所有人、其代理人或法律许可。本通知所含"
            "信息准确无误；本人愿承担伪证罪责任，声明本人系被控侵犯之专有权的所有人，或有权代表该所"
            "有人行事。本人知悉，故意虚假陈述内容侵权者，须依第512(f)条承担损害赔偿责任。"
        ),
    },
)
PERJURY = SignedText(
    "perjury",
    "2026-11",
    {"en": "US Copyright Act, 17 U.S.C. 512(g)(3)(C)", "zh": "美国《版权法》第512(g)(3)(C)条"},
    {
        "en": (
            "I state under penalty of perjury that I have a good faith belief that the material "
            "was taken down, or is to be, by a mistake or because it was taken for something else."
        ),
        "zh": (
            "本人愿承担伪证罪责任，声明本人善意地确信：该内容被移除（或将被移除）系出于错误或误认。"
        ),
    },
)
# The first version of that text which says that the complainant gets a copy (512(g)(2)(B)).
COPY_SINCE: Final = "2026-12"
JURISDICTION = SignedText(
    "jurisdiction",
    "2026-12",
    {"en": "US Copyright Act, 17 U.S.C. 512(g)(3)(D)", "zh": "美国《版权法》第512(g)(3)(D)条"},
    {
        "en": (
            "I consent to the jurisdiction of the US Federal District Court of the district in "
            "which my address is or, if it is outside the United States, of any district in which "
            "this platform may be found; and I will accept service of process from the complainant "
            "or its agent. I know that the complainant gets a copy of this answer with my name, "
            "postal address and telephone number."
        ),
        "zh": (
            "本人同意接受本人住址所在地的美国联邦地区法院管辖；如住址在美国境外，则接受本平台所在任"
            "一司法管辖区的联邦地区法院管辖；并同意接收投诉人或其代理人送达的法律文书。本人知悉：投"
            "诉人将收到本答复的副本，其中载有本人的姓名（名称）、邮寄地址和电话号码。"
        ),
    },
)


def _binds(situation: Situation) -> bool:
    return situation.basis in WORKS and bool(situation.countries & {"US", WORLDWIDE})


REGIME = Regime(
    code=RegimeCode.DMCA,
    name=LABELS["regime"]["dmca"],
    binds=_binds,
    notice_texts=(DMCA,),
    notice=(
        Asked(Need.SIGNATURE, "17 U.S.C. 512(c)(3)(A)(i)"),
        Asked(Need.WORK, "17 U.S.C. 512(c)(3)(A)(ii)"),
        Asked(Need.CONTACT, "17 U.S.C. 512(c)(3)(A)(iv)"),
    ),
    answer_texts=(PERJURY, JURISDICTION),
    answer=(
        Asked(Need.SIGNATURE, "17 U.S.C. 512(g)(3)(A)"),
        Asked(Need.ADDRESS, "17 U.S.C. 512(g)(3)(D)"),
        Asked(Need.PHONE, "17 U.S.C. 512(g)(3)(D)"),
    ),
    clocks=(
        ClockRule(
            ClockKind.LANE, "17 U.S.C. 512(c)(1)(C)", IN_THE_LANE, Waits.STAFF, calendar="US"
        ),
        # Not less than 10 business days, not more than 14. The policy sets the day in between.
        ClockRule(
            ClockKind.RESTORE,
            "17 U.S.C. 512(g)(2)(C)",
            Length(11, Unit.WORKING_DAYS),
            Waits.FILER,
            ClockStep.RESTORE,
            calendar="US",
            as_it_begins=True,
            no_later=Length(14, Unit.WORKING_DAYS),
            reminders=(timedelta(days=4),),
        ),
    ),
    redress=Redress(None, out_of_court=False),
    treatments=(Treatment.LANE,),
    hears_first=False,
)
