"""Reasons that a decision can be given with: the words that the filer and the seller will read.

A template is a start; what a reviewer writes instead is as good. Stored is the English sentence;
a letter or a page in Chinese says the template's Chinese one in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.kinds import Merit


@dataclass(frozen=True, slots=True)
class Template:
    """One reason, for some decisions, with the grade that usually goes with it."""

    code: str
    decisions: tuple[str, ...]
    en: str
    zh: str
    merit: Merit | None = None


_DOWN, _NO = ("take_down", "stand"), ("reject", "reinstate")
TEMPLATES = (
    Template(
        "shown",
        _DOWN,
        "The right and its infringement by this listing are shown.",
        "权利及该商品的侵权均已得到证明。",
    ),
    Template(
        "test-buy",
        _DOWN,
        "A test purchase shows that the goods are not genuine.",
        "样品购买表明该商品并非正品。",
    ),
    Template(
        "unanswered",
        _DOWN,
        "The seller's answer does not meet the evidence of the complaint.",
        "卖家的回应未能反驳投诉的证据。",
    ),
    Template(
        "no-infringement",
        _NO,
        "The listing does not show what the complaint says.",
        "该商品并无投诉所称的内容。",
        Merit.UNFOUNDED,
    ),
    Template(
        "genuine",
        _NO,
        "The goods are genuine; how they are sold on is not this right's matter.",
        "商品为正品，其转售不属于该权利的范围。",
        Merit.UNFOUNDED,
    ),
    Template(
        "earlier-use",
        _NO,
        "The seller showed its own earlier right or use.",
        "卖家证明其享有在先权利或在先使用。",
        Merit.UNFOUNDED,
    ),
    Template(
        "not-covered",
        _NO,
        "The right does not cover these goods, this place or this day.",
        "该权利不覆盖此类商品、地区或时间。",
        Merit.UNFOUNDED,
    ),
    Template(
        "no-evidence",
        _NO,
        "The complaint shows no evidence, though we asked for it.",
        "经要求后，投诉仍未提供证据。",
        Merit.UNFOUNDED,
    ),
    Template(
        "false-paper",
        _NO,
        "A document of the complaint is forged or says something else.",
        "投诉所附文件系伪造或与所述不符。",
        Merit.MANIFESTLY_UNFOUNDED,
    ),
    Template(
        "no-right",
        _NO,
        "The right does not exist, has ended, or is not the filer's.",
        "该权利不存在、已失效或不属于投诉人。",
        Merit.MANIFESTLY_UNFOUNDED,
    ),
    Template(
        "same-again",
        _NO,
        "The same claim was decided before, and nothing new is shown.",
        "同一投诉项此前已作决定，且无新证据。",
        Merit.MANIFESTLY_UNFOUNDED,
    ),
)
_CHINESE = {template.en: template.zh for template in TEMPLATES}


def in_chinese(reason: str) -> str:
    """Return a template's Chinese words for its English ones; other words as they are."""
    return _CHINESE.get(reason, reason)
