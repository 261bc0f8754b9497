"""An exercise as a handout: what a person takes home, or a clinician prints.

The guide's ids stand in a quiet left margin, so that a line can be traced to its point,
and the text keeps to a width that reads well, on a terminal of 80 columns and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from backline.guide.load import load_general
from backline.guide.schema import Cue, Dose, Exercise, Prompt, View
from backline.guide.words import in_a_row, limit_words, words

MARGIN_COLUMNS = 15
TEXT_COLUMNS = 66
"""About as many characters as a line can hold and still be easy to read."""
QUIET = "dim"
SEVERITY_STYLE = {"stop": "bold red", "fix": "bold", "polish": "default"}

Row = tuple[str, RenderableType]


def print_list(console: Console, exercises: Mapping[str, Exercise]) -> None:
    """A short table of exercises: what each is, and how much of it."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), header_style=QUIET)
    table.add_column("exercise", no_wrap=True)
    table.add_column("what it is", max_width=40)
    table.add_column("how much", max_width=20)
    for exercise in exercises.values():
        name = Text(exercise.name, style="bold")
        table.add_row(
            Text("\n").join([name, Text(exercise.id, style=QUIET)]),
            exercise.summary,
            dose_words(exercise.dose),
        )
    console.print(table, highlight=False)
    console.print()
    console.print(Text(load_general()["G1"].text, style=QUIET), width=_width(console))
    if exercises:
        first = next(iter(exercises))
        console.print(Text(f"\nRead one with: backline exercises {first}"), highlight=False)


def print_handout(console: Console, exercise: Exercise) -> None:
    """The whole handout of one exercise."""
    console.print(handout(exercise), width=_width(console), highlight=False)


def handout_text(exercise: Exercise, width: int = 80) -> str:
    """The handout as plain text, no line longer than `width` columns."""
    output = StringIO()
    console = Console(file=output, width=width, no_color=True, force_terminal=False)
    print_handout(console, exercise)
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines()) + "\n"


def handout(exercise: Exercise) -> RenderableType:
    """The handout as a rich renderable."""
    sections = [
        ("Why", _why(exercise)),
        ("Safety first", _safety(exercise)),
        ("Easier and harder", list(_stages(exercise))),
        ("Set-up and camera", _set_up(exercise)),
        ("How to do it", _how(exercise)),
        ("Said along the way", [_prompt_row(prompt) for prompt in exercise.prompts]),
        ("How much", _how_much(exercise)),
        ("What Backline watches", list(_watched(exercise))),
        ("What it can't see", _unseen(exercise)),
        ("Worth knowing", _worth_knowing(exercise)),
    ]
    parts: list[RenderableType] = [_title(exercise)]
    parts += [_section(heading, rows) for heading, rows in sections if rows]
    parts.append(_grid([("", Text(words().small_print, style=QUIET))]))
    return Group(*parts)


def dose_words(dose: Dose) -> str:
    """How much, in a few words: "5 to 15 on each side", "Hold 10 to 60 s"."""
    said: list[str] = []
    if dose.repetitions is not None:
        said.append("{} to {} repetitions".format(*dose.repetitions))
    if dose.hold_s is not None:
        said.append("hold for {:g} to {:g} seconds".format(*dose.hold_s))
    text = ", ".join(said) + (" on each side" if dose.each_side else "")
    return text[:1].upper() + text[1:]


def view_words(view: View) -> str:
    """Where the camera stands, in numbers."""
    low, high = view.height_m
    near, far = view.distance_m
    return (
        f"Lens {low:.1f} to {high:.1f} m above the floor, {near:g} to {far:g} m from you, "
        f"aimed at your side (up to {view.tolerance_deg:g}° off is fine)."
    )


def _width(console: Console) -> int:
    return min(console.width, MARGIN_COLUMNS + TEXT_COLUMNS)


def _title(exercise: Exercise) -> RenderableType:
    name = Text(exercise.name.upper(), style="bold")
    return _grid([(exercise.id, name), ("", exercise.summary), ("", "")])


def _section(heading: str, rows: Iterable[Row]) -> RenderableType:
    return _grid([("", Text(heading.upper(), style="bold cyan")), *rows, ("", "")])


def _grid(rows: Iterable[Row]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=MARGIN_COLUMNS - 1, style=QUIET, no_wrap=True)
    table.add_column(ratio=1)
    for margin, body in rows:
        table.add_row(margin, body)
    return table


def _item(mark: str, body: RenderableType) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=max(1, len(mark)))
    table.add_column(ratio=1)
    table.add_row(mark, body)
    return table


def _why(exercise: Exercise) -> list[Row]:
    point_id = f"{exercise.code}-why"
    return [(point_id, exercise.points[point_id].text)] if point_id in exercise.points else []


