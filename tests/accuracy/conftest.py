"""Nothing here touches the frames and outcomes kept on this computer."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache folder of the test's own, where the system goes by this name for it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
