"""How well a scan does on markets whose truth is known: figures, bars and their rendering.

Measures and shows; it tunes nothing, and the scan never imports it.
"""

from lab.evaluation.figures import Figures, Rings
from lab.evaluation.outcome import Measured, Outcome
from lab.evaluation.tallies import Tally
from lab.evaluation.whole import Evaluation

__all__ = ["Evaluation", "Figures", "Measured", "Outcome", "Rings", "Tally"]
