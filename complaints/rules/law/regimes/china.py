"""China: E-Commerce Law Art. 42 to 45, Civil Code Art. 1195 to 1197, Fa Shi [2020] 9.

It binds where a marketplace is for buyers in China. The words that are signed are ours, not the
statute's.
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

ECL = SignedText(
    "ecl-42",
    "2026-11",
    {"en": "E-Commerce Law of China, Art. 42", "zh": "《中华人民共和国电子商务法》第四十二条"},
    {
        "en": (
            "This notice and its prima facie evidence of infringement are true, and so is the "
            "identity of the rights holder stated in it. I know that a wrong notice that harms the "
            "seller makes its sender liable, and that who sends one in bad faith and causes loss "
            "owes twice the damages."
        ),
        "zh": (
            "本通知及所附构成侵权的初步证据真实，所述权利人身份真实有效。本人知悉：因通知错误造成平"
            "台内经营者损害的，依法承担民事责任；恶意发出错误通知，造成平台内经营者损失的，加倍承担"
            "赔偿责任。"
        ),
    },
)
ART43 = SignedText(
    "art43",
    "2026-11",
    {"en": "E-Commerce Law of China, Art. 43", "zh": "《中华人民共和国电子商务法》第四十三条"},
    {
        "en": (
            "I declare that what I offer does not infringe the right, and that the preliminary "
            "evidence that I give for it is true. I know that who declares this in bad faith is "
            "liable for it."
        ),
        "zh": (
            "本人声明：所售商品或内容不存在侵权行为，所提供的初步证据真实。本人知悉：恶意作出不实"
            "声明的，依法承担责任。"
        ),
    },
)
# Fa Shi [2020] 9: the time that papers from abroad take at a notary does not count, but for no more
# than so long.
MOST_AT_A_NOTARY: Final = Length(20, Unit.WORKING_DAYS)


def _binds(situation: Situation) -> bool:
    return "CN" in situation.countries


REGIME = Regime(
    code=RegimeCode.ECL,
    name=LABELS["regime"]["ecl"],
    binds=_binds,
    notice_texts=(ECL,),
    notice=(
        Asked(Need.SIGNATURE, "E-Commerce Law Art. 42"),
        Asked(Need.IDENTITY, "Civil Code Art. 1195"),
        Asked(Need.EVIDENCE, "E-Commerce Law Art. 42"),
    ),
    answer_texts=(ART43,),
    answer=(
        Asked(Need.SIGNATURE, "E-Commerce Law Art. 43"),
        Asked(Need.IDENTITY, "Civil Code Art. 1196"),
        Asked(Need.EVIDENCE, "E-Commerce Law Art. 43"),
    ),
    clocks=(
        ClockRule(
            ClockKind.LANE, "E-Commerce Law Art. 42", IN_THE_LANE, Waits.STAFF, calendar="CN"
        ),
        ClockRule(
            ClockKind.WAIT,
            "E-Commerce Law Art. 43",
            Length(15, Unit.DAYS),
            Waits.FILER,
            ClockStep.RESTORE,
            calendar="CN",
            rolls=True,
            reminders=(timedelta(days=5),),
        ),
    ),
    redress=Redress(None, out_of_court=False),
    treatments=(Treatment.RAISED_PROOF, Treatment.LANE),
)
