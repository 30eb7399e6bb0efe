"""What holds for every test."""

from __future__ import annotations

import os

# A developer's own nightdesk.env is not what is tested.
os.environ["NIGHTDESK_ENV_FILE"] = os.devnull
