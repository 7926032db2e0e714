"""What a proposal's form offers: the grounds, the reasons that exist in each language, and which
language the filers read; and asks where words of staff plainly are in another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Any

from complaints.http.languages import current
from complaints.kit.confirming import Question
from complaints.kit.pages import PageCall
from complaints.models import Filer
from complaints.queries.logins import accounts
from complaints.rules.cases.case_reasons import CASE_REASONS, Part
from complaints.rules.cases.grounds import Ground
from complaints.rules.cases.own_words import find_plainly_other
from complaints.words import Listed, Message
from complaints.words import message as _
from complaints.words.labels import label, verbatim

HINTS = {
    Ground.MANIFESTLY_UNFOUNDED: _("Claims that staff graded so. A warning names them."),
    Ground.ONE_HAND: _(
        "The record must show a second account: one that is counted together with this "
        "account, or one of its ring with a confirmed flag."
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
        "reads": whats_read(call, filers),
    }


def whats_read(call: PageCall, filers: Collection[Filer]) -> Message | None:
    """Say which language these filers read first, so that words of one's own are written in it;
    None where no log-in of theirs chose one."""
    known = accounts.languages_of_filers(call.session, [each.id for each in filers])
    if not known:
        return None
    return _(
        "%(names)s read %(languages)s first. Write your own words in that language, or "
        "choose from the reasons: the filer reads those in its own language.",
        languages=Listed([_language(each) for each in sorted(set(known.values()))], "or"),
        names=Listed(_named(filers, list(known))),
    )


def ask_about_words(
    call: PageCall, filers: Collection[Filer], words: Iterable[str], keep: str
) -> Question | None:
    """Ask once before words go to filers that plainly are in another language than the one that
    they read first. None where none are: nothing is refused for its style."""
    known = accounts.languages_of_filers(call.session, [each.id for each in filers])
    said = list(words)
    other = {
        language: differ
        for language in sorted(set(known.values()))
        if (differ := find_plainly_other(said, language))
    }
    if not other:
        return None
    return Question(
        _("Your words are in another language than the filer reads"),
        [
            *(
                _in_another(language, _named(filers, [k for k in known if known[k] == language]))
                for language in other
            ),
            *(verbatim(each) for each in dict.fromkeys(chain.from_iterable(other.values()))),
            _(
                "They stay as you wrote them. Go back to write them in that language too, or to "
                "choose from the reasons, which each filer reads in its own language."
            ),
        ],
        _("Go on with these words"),
        keep,
        last=_("The filer has to understand this in order to answer it."),
    )


def _in_another(language: str, names: Sequence[str]) -> Message:
    return _(
        "%(names)s read %(language)s first. This text is not in that language:",
        names=Listed(list(names)),
        language=_language(language),
    )


def _named(filers: Collection[Filer], ids: Sequence[int]) -> list[str]:
    return [each.name for each in filers if each.id in ids]


def _language(code: str) -> str:
    name = current().locale.languages.get(code, code)
    return str(name)
