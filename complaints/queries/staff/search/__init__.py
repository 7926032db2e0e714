"""The search: what a question finds, by kind, as far as whoever asks may see it.

`matching` finds ids in the index, `hits` says of each what a list shows, `asking` puts both
together, `sealed` compares a contact with the sealed ones by its hash.
"""

from complaints.queries.staff.search.asking import Group, groups, search_page
from complaints.queries.staff.search.hits import Hit
from complaints.queries.staff.search.sealed import SealedMatch, same_contact
