"""Which of the coded articles are tuned on, and which are set aside: one rule for training and for measuring."""

from __future__ import annotations

import hashlib


def is_set_aside(key: str) -> bool:
    """True for a third of the keys, by their hash; articles on one incident stay together where it is their key."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % 3 == 0
