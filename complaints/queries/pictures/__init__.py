"""The picture of a case: who acts with a flag's filer, what they share, whom they complain of.

Read from the record by the filers concerned alone, never from the whole of it, and capped. What is
shared is said with how many share it, never the value. A picture, not evidence of its own.
"""

from complaints.queries.pictures.drawing import between, picture
from complaints.queries.pictures.marks import Edge, Node, Picture

__all__ = ["Edge", "Node", "Picture", "between", "picture"]
