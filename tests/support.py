"""Small things several tests share."""

from __future__ import annotations

import os

import pytest


def skip_or_fail(reason: str) -> None:
    """Skip the test; or fail it where everything must be there (BACKLINE_REQUIRE_TOOLS)."""
    if os.environ.get("BACKLINE_REQUIRE_TOOLS"):
        pytest.fail(reason)
    pytest.skip(reason)
