"""How articles are read: explained, labelled, trained for."""

from __future__ import annotations

import getpass
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from nightdesk.arguments import yesterday
from nightdesk.settings import settings
from nightdesk.terminal import complain, console, tell


def explain(
    asked: Annotated[
        str | None, typer.Argument(help="URL, article_id, mention_id, claim_id, incident_id, or a file of articles.")
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="A text of your own instead.")] = None,
    title: Annotated[str, typer.Option("--title", help="With --text: its headline.")] = "",
    published: Annotated[
        str | None, typer.Option("--published", help="With --text: when it was published.", show_default="yesterday")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write one self-contained page instead.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead.")] = False,
) -> None:
    """Show how an article was read, and why each decision fell. Example: `nightdesk explain inc-4a6ae6a3bedc1c88`"""
    from transforms.explain import explain_article
    from transforms.explain.machine import render_json
    from transforms.explain.page import render_page
    from transforms.explain.subject import find_changes, find_subject, write_subject
    from transforms.explain.terminal import show_subject

    if asked is None and text is None:
        raise typer.BadParameter("say what to explain: a URL, an id or a file, or give a text with --text")
    subject = (
        find_subject(settings().published, asked)
        if asked
        else write_subject(title, text or "", published or yesterday())
    )
    for refusal in subject.refusals:
        complain(refusal)
    explanations = [explain_article(article) for article in subject.articles]
    changes = list(find_changes(subject, explanations))
    if as_json:
        typer.echo(render_json(explanations, subject.incident, changes))
    elif html is not None:
        html.write_text(render_page(explanations, subject.incident, changes), encoding="utf-8")
        tell(f"explain: {len(explanations)} articles in {html}")
    else:
        for part in show_subject(explanations, subject.incident, changes):
            console.print(part)


def label(
    articles: Annotated[
        Path | None, typer.Argument(help="Articles to label: JSON lines, Parquet, or a folder of them.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="File that labels are added to.")] = Path("labels.jsonl"),
    labeller: Annotated[str, typer.Option("--labeller", help="Who labels.")] = getpass.getuser(),
    port: Annotated[int, typer.Option("--port", help="Port on this machine; 0 = any that is free.")] = 0,
    score: Annotated[Path | None, typer.Option("--score", help="Score the reader on these labels instead.")] = None,
) -> None:
    """Correct what we read of articles on a local page, or score the reader on such labels.

    Example: `nightdesk label articles.jsonl --out labels.jsonl`, then `nightdesk label --score labels.jsonl`
    """
    if score is not None:
        from transforms.labels.file import read_labels
        from transforms.labels.score import score_labels, score_table

        console.print(score_table(score_labels(read_labels(score))))
        return
    if articles is None:
        raise typer.BadParameter("say which articles to label, or which labels to --score")
    from transforms.labels.desk import Desk
    from transforms.labels.server import serve_labels
    from transforms.texts import read_texts

    texts, rejects = read_texts(articles)
    for reject in rejects:
        complain(f"{reject.record}: {reject.reason}: {reject.detail}")
    with serve_labels(Desk(texts, out, labeller), port) as address:
        tell(f"{len(texts)} articles to label at {address}")
        tell(f"Labels go to {out}. Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):
            Event().wait()


def train(
    part: Annotated[str, typer.Argument(help="What to train: body, casing, gate, linking, roles.", metavar="PART")],
    gold: Annotated[Path, typer.Option("--gold", help="Folder of the open gold.")],
    labels: Annotated[
        Path | None, typer.Option("--labels", help="Folder of your own labels, as nightdesk label writes them.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the weights; default: where they are read.")
    ] = None,
) -> None:
    """Train the weights of a part anew; the same gold gives the same bytes. Needs the extra `train`.

    Example: `nightdesk train roles --gold ../shared/gold --out weights`
    """
    from transforms.linear_model import SHIPPED
    from transforms.training import Sources, train_part

    for line in train_part(part, Sources(gold, labels), out or SHIPPED):
        tell(line)


def gazetteer() -> None:
    """Compile the gazetteer if it is not there yet (some seconds, once). Example: `nightdesk gazetteer`"""
    from transforms.places.gazetteer import default_path, open_gazetteer

    open_gazetteer()
    tell(f"gazetteer: {default_path()}")
