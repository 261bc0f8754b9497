"""Forms: what is read, what is refused, and that no other site can send one."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.web.people import household_of

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"name=" + b"a" * 70_000, FORM, 413),
        (b"&".join(b"a%d=1" % n for n in range(300)), FORM, 400),
        (b"name=%ff%fe", FORM, 400),
        ("name=ä".encode(), FORM, 400),
        (b'{"name": "Ann"}', {"content-type": "application/json"}, 400),
        (b"--x--", {"content-type": "multipart/form-data; boundary=x"}, 400),
    ],
)
def test_what_is_no_form_is_refused(
    visitor: TestClient, body: bytes, headers: dict[str, str], status: int
):
    for accept, kind in (("text/html", "text/html"), ("application/json", "application/json")):
        answer = visitor.post("/welcome", content=body, headers={**headers, "accept": accept})
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith(kind)
    assert set(answer.json()["error"]) == {"code", "message"}
    assert household_of(visitor).people() == ()


def test_another_site_cant_post(visitor: TestClient):
    data = {"name": "Ann", "zone": "Europe/Berlin"}
    answer = visitor.post("/welcome", data=data, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    assert household_of(visitor).people() == ()
