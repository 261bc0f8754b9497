"""An exercise as a handout: what a person takes home, or a clinician prints.

The guide's ids stand in a quiet left margin, so that a line can be traced to its point,
and the text keeps to a width that reads well, on a terminal of 80 columns and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from backline.guide.handout_words import heading, line
from backline.guide.load import load_general
from backline.guide.schema import Cue, Dose, Exercise, Prompt, View
from backline.guide.words import in_a_row, limit_words, words
from backline.language import SOURCE_LANGUAGE, translate, translated

MARGIN_COLUMNS = 15
TEXT_COLUMNS = 66
"""About as many characters as a line can hold and still be easy to read."""
QUIET = "dim"
SEVERITY_STYLE = {"stop": "bold red", "fix": "bold", "polish": "default"}

Row = tuple[str, RenderableType]


def print_list(
    console: Console, exercises: Mapping[str, Exercise], language: str = SOURCE_LANGUAGE
) -> None:
    """A short table of exercises: what each is, and how much of it."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), header_style=QUIET)
    table.add_column(line("column-exercise", language), no_wrap=True)
    table.add_column(line("column-what", language), max_width=40)
    table.add_column(line("column-dose", language), max_width=20)
    for exercise in (translated(one, language) for one in exercises.values()):
        name = Text(exercise.name, style="bold")
        table.add_row(
            Text("\n").join([name, Text(exercise.id, style=QUIET)]),
            exercise.summary,
            dose_words(exercise.dose, language),
        )
    console.print(table, highlight=False)
    console.print()
    console.print(Text(_general("G1", language), style=QUIET), width=_width(console))
    if exercises:
        command = f"backline exercises {next(iter(exercises))}"
        console.print(Text("\n" + line("read-one", language, command=command)), highlight=False)


def print_handout(console: Console, exercise: Exercise, language: str = SOURCE_LANGUAGE) -> None:
    """The whole handout of one exercise."""
    console.print(handout(exercise, language), width=_width(console), highlight=False)


def handout_text(exercise: Exercise, width: int = 80, language: str = SOURCE_LANGUAGE) -> str:
    """The handout as plain text, no line longer than `width` columns."""
    output = StringIO()
    console = Console(file=output, width=width, no_color=True, force_terminal=False)
    print_handout(console, exercise, language)
    return "\n".join(one.rstrip() for one in output.getvalue().splitlines()) + "\n"


def handout(exercise: Exercise, language: str = SOURCE_LANGUAGE) -> RenderableType:
    """The handout as a rich renderable. exercise: in English, or in the language already.
    Raises ValueError for a language that there are no words in."""
    exercise = translated(exercise, language)
    sections: list[tuple[str, list[Row]]] = [
        ("why", _why(exercise)),
        ("safety", _safety(exercise, language)),
        ("stages", list(_stages(exercise, language))),
        ("set-up", _set_up(exercise, language)),
        ("how", _how(exercise)),
        ("prompts", [_prompt_row(prompt) for prompt in exercise.prompts]),
        ("dose", _how_much(exercise, language)),
        ("watched", list(_watched(exercise, language))),
        ("unseen", _unseen(exercise, language)),
        ("knowing", _worth_knowing(exercise, language)),
    ]
    parts: list[RenderableType] = [_title(exercise)]
    parts += [_section(heading(key, language), rows) for key, rows in sections if rows]
    parts.append(_grid([("", Text(words(language).small_print, style=QUIET))]))
    return Group(*parts)


def dose_words(dose: Dose, language: str = SOURCE_LANGUAGE) -> str:
    """How much, in a few words: "5 to 15 on each side", "Hold 10 to 60 s"."""
    said: list[str] = []
    if dose.repetitions is not None:
        low, high = dose.repetitions
        said.append(line("repetitions", language, low=low, high=high))
    if dose.hold_s is not None:
        low_s, high_s = dose.hold_s
        said.append(line("hold", language, low=f"{low_s:g}", high=f"{high_s:g}"))
    text = ", ".join(said)
    if dose.each_side:
        text = line("each-side", language, dose=text)
    return text[:1].upper() + text[1:]


def view_words(view: View, language: str = SOURCE_LANGUAGE) -> str:
    """Where the camera stands, in numbers."""
    low, high = view.height_m
    near, far = view.distance_m
    return line(
        "view-front" if view.from_front else "view",
        language,
        low=f"{low:.1f}",
        high=f"{high:.1f}",
        near=f"{near:g}",
        far=f"{far:g}",
        off=f"{view.tolerance_deg:g}",
    )


