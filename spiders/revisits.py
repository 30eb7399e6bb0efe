"""When a page is asked again: articles at growing ages, pages of links as often as they change. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Ages, in nights since a page was first seen, at which it is looked at again: most corrections come in the first days.
_AGES = (1, 2, 4, 7, 14, 28, 56)
# So many nights without a change, and a page of links is asked a night later; at the latest after a week.
_NIGHTS_A_STEP = 3
_MOST_NIGHTS = 7
# An archived page that answers 404, or leads to the front page, may be gone, or its site have a bad night: so many
# nights that follow it is asked again, until it answers.
NIGHTS_IN_DOUBT = 7
REDIRECTED_HOME, TOLD_GONE = "redirected_home", "gone"
_NOT_FOUND, _GONE, _TOO_MANY_REQUESTS, _SERVER_ERROR = 404, 410, 429, 500

ARCHIVED = frozenset({"ok", "unchanged"})


@dataclass(frozen=True)
class Visit:
    """One night's visit to a page. `status` is null where nothing answered."""

    night: date
    outcome: str
    status: int | None = None


@dataclass(frozen=True)
class Seen:
    """What earlier nights know of a page: their visits, oldest first, at least one."""

    visits: tuple[Visit, ...]

    @property
    def first_night(self) -> date | None:
        """The night that first archived it; null if none did."""
        return next((visit.night for visit in self.visits if visit.outcome in ARCHIVED), None)

    @property
    def last_night(self) -> date:
        """The night of the last visit, whatever came of it."""
        return self.visits[-1].night

    @property
    def last_answer(self) -> Visit | None:
        """The last visit that the site answered, errors of its own aside; null if it never did."""
        answered = (visit for visit in reversed(self.visits) if visit.status is not None)
        return next((visit for visit in answered if not _is_fault(visit.status or 0)), None)


def _is_fault(status: int) -> bool:
    return status >= _SERVER_ERROR or status == _TOO_MANY_REQUESTS


def is_gone(seen: Seen | None, status: int, *, leads_home: bool = False) -> bool:
    """Whether an answer tells that an archived page is gone: 410 at once, else where the last answer told it as well.

    An answer tells it that is 404, or that leads to the site's front page or to one of its sections.
    """
    if seen is None or seen.first_night is None or not (leads_home or status in (_NOT_FOUND, _GONE)):
        return False
    last = seen.last_answer
    return status == _GONE or (last is not None and _is_missing(last))


def _is_missing(visit: Visit) -> bool:
    return visit.status in (_NOT_FOUND, _GONE) or visit.outcome in (REDIRECTED_HOME, TOLD_GONE)


def is_in_doubt(seen: Seen, night: date) -> bool:
    """Whether an archived page told once that it is missing, and the next answer is to say whether it is gone."""
    last = seen.last_answer
    if seen.first_night is None or last is None or last.outcome not in ("http_error", REDIRECTED_HOME):
        return False
    return _is_missing(last) and last.status != _GONE and (night - last.night).days <= NIGHTS_IN_DOUBT


def is_due(seen: Seen, night: date, revisit_days: int) -> bool:
    """Whether a page that was tried before is to be asked tonight.

    An archived one at the ages 1, 2, 4, 7, … nights, up to `revisit_days`, and each night while it is in doubt; one
    that always failed at the same ages, as long as it is announced.
    """
    if is_in_doubt(seen, night):
        return True
    first = seen.first_night
    start, last_age = (first, revisit_days) if first else (seen.visits[0].night, max(_AGES))
    age, age_at_last_visit = (night - start).days, (seen.last_night - start).days
    return any(age_at_last_visit < due <= age for due in _AGES if due <= last_age)


def is_poll_due(seen: Seen, night: date) -> bool:
    """Whether a feed, sitemap or section page is asked tonight: the longer it has not changed, the more rarely."""
    streak = 0
    for visit in reversed(seen.visits):
        if visit.outcome != "unchanged":
            break
        streak += 1
    return (night - seen.last_night).days >= min(1 + streak // _NIGHTS_A_STEP, _MOST_NIGHTS)
