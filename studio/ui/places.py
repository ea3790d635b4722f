"""Where the window keeps what outlives it: preferences, what was open, presets of one's own, journals."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from PySide6.QtCore import QSettings


def settings() -> QSettings:
    """Preferences and layout, in a file of the user's configuration folder."""
    folder = Path(platformdirs.user_config_dir("vivant"))
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


_throwaway: list[Path] = []


def throw_state_away(folder: Path) -> None:
    """Keep what comes and goes in a folder that will be gone: no trace of this window is left, none of others shows."""
    _throwaway[:] = [folder]


def state_folder(name: str) -> Path:
    """A folder for what comes and goes ("journals", "recent"); made when first asked for."""
    folder = (_throwaway or [Path(platformdirs.user_state_dir("vivant"))])[0] / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def own_presets() -> Path:
    """The folder of the presets that the artist made; not there before the first one is."""
    return Path(platformdirs.user_data_dir("vivant")) / "presets"
