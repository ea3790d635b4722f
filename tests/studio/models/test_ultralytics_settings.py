"""Where the learned backend keeps its settings."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from studio.models.ultralytics_people import settings_folder


def test_settings_go_where_they_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a file in the way refuses everybody, an administrator, too
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: str(blocked / name))
    monkeypatch.setenv("YOLO_CONFIG_DIR", str(tmp_path / "named"))
    assert settings_folder() == tmp_path / "named"
    monkeypatch.setenv("YOLO_CONFIG_DIR", str(blocked / "named"))
    spare = settings_folder()
    assert spare.is_dir() and blocked not in spare.parents
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: str(tmp_path / name))
    assert settings_folder() == tmp_path / "vivant" / "ultralytics"
    spare.rmdir()


def test_a_folder_in_which_the_librarys_own_cannot_be_made_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / "Ultralytics").write_text("")
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: str(tmp_path / name))
    monkeypatch.setenv("YOLO_CONFIG_DIR", str(tmp_path / "named"))
    assert settings_folder() == tmp_path / "vivant" / "ultralytics"
