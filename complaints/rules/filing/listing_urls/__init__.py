"""Finds the listing that a pasted address names; docs/linking.md states the rules.

Pure: no network, no database. How a marketplace's addresses look is in its record
(`rules/sellers/marketplaces`).
"""

from complaints.rules.filing.listing_urls.address import without_unseen
from complaints.rules.filing.listing_urls.answers import ListingUrl, UrlProblem
from complaints.rules.filing.listing_urls.recognition import (
    canonical,
    is_known,
    is_short,
    marketplace_name,
    marketplace_named,
    recognise,
    site_of,
)
