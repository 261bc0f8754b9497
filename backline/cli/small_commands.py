"""The commands that only hand on: exercises, doctor and serve."""

from __future__ import annotations

import socket

from rich.table import Table
from rich.text import Text

from backline.cli.shared import WRONG, complain, out_console
from backline.guide.load import GuideError, load_exercise, load_exercises

DEFAULT_PORT = 8765
LOOPBACK_NAMES = ("localhost", "::1")


def run_exercises(exercise_id: str | None, stage: str | None = None) -> int:
    """Print the list, or the handout of one exercise, at a stage of it if one is given."""
    from backline.guide.handout import print_handout, print_list

    console = out_console()
    try:
        if exercise_id is None:
            if stage is not None:
                raise GuideError(["--stage needs an exercise to be a stage of"])
            print_list(console, load_exercises())
        else:
            print_handout(console, load_exercise(exercise_id, stage=stage))
    except GuideError as error:
        complain(str(error))
        return WRONG
    return 0


def run_doctor() -> int:
    """Print what was checked; 1 when something that is needed is broken."""
    from backline.cli.shared import without_native_chatter
    from backline.doctor import check_all

    with without_native_chatter():
        results = check_all()
    table = Table.grid(padding=(0, 2, 0, 0))
    for result in results:
        bad = ("✗", "red") if result.needed else ("!", "yellow")
        mark, style = ("✓", "cyan") if result.ok else bad
        text = Text(result.detail)
        if result.advice:
            text.append(f"\n{result.advice}", "" if not result.ok else "dim")
        table.add_row(Text(mark, style), Text(result.name, "bold"), text)
    broken = [result for result in results if not result.ok and result.needed]
    console = out_console()
    console.print(table)
    console.print()
    console.print(
        Text("Backline is ready.", "bold")
        if not broken
        else Text(f"Not ready: {', '.join(result.name for result in broken)}.", "bold red")
    )
    return 1 if broken else 0


def run_serve(host: str, port: int | None, *, open_browser: bool) -> int:
    """Serve until interrupted."""
    chosen = free_port(host, port or DEFAULT_PORT)
    if chosen is None and port is None:
        chosen = free_port(host, 0)
    if chosen is None:
        complain(f"port {port or DEFAULT_PORT} of {host} can't be used; try another --port")
        return WRONG
    from backline.journal.errors import CannotOpen
    from backline.web.server import run, url

    console = out_console()
    place = f"Backline is at {url(host, chosen)}  (stop it with Ctrl-C)"
    console.print(place, markup=False, soft_wrap=True)
    if not (host in LOOPBACK_NAMES or host.startswith("127.")):
        complain(f"others on your network can open this page too, because it listens on {host}")
    try:
        run(host=host, port=chosen, open_browser=open_browser)
    except KeyboardInterrupt:
        return 0
    except CannotOpen as error:
        complain(str(error))
        return WRONG
    return 0


def free_port(host: str, port: int) -> int | None:
    """The port if it can be had (0 finds one), or None when it can't."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            return int(listener.getsockname()[1])
    except OSError:
        return None
