"""What the answers mean, told kindly and clearly."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.web.people import NONE, SKIP, Form, chosen, come_in, main_of, settle, words_of

NO_PLAN = ("/session", "/today/plan")


@pytest.mark.parametrize(
    ("changes", "title", "says"),
    [
        ({}, "You can begin", "pain still decides"),
        (
            {"urgent-signs": chosen("bladder_or_bowel")},
            "Please get help now",
            "emergency",
        ),
        ({"serious-signs": chosen("fever_or_unwell")}, "Please see a doctor first", "fever"),
        ({"serious-signs": SKIP}, "A few answers are missing", "Is any of this true for you?"),
    ],
)
def test_each_outcome_says_what_and_why(
    visitor: TestClient, changes: dict[str, Form], title: str, says: str
):
    settle(visitor, changes)
    page = visitor.get("/outcome")
    assert page.status_code == 200
    assert title in words_of(page)
    assert says.lower() in words_of(page).lower()
    assert "doesn't diagnose" in page.text or "doesn&#39;t diagnose" in page.text


def test_only_who_may_begin_is_led_to_the_plan(visitor: TestClient):
    settle(visitor, {"serious-signs": chosen("fever_or_unwell")})
    for path in ("/outcome", "/"):
        page = visitor.get(path)
        assert all(address not in main_of(page) for address in NO_PLAN)
    assert 'href="/intake/review"' in visitor.get("/outcome").text


def test_missing_answers_are_linked(visitor: TestClient):
    settle(visitor, {"urgent-signs": SKIP, "serious-signs": SKIP})
    page = visitor.get("/outcome").text
    assert "/intake/urgent-signs?then=review" in page
    assert "/intake/serious-signs?then=review" in page


def test_limits_are_told_with_their_reasons(visitor: TestClient):
    settle(
        visitor,
        {"diagnoses": chosen("herniated-disc"), "hurts": chosen("bending-forward")},
    )
    text = words_of(visitor.get("/outcome"))
    assert "No rounding" in text
    assert "herniated disc" in text


def test_a_visit_worth_booking_doesnt_stop_anybody(visitor: TestClient):
    signs = chosen("began_before_35", "began_before_45", "wakes_late_at_night", "buttock_pain")
    more = chosen("better_with_movement", "anti_inflammatories_help")["answer"]
    settle(visitor, {"inflammatory-signs": {"answer": signs["answer"] + more}})
    text = words_of(visitor.get("/outcome"))
    assert "You can begin" in text
    assert "Worth a visit" in text


def test_before_the_questions_are_done_it_leads_back_to_them(visitor: TestClient):
    come_in(visitor)
    assert visitor.get("/outcome").headers["location"] == "/intake"
    visitor.post("/intake/urgent-signs", data=NONE)
    assert visitor.get("/outcome").headers["location"] == "/intake"
