"""`python -m backline.accuracy`: how right Backline is, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from backline.accuracy import full, machine, page, plank_rows, real_clips, tables
from backline.accuracy.agreement import read_agreement
from backline.accuracy.outcome_store import OutcomeStore
from backline.accuracy.perform import Source
from backline.accuracy.scenarios import Plan, scenarios
from backline.accuracy.score import score
from backline.accuracy.store import default_folder, prune
from backline.accuracy.sweep import Task, run
from backline.guide.load import GuideError, load_exercise, load_exercises
from backline.report.files import write_text

PAGE = Path("docs") / "accuracy.md"
SOURCE_WORDS: dict[str, str] = {
    "joints": "true joints with noise",
    "drawn": "drawn, seen by the pose model",
}

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
def main(
    context: typer.Context,
    quick: Annotated[bool, typer.Option("--quick", help="few performances: minutes")] = False,
    true_joints_only: Annotated[
        bool, typer.Option("--true-joints-only", help="leave out pictures and pose model")
    ] = False,
    exercise: Annotated[list[str] | None, typer.Option(help="only this one")] = None,
    jobs: Annotated[int, typer.Option(min=0, help="processes at a time; 0: one each core")] = 0,
    cache: Annotated[
        bool, typer.Option(help="use frames and outcomes kept from earlier runs")
    ] = True,
    agreement: Annotated[
        Path | None, typer.Option(help="a result of tools/agreement.py to add")
    ] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="the page")] = PAGE,
) -> None:
    """Sweep and write docs/accuracy.md, when no command is given."""
    if context.invoked_subcommand is not None:
        return
    try:
        wanted = full.Wanted(
            exercises=[load_exercise(name) for name in exercise or load_exercises()],
            quick=quick,
            drawn=not true_joints_only,
            jobs=jobs or machine.processors(),
            cache=default_folder() if cache else None,
            clips=real_clips.clips_folder(),
            agreement=read_agreement(agreement) if agreement else None,
        )
        prune(default_folder())
        OutcomeStore(default_folder()).forget_older()
        console = Console(stderr=True)
        with console.status("starting") as status:
            figures = full.sweep(wanted, status.update)
        write_text(out, page.render(figures))
    except (GuideError, ValueError, OSError) as error:
        _fail(error)
    typer.echo(f"{out} written in {figures.took_s / 60:.1f} min")


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


@app.command("tune")
def tune_command(
    exercise: Annotated[str, typer.Option(help="the exercise's id")],
    stage: Annotated[str | None, typer.Option(help="a stage of it")] = None,
    true_joints_only: Annotated[
        bool, typer.Option("--true-joints-only", help="leave out pictures and pose model: fast")
    ] = False,
    clean: Annotated[int, typer.Option(min=1, help="clean performances")] = 12,
    per_fault: Annotated[int, typer.Option(min=0, help="performances per planted fault")] = 6,
    strength: Annotated[float, typer.Option(help="1 is a clear fault")] = 1.0,
    cue: Annotated[list[str] | None, typer.Option(help="only this cue's fault")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="processes at a time")] = 1,
    seed: Annotated[int, typer.Option(help="another number, other performances")] = 0,
) -> None:
    """Print what each cue measures on clean and on faulty work, next to its limit."""
    try:
        known = load_exercise(exercise, stage=stage)
    except GuideError as error:
        _fail(error)
    source: Source = "joints" if true_joints_only else "drawn"
    plan = Plan(clean, per_fault, (per_fault + 1) // 2, (2, 2), enter_always=true_joints_only)
    cache = default_folder()
    prune(cache)
    chosen = scenarios(known, plan, seed, strength, only=cue or ())
    tasks = [Task(s, known, source, cache) for s in chosen]
    console = Console(stderr=True)
    with console.status(f"0 of {len(tasks)}") as status:
        outcomes = run(tasks, jobs, lambda done, all_: status.update(f"{done} of {all_}"))
    result = score(known, outcomes)
    out = Console(width=max(Console().width, 200))
    out.print(tables.tune_table(result, SOURCE_WORDS[source]))
    for line in (*tables.summary_lines(result), "", *tables.misses(outcomes)):
        out.print(line, highlight=False)


if __name__ == "__main__":
    app()
