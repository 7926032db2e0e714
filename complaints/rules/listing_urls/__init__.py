"""From a pasted address to the listing that it names; docs/linking.md says the rules.

Pure: no network, no database. A marketplace is a table in `marketplaces/`; to add one, copy the
table of a similar one, list it in `marketplaces/__init__.py` and add its addresses to
`tests/rules/listing_urls.csv`.
"""

from complaints.rules.listing_urls.answers import ListingUrl, UrlProblem
from complaints.rules.listing_urls.recognition import (
    canonical,
    is_known,
    is_short,
    name_of,
    recognise,
)

__all__ = ["ListingUrl", "UrlProblem", "canonical", "is_known", "is_short", "name_of", "recognise"]