def _safety(exercise: Exercise) -> list[Row]:
    general = load_general()
    rules = {pid: point.text for pid, point in exercise.points.items() if point.kind == "rule"}
    rules = {**{c.point: c.text for c in exercise.cautions}, **rules}
    rules |= {pid: general[pid].text for pid in ("G1", "G2", "G3")}
    return [(pid, _item("•", text)) for pid, text in rules.items()]


def _set_up(exercise: Exercise) -> list[Row]:
    rows: list[Row] = []
    if exercise.equipment:
        rows.append(("", _item("•", f"You need: {in_a_row(exercise.equipment)}.")))
    rows.append(("", _item("•", exercise.view.text)))
    rows.append(("", _item("•", Text(view_words(exercise.view), style=QUIET))))
    return rows


def _stages(exercise: Exercise) -> Iterable[Row]:
    """Every stage from easy to hard: what it is, and what it needs."""
    for stage in exercise.stages:
        here = " (this page)" if stage.id == exercise.stage else ""
        yield stage.id, Text.assemble((stage.name, "bold"), f"{here}. {stage.summary}")
        needs = stage.needs
        if needs.equipment:
            yield "", _item("•", f"You need: {in_a_row(needs.equipment)}.")
        if needs.readiness is not None:
            yield "", _item("•", f"First: {needs.readiness.text}")
    if exercise.stages:
        other = next(stage.id for stage in exercise.stages if stage.id != exercise.stage)
        hint = f"Read one with: backline exercises {exercise.id} --stage {other}"
        yield "", Text(hint, style=QUIET)


def _how(exercise: Exercise) -> list[Row]:
    return [("", _item(f"{n}.", step)) for n, step in enumerate(exercise.how, start=1)]


def _prompt_row(prompt: Prompt) -> Row:
    return prompt.point, _item("•", _spoken(prompt.say))


def _how_much(exercise: Exercise) -> list[Row]:
    rows: list[Row] = [("", Text(f"{dose_words(exercise.dose)}.", style="bold"))]
    rows.append(("", exercise.dose.tempo))
    return rows


def _watched(exercise: Exercise) -> Iterable[Row]:
    first_point = {cue.id: cue.points[0] for cue in exercise.cues}
    checked = exercise.checked_points
    checks = [(pid, p) for pid, p in exercise.points.items() if p.kind == "check"]
    checks = [(pid, point) for pid, point in checks if pid in checked]
    for number, (pid, point) in enumerate(checks):
        if number:
            yield "", ""
        yield pid, point.text
        own = [cue for cue in exercise.cues if first_point[cue.id] == pid]
        for cue in own:
            yield cue.id, _item("→", _cue_words(cue))
        if not own:
            yield "", _item("→", _counted_words(exercise, pid))


def _cue_words(cue: Cue) -> Text:
    when = limit_words(cue)
    if cue.relative_to == "neutral":
        when += ", compared with your start position"
    if _needs_another_view(cue):
        when += f" (needs a view from the {cue.view})"
    say = _spoken(cue.say.removesuffix(".") + ",", SEVERITY_STYLE[cue.severity])
    return Text.assemble(say, (f" when {when}.", QUIET))


def _needs_another_view(cue: Cue) -> bool:
    return cue.view not in {"side", "any"}


def _counted_words(exercise: Exercise, point_id: str) -> str:
    if point_id in exercise.not_judged:
        return "Yours to look after: the camera can't tell."
    told_apart = [v.label.lower() for v in exercise.variations if point_id in v.points]
    if told_apart:
        return f"Backline tells these apart and counts them: {'; '.join(told_apart)}."
    if exercise.signal.kind == "hold":
        return "Backline keeps the time. The clock waits while the form needs mending."
    return "Backline counts."


def _unseen(exercise: Exercise) -> list[Row]:
    rows: list[Row] = []
    for cue in filter(_needs_another_view, exercise.cues):
        point = exercise.points[cue.points[0]].text
        rows.append((cue.id, _item("•", f"“{point}” Only a view from the {cue.view} shows it.")))
    rows += [(pid, _item("•", text)) for pid, text in exercise.not_judged.items()]
    rows += [("", _item("•", text)) for text in (*exercise.cannot_see, *words().never_seen)]
    rows.append(("", words().when_unseen))
    return rows


def _worth_knowing(exercise: Exercise) -> list[Row]:
    taught = {
        pid: point.text
        for pid, point in exercise.points.items()
        if point.kind == "teach" and pid != f"{exercise.code}-why"
    }
    general = load_general()
    taught |= {pid: general[pid].text for pid in ("G4", "G5", "G6", "G7")}
    return [(pid, _item("•", text)) for pid, text in taught.items()]


def _spoken(text: str, style: str = "default") -> Text:
    return Text(f"“{text}”", style=style)
