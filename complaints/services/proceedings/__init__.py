"""Suits and the like about claims: told by a side, looked at and carried out by staff.

A notice counts as it arrives. What it stops, and what its end does, is in `rules/proceedings.py`.
"""

from complaints.services.proceedings.carrying import carry_out, decline
from complaints.services.proceedings.noting import end_proceeding, note_proceeding, see_paper