def _general(point_id: str, language: str) -> str:
    return translate(load_general()[point_id].text, language)


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


def _safety(exercise: Exercise, language: str) -> list[Row]:
    rules = {pid: point.text for pid, point in exercise.points.items() if point.kind == "rule"}
    rules = {**{c.point: c.text for c in exercise.cautions}, **rules}
    rules |= {pid: _general(pid, language) for pid in ("G1", "G2", "G3")}
    return [(pid, _item("•", text)) for pid, text in rules.items()]


def _set_up(exercise: Exercise, language: str) -> list[Row]:
    rows: list[Row] = []
    if exercise.equipment:
        rows.append(("", _item("•", _need(exercise.equipment, language))))
    rows.append(("", _item("•", exercise.view.text)))
    rows.append(("", _item("•", Text(view_words(exercise.view, language), style=QUIET))))
    return rows


def _need(equipment: Sequence[str], language: str) -> str:
    return line("need", language, things=in_a_row(equipment, language))


def _stages(exercise: Exercise, language: str) -> Iterable[Row]:
    """Every stage from easy to hard: what it is, and what it needs."""
    for stage in exercise.stages:
        said = line("this-page", language) if stage.id == exercise.stage else ""
        yield stage.id, Text.assemble((stage.name, "bold"), f"{said}. {stage.summary}")
        needs = stage.needs
        if needs.equipment:
            yield "", _item("•", _need(needs.equipment, language))
        if needs.readiness is not None:
            yield "", _item("•", line("first", language, text=needs.readiness.text))
    if exercise.stages:
        other = next(stage.id for stage in exercise.stages if stage.id != exercise.stage)
        command = f"backline exercises {exercise.id} --stage {other}"
        yield "", Text(line("read-one", language, command=command), style=QUIET)


def _how(exercise: Exercise) -> list[Row]:
    return [("", _item(f"{n}.", step)) for n, step in enumerate(exercise.how, start=1)]


def _prompt_row(prompt: Prompt) -> Row:
    return prompt.point, _item("•", _spoken(prompt.say))


def _how_much(exercise: Exercise, language: str) -> list[Row]:
    rows: list[Row] = [("", Text(f"{dose_words(exercise.dose, language)}.", style="bold"))]
    rows.append(("", exercise.dose.tempo))
    return rows


def _watched(exercise: Exercise, language: str) -> Iterable[Row]:
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
            yield cue.id, _item("→", _cue_words(cue, language))
        if not own:
            yield "", _item("→", _counted_words(exercise, pid, language))


def _cue_words(cue: Cue, language: str) -> Text:
    when = limit_words(cue, language)
    if cue.relative_to == "neutral":
        when = line("from-start", language, limit=when)
    if _needs_another_view(cue):
        when = line("front-view", language, limit=when)
    say = _spoken(cue.say.removesuffix(".") + ",", SEVERITY_STYLE[cue.severity])
    return Text.assemble(say, " ", (line("cue-when", language, limit=when), QUIET))


def _needs_another_view(cue: Cue) -> bool:
    return cue.view == "front"


def _counted_words(exercise: Exercise, point_id: str, language: str) -> str:
    if point_id in exercise.not_judged:
        return line("yours", language)
    told_apart = [v.label.lower() for v in exercise.variations if point_id in v.points]
    if told_apart:
        return line("told-apart", language, movements="; ".join(told_apart))
    if exercise.signal.kind == "hold":
        return line("timed", language)
    return line("counted", language)


def _unseen(exercise: Exercise, language: str) -> list[Row]:
    rows: list[Row] = []
    for cue in filter(_needs_another_view, exercise.cues):
        point = exercise.points[cue.points[0]].text
        rows.append((cue.id, _item("•", line("front-only", language, point=point))))
    rows += [(pid, _item("•", text)) for pid, text in exercise.not_judged.items()]
    rows += [("", _item("•", text)) for text in (*exercise.cannot_see, *words(language).never_seen)]
    rows.append(("", words(language).when_unseen))
    return rows


def _worth_knowing(exercise: Exercise, language: str) -> list[Row]:
    taught = {
        pid: point.text
        for pid, point in exercise.points.items()
        if point.kind == "teach" and pid != f"{exercise.code}-why"
    }
    taught |= {pid: _general(pid, language) for pid in ("G4", "G5", "G6", "G7")}
    return [(pid, _item("•", text)) for pid, text in taught.items()]


def _spoken(text: str, style: str = "default") -> Text:
    return Text(f"“{text}”", style=style)
