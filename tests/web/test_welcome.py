"""The first start, with no scripts at all."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.web.people import BERLIN, come_in, household_of, problem, words_of


def test_a_first_visit_leads_to_the_welcome(visitor: TestClient):
    for path in ("/", "/me", "/intake", "/outcome"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/welcome")


def test_a_name_and_a_place_make_a_person_and_the_questions_begin(visitor: TestClient):
    person = household_of(visitor).get(come_in(visitor, " Ann "))
    assert (person.name, person.zone, person.language) == ("Ann", BERLIN, "en")
    assert visitor.get("/intake").headers["location"] == "/intake/age"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: TestClient):
    data = {"name": "Ann", "zone": BERLIN}
    cookie = visitor.post("/welcome", data=data).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": "", "zone": BERLIN}, "name"),
        ({"name": "   ", "zone": BERLIN}, "name"),
        ({"name": "A" * 61, "zone": BERLIN}, "name"),
        ({"name": "A\u0000b", "zone": BERLIN}, "name"),
        ({"zone": BERLIN}, "name"),
        ({"name": "Ann", "zone": "Mars/Olympus"}, "zone"),
        ({"name": "Ann"}, "zone"),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    visitor: TestClient, data: dict[str, str], field: str
):
    answer = visitor.post("/welcome", data=data)
    assert answer.status_code == 422
    assert problem(answer)
    assert household_of(visitor).people() == ()
    if field == "zone":
        assert 'value="Ann"' in answer.text
    elif BERLIN in data.values():
        assert f'<option value="{BERLIN}" selected>' in answer.text


def test_another_language_keeps_what_was_typed_and_is_the_persons_own(visitor: TestClient):
    typed = {"name": "Añña", "zone": "America/Lima"}
    answer = visitor.post("/welcome", data={**typed, "switch": "es"})
    assert answer.status_code == 200
    assert '<html lang="es">' in answer.text
    assert 'value="Añña"' in answer.text
    assert '<option value="America/Lima" selected>' in answer.text
    assert household_of(visitor).people() == ()
    assert '<html lang="es">' in visitor.get("/welcome").text
    visitor.post("/welcome", data={**typed, "language": "es"})
    assert household_of(visitor).people()[0].language == "es"


def test_the_browsers_language_is_taken_until_one_is_chosen(visitor: TestClient):
    spanish = {"accept-language": "es-MX,es;q=0.9,en;q=0.5"}
    assert '<html lang="es">' in visitor.get("/welcome", headers=spanish).text
    assert '<html lang="en">' in visitor.get("/welcome", headers={"accept-language": "fi"}).text


def test_a_second_person_is_welcomed_too(visitor: TestClient):
    come_in(visitor)
    assert "Who is joining?" in words_of(visitor.get("/welcome"))
    come_in(visitor, "Ben")
    assert [one.name for one in household_of(visitor).people()] == ["Ann", "Ben"]


def test_names_are_escaped(visitor: TestClient):
    come_in(visitor, "<b>Ann</b>")
    assert "<b>Ann" not in visitor.get("/me").text
