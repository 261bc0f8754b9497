"""Writing a file so that what was there before survives a failure."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a temporary path beside `path`; on leaving without an error it takes its place.

    Until then nothing at `path` changes, and after an error (or Ctrl-C) the temporary file is
    gone. Missing folders are made. A file that is replaced keeps its permissions; the link of a
    linked file is followed, so that the link stays. The temporary file has the same ending,
    for writers that choose their format by it.

    Raises OSError, its `filename` the given path, when the place can't be written to.
    """
    target = path.resolve()
    temporary: Path | None = None
    try:
        temporary = _beside(target)
        yield temporary
        temporary.replace(target)
    except BaseException as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        if isinstance(error, OSError) and error.filename != str(path):
            error.filename = str(path)
        raise


def _beside(target: Path) -> Path:
    """A new, empty file in the target's folder, with the target's ending and permissions."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(
        dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=target.suffix
    )
    os.close(handle)
    Path(name).chmod(_mode(target))
    return Path(name)


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8 in the manner of `replacing`. Raises OSError."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _mode(target: Path) -> int:
    """The permissions of the file that is there, or of any new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
