"""What every template can use: the layouts and macros of the kit, and its globals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from flask import Flask, g, request
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from complaints.base.clock import utcnow
from complaints.http.endpoint import context
from complaints.http.languages import current, fact_here, pick, say_here, zone_here
from complaints.kit import built, countries, navigation, spacing, tones
from complaints.kit.forms import Sent
from complaints.kit.once import once
from complaints.models import Claim
from complaints.queries.cases.flags import is_pending
from complaints.queries.decisions import pending
from complaints.queries.decisions.pending import PendingView
from complaints.queries.staff import counts
from complaints.rules.decisions.reasons import in_words
from complaints.rules.filing import listing_urls
from complaints.rules.filing.complaint_facts import FACTS
from complaints.rules.filing.questions import Question
from complaints.rules.kinds import Side
from complaints.rules.readers import sentence, who_reads
from complaints.words import LANGUAGES, Country, Fact, Listed, Share, language_name, tag
from complaints.words.labels import label
from complaints.words.laws import OURS, under
from complaints.words.letters import read_in
from complaints.words.right_facts import facts_of
from complaints.words.sureness import strength, sureness
from complaints.work import UnitOfWork, begin_reading

HERE = Path(__file__).resolve().parent
FOLDERS = [HERE / "templates", HERE.parent / "web/templates", HERE.parent / "console/templates"]


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A page in one language: its code, its tag in HTML, its own name, the page's address."""

    code: str
    tag: str
    name: str
    url: str


def install(app: Flask) -> None:
    """Give the application's templates their folders and globals."""
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(FOLDERS),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.concat = spacing.join  # type: ignore[method-assign]
    app.jinja_env.globals.update(
        once=once,
        in_words=_in_words,
        navigation=navigation.links,
        console_menu=navigation.console_menu,
        url_if=navigation.url_if,
        role_text=navigation.role_text,
        waiting=_waiting,
        pending_decisions=_pending_decisions,
        label=_label,
        under=_under,
        tag=tag,
        complaint_facts=FACTS,
        who_reads=_who_reads,
        right_facts=facts_of,
        country=_country,
        tone=tones.tone,
        sureness=_sureness,
        strength=_strength,
    )
    app.jinja_env.filters.update(
        said=said, the_day=the_day, brief=brief, month=month, percent=percent,
        country=countries.country_name, place=_place, listed=list_items,
        letter_in=letter_in,
    )  # fmt: skip
    app.jinja_env.tests["undecided"] = is_pending
    app.context_processor(_page)
    built.install(app)
    app.jinja_env.filters["marketplace"] = listing_urls.marketplace_name


def _sureness(score: float) -> str:
    return say_here(sureness(score))


def _strength(log_odds: float) -> str:
    return say_here(strength(log_odds))


def _label(kind: str, value: str | None) -> str:
    return say_here(label(kind, value))


def _under(claims: Iterable[Claim]) -> str:
    """Return under which laws these claims are; what is filed before has none of its own."""
    laws = [code for each in claims for code in (each.regime or OURS, *(each.adding or ()))]
    return say_here(under(laws))


def _who_reads(field: str | Question) -> str:
    """Return who reads a field of a form, named as in `rules/readers`, or the answer to one of the
    filer's questions."""
    if isinstance(field, Question):
        return say_here(sentence(Side.FILER, field.readers))
    return say_here(who_reads(field))


def _country(code: str | None) -> str:
    """Return a country's name by its code, nothing where there is none."""
    return current().fact(Country(code)) if code else ""


def _place(code: str) -> str:
    """Return where a marketplace sells: the name of a country, or everywhere."""
    name = countries.place_name(code)
    return name if isinstance(name, str) else say_here(name)


def _in_words(reason: str) -> str:
    return say_here(in_words(reason))


def said(value: Fact | None, digits: int | None = None) -> str:
    """Return a number, a day or a moment as the page's language writes it; a dash for none.

    `digits` is how many a number that is no count has behind the point.
    """
    if value is None:
        return "–"
    if digits is not None and isinstance(value, float | Decimal):
        return current().decimal(float(value), digits)
    return fact_here(value)


def the_day(value: date | str) -> date:
    """Return the day of a moment, by the reader's clocks, or of a day that may be text in ISO
    format."""
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value.astimezone(ZoneInfo(zone_here())).date() if isinstance(value, datetime) else value


def brief(value: date) -> str:
    """Return a day or a moment as the columns of tables show it, as in 4 Dec 2026, 10:32 UTC."""
    return current().brief(value)


def month(value: str) -> str:
    """Return a month such as 2026-12 as the page's language says it."""
    return current().month(value)


def list_items(items: Iterable[Fact]) -> str:
    """Return several things as the page's language lists them: A, B and C."""
    return current().fact(Listed(list(items)))


def percent(share: float | None, digits: int | None = None) -> str:
    """Return a share, from 0 to 1, in per cent as the page's language writes it: as letters and
    documents say it, or with so many digits behind the point."""
    if share is None:
        return "–"
    return current().fact(Share(share)) if digits is None else current().percent(share, digits)


def letter_in(body: str, first: str) -> str:
    """Return the part of a letter that is in the page's language. `first` is the letter's own."""
    return read_in("", body, first, current().language).body


def _waiting() -> dict[str, int]:
    """Return how much waits in each part of the console."""
    me = g.get("me")
    if me is None:
        return {}
    opened = g.get("session")
    if opened is not None:
        return counts.count_waiting(UnitOfWork(opened, me.actor, utcnow(), context().links))
    # On an error page the request's own session has ended.
    with begin_reading(context(), me.actor) as work:
        return counts.count_waiting(work)


def _pending_decisions() -> list[PendingView]:
    """Return the decisions of the reader that have no effect yet, the newest first."""
    me, opened = g.get("me"), g.get("session")
    if me is None or opened is None:
        return []
    return pending.mine(UnitOfWork(opened, me.actor, utcnow(), context().links))


def _page() -> dict[str, Any]:
    lang = pick(request)
    return {
        "lang": lang,
        "lang_tag": tag(lang),
        "languages": _languages(),
        "language_names": [(code, language_name(code)) for code in LANGUAGES],
        "sent": Sent(),
        "me": g.get("me"),
        "is_test": context().config.test,
    }


def _languages() -> list[InLanguage]:
    """Return this page in each language.

    A browser reads //name as another site, also with a backslash or a tab in place of a slash.
    Error pages carry this link too, so that the path may be any text.
    """
    path = "/" + quote(request.path.lstrip("/")) if request.method == "GET" else "/"
    parameters = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return [
        InLanguage(
            code,
            tag(code),
            language_name(code),
            f"{path}?{urlencode([*parameters, ('lang', code)])}",
        )
        for code in LANGUAGES
    ]
