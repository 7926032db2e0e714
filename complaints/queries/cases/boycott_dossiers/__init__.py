"""The dossier of a boycott's case: all that DSA Art. 23(3) asks to be weighed, in one value.

    dossier = boycott_dossiers.of_boycott(work, boycott_id)

Staff and counsel read it whole. The filer reads its own: its figures and its reasons, without the
names of staff and what is known of other filers and of sellers. What is not known is None.
"""

from complaints.queries.cases.boycott_dossiers.dossier import Dossier, of_boycott
from complaints.queries.cases.boycott_dossiers.figures import Counts, Favour, Gravity, Number, Sum
from complaints.queries.cases.boycott_dossiers.intentions import Intention, Mitigating, Sign
from complaints.queries.cases.boycott_dossiers.precedents import Precedent, Precedents
from complaints.queries.cases.boycott_dossiers.proof import PersonPart, Posted, Terms
