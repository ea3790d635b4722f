#!/usr/bin/env python3
"""Write the clips of the ways of walking and running: ``python packaging/gaits/make_gaits.py [FOLDER]``.

Sixteen walks and four runs of resources/motions come from here, from the numbers in styles.toml; change those and run
this again. The plain walk and run, turns, idles, dances and all other clips are keyed by hand: their files are the
source.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from keys import clip_of, text_of  # noqa: E402
from style import styles  # noqa: E402


def main(folder: Path = ROOT / "resources" / "motions") -> None:
    """Write every clip to a folder."""
    for name, style in styles().items():
        (folder / f"{name}.json").write_text(text_of(clip_of(style)), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
