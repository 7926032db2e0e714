"""The dossier of a boycott's case: all that DSA Art. 23(3) asks to be weighed, in one value.

    dossier = boycott_dossiers.of_boycott(work, boycott_id)

One dossier, two readers: what the filer does not get is named as withheld, with its ground. What is
not known is None.
"""

from complaints.queries.cases.boycott_dossiers.dossier import Dossier, of_boycott
from complaints.queries.cases.boycott_dossiers.figures import Counts, Favour, Gravity, Number, Sum
from complaints.queries.cases.boycott_dossiers.graded import DrawnClaims, GradedClaim
from complaints.queries.cases.boycott_dossiers.intentions import Intention, Mitigating, Sign
from complaints.queries.cases.boycott_dossiers.precedents import Precedent, Precedents
from complaints.queries.cases.boycott_dossiers.proof import PersonPart, Posted, Terms
