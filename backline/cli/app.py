"""What can be typed after `backline`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_PORT = 8765

StageOption = Annotated[
    str | None,
    typer.Option(
        "--stage",
        metavar="ID",
        help="An easier or harder stage of it; `backline exercises ID` lists them.",
    ),
]

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line. Letters the terminal can't show become question marks rather
    than an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app(prog_name="backline")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"backline {version('backline')}")
        except PackageNotFoundError:
            typer.echo("backline, run from its source without being installed")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and end."
        ),
    ] = False,
) -> None:
    """A camera coach for the low back.

    Without a command, the live coach opens in your browser. Everything stays on this computer.
    """
    if context.invoked_subcommand is None:
        serve()


@app.command()
def analyze(
    videos: Annotated[
        list[str],
        typer.Argument(metavar="VIDEO", help="Video files."),
    ],
    exercise: Annotated[
        str | None,
        typer.Option(
            "--exercise",
            "-e",
            metavar="ID",
            help="Which exercise it is, such as bird-dog; `backline exercises` lists them. "
            "Without it, Backline finds out.",
        ),
    ] = None,
    stage: StageOption = None,
    json: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Write the result as JSON; - prints it instead of the report."
        ),
    ] = None,
    plot: Annotated[
        str | None,
        typer.Option(metavar="FILE.svg", help="Draw what was measured over time."),
    ] = None,
    annotate: Annotated[
        str | None,
        typer.Option(metavar="FILE.mp4", help="Write the video with what was seen drawn into it."),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No report and no progress bar.")
    ] = False,
) -> None:
    """Say how an exercise was done in a video.

    The report says what was counted or held, what to work on, and what could not be seen.

    With several videos, give each output as a folder or as a name with {stem} in it, which
    stands for the video's own name: --json results/{stem}.json
    """
    from backline.cli.analyze_command import AnalyzeOrder, run_analyze

    order = AnalyzeOrder(tuple(videos), exercise, json, plot, annotate, quiet, stage)
    raise typer.Exit(run_analyze(order))


@app.command()
def demo(
    exercise: Annotated[
        str, typer.Argument(metavar="ID", help="The exercise; `backline exercises` lists them.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.mp4", help="The video to write.")
    ],
    stage: StageOption = None,
    fault: Annotated[
        str | None,
        typer.Option(metavar="CUE", help="Show it done wrong, with the fault this cue looks for."),
    ] = None,
    strength: Annotated[
        float, typer.Option(metavar="X", help="How strong the fault is; 1 is plain to see.")
    ] = 1.0,
    size: Annotated[
        str, typer.Option(metavar="WxH", help="Size of the picture in pixels.")
    ] = "1280x720",
) -> None:
    """Draw the demonstration of an exercise as a video."""
    from backline.cli.demo_command import DemoOrder, run_demo

    raise typer.Exit(run_demo(DemoOrder(exercise, output, fault, strength, size, stage)))


@app.command()
def exercises(
    exercise: Annotated[
        str | None, typer.Argument(metavar="ID", help="Read all about this one.")
    ] = None,
    stage: StageOption = None,
) -> None:
    """List the exercises, or print the handout of one."""
    from backline.cli.small_commands import run_exercises

    raise typer.Exit(run_exercises(exercise, stage))


@app.command()
def doctor() -> None:
    """Check whether this computer is ready.

    Ends with 1 when something that is needed is broken.
    """
    from backline.cli.small_commands import run_doctor

    raise typer.Exit(run_doctor())


@app.command()
def serve(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help=f"The port to use; {DEFAULT_PORT}, or any free one."),
    ] = None,
    host: Annotated[
        str, typer.Option(help="The address to listen on. Others than your own open it to others.")
    ] = "127.0.0.1",
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Don't open the page in the browser.")
    ] = False,
) -> None:
    """Start the live coach on this computer."""
    from backline.cli.small_commands import run_serve

    raise typer.Exit(run_serve(host, port, open_browser=not no_browser))
