"""The questions of GitHub's forms since 2016, and a letter cut into its answers.

Wording is matched word by word, with markup and line breaks allowed in between, so that
numbered, unbold and wrapped copies of a form are understood. It decides nothing about targets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Form = Literal["letter", "mixed", "form2016", "form2019", "form2021", "form2025", "counterform"]

# Key of the question, and how it begins; `|` separates how it may go on. A key that begins with
# `s_` is a statement or a question whose answer holds nothing but contact data or an oath.
_QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("owner", "Are you the copyright owner or authorized to act on the copyright owner's behalf?", ""),
    (
        "owner",
        "Are you the copyright holder or authorized to act on the copyright owner's behalf?",
        "If you are submitting this notice on behalf of a company, please be sure to use an email"
        " address on the company's domain.",
    ),
    ("revised", "Are you submitting a revised DMCA notice after", "GitHub Trust & Safety requested you make changes to your original notice?"),
    ("s_ticket", "Please provide the Zendesk ticket number", ""),
    ("s_ticket", "Please provide a link to your previously submitted notice", ""),
    ("platform", "Does your claim involve content on GitHub or npm.js?", ""),
    ("authority", "Please describe the nature of your copyright ownership or authorization to act on the owner's behalf", ""),
    ("work", "What work was allegedly infringed?", "If possible, please provide a URL"),
    (
        "work",
        "Please provide a detailed description of the original copyrighted work that has allegedly been infringed",
        ". If possible, include a URL to where it is posted online"
        "|. All personal information is redacted before being published to our public DMCA repository",
    ),
    ("work_url", "If the original work referenced above is available online, please provide a URL", ""),
    (
        "files",
        "What files should be taken down?",
        "Please provide URLs for each file, or if the entire repository, the repository's URL",
    ),
    ("list_every", "We ask that a DMCA takedown notice list every specific file", ""),
    ("confirm", "Based on the above, I confirm that", ""),
    ("full_repo", "Identify the full repository URL that is infringing", ""),
    ("file_urls", "Identify only the specific file URLs within the repository that is infringing", ""),
    ("tpm", "Do you claim to have any technological measures in place to control access to your copyrighted content?", "Please see our Complaints about Anti-Circumvention Technology if you are unsure"),
    ("tpm_what", "What technological measures do you have in place and how do they effectively control access to your copyrighted material?", ""),
    ("tpm_how", "How is the accused project designed to circumvent your technological protection measures?", ""),
    (
        "forks",
        "Have you searched for any forks",
        "of the allegedly infringing files or repositories?"
        " Each fork is a distinct repository and must be identified separately if you believe it"
        " is infringing and wish to have it taken down"
        "|of the allegedly infringing files or repositories?",
    ),
    (
        "forks",
        "If you are reporting an allegedly infringing fork, please note that each fork is a distinct repository",
        "",
    ),
    ("forks", "Each fork is a distinct repository and must be identified separately. As forks may often", ""),
    ("s_forks", "Based on the representative number of forks I have reviewed", ""),
    (
        "license",
        "Is the work licensed under an open source license?",
        "If so, which open source license? Are the allegedly infringing files being used under the"
        " open source license, or are they in violation of the license?",
    ),
    ("which_license", "Which license?", ""),
    ("license_how", "How do you believe the license is being violated?", ""),
    ("license_fix", "What changes can be made to bring the project into compliance with the license?", ""),
    (
        "solution",
        "What would be the best solution for the alleged infringement?",
        "Are there specific changes the other person can make other than removal?"
        " Can the repository be made private?"
        "|Are there specific changes the other person can make other than removal?",
    ),
    ("contact", "Do you have the alleged infringer's contact information?", "If so, please provide it"),
    ("s_belief", "I have a good faith belief that use of the copyrighted materials", ""),
    ("s_oath", "I swear, under penalty of perjury, that", ""),
    ("s_type", "Type (or copy and paste) the following statement", ""),
    ("s_fair_use", "I have taken fair use into consideration", ""),
    ("s_guide", "I have read and understand GitHub's Guide", ""),
    ("s_guide", "Please confirm that you have you have read our", ""),
    ("s_guide", "Please confirm that you have read our", ""),
    ("s_reach", "So that we can get back to you, please provide", ""),
    ("s_reach", "So that the complaining party can get back to you", ""),
    ("s_sign", "Please type your full", ""),
    ("c_owner", "Are you the owner of the content that has been disabled, or authorized to act on the owner's behalf?", ""),
    ("c_nature", "Please describe the nature of your content ownership or authorization", ""),
    (
        "c_files",
        "What files were taken down?",
        "Please provide URLs for each file, or if the entire repository, the repository's URL",
    ),
    ("c_change", "Do you want to make changes to your repository or do you want to dispute the notice?", ""),
    ("change", "Describe the change", ""),
    ("c_why", "Is there anything else you think we should know about why you believe the material was removed as a result of a mistake?", "(optional)"),
    ("s_consent", "I consent to the jurisdiction of", ""),
)  # fmt: skip

# What may stand between two words: spaces, line breaks, markup, quotation marks of a reply.
_GAP = r"(?:[\s*_>\\]|<[^>\n]{0,200}>)+"
_APOSTROPHE = "['’‘`´]"


def _words(phrase: str) -> str:
    words = [re.escape(word).replace("'", _APOSTROPHE) for word in phrase.split()]
    return _GAP.join(
        word.replace(r"\?", r"\s?\??").replace(r"\.js", r"(?:\.?js)?") for word in words
    )


def _compiled() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    by_first: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for key, head, tail in _QUESTIONS:
        pattern = _words(head)
        if tail:
            ends = "|".join(_words(part).removeprefix(r"\.") for part in tail.split("|"))
            pattern += rf"(?:[.\s]*{_GAP}(?:{ends}))?"
        pattern += r"[.:?*_ ]*"
        first = head.split()[0].casefold()
        by_first.setdefault(first, []).append((key, re.compile(pattern, re.IGNORECASE)))
    return by_first


_BY_FIRST = _compiled()
# One cheap scan for the first two words of any question; the whole wording is tried only there.
_FIRST = re.compile(
    r"\b(?:"
    + "|".join(
        sorted({_GAP.join(re.escape(w.rstrip(",")) for w in head.split()[:2]) for _, head, _ in _QUESTIONS})
    )
    + r")",
    re.IGNORECASE,
)  # fmt: skip
_LINKS = re.compile(
    r"</?a\b[^>]*>|\[([^\]\n]{1,120})\]\(https?://(?:help\.github|docs\.github|www\.lumendatabase)"
    r"[^)\s]*\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A text cut at its questions.

    `answers` holds the answers by the question's key, `asked` every key that was met, `form`
    what kind of form it is; `text` is the whole with the links of the boilerplate taken out.
    """

    text: str
    form: Form
    answers: Mapping[str, str]
    asked: frozenset[str]


