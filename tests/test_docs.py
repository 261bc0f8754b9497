"""The documents say what the program does: every field, every command, every option."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from backline.body import CannotJudge
from backline.cli.app import app
from backline.form import result
from backline.guide.load import load_exercises
from backline.guide.schema import Exercise
from backline.report.json_file import read_analysis, schema_text
from tools import exercise_pages

DOCS = Path(__file__).parent.parent / "docs"
MODELS: dict[str, type[BaseModel]] = {
    name: value
    for name, value in vars(result).items()
    if isinstance(value, type)
    and issubclass(value, BaseModel)
    and value.__module__ == result.__name__
    and value is not result.Model
}


def sections(name: str) -> dict[str, str]:
    """The text under each second-level heading."""
    parts = re.split(r"^## (.+)$", (DOCS / name).read_text(encoding="utf-8"), flags=re.M)
    return {head.strip(): body for head, body in zip(parts[1::2], parts[2::2], strict=True)}


def first_column(text: str, title: str) -> list[str]:
    """The code in the first cell of each row of the table so titled."""
    rows: list[str] = []
    inside = False
    for line in text.splitlines():
        if line.startswith(f"| {title} |"):
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|---"):
            rows.append(line.split("|")[1].strip())
    return rows


def test_every_model_is_found() -> None:
    assert set(MODELS) == {
        "Analysis",
        "Video",
        "Seen",
        "Repetition",
        "Hold",
        "CueSummary",
        "Unseen",
    }


@pytest.mark.parametrize("name", MODELS)
def test_every_field_is_documented_and_no_other(name: str) -> None:
    fields = [field.alias or key for key, field in MODELS[name].model_fields.items()]
    documented = [row.strip("`") for row in first_column(sections("json.md")[name], "field")]
    assert documented == fields


def test_every_reason_is_documented() -> None:
    rows = first_column(sections("json.md")["Unseen"], "reason")
    assert [row.strip("`") for row in rows] == [reason.value for reason in CannotJudge]


def test_every_word_a_field_can_hold_is_documented() -> None:
    text = sections("json.md")
    for word in ("knees", "flop", "out-of-view", "end"):
        assert f'`"{word}"`' in text["Hold"]
    for word in ("ok", "fault", "cannot-judge"):
        assert f'`"{word}"`' in text["CueSummary"]


def test_the_example_is_a_valid_document() -> None:
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    example = re.search(r"```json\n(.+?)```", text, flags=re.S)
    assert example is not None
    analysis = read_analysis(example[1])
    assert analysis.repetitions[1].faults == ["BD5-high"]
    shown = json.loads(example[1])
    for name, row in (("repetitions", "Repetition"), ("cues", "CueSummary")):
        assert set(shown[name][0]) == set(MODELS[row].model_fields)


def test_the_schema_file_is_current() -> None:
    assert (DOCS / "analysis.schema.json").read_text(encoding="utf-8") == schema_text(), (
        "run: python -m backline.report.json_file > docs/analysis.schema.json"
    )


# --- the command line ----------------------------------------------------------------


def commands() -> dict[str, list[set[str]]]:
    """The names of each parameter of each command, as typer has them."""
    import typer

    root = typer.main.get_command(app)
    found = {"backline": root} | {
        f"backline {name}": command
        for name, command in root.commands.items()  # type: ignore[attr-defined]
    }
    return {
        name: [set(p.opts) for p in command.params if not _is_argument(p)]
        + [{str(p.metavar)} for p in command.params if _is_argument(p)]
        + [{"-h", "--help"}]
        for name, command in found.items()
    }


def _is_argument(parameter: object) -> bool:
    return getattr(parameter, "param_type_name", "") == "argument"


def test_every_command_is_documented_and_no_other() -> None:
    assert set(sections("cli.md")) == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_documented_and_no_other(name: str) -> None:
    text = sections("cli.md")[name]
    rows = first_column(text, "option") + first_column(text, "argument or option")
    documented = []
    for row in rows:
        names = set(re.findall(r"`(--?[a-z-]+)[^`]*`", row))
        documented.append(names or {row.strip("`").removesuffix("...")})
    assert sorted(map(sorted, documented)) == sorted(map(sorted, commands()[name]))


def test_every_example_is_a_command_that_exists() -> None:
    for document in ("cli.md", "json.md"):
        text = (DOCS / document).read_text(encoding="utf-8")
        examples = re.findall(r"^backline (.*)$", text, flags=re.M)
        assert examples
        for example in examples:
            words = example.split()
            name = f"backline {words[0]}"
            assert name in commands(), example
            known = set().union(*commands()[name])
            used = {word for word in words if re.fullmatch(r"--?[a-z-]+", word)} - {"-"}
            assert used <= known, example


def test_links_between_documents_lead_somewhere() -> None:
    for document in ("cli.md", "json.md"):
        text = (DOCS / document).read_text(encoding="utf-8")
        heads = {
            re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-")
            for head in re.findall(r"^#+ (.+)$", text, flags=re.M)
        }
        for target in re.findall(r"\]\(([^)]+)\)", text):
            path, _, anchor = target.partition("#")
            assert not path or (DOCS / path).exists(), target
            assert not anchor or path or anchor in heads, target


@pytest.mark.parametrize("exercise", load_exercises().values(), ids=lambda e: e.id)
def test_an_exercises_page_says_what_its_file_says(exercise: Exercise) -> None:
    folder = DOCS.parent / exercise_pages.FOLDER
    written = (folder / f"{exercise.id}.md").read_text(encoding="utf-8")
    assert written == exercise_pages.page(exercise), "out of date: run `make pages`"
    for fault in (None, *exercise_pages.pictured(exercise)):
        assert (folder / exercise_pages.picture_name(exercise, fault)).stat().st_size > 3000


def test_the_list_of_exercises_is_up_to_date() -> None:
    written = (DOCS.parent / exercise_pages.FOLDER / "README.md").read_text(encoding="utf-8")
    assert written == exercise_pages.index(), "out of date: run `make pages`"
