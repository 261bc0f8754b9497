"""Where the exercise files lie that aren't offered yet."""

from __future__ import annotations

from pathlib import Path

DRAFTS = Path(__file__).parents[1] / "drafts" / "exercises"
