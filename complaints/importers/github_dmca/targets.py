"""The targets of a notice: one for each listing that it accuses.

In a form the answers about files and forks name them; in a letter the cues decide. An account
stands for itself only where no repository is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from complaints.importers.github_dmca import addresses, cues, notes
from complaints.importers.github_dmca.addresses import Address
from complaints.importers.github_dmca.names import alias_key
from complaints.importers.github_dmca.questions import Letter

MOST = 5000
_FILES = ("files", "list_every", "confirm", "full_repo", "file_urls")
_FALLBACKS = ("contact", "solution", "tpm_how", "license", "license_how", "license_fix")
_BARE = re.compile(
    r"(?:^|[\s\"'“(:,])([A-Za-z0-9][A-Za-z0-9-]{1,38})/([A-Za-z0-9][A-Za-z0-9._-]{1,99})"
    r"(?=$|[\s\"'”),.;])",
    re.MULTILINE,
)
# Pairs of words that people join with a slash; never an account and its repository.
_NOT_BARE = re.compile(
    r"(?:and|or|he|she|his|her|http|https|file|files|n|yes|no|w|a|c|i|www|s|src|tcp|input|read"
    r"|repo|repository|and/or|either|copy|company|github)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Target:
    """One accused listing; `gone` where the staff found it gone before they acted."""

    address: Address
    gone: bool


@dataclass(frozen=True, slots=True)
class Targets:
    """The accused listings, and how many more lines were refused as `[invalid]`."""

    listed: tuple[Target, ...]
    unlisted_rejected: int


def choose_targets(letter: Letter, filer_key: str) -> Targets:
    """The targets of a notice, each listing once, in the order in which they are named."""
    if letter.form in ("letter", "mixed") and "files" not in letter.answers:
        answers = "\n".join(letter.answers.get(key, "") for key in (*_FILES, "forks"))
        rejected = notes.rejected_lines(letter.text)
        targets = _accused(letter.text, filer_key) or _bare(letter.text)
    else:
        answers = "\n".join(letter.answers.get(key, "") for key in (*_FILES, "forks"))
        rejected = notes.rejected_lines(answers)
        targets = _of_form(letter, filer_key)
        if not targets and not rejected:
            targets = _fallback(letter, filer_key)
    return Targets(tuple(_once(targets))[:MOST], rejected)


def _of_form(letter: Letter, filer_key: str) -> list[Target]:
    files = "\n".join(letter.answers.get(key, "") for key in _FILES)
    forks = letter.answers.get("forks", "")
    listed = _accused(files, "")
    original = {one.listing_id for one in addresses.find_addresses(letter.answers.get("work", ""))}
    named = {one.address.listing_id for one in listed}
    # A fork's answer may also tell what was forked: the original is no fork of itself.
    more = [
        one
        for one in _accused(forks, filer_key, keep_some=False)
        if one.address.listing_id in named or one.address.listing_id not in original
    ]
    return listed + [one for one in more if one.address.kind != "account" or not listed]


def _fallback(letter: Letter, filer_key: str) -> list[Target]:
    files = "\n".join(letter.answers.get(key, "") for key in (*_FILES, "forks"))
    others = (letter.answers.get(key, "") for key in ("work", "authority", *_FALLBACKS))
    bare = _bare(files)
    if bare:
        return bare
    for answer in others:
        accused = _accused(answer, filer_key)
        if accused:
            return accused
    # Some filers write the letter above or below an empty form.
    return _accused(letter.text, filer_key)


def _accused(text: str, filer_key: str, *, keep_some: bool = True) -> list[Target]:
    mentions = addresses.find_addresses(text)
    marked = notes.gone_on(text)
    first: dict[str, bool] = {}
    for one, own in zip(mentions, cues.own(text, mentions), strict=True):
        # What a letter calls a listing first is what it is; later mentions compare.
        first.setdefault(one.listing_id, own)
    others = [one for one in mentions if not first[one.listing_id]]
    strangers = [one for one in others if not filer_key or alias_key(one.store) != filer_key]
    # A filer may accuse a copy under its own name, or call it "our repository".
    choices = (strangers, others, mentions) if keep_some else (strangers,)
    for choice in choices:
        repositories = [one for one in choice if one.kind != "account"]
        if repositories:
            return [Target(one, marked and _gone(text, one)) for one in repositories]
    return [Target(one, marked and _gone(text, one)) for one in next(filter(None, choices), [])]


def _gone(text: str, address: Address) -> bool:
    begin = text.rfind("\n", 0, address.start) + 1
    end = text.find("\n", address.end)
    line = text[begin : end if end >= 0 else len(text)]
    # A mark among several addresses belongs to the one it follows.
    mark = notes.GONE.search(line)
    if mark is None or notes.gone_on(address.url):
        return False
    before = line[: mark.start()]
    return (
        not addresses.find_addresses(before[address.end - begin :])
        and address.end - begin <= mark.start()
    )


def _bare(text: str) -> list[Target]:
    targets: list[Target] = []
    for match in _BARE.finditer(text):
        owner, repo = match[1], match[2].rstrip(".")
        if _NOT_BARE.match(owner) or _NOT_BARE.match(repo) or (owner.isdigit() and repo.isdigit()):
            continue
        if not _marked(text, match):
            continue
        listing = f"{owner}/{repo}".lower()
        url = f"https://github.com/{owner}/{repo}"
        address = Address(
            "github", "repository", listing, owner.lower(), owner, url, match.start(), match.end()
        )
        targets.append(Target(address, False))
    return targets


def _marked(text: str, match: re.Match[str]) -> bool:
    """Say whether a bare pair counts: alone on its line, or after the word repository."""
    begin = text.rfind("\n", 0, match.start() + 1) + 1
    end = text.find("\n", match.end())
    line = text[begin : end if end >= 0 else len(text)].strip(" \t*_>-")
    lead = text[max(0, match.start() - 40) : match.start() + 1]
    alone = line in (f"{match[1]}/{match[2]}", f"{match[1]}/{match[2]}/")
    return alone or re.search(r"\brepo(?:sitor(?:y|ies))?\b", lead, re.IGNORECASE) is not None


def _once(targets: Iterable[Target]) -> list[Target]:
    kept: dict[str, Target] = {}
    for one in targets:
        first = kept.get(one.address.listing_id)
        if first is None:
            kept[one.address.listing_id] = one
        elif first.gone and not one.gone:
            kept[one.address.listing_id] = Target(first.address, False)
    return list(kept.values())