def split(text: str) -> Letter:
    """Cut a letter at the questions of the forms, if it has any."""
    plain = _LINKS.sub(lambda match: match[1] or "", text)
    found = _find(plain)
    answers: dict[str, str] = {}
    for index, (key, _, end) in enumerate(found):
        stop = found[index + 1][1] if index + 1 < len(found) else len(plain)
        if not key.startswith("s_"):
            answer = _tidy(plain[end:stop])
            answers[key] = f"{answers[key]}\n{answer}" if key in answers else answer
    asked = frozenset(key for key, _, _ in found)
    return Letter(plain, _form(asked), answers, asked)


def _find(text: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    reached = 0
    for match in _FIRST.finditer(text):
        if match.start() < reached:
            continue
        first = match[0].split()[0].strip("*_>\\").casefold()
        for key, pattern in _BY_FIRST.get(first, ()):
            whole = pattern.match(text, match.start())
            if whole is not None:
                found.append((key, whole.start(), whole.end()))
                reached = whole.end()
                break
    return found


def _tidy(answer: str) -> str:
    # The number or the stars of the next question belong to it, not to this answer.
    return re.sub(
        r"(?:\n[\s>]*(?:\(?\d{1,2}[.):]?|[a-z][.)]|#+|[-*_>]+)?[\s*_]*)$", "", answer
    ).strip()


def _form(asked: frozenset[str]) -> Form:
    questions = {key for key in asked if not key.startswith("s_")}
    if questions & {"c_owner", "c_change", "c_files"}:
        return "counterform"
    if not questions:
        return "letter"
    if len(questions) < 4:
        return "mixed"
    if questions & {"confirm", "work_url", "full_repo", "file_urls", "list_every"}:
        return "form2025"
    if questions & {"platform", "revised", "tpm"}:
        return "form2021"
    return "form2019" if "authority" in questions else "form2016"


_NOTICE = re.compile(r"infring|copyright|dmca|take\s*down", re.IGNORECASE)


def looks_like_a_notice(text: str) -> bool:
    """Whether a text without any question speaks as a takedown notice does."""
    return _NOTICE.search(text) is not None
