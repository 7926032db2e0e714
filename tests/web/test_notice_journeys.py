"""A notice without an account in a real browser, in each regime and in both languages: from the
link to the decision, and to the appeal by another link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Appeal, Claim, Complaint
from complaints.rules.actors import SYSTEM, PersonRole, person
from complaints.services.decisions import claims
from complaints.services.logins import people
from complaints.storage.context import Context
from tests.scenes.browsing import Wish, browse
from tests.scenes.links import link_to, newest_code
from tests.scenes.walking import Walk
from tests.scenes.working import working
from tests.web.accounts.mailbox import link_to as link_in_mail

KIM = "kim@reader.example"
MARKED: Mapping[str, Any] = {
    "right.title": "ACME", "right.number": "1234567", "answers.used_where": "goods",
    "answers.confusion": "My name is on it.", "answers.goods": "same", "answers.descriptive": "no",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Regime:
    """Where a notice goes, which declarations its form asks for there, and what else."""

    url: str
    declarations: list[str]
    basis: str = "trademark"
    asks: Mapping[str, Any] = field(default_factory=dict)


REGIMES = {
    "eu": Regime("https://www.ebay.de/itm/123456789012", ["dsa-16"]),
    "us": Regime(
        "https://www.walmart.com/ip/123456789", ["truth"],
        asks={**MARKED, "right.jurisdiction": "US"},
    ),
    "gb": Regime(
        "https://www.amazon.co.uk/dp/B000000001", ["truth"],
        asks={**MARKED, "right.jurisdiction": "GB"},
    ),
    "cn": Regime(
        "https://item.taobao.com/item.htm?id=623456789012", ["truth", "ecl-42"],
        asks={**MARKED, "right.jurisdiction": "CN"},
    ),
}  # fmt: skip


EN, ZH = ("en", True, "You can appeal until"), ("zh", False, "结束前申诉")


@pytest.mark.browser
@pytest.mark.whole
@pytest.mark.parametrize(("regime", "lang", "scripts", "appeals"), [
    ("eu", *EN), ("us", *ZH), ("gb", *EN), ("cn", *ZH),
    *(pytest.param(*each, marks=pytest.mark.thorough)
      for each in [("eu", *ZH), ("us", *EN), ("gb", *ZH), ("cn", *EN)]),
])  # fmt: skip
def test_a_stranger_reports_and_appeals(
    browser: Browser, site: str, demo_app: Flask, demo_context: Context, regime: str, lang: str,
    scripts: bool, appeals: str,
) -> None:  # fmt: skip
    law = REGIMES[regime]
    with browse(browser, Wish(lang=lang, scripts=scripts), base_url=site) as page:
        kim = Walk(page, scripts=scripts)
        file(kim, demo_app, law)
        complaint, claim = reject(demo_context)
    with browse(browser, Wish(lang=lang, scripts=scripts), base_url=site) as page:
        again = Walk(page, scripts=scripts)
        link = link_to(demo_context, complaint_id=complaint)
        again.go(link)
        again.says(re.split("[/=]", law.url)[-1], appeals)
        again.go(f"{link}/code")
        again.send(f"{link}/code")
        again.fill({"code": newest_code(demo_context)})
        again.send(f"{link}/confirm")
        again.mistake()
        again.fill({"claim_ids": str(claim), "grounds": "Look at the seam."})
        again.send()
    with demo_context.database.reading() as session:
        (appeal,) = session.scalars(select(Appeal))
        assert (appeal.claim_id, appeal.side, appeal.grounds) == (
            claim,
            "filer",
            "Look at the seam.",
        )


def file(kim: Walk, app: Flask, law: Regime) -> None:
    """Ask for the link, each page with a mistake first, and file a notice."""
    kim.go("/notices")
    kim.mistake()
    kim.fill({"email": KIM})
    kim.send()
    kim.go(link_in_mail(app, KIM))
    kim.mistake()
    kim.fill({"name": "Kim Lee"})
    kim.send()
    kim.mistake()
    kim.fill({"basis": law.basis, "listings": law.url, "statement": "It shows my mark."})
    kim.send()
    kim.mistake()
    kim.fill({**law.asks, "declaration.agreed": law.declarations,
              "declaration.signed_by": "Kim Lee"})  # fmt: skip
    kim.send()
    kim.says(law.url.partition("?")[0])


def reject(context: Context) -> tuple[int, int]:
    """Let staff refuse the notice; return its number and its claim's."""
    with context.database.transaction() as session:
        complaint = session.scalars(select(Complaint.id)).one()
        claim = session.scalars(select(Claim.id)).one()
        ann = people.add_person(
            working(session, SYSTEM, utcnow()), handle="ann", name="Ann", role=PersonRole.REVIEWER
        )
        work = working(session, person(ann.id, PersonRole.REVIEWER), utcnow())
        claims.decide(work, claim, decision="reject", code="no-infringement")
    return complaint, claim
