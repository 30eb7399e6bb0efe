"""An explanation as lines for a terminal: the text with its marks, then every sentence, account and incident."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from transforms.explain.explanation import (
    AccountReading,
    Candidate,
    CountReading,
    Explanation,
    IncidentReading,
    MentionReading,
    SentenceReading,
)
from transforms.explain.findings import bounds_text
from transforms.explain.marks import STYLES, Piece, mark_text

_DIM = "dim"


def show_subject(
    explanations: Sequence[Explanation], incident: IncidentReading | None, changes: Sequence[str]
) -> Iterator[RenderableType]:
    """What a console prints of all that was asked for, part by part; it wraps at the console's width.

    `changes` are told first: what was published otherwise than it is read now.
    """
    for change in changes:
        yield Text(change, style="yellow")
    if incident is not None:
        yield from show_incident(incident)
    for explanation in explanations:
        yield from show_explanation(explanation)


def show_explanation(explanation: Explanation) -> Iterator[RenderableType]:
    """One article: its text with marks, its accounts, then each sentence."""
    article = explanation.article
    yield Rule(Text(article.title, style="bold"), align="left")
    yield Text(f"{article.url}\n{article.source}, published {article.published_at:%Y-%m-%d %H:%M} UTC", style=_DIM)
    yield Text.assemble(
        (explanation.why, "green" if explanation.door == "ok" else "yellow"),
        f"; country of most places: {explanation.country or 'none'}; reader {explanation.reader}",
    )
    yield _legend()
    yield _marked(explanation)
    for account in explanation.accounts:
        yield from _account(account)
    if explanation.sentences:
        yield Rule(Text("Sentence by sentence", style="bold"), align="left")
    for sentence in explanation.sentences:
        yield from _sentence(sentence)


def _legend() -> Text:
    legend = Text("Marks: ")
    for kind, style in STYLES.items():
        legend.append(f" {kind} ", style=style.terminal).append(" ")
    return legend.append("; [n] the account of the sentence, ⟨n: …⟩ what the words are to it", style=_DIM)


def _marked(explanation: Explanation) -> RenderableType:
    """The article's text with what was read in it in colour, each sentence with the number of its account."""
    marked = Text()
    of_start = {sentence.start: sentence for sentence in explanation.sentences}
    for piece in mark_text(explanation):
        sentence = of_start.get(piece.start)
        if sentence is not None:
            marked.append(f"[{sentence.account or '–'}]", style="bold reverse" if sentence.account else _DIM).append(
                " "
            )
        marked.append(piece.text, style=_style(piece))
        if piece.ends:
            marked.append(f"⟨{', '.join(piece.ends)}⟩", style="bold blue")
    return Padding(marked, (1, 2))


def _style(piece: Piece) -> str:
    if piece.kind:
        return STYLES[piece.kind].terminal
    return "" if piece.account else _DIM


def _account(account: AccountReading) -> Iterator[RenderableType]:
    mention = account.mention
    head = f"Account {account.number}" + (f", rank {mention.rank}: {mention.title}" if mention else "")
    yield Rule(Text(head, style="bold cyan" if mention else "bold"), align="left")
    told = ", ".join(str(index + 1) for index in account.sentences)
    parts = ", ".join(f"{part.name} {part.points:g}" for part in account.weight) or "nothing"
    yield Text(f"sentences {told}; weight {account.total:g} of {account.needed:g} needed: {parts}")
    yield Text(account.why, style="green" if mention else "yellow")
    if mention is not None:
        yield from _mention(mention)


def _mention(mention: MentionReading) -> Iterator[RenderableType]:
    values = _grid("", "value", "why")
    for value in mention.values:
        values.add_row(value.name, Text(value.text or "–", style="bold" if value.text else _DIM), value.why)
    yield values
    for heading, candidates in (("place", mention.places), ("actor", mention.actors), ("target", mention.targets)):
        if candidates:
            yield _candidates(heading, candidates)
    if mention.claims:
        claims = _grid("claimant", "quantity", "low/best/high", "whose", "why")
        for claim in mention.claims:
            claims.add_row(claim.claimant, claim.quantity, bounds_text(claim.bounds), claim.whose, claim.why)
        yield claims
    yield from _counts(mention.counts)


def _candidates(heading: str, candidates: Sequence[Candidate]) -> Grid:
    votes = _grid(f"votes for {heading}", "points", "because")
    for candidate in candidates:
        name = Text(
            f"{'✓ ' if candidate.is_taken else '  '}{candidate.name}", style="bold" if candidate.is_taken else ""
        )
        because = "; ".join(f"{part.name} ({part.points:+g})" for part in candidate.parts)
        votes.add_row(name, f"{candidate.points:g}", because)
    return votes


def _counts(counts: Sequence[CountReading]) -> Iterator[RenderableType]:
    for count in counts:
        yield Text.assemble((f"{count.quantity} {bounds_text(count.bounds)}", "bold"))
        for step in count.steps:
            yield Padding(Text(f"· {step}"), (0, 0, 0, 2))


def _sentence(sentence: SentenceReading) -> Iterator[RenderableType]:
    number = f"{sentence.index + 1}."
    place = f"account {sentence.account}" if sentence.account else "no account"
    yield Text.assemble((f"{number} ", "bold"), sentence.text.strip())
    yield Padding(Text(f"{place}: {sentence.why}", style="green" if sentence.account else "yellow"), (0, 0, 0, 3))
    if sentence.findings:
        found = Grid.grid(padding=(0, 2))
        for _ in range(4):
            found.add_column(overflow="fold")
        for finding in sentence.findings:
            words = sentence.text[finding.start - sentence.start : finding.end - sentence.start]
            kind = Text(finding.kind, style=STYLES[finding.kind].terminal)
            found.add_row(kind, words, Text(finding.meaning, style="bold"), Text(finding.why, style=_DIM))
        yield Padding(found, (0, 0, 0, 3))


def show_incident(incident: IncidentReading) -> Iterator[RenderableType]:
    """A published incident: its summary, each claimant's newest figure, and the counts that were made of them."""
    yield Rule(Text(f"Incident {incident.incident_id}, revision {incident.revision}", style="bold cyan"), align="left")
    yield Text(incident.summary)
    if incident.voices:
        voices = _grid("claimant", "quantity", "low/best/high", "said on", "credibility")
        for voice in incident.voices:
            name = Text(f"{'✓ ' if voice.is_best else '  '}{voice.claimant}", style="bold" if voice.is_best else "")
            voices.add_row(name, voice.quantity, bounds_text(voice.bounds), f"{voice.said_on}", f"{voice.credibility}")
        yield voices
    yield from _counts(incident.counts)


def _grid(*headings: str) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, header_style=_DIM, show_edge=False)
    for heading in headings:
        grid.add_column(heading, overflow="fold")
    return grid
