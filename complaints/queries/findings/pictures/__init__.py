"""The picture of a flag or of a ring: who acts with whom, what they share, whom they complain of.

Reads only rows of the filers concerned, and caps each kind. A shared identifier is shown with the
number of accounts that share it, never with its value. The picture is no evidence of its own.
"""

from complaints.queries.findings.pictures.drawing import (
    between,
    of_ring,
    picture,
    picture_shown,
    strongest,
)
from complaints.queries.findings.pictures.marks import Edge, Node, Picture
