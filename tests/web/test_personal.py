"""The library never shows or starts what screening keeps from whoever looks."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.web.people import Form, chosen, come_in, settle, words_of

NO_ROUNDING: dict[str, Form] = {
    "diagnoses": chosen("herniated-disc"),
    "hurts": chosen("bending-forward"),
}


def test_whoever_is_free_sees_and_starts_everything(visitor: TestClient):
    for path in ("/exercise/cat-cow", "/live/cat-cow"):
        assert visitor.get(path).status_code == 200
    settle(visitor, {"hurts": {"none": "none"}})
    page = visitor.get("/exercise/cat-cow").text
    assert "<video" in page
    assert 'action="/live/cat-cow"' in page
    assert visitor.get("/live/cat-cow").status_code == 200


@pytest.mark.parametrize("exercise", ["cat-cow", "ball-rotation", "band-deadlift"])
def test_what_stays_out_is_told_but_neither_shown_nor_started(visitor: TestClient, exercise: str):
    settle(visitor, NO_ROUNDING)
    page = visitor.get(f"/exercise/{exercise}")
    assert "Not like this for you" in words_of(page)
    assert "<video" not in page.text
    assert "/live/" not in page.text
    answer = visitor.get(f"/live/{exercise}?target=5")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/exercise/{exercise}")
    assert "No rounding" in words_of(visitor.get("/library"))


def test_a_stage_is_kept_by_itself(visitor: TestClient):
    settle(visitor, NO_ROUNDING)
    answer = visitor.get("/live/cat-cow?stage=nothing")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"serious-signs": chosen("fever_or_unwell")}, "Please see a doctor first"),
        ({"urgent-signs": chosen("both_legs_weak")}, "Please get help now"),
        ({"urgent-signs": {"do": "skip"}}, "A few answers are missing"),
    ],
)
def test_whoever_mustnt_begin_is_told_so_everywhere(
    visitor: TestClient, changes: dict[str, Form], title: str
):
    settle(visitor, changes)
    assert title in words_of(visitor.get("/library"))
    page = visitor.get("/exercise/bird-dog").text
    assert 'action="/live/' not in page
    assert visitor.get("/live/bird-dog").headers["location"] == "/outcome"


def test_before_the_questions_are_done_nothing_is_kept_back(visitor: TestClient):
    come_in(visitor)
    assert visitor.get("/live/cat-cow").status_code == 200


def test_the_library_shows_no_picture_of_what_stays_out(visitor: TestClient):
    settle(visitor, NO_ROUNDING)
    page = visitor.get("/library").text
    assert 'data-exercise="cat-cow"' not in page
    assert page.count("Not like this for you") >= 1


def test_the_day_says_so_too_when_a_sign_needs_help_at_once(visitor: TestClient):
    come_in(visitor)
    visitor.post("/intake/urgent-signs", data=chosen("saddle_numbness"))
    assert "Please get help now" in words_of(visitor.get("/"))
