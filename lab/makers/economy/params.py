"""The numbers that the economy runs by, each with its unit and its source."""

from __future__ import annotations

from typing import Final

from abuse.market.origins import Practice
from lab.makers.economy import words
from lab.makers.economy.things import Category

MONTH: Final = 30.4
"""Days in a round."""

COMPLAINTS_A_FILER: Final = 8.0
"""Mean complaints a filer. Most have one to three, some hundreds (Amazon defendants: one of three
filed 93 % of 4,138, B5). The mean itself is a guess."""

ACCEPTED: Final = {
    "counterfeit": (0.88, 0.46),
    "trademark": (0.80, 0.40),
    "copyright": (0.69, 0.36),
    "patent": (0.43, 0.17),
    "design": (0.83, 0.41),
    "unauthorised_channel": (0.34, 0.22),
}
"""Chance that a middling reviewer takes down (a founded, an unfounded) claim. Overall near Temu's
73 % for trade marks and designs, 55 % for copyright (TikTok 69 %), 34 % for patents (T1, T4)."""

ERROR: Final = {
    "trademark": 0.035,
    "copyright": 0.07,
    "design": 0.10,
    "patent": 0.22,
}
"""Mean share of claims that an honest filer files in error, by kind of right. Urban et al. found
4.2 % plainly wrong (N3); patents are hardest, marks on copies easiest (Temu, T1)."""

DECISION_DAYS: Final = 1.0
"""Median days to a decision: Temu 24 h, Alibaba 96 % within 24 h (T1, A15). Patents take five times
as long."""

DEMANDS: Final = (0.10, 0.55)
"""What an extortionist asks, as a share of what a seller would lose (Liang: RMB 1,000 to 30,000,
K1). Always below one: else nobody pays."""

RETREAT_OF_A_BAD_AGENCY: Final = (0.58, 0.90)
"""Share of answered claims that such an agency withdraws (Wangwei: more than 60 %, W1)."""

GRADED: Final = {"rejection": 0.30, "reinstatement": 0.40, "withdrawal": 0.12, "audit": 0.04}
"""Share of closed claims whose merit a person wrote down. No source; Art. 23(3) DSA wants it."""

MISGRADED: Final = 0.08
"""Share of grades that are wrong. No source."""

FORGED_ANSWERS: Final = 0.035
"""Share of removed copies whose seller answers with a forged paper (A17; Temu: 2.5 appeals per 100
removed products, T1)."""

FESTIVALS: Final = ((6, 18), (7, 15), (11, 11), (11, 28), (12, 18))
"""Month and day of sales: 618, Prime Day, Double 11, Black Friday, Christmas (P11)."""

CAPS: Final = {"form": 50, "api": 300}
"""Most listings in one complaint (Temu 50, later 200; Alibaba 300: T1, A10)."""

TRADES: Final = (
    Category("shoes", 25, 45.0, 0.30, 1.6, (8, 7, 9, 9, 8, 10, 9, 8, 10, 9, 14, 12), "marks"),
    Category("handbags", 18, 60.0, 0.35, 1.5, (8, 9, 8, 8, 9, 10, 7, 7, 8, 9, 15, 16), "marks"),
    Category("cosmetics", 3, 18.0, 0.40, 1.2, (8, 10, 9, 8, 9, 11, 8, 8, 8, 8, 15, 12), "marks"),
    Category("chargers", 9, 12.0, 0.22, 1.1, (8, 7, 8, 8, 8, 10, 10, 9, 9, 8, 14, 14), "patents"),
    Category("kitchen", 21, 22.0, 0.25, 0.7, (8, 7, 8, 8, 9, 10, 9, 8, 8, 9, 14, 14), "patents"),
    Category("car parts", 12, 30.0, 0.24, 0.6, (8, 7, 9, 9, 9, 10, 9, 9, 8, 9, 12, 9), "patents"),
    Category("toys", 28, 15.0, 0.33, 1.1, (6, 6, 6, 7, 7, 9, 8, 7, 8, 10, 17, 22), "designs"),
    Category("womenswear", 25, 28.0, 0.38, 1.0, (6, 7, 10, 10, 9, 10, 8, 8, 10, 9, 14, 9), "pictures"),  # noqa: E501
    Category("posters", 16, 14.0, 0.45, 0.9, (7, 7, 8, 8, 8, 8, 8, 8, 9, 9, 13, 17), "pictures"),
    Category("lamps", 11, 35.0, 0.30, 0.7, (9, 8, 8, 8, 7, 9, 7, 8, 9, 10, 14, 13), "designs"),
)  # fmt: skip
"""Trades: name, Nice class, median price (USD), margin, pull on copiers, season, quarrels."""

RIGHTS: Final = {
    "marks": {"trademark": 0.80, "copyright": 0.10, "design": 0.08, "patent": 0.02},
    "patents": {"trademark": 0.42, "copyright": 0.12, "design": 0.20, "patent": 0.26},
    "designs": {"trademark": 0.48, "copyright": 0.20, "design": 0.27, "patent": 0.05},
    "pictures": {"trademark": 0.33, "copyright": 0.57, "design": 0.09, "patent": 0.01},
}
"""Which kinds of right are held in a trade. No source but the text of the portals' reason codes."""

ORIGINS: Final = Practice(
    confirmed={"email": 0.6, "phone": 0.45, "device": 0.2, "payment": 0.6},
    register={"address": 0.5, "email": 0.08},
    late=0.25,
    free={host for hosts in words.FREE_MAIL.values() for host in hosts},
)
"""How often a mark is confirmed, or stands in the register of its owner's right. That a mailbox is
confirmed where somebody registers, and nothing in an open form, is told of one portal (A7, A5); the
shares have no source, nor has anything about telephones, devices and accounts for payments."""
