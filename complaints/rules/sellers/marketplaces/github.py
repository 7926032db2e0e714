"""GitHub: the owner is the store, the repository is the listing, whatever page of it is named.

Names are case-insensitive there. A gist is a listing of its own. A pages site (owner.github.io)
is the repository that GitHub publishes there for the owner; a folder of it may come from another
repository or not, so it stays a listing of its own, `pages:owner/folder`.
"""

from __future__ import annotations

from complaints.rules.sellers.marketplaces.record import WORLDWIDE, Marketplace
from complaints.rules.sellers.marketplaces.shapes import link, listing, lower, storefront

_OWN_PAGES = (
    "about|account|apps|assets|blog|business|codespaces|collections|contact|copilot|customer-stories|"
    "customers|dashboard|discussions|enterprise|events|explore|features|github-copilot|issues|join|"
    "login|logout|marketplace|mobile|new|notifications|nonprofit|oauth|open-source|organizations|"
    "orgs|personal|premium-support|pricing|pulls|readme|repos|resources|search|security|sessions|"
    "settings|signup|site|site-policy|solutions|sponsors|stars|team|topics|trending|users|watching|"
    "why-github|wiki"
)
_NAME = r"[a-z0-9_-]{1,39}"
_OWNER = rf"(?P<store>(?!(?:{_OWN_PAGES})(?:/|$)){_NAME})"
# a clone address ends in .git, a wiki's in .wiki.git; no repository may be named so
_REPOSITORY = r"(?P<repository>(?!\.{1,2}(?:/|$))[a-z0-9._-]{1,100}?)(?:\.wiki)?(?:\.git)?"
_WEB = r"(?:(?:www|m)\.)?github\.com"
_RAW = (
    r"(?:raw|media|codeload|nodeload|raw\.github)\.(?:github|githubusercontent)\.com|"
    r"(?:raw|media|render)\.githubusercontent\.com"
)
_PAGES = rf"(?!(?:www|pages)\.)(?P<store>{_NAME})\.github\.io"
_GIST_HOST = r"gist\.github(?:usercontent)?\.com"
_GIST = r"(?P<gist>[0-9a-f]{20,40}|[0-9]{1,12})"
# old ones are as short as a name, and told from one only behind their owner
_OWNED_GIST = r"(?P<gist>[0-9a-f]{5,40}|[0-9]{1,12})"
_REPOSITORY_ID = "{store}/{repository}"

MARKETPLACES = (
    Marketplace(
        slug="github",
        name="GitHub",
        countries=(WORLDWIDE,),
        languages=("en",),
        domains=("github.com", "githubusercontent.com", "github.io"),
        shapes=(
            listing(rf"/{_OWNER}/{_REPOSITORY}(?:/.*)?", host=_WEB, listing_id=_REPOSITORY_ID),
            listing(
                rf"/(?:media/)?{_OWNER}/{_REPOSITORY}/.*", host=_RAW, listing_id=_REPOSITORY_ID
            ),
            listing(
                rf"/repos/{_OWNER}/{_REPOSITORY}(?:/.*)?",
                host=r"api\.github\.com",
                listing_id=_REPOSITORY_ID,
            ),
            listing(rf"/(?:raw/)?{_GIST}(?:\.git|/.*)?", host=_GIST_HOST, listing_id="gist:{gist}"),
            # once the owner of all gists that nobody signed
            listing(
                rf"/(?:raw/)?anonymous/{_OWNED_GIST}(?:\.git)?(?:/.*)?",
                host=_GIST_HOST,
                listing_id="gist:{gist}",
            ),
            listing(
                rf"/(?:raw/)?(?P<store>{_NAME})/{_OWNED_GIST}(?:\.git)?(?:/.*)?",
                host=_GIST_HOST,
                listing_id="gist:{gist}",
            ),
            storefront(
                rf"/(?!(?:discover|forked|join|login|mine|search|starred)$)(?P<store>{_NAME})",
                host=r"gist\.github\.com",
            ),
            storefront(rf"/{_OWNER}", host=_WEB),
            storefront(rf"/(?:orgs|users|sponsors)/(?P<store>{_NAME})(?:/.*)?", host=_WEB),
            storefront(rf"/(?:orgs|users)/(?P<store>{_NAME})(?:/.*)?", host=r"api\.github\.com"),
            listing(
                r"/(?P<repository>[a-z0-9_-]{1,100}|[a-z0-9._-]{1,100}(?=/))(?:/.*)?",
                host=_PAGES,
                listing_id="pages:{store}/{repository}",
            ),
            # the root, a file in it, or a folder that no repository can be named after
            listing(host=_PAGES, listing_id="{store}/{store}.github.io"),
        ),
        links=(
            link(
                rf"gist:{_GIST}",
                "https://gist.github.com/{gist}",
                with_store="https://gist.github.com/{store}/{gist}",
            ),
            link(
                rf"gist:{_OWNED_GIST}",
                "https://gist.github.com/anonymous/{gist}",
                with_store="https://gist.github.com/{store}/{gist}",
            ),
            link(
                rf"pages:(?P<owner>{_NAME})/(?P<repository>[a-z0-9._-]+)",
                "https://{owner}.github.io/{repository}/index.html",
            ),
            link(rf"store:(?P<owner>{_NAME})", "https://github.com/{owner}"),
            link(
                rf"(?P<owner>{_NAME})/(?P<repository>[a-z0-9._-]+)",
                "https://github.com/{owner}/{repository}",
            ),
        ),
        fold=lower,
    ),
)
