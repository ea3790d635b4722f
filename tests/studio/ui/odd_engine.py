"""An engine with nodes that misbehave, in a process of its own; and the library of those nodes for the window."""

from __future__ import annotations

import os
import signal
import sys
import time as clock
from typing import Annotated

import numpy as np

from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.region import WHOLE
from studio.node import Context, Region, Scale, Time, node
from studio.node.knob import Range
from studio.node.library import Library

Number = Annotated[float, Range(-1e6, 1e6)]


@node(family="test", version=1)
def flat(a: float | None = None, *, n: Number = 0.25, scale: Scale = 1.0) -> Image:
    """A picture of one colour."""
    wide = int(64 * scale)
    return Image.from_array(np.full((wide // 2, wide, 4), n + (a or 0.0), np.float32))


@node(family="test", version=1)
def wave(*, time: Time, n: Number = 1.0, seconds: Number = 0.0) -> Image:
    """A picture whose brightness is the time, 2 MiB large."""
    clock.sleep(seconds)
    return Image.from_array(np.full((512, 512, 4), time * n, np.float32))


@node(family="test", version=1)
def slope() -> Image:
    """A picture in which every pixel differs."""
    return Image.from_array(np.linspace(0, 1, 32 * 64 * 4, dtype=np.float32).reshape(32, 64, 4))


@node(family="test", version=1)
def parts(*, time: Time, region: Region = WHOLE) -> Image:
    """A picture as bright as the part that is looked at is wide."""
    return Image.from_array(np.full((64, 64, 4), region[2] - region[0] + 0 * time, np.float32))


@node(family="test", version=1)
def noisy(*, n: Number = 0.0) -> float:
    """Print garbage in every way there is."""
    print("{'not': 'a message'}", flush=True)
    os.write(1, b"\x00\x01\x02garbage")
    os.system("echo from a child")
    return n


@node(family="test", version=1)
def deadly(a: float | None = None, *, n: Number = 0.0) -> float:
    """End the process, as a bug in native code does."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return n


@node(family="test", version=1)
def failing(*, n: Number = 0.0) -> float:
    """Fail."""
    raise BadInput("there is nothing here: choose something else")


@node(family="test", version=1)
def slow(ctx: Context, *, seconds: Number = 0.1, n: Number = 0.0) -> float:
    """Take a while, and let go when asked."""
    end = clock.monotonic() + seconds
    while clock.monotonic() < end:
        clock.sleep(0.005)
        ctx.progress(clock.monotonic(), end)
    return n


@node(family="test", version=1)
def stuck(*, n: Number = 0.0) -> float:
    """Never let go."""
    clock.sleep(1000)
    return n


LIBRARY = Library([flat, wave, slope, parts, noisy, deadly, failing, slow, stuck])
COMMAND = (sys.executable, __file__)


def main(handle: str) -> None:
    """Serve with these nodes."""
    from studio.cli.serve import own_pipes
    from studio.engine.cache import Cache
    from studio.engine.child.arena import Arena
    from studio.engine.child.serve import Server
    from studio.engine.child.teller import Teller
    from studio.engine.child.wire import Sender
    from studio.engine.evaluator import Evaluator

    incoming, outgoing = own_pipes()
    sender, arena = Sender(outgoing), Arena.open(handle)
    teller = Teller(sender.send, arena)
    evaluator = Evaluator(LIBRARY, cache=Cache(2**27), listen=teller.hear)
    Server(evaluator, teller, arena, incoming, sender).run()


if __name__ == "__main__":
    main(sys.argv[1])
