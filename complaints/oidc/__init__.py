"""Asks the house's own OpenID provider who somebody is (docs/adr/0095-work-accounts.md). Knows no
rows and no pages.
"""
