"""Suits and the like about claims: told by a side, looked at and carried out by staff.

A notice counts as it arrives. What it stops, and what its end does, is in
`rules/law/proceedings.py`.
"""

from complaints.services.law.proceedings.carrying import carry_out, decline
from complaints.services.law.proceedings.noting import end_proceeding, note_proceeding, see_paper
