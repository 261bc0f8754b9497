"""What any test may ask for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backline.journal.address import VARIABLE
from tests.support import skip_or_fail

ROOT = Path(__file__).parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def shared_clips() -> Path:
    """The folder of real clips: BACKLINE_CLIPS, or shared/clips beside the repository.

    They aren't part of the repository; a test that wants them is skipped without.
    """
    folder = Path(os.environ.get("BACKLINE_CLIPS") or ROOT.parent / "shared" / "clips")
    if not folder.is_dir():
        pytest.skip(f"no real clips in {folder} (set BACKLINE_CLIPS to their folder)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium: BACKLINE_CHROMIUM, or the first one found on the path."""
    named = os.environ.get("BACKLINE_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None or not Path(found).exists():
        skip_or_fail("no Chromium here (install one, or set BACKLINE_CHROMIUM to its path)")
    assert found is not None
    return found


@pytest.fixture(scope="session", autouse=True)
def _journal_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes into the journal of whoever runs it."""
    path = tmp_path_factory.mktemp("journal") / "journal.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, f"sqlite:///{path}")
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser come first, then others with slow tests, so that the workers end
    together."""

    def turn(item: pytest.Item) -> int:
        marks = [item.get_closest_marker(name) is not None for name in ("browser", "slow")]
        return -2 * marks[0] - marks[1]

    items.sort(key=turn)
