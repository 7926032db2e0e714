"""What is asked about each accusation, which answers hold, and where the law gives no right.

A set of questions is a table in a file of its own; `questions_of(basis)` finds it, `check_answers`
validates answers by it, `check_kept` keeps out of the seller's sight what is for staff alone,
`answer_warnings` says what staff will ask and where an answer weakens the complaint, `answered`
reads stored answers with their questions. The words are English; pages translate them. Must not
decide a claim.
"""

from complaints.rules.filing.questions.asking import Choice, Question, QuestionSet
from complaints.rules.filing.questions.checking import (
    answer_warnings,
    check_answers,
    check_kept,
    shown_to_seller,
)
from complaints.rules.filing.questions.reading import answered
from complaints.rules.filing.questions.sets import SETS, questions_of
