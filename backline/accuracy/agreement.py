"""The result of `tools/agreement.py`, read from its file."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClipAgreement(_Strict):
    """One video. compared: pictures in which both found somebody. mean, p95, largest: over
    pictures, of the mean landmark distance in body heights."""

    clip: str
    pictures: int
    compared: int
    mean: float
    p95: float
    largest: float


class Agreement(_Strict):
    """All videos. version is Backline's."""

    official_version: str
    version: str
    clips: tuple[ClipAgreement, ...]


def read_agreement(path: Path) -> Agreement:
    """Raises ValueError with one line when the file isn't one of `tools/agreement.py`."""
    try:
        return Agreement.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        raise ValueError(f"{path}: this is not a result of tools/agreement.py") from error
