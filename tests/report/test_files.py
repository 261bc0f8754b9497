"""What was there before survives a failure, and nothing half-made is left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backline.report.files import replacing, write_text


def test_a_new_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    place = tmp_path / "a.mp4"
    with replacing(place) as temporary:
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".mp4"
        temporary.write_text("half")
        assert not place.exists()
        temporary.write_text("whole")
    assert place.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
def test_the_old_file_outlives_a_failure(error: type[BaseException], tmp_path: Path) -> None:
    place = tmp_path / "a.json"
    place.write_text("old")

    def fail() -> None:
        with replacing(place) as temporary:
            temporary.write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert place.read_text() == "old"
    assert list(tmp_path.iterdir()) == [place]


def test_it_is_replaced_after_success(tmp_path: Path) -> None:
    place = tmp_path / "a.json"
    place.write_text("old")
    write_text(place, "new, with an ä")
    assert place.read_text(encoding="utf-8") == "new, with an ä"
    assert list(tmp_path.iterdir()) == [place]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write_text(tmp_path / "one" / "two" / "a.json", "{}")
    assert (tmp_path / "one" / "two" / "a.json").read_text() == "{}"


def test_permissions_stay_and_new_files_have_the_usual_ones(tmp_path: Path) -> None:
    old, new, usual = tmp_path / "old", tmp_path / "new", tmp_path / "usual"
    old.write_text("old")
    old.chmod(0o640)
    write_text(old, "replaced")
    assert old.stat().st_mode & 0o777 == 0o640
    before = os.umask(0o027)
    try:
        usual.touch()
        write_text(new, "new")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert new.stat().st_mode == usual.stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "real.json"
    link = tmp_path / "link.json"
    link.symlink_to(real)
    write_text(link, "through")
    assert link.is_symlink()
    assert real.read_text() == "through"


def test_very_long_names_are_no_trouble(tmp_path: Path) -> None:
    place = tmp_path / ("n" * 240 + ".json")
    write_text(place, "{}")
    assert place.read_text() == "{}"


def test_errors_name_the_file_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file" / "a.json", tmp_path):
        with pytest.raises(OSError) as caught:  # noqa: PT011 - what matters is the name
            write_text(place, "{}")
        assert caught.value.filename == str(place)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_error_of_the_writer_names_it_too(tmp_path: Path) -> None:
    place = tmp_path / "a.mp4"
    with pytest.raises(OSError, match="disk full") as caught, replacing(place):
        raise OSError(28, "disk full", "/some/temporary/name")
    assert caught.value.filename == str(place)
