"""The one message of a night: what was lost, what is published all the same, and what to type. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nightdesk.failures import rule_for
from nightdesk.step_files import OF_ALL_SITES

if TYPE_CHECKING:
    from nightdesk.night_facts import Loss, NightFacts, Refusal

# A message is read on a telephone; the log has the rest.
SHOWN_REFUSALS = 8
SHOWN_CHARACTERS = 1_500


@dataclass(frozen=True)
class Message:
    """What is sent to a person; `lost_sites` is for machines that read it too."""

    night: str
    subject: str
    text: str
    lost_sites: tuple[str, ...] = ()


def compose_alert(facts: NightFacts, *, even_if_clean: bool = False) -> Message | None:
    """The message of a night that ended; None if nothing was lost, unless it is wanted `even_if_clean`."""
    if not (facts.losses or facts.site_fault or even_if_clean):
        return None
    parts = [_published(facts), *(_tell_loss(loss, facts) for loss in facts.losses), _make_whole(facts)]
    return Message(
        night=str(facts.night),
        subject=f"Nightdesk {facts.night}: {_headline(facts)}",
        text="\n\n".join(part for part in (*parts, _tell_refusals(facts.refusals)) if part),
        lost_sites=tuple(facts.lost_sites),
    )


def compose_late(facts: NightFacts, hours: float) -> Message:
    """The message of a night that has not ended `hours` after it was due."""
    waiting = ", ".join(facts.lost_sites) or "none"
    steps = ", ".join(loss.step for loss in facts.losses if loss.site is None) or "none"
    text = (
        f"The night {facts.night} has not ended {hours:g} hours after it began.\n\n"
        f"Sites not read to the end: {waiting}\nSteps not done: {steps}\n\n"
        f"Look which task runs or waits in Airflow's grid, and: nightdesk report --night {facts.night} --alert"
    )
    return Message(str(facts.night), f"Nightdesk {facts.night}: the night is late", text, tuple(facts.lost_sites))


def _headline(facts: NightFacts) -> str:
    lost = len(facts.lost_sites)
    failed = next((loss.step for loss in facts.losses if loss.site is None), None)
    told = []
    if facts.site_fault:
        told.append("no site to crawl")
    elif lost:
        told.append("no site worked" if lost == len(facts.sites) else f"{lost} of {len(facts.sites)} sites lost")
    if failed:
        told.append(f"nothing published, {failed} failed")
    return ", ".join(told) or "clean"


def _published(facts: NightFacts) -> str:
    if facts.site_fault:
        return facts.site_fault
    if facts.release is None:
        return "Nothing is published yet."
    if any(loss.site is None for loss in facts.losses):
        return f"This night is not published; readers stay on release {facts.release}."
    if not facts.is_of_night or not facts.changes:
        return f"No incident changed; readers stay on release {facts.release}."
    counts = ", ".join(f"{count} {kind}" for kind, count in facts.changes.items())
    return f"Published as release {facts.release}: incidents {counts}."


def _tell_loss(loss: Loss, facts: NightFacts) -> str:
    """Which step of what, what it said, and what a person does about it."""
    what = f"{loss.site}: {loss.step}" if loss.site else loss.step
    if loss.exit_code is None:
        ended, to_do = "has not ended", "see its task in Airflow; if it is not running, run it again"
    else:
        rule = rule_for(loss.exit_code)
        ended, to_do = f"ended with {loss.exit_code}, {rule.meaning}", rule.to_do.format(site=loss.site)
    said = loss.message[:SHOWN_CHARACTERS]
    return f"{what} {ended}\n  {said}\n  To do: {to_do}\n  {_commands(loss, facts)}"


def _commands(loss: Loss, facts: NightFacts) -> str:
    """What to type once the cause is mended."""
    if loss.site is None:
        # What was refused was linked with a release; it is linked again with the one that readers see.
        steps = OF_ALL_SITES if loss.step == "extract" else OF_ALL_SITES[1:]
        return " && ".join(f"nightdesk {step} --night {facts.night}" for step in steps)
    by_site = ("crawl", "articles") if loss.step == "crawl" else ("articles",)
    return " && ".join(f"nightdesk {step} {loss.site} --night {facts.night}" for step in by_site)


def _make_whole(facts: NightFacts) -> str:
    if not facts.lost_sites:
        return ""
    steps = " && ".join(f"nightdesk {step} --night {facts.night}" for step in OF_ALL_SITES)
    return (
        f"When sites are mended, make the night whole: in Airflow clear what failed in the run of `crawl` for "
        f"{facts.night}, or type after the above:\n  {steps}"
    )


def _tell_refusals(refusals: tuple[Refusal, ...]) -> str:
    if not refusals:
        return ""
    lines = [f"  {one.records} {one.step} {one.reason}, e.g. {one.example}" for one in refusals[:SHOWN_REFUSALS]]
    more = len(refusals) - SHOWN_REFUSALS
    return "\n".join(["Left out by rule:", *lines] + ([f"  and {more} more kinds"] if more > 0 else []))
