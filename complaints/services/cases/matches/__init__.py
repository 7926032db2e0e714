"""Matches an account with bound and flagged parties. Proposes, never merges. Ground of the
services: a sign-up, a filing and the job that compares papers call it.

The rule is `abuse.linking.matching`; this gathers what it asks for and stores what it finds.
"""

from complaints.services.cases.matches.finding import match
from complaints.services.cases.matches.seen import Shown
