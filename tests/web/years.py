"""How long each page takes with three years of daily sessions behind it.

python -m tests.web.years [DATABASE_URL]
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi.testclient import TestClient

from backline.guide.load import load_exercises
from backline.journal.journal import Journal
from backline.web.app import create_app
from backline.web.who import PERSON_COOKIE
from tests.journal.fakes import BERLIN
from tests.journal.years import DAYS, FIRST_DAY, fill, median_ms
from tests.web.conftest import BASE, make_settings
from tests.web.people import ORDINARY, walk_intake

PAGES = ("/", "/session", "/progress", "/progress?weeks=53", "/library", "/exercise/cat-cow",
         "/me", "/intake/review", "/outcome")  # fmt: skip
TODAY = datetime.combine(FIRST_DAY + timedelta(days=DAYS + 1), time(9), ZoneInfo(BERLIN))


def measure(url: str, folder: Path) -> dict[str, float]:
    """The median answer of each page in milliseconds, after a first one."""
    with Journal.open(url) as journal:
        person, _ = fill(journal, DAYS)
    settings = make_settings(folder, url, exercises=load_exercises(), clock=lambda: TODAY)
    with TestClient(create_app(settings), base_url=BASE, follow_redirects=False) as client:
        client.headers["Origin"] = BASE
        client.cookies[PERSON_COOKIE] = str(person)
        walk_intake(client, ORDINARY)
        client.app.state.household.tell_pain(person, 2, week=2)  # type: ignore[attr-defined]
        took = {}
        for path in PAGES:
            assert client.get(path).status_code == 200, path
            took[path] = median_ms(lambda path=path: client.get(path))  # type: ignore[misc]
        begun = client.app.state.household  # type: ignore[attr-defined]
        took["tell pain, plan anew"] = median_ms(lambda: begun.tell_pain(person, 3), 9)
        return took


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/years.db"
        for path, milliseconds in measure(url, folder).items():
            print(f"{path:24} {milliseconds:7.1f} ms")


if __name__ == "__main__":
    main()
