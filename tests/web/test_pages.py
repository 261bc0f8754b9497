"""The pages as a browser without scripts gets them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backline.guide.load import load_exercise, load_exercises
from backline.web import words
from backline.web.app import STATIC, create_app
from backline.web.shown import placement, target_choices
from tests.coach.fakes import exercise
from tests.web.conftest import BASE, make_settings
from tests.web.people import settle

PAGES = ["/library", "/exercise/test-move", "/live/test-move", "/live"]


class Reader(HTMLParser):
    """Collects what a strict page may not have, and what it points to."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.links += [value for name in ("src", "href") if (value := given.get(name))]
        if given.get("id"):
            self.ids.append(str(given["id"]))


def read(client: TestClient, path: str) -> Reader:
    reader = Reader()
    reader.feed(client.get(path).text)
    return reader


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_there_and_strict(client: TestClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    reader = read(client, path)
    assert reader.inline == []
    assert len(reader.ids) == len(set(reader.ids))


@pytest.mark.parametrize("path", PAGES)
def test_everything_a_page_points_to_is_ours_and_there(client: TestClient, path: str):
    for link in read(client, path).links:
        if link.startswith("#"):
            continue
        assert link.startswith("/"), link
        assert client.get(link).status_code == 200, link


PERSONS_PAGES = ["/", "/?ask=pain", "/welcome", "/intake/age", "/intake/hurts", "/intake/goals"]
PERSONS_PAGES += ["/intake/pain-now", "/intake/review", "/outcome", "/me", "/me/who", "/me/erase"]
PERSONS_PAGES += ["/session"]


def test_a_persons_pages_are_strict_and_point_to_what_is_there(visitor: TestClient):
    settle(visitor)
    visitor.post("/today/pain", data={"answer": "3"})
    links = set()
    for path in PERSONS_PAGES:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        reader = read(visitor, path)
        assert reader.inline == [], path
        assert len(reader.ids) == len(set(reader.ids)), path
        links |= {link.partition("#")[0] for link in reader.links}
    for link in links - {""}:
        assert link.startswith("/"), link
        assert visitor.get(link).status_code in (200, 303), link


def test_the_place_one_is_at_is_marked(visitor: TestClient):
    settle(visitor)
    for path, place in {"/": "/", "/library": "/library", "/me/erase": "/me"}.items():
        page = " ".join(visitor.get(path).text.split())
        assert page.count("aria-current") == 1, path
        assert f'href="{place}" aria-current="page"' in page


def test_the_library_offers_every_exercise(tmp_path: Path, empty_journal: str):
    settings = make_settings(tmp_path, empty_journal, exercises=load_exercises())
    with TestClient(create_app(settings), base_url=BASE) as client:
        page = client.get("/library").text
        for known in load_exercises().values():
            assert known.name in page
            assert f"/exercise/{known.id}" in page
            assert client.get(f"/exercise/{known.id}").status_code == 200
            assert client.get(f"/live/{known.id}").status_code == 200


def test_an_exercise_page_tells_what_the_guide_says(client: TestClient):
    page = client.get("/exercise/test-move").text
    for text in ("A move for tests.", "Do it.", "Breathe out.", "From the side.", "Label fix"):
        assert text in page


def test_text_from_files_is_escaped(tmp_path: Path, empty_journal: str):
    nasty = exercise().model_copy(update={"name": "<script>alert(1)</script>"})
    settings = make_settings(tmp_path, empty_journal, exercises={nasty.id: nasty})
    with TestClient(create_app(settings), base_url=BASE) as client:
        for path in PAGES:
            assert "<script>alert" not in client.get(path).text


def test_the_live_page_takes_a_target_and_ignores_nonsense(client: TestClient):
    assert 'data-target="8.0"' in client.get("/live/test-move?target=8").text
    for nonsense in ("-1", "0", "inf", "nan", "1e9"):
        assert "data-target" not in client.get(f"/live/test-move?target={nonsense}").text


def test_unknown_addresses_get_a_page_or_json(client: TestClient):
    for path in ("/nothing", "/exercise/nothing", "/live/nothing"):
        answer = client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 404
        assert words.word("error.title") in answer.text
    error = client.get("/nothing").json()["error"]
    assert error["code"] == "not-found"
    assert error["message"]


def test_a_bad_query_is_answered_in_the_one_shape(client: TestClient):
    answer = client.get("/live/test-move?target=lots")
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "message"}


def test_targets_count_both_sides_and_cover_the_dose():
    assert [c["value"] for c in target_choices(exercise())["values"]] == [5, 7, 9, 11, 13, 15]
    sided = target_choices(exercise(each_side=True))["values"]
    assert sided[0] == {"value": 10, "text": "5 each side"}
    hold = target_choices(exercise(kind="hold"))["values"]
    assert [c["value"] for c in hold] == [20, 30, 40, 50, 60]


@pytest.mark.parametrize(("stage", "turn_deg"), [("hold", 0.0), ("pull-across", 90.0)])
def test_the_plan_turns_the_body_as_the_camera_should_see_it(stage: str, turn_deg: float):
    assert placement(load_exercise("chop", stage=stage))["turn_deg"] == turn_deg


@pytest.mark.parametrize(
    ("exercise_id", "upright"), [("pulldown", True), ("ball-raise", True), ("bird-dog", False)]
)
def test_the_plan_draws_who_stands_as_standing(exercise_id: str, upright: bool):
    assert placement(load_exercises()[exercise_id])["upright"] is upright


def test_scripts_and_templates_use_only_known_words():
    known = set(words.page_words())
    for script in (STATIC / "js" / "live").glob("*.js"):
        used = set(re.findall(r'\bword\("([a-z0-9-]+)"', script.read_text()))
        assert used <= known, script.name
    kinds = set(re.findall(r'"(\w+)"', (STATIC / "js/live/picture.js").read_text()))
    titles = {key.removesuffix("-title") for key in known if key.endswith("-title")}
    assert {"denied", "missing", "busy", "insecure", "strange", "old", "demo"} <= titles & kinds
    assert all(f"{kind}-text" in known for kind in titles)
