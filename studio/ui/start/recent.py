"""What was open lately, the latest first."""

from __future__ import annotations

from pathlib import Path

from studio.ui.places import settings

MOST = 12


def recent() -> list[Path]:
    """Files that were open lately and are still there."""
    found = settings().value("recent") or []
    names = [found] if isinstance(found, str) else list(found)
    return [Path(name) for name in names if Path(name).is_file()]


def remember(path: Path) -> None:
    """Put a file first."""
    others = [other for other in recent() if other != path.absolute()]
    settings().setValue("recent", [str(one) for one in [path.absolute(), *others][:MOST]])


def forget_all() -> None:
    """Forget what was open."""
    settings().remove("recent")
