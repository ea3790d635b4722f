"""Where results are kept on the disk, unless somebody chooses another folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE = "VIVANT_CACHE"
"""Of the environment: a folder of one's own."""


def usual_folder() -> Path:
    """In the user's cache folder."""
    return Path(platformdirs.user_cache_dir("vivant")) / "results"


def kept_results() -> Path:
    """The folder that the environment names, else the usual one."""
    return Path(os.environ.get(VARIABLE) or usual_folder())
