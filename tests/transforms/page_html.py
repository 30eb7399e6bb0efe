"""Small pages for tests: a story's paragraphs in a page with the usual surroundings."""

from __future__ import annotations

PARAGRAPHS = (
    "At least nine soldiers were killed when gunmen attacked an army post near the town of Kessa, officials said.",
    "The attackers came on motorbikes before dawn and burned two vehicles, a local councillor told reporters.",
    "Residents fled to the nearby village of Oru, where aid workers said more than 300 people were sheltering.",
)


def make_page(
    *,
    head: str = "",
    title: str = "Nine soldiers killed in attack on army post",
    body: str | None = None,
    after: str = "",
    lang: str = "en",
) -> str:
    story = body if body is not None else "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>'
        '<nav><a href="/">Home</a> <a href="/africa">Africa</a></nav>'
        f"<article><h1>{title}</h1><div class='story-body'>{story}</div></article>{after}"
        "<footer>Contact us</footer></body></html>"
    )
