"""Sentences that the floors below say in English, said on a page in its language.

A sentence with facts in it is known by its pattern: the holes in braces stand for the facts. What
is not known here stays as it was said.
"""

from __future__ import annotations

import re
from functools import cache

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _

from complaints.kit import filing_sentences
from complaints.rules.reasons import in_words
from complaints.words import Message

# marshmallow speaks to programmers; these say the same to a person.
PLAIN = {
    "Missing data for required field.": _("Fill this in."),
    "Field may not be null.": _("Fill this in."),
    "Not a valid integer.": _("Give a whole number, for example 12."),
    "Not a valid number.": _("Give a number, for example 19.90."),
    "Not a valid boolean.": _("Answer yes or no."),
    "Not a valid URL.": _("Give a web address that begins with https://."),
    "Not a valid email address.": _("Give an e-mail address, for example name@example.com."),
    "Shorter than minimum length 1.": _("Fill this in."),
    "There is an account with this e-mail address.": _(
        "There is an account with this e-mail address."
    ),
    "There is no account with this e-mail address.": _(
        "There is no account with this e-mail address."
    ),
    "Ask another administrator to end your own access.": _(
        "Ask another administrator to end your own access."
    ),
    "Change your own second factor on the page of your account.": _(
        "Change your own second factor on the page of your account."
    ),
    "This member is not known here; the API page lists those that are.": _(
        "This form does not know this field. Reload the page."
    ),
    "A month, for example 2026-07.": _("Give a month, for example 2026-07."),
    "The file is no text in UTF-8.": _("The file is no text in UTF-8."),
    "Choose the claims that this decision is for.": _(
        "Choose the claims that this decision is for."
    ),
    "The day of the answer must be in the future.": _(
        "The day of the answer must be in the future."
    ),
    "A takedown carries no merit. Leave it out; grade the claim afterwards if needed.": _(
        "A takedown carries no grade. Grade the claim afterwards if needed."
    ),
    "A proposal for one principal names one filer; propose the ring apart.": _(
        "A proposal for one principal names one filer. Propose the ring apart."
    ),
}
PATTERNS = {
    "Choose at most {most} months, the first one first.": _(
        "Choose at most %(most)s months, the first one first."
    ),
    "A draft holds at most {most} characters.": _(
        "A draft holds at most %(most)s characters. Write less, or file listings apart."
    ),
    "The policy file is not TOML: {what}": _("This is no policy file (TOML): %(what)s"),
    "The policy's [{part}] does not hold: {what}": _(
        "The policy's section [%(part)s] does not hold: %(what)s"
    ),
    "Longer than maximum length {most}.": _("This is too long: at most %(most)s characters."),
    "Shorter than minimum length {least}.": _("This is too short: at least %(least)s characters."),
    "Length must be between {least} and {most}.": _(
        "Give at least %(least)s and at most %(most)s."
    ),
    "Must be greater than or equal to {least} and less than or equal to {most}.": _(
        "Give a number from %(least)s to %(most)s."
    ),
    "{what} needs a person who took no earlier part in it. Ask a colleague.": _(
        "This needs a person who took no earlier part in it. Ask a colleague."
    ),
    "{graded} claims within {window} days are graded manifestly unfounded; a boycott needs "
    "{needed}. Grade closed claims first: nothing is inferred from a rejection or a withdrawal.": _(
        "%(graded)s claims within %(window)s days are graded manifestly unfounded; a boycott needs "
        "%(needed)s. Grade closed claims first: nothing is inferred from a rejection or a "
        "withdrawal."
    ),
    "The filer has filed nothing since the warning. A boycott needs a complaint filed after it, or "
    "a recorded reason why the gravity cannot wait (urgent_reason).": _(
        "The filer has filed nothing since the warning. A boycott needs a complaint filed after "
        "it, or a recorded reason why the gravity cannot wait."
    ),
    "A boycott lasts {least} to {most} days by the policy in force.": _(
        "A boycott lasts %(least)s to %(most)s days by the policy in force."
    ),
    "That was tried too often. Try again in {minutes} minutes.": _(
        "That was tried too often. Try again in %(minutes)s minutes."
    ),
    "Choose one of: {choices}.": _("Choose one of those that are offered."),
}

PATTERNS.update(filing_sentences.PATTERNS)


def is_english() -> bool:
    """Say whether the page is in English."""
    locale = get_locale()
    return locale is None or locale.language != "zh"


def reason(given: str) -> str:
    """Return a reason: the house's words in the page's language, a person's as written."""
    known = in_words(given)
    return gettext(known.text) if isinstance(known, Message) else known


def say(sentence: str) -> str:
    """Return the sentence in the page's language, or as it is where it is not known."""
    known = said(sentence)
    return sentence if known is None else known


def said(sentence: str) -> str | None:
    """Return the sentence in the page's language, None where it is not known."""
    if sentence in PLAIN:
        return str(PLAIN[sentence])
    for pattern, words in PATTERNS.items():
        match = _compiled(pattern).fullmatch(sentence)
        if match is not None:
            return str(words) % match.groupdict()
    translated = gettext(sentence)
    return translated if translated != sentence or is_english() else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(pattern)
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", escaped), re.DOTALL)
