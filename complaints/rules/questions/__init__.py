"""What is asked about each accusation, which answers hold, and where the law gives no right.

A set of questions is a table in a file of its own; `of(basis)` finds it, `check` holds answers
against it, `warn` says what staff will ask and where an answer speaks against the complaint. The
words are English; pages translate them. Nothing here decides a claim.
"""

from complaints.rules.questions.asking import Choice, Question, QuestionSet
from complaints.rules.questions.checking import check, warn
from complaints.rules.questions.sets import SETS, of

__all__ = ["SETS", "Choice", "Question", "QuestionSet", "check", "of", "warn"]
