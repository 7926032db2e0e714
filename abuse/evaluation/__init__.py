"""How well a scan does on markets whose truth is known: figures, bars and their rendering.

Measures and shows; it tunes nothing, and the scan never imports it.
"""

from abuse.evaluation.figures import Figures, Rings
from abuse.evaluation.outcome import Measured, Outcome
from abuse.evaluation.tallies import Tally
from abuse.evaluation.whole import Evaluation

__all__ = ["Evaluation", "Figures", "Measured", "Outcome", "Rings", "Tally"]
