"""What a seller declares with a counter-notice, each text with its version.

A text that was signed stays as it was: to change one, change its version too; counter-notices keep
the words that were signed. Sources: 17 U.S.C. 512(g)(3)(C) and (D); E-Commerce Law of China Art. 43
and the Supreme People's Court's Reply of 2020 on it. The words are ours, not a statute's.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from complaints.rules.signed_texts import SignedText


class Law(StrEnum):
    """The statute whose form a counter-notice takes."""

    DMCA = "dmca"
    ECL = "ecl"


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
JURISDICTION = SignedText(
    "jurisdiction",
    "2026-11",
    {"en": "US Copyright Act, 17 U.S.C. 512(g)(3)(D)", "zh": "美国《版权法》第512(g)(3)(D)条"},
    {
        "en": (
            "I consent to the jurisdiction of the US Federal District Court of the district in "
            "which my address is or, if it is outside the United States, of any district in which "
            "this platform may be found; and I will accept service of process from the complainant "
            "or its agent."
        ),
        "zh": (
            "本人同意接受本人住址所在地的美国联邦地区法院管辖；如住址在美国境外，则接受本平台所在任"
            "一司法管辖区的联邦地区法院管辖；并同意接收投诉人或其代理人送达的法律文书。"
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
NEEDED: dict[Law | None, tuple[SignedText, ...]] = {
    None: (TRUE,),
    Law.DMCA: (TRUE, PERJURY, JURISDICTION),
    Law.ECL: (TRUE, ART43),
}
CODES = ("true", "perjury", "jurisdiction", "art43")


def as_signed(codes: Collection[str], law: Law | None, language: str) -> list[dict[str, str]]:
    """Return the texts that were signed, word for word, as a counter-notice keeps them."""
    return [
        {
            "code": text.code,
            "version": text.version,
            "language": text.read_in(language),
            "wording": text.text(language),
        }
        for text in NEEDED[law]
        if text.code in codes
    ]
