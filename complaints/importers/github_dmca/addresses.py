"""Addresses of hosted content in a text: which repository, gist, page or account each names.

It finds and names; whether an address is accused is decided elsewhere. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import ada_url

# First path segments that are GitHub's own pages, never an account.
_SITE_WORDS = """
about account apps articles blog business codespaces collections contact copilot
customer-stories dashboard en enterprise events explore features issues join login logout
marketplace new nonprofit notifications organizations pricing pulls readme search security
settings site sessions sponsors stars team topics trending watching images assets github dmca
private invalid redacted username user owner
"""
_SITE = frozenset(_SITE_WORDS.split())
_OWNER = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?-?"
# Addresses are sometimes glued together; the next one's scheme is no part of a name.
_REPO = r"(?:(?!https?://)[A-Za-z0-9._-]){1,100}"
# A slash at the end of a line whose address goes on in the next one.
_WRAP = r"(?:[ \t]*\n[ \t>]*(?=[A-Za-z0-9._-]+(?:/|[ \t]*(?:\n|\Z))))?"
# A name broken after its hyphen: the next line has the rest of it and a folder.
_HYPHEN = r"(?:(?<=-)[ \t]*\n[ \t>]*[A-Za-z0-9._-]+(?=/(?:blob|tree|raw|commit|wiki|issues)\b))?"
_CLOSING = ".,;:!?'*_)"
_REST = r"""(?!https?://)[^\s<>"”“’|\\^`{}\[\]，。、；）（]"""
_ADDRESS = re.compile(
    rf"""(?<![\w@.-])(?:https?:?[/\\]{{1,3}})?(?:
      (?:www\.|m\.)?github\.com(?::\d+)?[/:]+(?:orgs/|users/)?(?P<owner>{_OWNER})
          (?:/{_WRAP}(?P<repo>{_REPO}{_HYPHEN}))?
    | gist\.github\.com/(?:(?P<gist_owner>{_OWNER})/)?(?P<gist>[0-9a-f]{{5,40}}|\d+)(?![\w-])
    | gist\.(?:githubusercontent|github)\.com/(?:raw/)?(?P<raw_owner>{_OWNER})
          /(?:raw/)?(?P<raw_gist>[0-9a-f]{{5,40}}|\d+)(?![\w-])
    | gist\.github\.com/(?P<gist_account>{_OWNER})
    | (?:raw\.githubusercontent|raw\.github|codeload\.github|media\.githubusercontent)\.com
          /(?:media/)?(?P<file_owner>{_OWNER})/(?P<file_repo>{_REPO})
    | api\.github\.com/repos/(?P<api_owner>{_OWNER})/(?P<api_repo>{_REPO})
    | (?P<page_owner>{_OWNER})\.github\.(?:io|com)(?![\w-])(?:/(?P<page_repo>{_REPO})(?=[/\s]|$))?
    | (?:www\.)?npmjs\.(?:com|org)/package/(?P<npm>(?:@[\w.-]+/)?[\w.-]+)
    | registry\.npmjs\.org/(?P<registry>(?:@[\w.-]+/)?[\w.-]+)
    )(?P<rest>(?:{_REST})*)""",
    re.VERBOSE | re.IGNORECASE,
)
_SSH = re.compile(
    rf"git@github\.com:(?P<owner>{_OWNER})/(?P<repo>{_REPO})(?P<rest>)", re.IGNORECASE
)
_HINT = re.compile(r"github|npmjs", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """One address as it stands at `start:end` of a text.

    `listing_id` is `owner/repo`, `gist:ID`, `pages:owner/folder`, `store:owner` for an account
    (`kind` is then `account`), or a package's place on npm. `store` is the account, in lower
    case; empty where unknown.
    """

    marketplace: str
    kind: str
    listing_id: str
    store: str
    store_name: str
    url: str
    start: int
    end: int


def find_addresses(text: str) -> list[Address]:
    """Every address of hosted content in a text, in order, GitHub's own pages left out."""
    if _HINT.search(text) is None:
        return []
    return list(_matches(text))


def _matches(text: str) -> Iterator[Address]:
    matches = [*_ADDRESS.finditer(text), *_SSH.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        address = _named(match)
        if address is not None:
            yield address


def _named(match: re.Match[str]) -> Address | None:
    groups = {key: value for key, value in match.groupdict().items() if value}
    package = groups.get("npm") or groups.get("registry")
    if package:
        return _package(match, package.rstrip("."))
    gist = groups.get("gist") or groups.get("raw_gist")
    if gist:
        owner = groups.get("gist_owner") or groups.get("raw_owner") or ""
        # GitHub once took gists from anyone: "anonymous" is nobody's account.
        owner = "" if owner.lower() == "anonymous" else owner
        return _address(match, "gist", f"gist:{gist.lower()}", owner)
    if "page_owner" in groups:
        return _page(match, groups)
    owner = next((groups[key] for key in ("owner", "file_owner", "api_owner") if key in groups), "")
    repo = next((groups[key] for key in ("repo", "file_repo", "api_repo") if key in groups), "")
    if "gist_account" in groups:
        return _account(match, groups["gist_account"])
    return _repository(match, owner, repo)


def _repository(match: re.Match[str], owner: str, repo: str) -> Address | None:
    if owner.lower() in _SITE:
        return None
    name = _repository_name(repo, ends=match["rest"][:1] not in tuple("/?#"))
    if not name:
        return _account(match, owner)
    return _address(match, "repository", f"{owner}/{name}".lower(), owner)


def _repository_name(repo: str, *, ends: bool) -> str:
    name = re.sub(r"[\s>]+", "", repo)
    # A full stop that ends a sentence and underscores that close markup are not the name's.
    name = name.rstrip("_.") if ends else name
    name = re.sub(r"\.git$", "", name, flags=re.IGNORECASE)
    return name if name.strip("._") else ""


def _page(match: re.Match[str], groups: dict[str, str]) -> Address | None:
    owner = groups["page_owner"]
    if owner.lower() in _PAGE_HOSTS:
        return None
    folder = groups.get("page_repo", "")
    # The folder may be a project's or the account's own: it stays a listing of its own.
    if re.fullmatch(r"[A-Za-z0-9_-]+", folder):
        return _address(match, "page", f"pages:{owner}/{folder}".lower(), owner)
    return _address(match, "page", f"{owner}/{owner}.github.io".lower(), owner)


_PAGE_HOSTS_WORDS = """
www help docs gist raw api support education developer status blog pages assets cloud
resources services training lab cli desktop enterprise codeload opensource guides
"""
_PAGE_HOSTS = frozenset(_PAGE_HOSTS_WORDS.split())


def _account(match: re.Match[str], owner: str) -> Address | None:
    if owner.lower() in _SITE:
        return None
    return _address(match, "account", f"store:{owner}".lower(), owner)


def _package(match: re.Match[str], name: str) -> Address:
    scope = name.split("/")[0] if name.startswith("@") else ""
    place = f"npmjs.com/package/{name}"
    return Address(
        "npmjs.com",
        "package",
        place,
        scope.lower(),
        scope,
        f"https://www.{place}",
        match.start(),
        match.end(),
    )


def _address(match: re.Match[str], kind: str, listing_id: str, owner: str) -> Address:
    url = _url(match, kind, listing_id, owner)
    # A colon or full stop after an address belongs to the sentence.
    end = match.start() + len(match[0].rstrip(_CLOSING))
    return Address("github", kind, listing_id, owner.lower(), owner, url, match.start(), end)


def _url(match: re.Match[str], kind: str, listing_id: str, owner: str) -> str:
    """The address as it was reported where it is a sound URL, else the canonical one."""
    rest = match["rest"] if match["rest"][:1] in ("/", "?", "#") else ""
    address = match[0].removesuffix(match["rest"]) + rest
    reported = re.sub(r"\s+>?", "", address).rstrip(_CLOSING)
    if reported.count("(") > reported.count(")"):
        reported += ")"
    if not reported.lower().startswith("http"):
        reported = "https://" + reported
    if reported.isascii() and len(reported) <= 1000 and "git@" not in reported:
        try:
            return str(ada_url.URL(reported).href)
        except ValueError:
            pass
    path = listing_id.partition(":")[2] or listing_id
    if kind == "gist":
        return f"https://gist.github.com/{owner + '/' if owner else ''}{path}"
    if kind == "page" and path != listing_id:
        return f"https://{owner}.github.io/{path.split('/')[1]}/"
    return f"https://github.com/{path}"
