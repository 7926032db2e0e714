"""The suite. Two workers share two cores: threads of a library would only wait for each other."""

import os

os.environ.update({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"})
