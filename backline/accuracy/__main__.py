"""`python -m backline.accuracy`: how right Backline is, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from backline.accuracy import plank_rows, tables

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="How right Backline is. Without a command: sweep and write docs/accuracy.md.",
)


def _fail(message: object) -> NoReturn:
    typer.echo(str(message), err=True)
    raise typer.Exit(2)


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Sweep and write docs/accuracy.md, when no command is given."""
    if context.invoked_subcommand is None:
        _fail("the sweep is not there yet")


@app.command("plank-rows")
def plank_rows_command(
    file: Annotated[Path, typer.Argument(help="a CSV of labelled landmark rows")],
    aspect: Annotated[
        float, typer.Option(help="width over height of the pictures")
    ] = plank_rows.DEFAULT_ASPECT,
) -> None:
    """Judge labelled plank landmarks by the plank's cues and print the confusion table."""
    try:
        confusion = plank_rows.judge_rows(plank_rows.read_rows(file, aspect))
    except plank_rows.RowsError as error:
        _fail(error)
    console = Console()
    console.print(tables.confusion_table(confusion))
    console.print(
        f"right: {confusion.right} of {confusion.total} ({100 * confusion.share_right:.1f} %)"
    )


if __name__ == "__main__":
    app()
