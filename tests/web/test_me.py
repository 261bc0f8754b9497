"""Me: the household, the record, and taking it away."""

from __future__ import annotations

import json
from html import unescape

import pytest
from fastapi.testclient import TestClient

from tests.web.people import BERLIN, come_in, household_of, problem, settle, words_of


def test_it_shows_who_i_am_and_where_my_record_lies(visitor: TestClient):
    settle(visitor)
    text = words_of(visitor.get("/me"))
    assert "Given on Monday, 2 March 2026." in text
    assert household_of(visitor).journal.place in unescape(text)
    assert "doesn" in text
    assert "diagnose" in text


def test_name_place_and_language_can_be_changed(visitor: TestClient):
    person = settle(visitor)
    data = {"name": "Anna", "zone": "America/Lima", "language": "es"}
    assert visitor.post("/me", data=data).headers["location"] == "/me?saved=1"
    changed = household_of(visitor).get(person)
    assert (changed.name, changed.zone, changed.language) == ("Anna", "America/Lima", "es")
    assert '<html lang="es">' in visitor.get("/me?saved=1").text


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "zone": BERLIN, "language": "en"},
        {"name": "Bea", "zone": "Moon", "language": "en"},
        {"name": "Bea", "zone": BERLIN, "language": "xx"},
        {},
    ],
)
def test_a_bad_change_changes_nothing(visitor: TestClient, data: dict[str, str]):
    person = settle(visitor)
    answer = visitor.post("/me", data=data)
    assert answer.status_code == 422
    assert problem(answer)
    assert household_of(visitor).get(person).name == "Ann"
    if data.get("name"):
        assert 'value="Bea"' in answer.text


def test_people_change_places(visitor: TestClient):
    ann = come_in(visitor)
    ben = come_in(visitor, "Ben")
    assert "Ben is here now" in words_of(visitor.get("/me"))
    assert visitor.post("/me/who", data={"person": str(ann)}).headers["location"] == "/"
    assert "Ann is here now" in words_of(visitor.get("/me"))
    assert f'value="{ben}"' in visitor.get("/me").text


def test_where_several_live_and_nobody_is_chosen_it_asks(visitor: TestClient):
    come_in(visitor)
    come_in(visitor, "Ben")
    visitor.cookies.clear()
    assert visitor.get("/").headers["location"] == "/me/who"
    assert "Go on as Ben" in words_of(visitor.get("/me/who"))


def test_the_only_person_needs_no_cookie(visitor: TestClient):
    come_in(visitor)
    visitor.cookies.clear()
    assert "Ann" in words_of(visitor.get("/me"))


@pytest.mark.parametrize("cookie", ["99", "x", "-1", "9" * 12, "9" * 40, "²"])
def test_a_cookie_that_names_nobody_is_no_error(visitor: TestClient, cookie: str):
    come_in(visitor)
    come_in(visitor, "Ben")
    visitor.cookies.clear()
    header = {"cookie": f"backline_person={cookie}".encode()}
    assert visitor.get("/", headers=header).headers["location"] == "/me/who"


def test_nobody_can_become_somebody_who_isnt_here(visitor: TestClient):
    come_in(visitor)
    for value in ("99", "x", ""):
        assert visitor.post("/me/who", data={"person": value}).status_code == 404


def test_the_export_is_my_record_and_nobody_elses(visitor: TestClient):
    settle(visitor)
    settle(visitor, name="Ben")
    answer = visitor.get("/me/export.json")
    assert answer.headers["content-type"] == "application/json"
    assert "attachment" in answer.headers["content-disposition"]
    tables = json.loads(answer.text)["tables"]
    assert [one["name"] for one in tables["profiles"]] == ["Ben"]
    assert "Ann" not in answer.text


def test_erasing_asks_once_more_and_then_is_for_good(visitor: TestClient):
    ann = settle(visitor)
    settle(visitor, name="Ben")
    assert "Erase everything of Ben’s?" in words_of(visitor.get("/me/erase"))
    for data in ({}, {"erase": str(ann)}, {"erase": "yes"}):
        answer = visitor.post("/me/erase", data=data)
        assert answer.status_code == 422
        assert problem(answer)
    assert len(household_of(visitor).people()) == 2
    ben = visitor.cookies["backline_person"]
    answer = visitor.post("/me/erase", data={"erase": ben})
    assert answer.headers["location"] == "/me/who"
    assert [one.name for one in household_of(visitor).people()] == ["Ann"]
    assert "backline_person" not in visitor.cookies


def test_after_the_last_person_everything_begins_anew(visitor: TestClient):
    ann = come_in(visitor)
    visitor.post("/me/erase", data={"erase": str(ann)})
    assert visitor.get("/me/who").headers["location"] == "/welcome"
