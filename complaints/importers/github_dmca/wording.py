"""The wording of GitHub's forms since 2016: a table of questions, and where a text asks them.

Wording is matched word by word, with markup and line breaks allowed in between.
"""

from __future__ import annotations

import re

# Key of the question, and how it begins; `|` separates how it may go on. A key that begins with
# `s_` is a statement or a question whose answer holds nothing but contact data or an oath.
QUESTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "owner",
        "Are you the copyright owner or authorized to act on the copyright owner's behalf?",
        "",
    ),
    (
        "owner",
        "Are you the copyright holder or authorized to act on the copyright owner's behalf?",
        "If you are submitting this notice on behalf of a company, please be sure to use an"
        " email address on the company's domain.",
    ),
    (
        "revised",
        "Are you submitting a revised DMCA notice after",
        "GitHub Trust & Safety requested you make changes to your original notice?",
    ),
    (
        "s_ticket",
        "Please provide the Zendesk ticket number",
        "",
    ),
    (
        "s_ticket",
        "Please provide a link to your previously submitted notice",
        "",
    ),
    (
        "platform",
        "Does your claim involve content on GitHub or npm.js?",
        "",
    ),
    (
        "authority",
        "Please describe the nature of your copyright ownership or authorization to act on the"
        " owner's behalf",
        "",
    ),
    (
        "work",
        "What work was allegedly infringed?",
        "If possible, please provide a URL",
    ),
    (
        "work",
        "Please provide a detailed description of the original copyrighted work that has"
        " allegedly been infringed",
        "If possible, include a URL to where it is posted online|All personal information is"
        " redacted before being published to our public DMCA repository",
    ),
    (
        "work_url",
        "If the original work referenced above is available online, please provide a URL",
        "",
    ),
    (
        "files",
        "What files should be taken down?",
        "Please provide URLs for each file, or if the entire repository, the repository's URL",
    ),
    (
        "list_every",
        "We ask that a DMCA takedown notice list every specific file",
        "",
    ),
    (
        "confirm",
        "Based on the above, I confirm that",
        "",
    ),
    (
        "full_repo",
        "Identify the full repository URL that is infringing",
        "",
    ),
    (
        "file_urls",
        "Identify only the specific file URLs within the repository that is infringing",
        "",
    ),
    (
        "tpm",
        "Do you claim to have any technological measures in place to control access to your"
        " copyrighted content?",
        "Please see our Complaints about Anti-Circumvention Technology if you are unsure",
    ),
    (
        "tpm_what",
        "What technological measures do you have in place and how do they effectively control"
        " access to your copyrighted material?",
        "",
    ),
    (
        "tpm_how",
        "How is the accused project designed to circumvent your technological protection measures?",
        "",
    ),
    (
        "forks",
        "Have you searched for any forks",
        "of the allegedly infringing files or repositories? Each fork is a distinct repository"
        " and must be identified separately if you believe it is infringing and wish to have it"
        " taken down|of the allegedly infringing files or repositories?",
    ),
    (
        "forks",
        "If you are reporting an allegedly infringing fork, please note that each fork is a"
        " distinct repository",
        "",
    ),
    (
        "forks",
        "Each fork is a distinct repository and must be identified separately. As forks may often",
        "",
    ),
    (
        "forks",
        "Based on the representative number of forks I have reviewed,",
        "I believe that all or most of the forks are infringing to the same extent as the"
        " parent repository",
    ),
    (
        "license",
        "Is the work licensed under an open source license?",
        "If so, which open source license? Are the allegedly infringing files being used under"
        " the open source license, or are they in violation of the license?",
    ),
    (
        "which_license",
        "Which license?",
        "",
    ),
    (
        "license_how",
        "How do you believe the license is being violated?",
        "",
    ),
    (
        "license_fix",
        "What changes can be made to bring the project into compliance with the license?",
        "",
    ),
    (
        "solution",
        "What would be the best solution for the alleged infringement?",
        "Are there specific changes the other person can make other than removal? Can the"
        " repository be made private?|Are there specific changes the other person can make other"
        " than removal?",
    ),
    (
        "contact",
        "Do you have the alleged infringer's contact information?",
        "If so, please provide it",
    ),
    (
        "s_belief",
        "I have a good faith belief that use of the copyrighted materials",
        "",
    ),
    (
        "s_oath",
        "I swear, under penalty of perjury, that",
        "",
    ),
    (
        "s_type",
        "Type (or copy and paste) the following statement",
        "",
    ),
    (
        "s_fair_use",
        "I have taken fair use into consideration",
        "",
    ),
    (
        "s_guide",
        "I have read and understand GitHub's Guide",
        "",
    ),
    (
        "s_guide",
        "Please confirm that you have you have read our",
        "",
    ),
    (
        "s_guide",
        "Please confirm that you have read our",
        "",
    ),
    (
        "s_reach",
        "So that we can get back to you, please provide",
        "",
    ),
    (
        "s_reach",
        "So that the complaining party can get back to you",
        "",
    ),
    (
        "s_sign",
        "Please type your full",
        "",
    ),
    (
        "c_owner",
        "Are you the owner of the content that has been disabled, or authorized to act on the"
        " owner's behalf?",
        "",
    ),
    (
        "c_nature",
        "Please describe the nature of your content ownership or authorization",
        "",
    ),
    (
        "c_files",
        "What files were taken down?",
        "Please provide URLs for each file, or if the entire repository, the repository's URL",
    ),
    (
        "c_change",
        "Do you want to make changes to your repository or do you want to dispute the notice?",
        "",
    ),
    (
        "change",
        "Describe the change",
        "",
    ),
    (
        "c_why",
        "Is there anything else you think we should know about why you believe the material was"
        " removed as a result of a mistake?",
        "(optional)",
    ),
    (
        "s_consent",
        "I consent to the jurisdiction of",
        "",
    ),
)

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
    for key, head, tail in QUESTIONS:
        pattern = _words(head)
        if tail:
            ends = "|".join(_words(part) for part in tail.split("|"))
            pattern += rf"(?:\.?{_GAP}(?:{ends}))?"
        pattern += r"[.:?*_ ]*"
        first = head.split()[0].casefold()
        by_first.setdefault(first, []).append((key, re.compile(pattern, re.IGNORECASE)))
    return by_first


_BY_FIRST = _compiled()
# One cheap scan for the first two words of any question; the whole wording is tried only there.
_OPENINGS = {
    _GAP.join(re.escape(word.rstrip(",")) for word in head.split()[:2]) for _, head, _ in QUESTIONS
}
_FIRST = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(sorted(_OPENINGS))})", re.IGNORECASE)


def find(text: str) -> list[tuple[str, int, int]]:
    """Every question of a text in order: its key, where its wording begins and where it ends."""
    matches: list[tuple[str, int, int]] = []
    reached = 0
    for match in _FIRST.finditer(text):
        if match.start() < reached:
            continue
        first = match[0].split()[0].strip("*_>\\").casefold()
        for key, pattern in _BY_FIRST.get(first, ()):
            question = pattern.match(text, match.start())
            if question is not None:
                matches.append((key, question.start(), question.end()))
                reached = question.end()
                break
    return matches
