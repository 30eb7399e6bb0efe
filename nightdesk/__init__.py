"""The front door: every step of a night as a command that a person can type.

Commands load what they need when they run: the language model and the data libraries take seconds.
"""

from nightdesk.front_door import app, main
from nightdesk.settings import Settings, site_names
from nightdesk.terminal import Exit

__all__ = ["Exit", "Settings", "app", "main", "site_names"]
