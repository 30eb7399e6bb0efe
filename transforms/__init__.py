"""Pages to articles to incidents to releases."""

import os

# The matrices of one sentence are small: OpenBLAS's threads wait for each other longer than they multiply, and workers
# are processes already. NumPy reads this when it is first imported; whoever sets it otherwise is obeyed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
