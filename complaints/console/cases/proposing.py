"""What a proposal's form offers: the grounds, the reasons that exist in each language, and which
language the filers read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from complaints.http.languages import current
from complaints.kit.pages import PageCall
from complaints.models import Filer
from complaints.queries.logins import accounts
from complaints.rules.cases.case_reasons import CASE_REASONS, Part
from complaints.rules.cases.grounds import Ground
from complaints.words import ENGLISH, Listed, Message
from complaints.words import message as _
from complaints.words.labels import label

HINTS = {
    Ground.MANIFESTLY_UNFOUNDED: _("Claims that staff graded so. A warning names them."),
    Ground.ONE_HAND: _(
        "The record must show a second account: counted together with it, or of its ring with a "
        "confirmed flag."
    ),
    Ground.FORGED_PAPER: _(
        "The record must show it: a claim decided for a forged document, or one that you name."
    ),
}


def proposal_choices(call: PageCall, filers: Collection[Filer]) -> dict[str, Any]:
    """Return what the form of a proposal for these filers offers."""
    return {
        "grounds": [(each.value, label("boycott_ground", each), HINTS[each]) for each in Ground],
        "reasons_of": {
            str(part): [(each.code, each.words) for each in CASE_REASONS if each.part is part]
            for part in Part
        },
        "reads": _reads(call, filers),
    }


def _reads(call: PageCall, filers: Collection[Filer]) -> Message | None:
    """Say which of these filers read another language than English first, so that words of one's
    own are written in it; None where none does, as far as is known."""
    known = accounts.languages_of_filers(call.session, [each.id for each in filers])
    others = {language for language in known.values() if language != ENGLISH}
    if not others:
        return None
    return _(
        "%(languages)s is what %(names)s read first. Write your own words in it, or choose from "
        "the reasons: those the filer reads in its own language.",
        languages=Listed([_language(each) for each in sorted(others)], "or"),
        names=Listed(_named(filers, [each for each in known if known[each] != ENGLISH])),
    )


def _named(filers: Collection[Filer], ids: Sequence[int]) -> list[str]:
    return [each.name for each in filers if each.id in ids]


def _language(code: str) -> str:
    name = current().locale.languages.get(code, code)
    return str(name)
