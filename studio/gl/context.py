"""The headless GL context: opened here, then always handed on as an argument.

On Linux it is opened through EGL, without a window or a display; Mesa's software renderer (llvmpipe) is enough.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from studio.media.errors import VivantError

if TYPE_CHECKING:
    import moderngl

INSTALL = "apt-get install -y libegl1 libgl1 libgl1-mesa-dri"
"""What brings a software GL to Debian and Ubuntu."""

_SERIALS = itertools.count(1)


def open_context() -> moderngl.Context:
    """A new headless context of OpenGL 3.3 or later.

    Raises:
        VivantError: There is no GL on this machine; the line says what to install.
    """
    try:
        import moderngl

        options: dict[str, Any] = {"backend": "egl"} if sys.platform.startswith("linux") else {}
        gl = moderngl.create_context(standalone=True, require=330, **options)
    except Exception as error:  # moderngl raises bare Exception, ImportError and ValueError alike
        raise VivantError(no_gl(error)) from error
    prepare(gl)
    keep_triton_out(str(gl.info.get("GL_RENDERER", "")))
    return gl


def keep_triton_out(renderer: str) -> None:
    """Let nobody import triton once Mesa's software renderer is loaded.

    Both carry an LLVM, and loading triton's second ends the process with a segmentation fault (torchvision imports it
    where it is installed). Torch works without triton; only compiled GPU kernels need it, and software GL means no GPU.
    """
    if "llvmpipe" in renderer:
        sys.modules.setdefault("triton", None)  # type: ignore[arg-type]


def no_gl(error: Exception) -> str:
    """One line for the artist: there is no GL, and how to get it."""
    reason = " ".join(str(error).split()) or type(error).__name__
    cure = f"on Debian or Ubuntu: {INSTALL}" if sys.platform.startswith("linux") else "install a graphics driver"
    return f"no OpenGL 3.3 to draw with ({reason}); {cure}"


def prepare(gl: moderngl.Context) -> int:
    """Make a context ready for this house, once; returns its serial number, which no other context has.

    Objects that Python lets go of wait for :func:`drawing`: only the thread that owns the context may delete them.
    """
    if gl.extra is None:
        gl.extra = {}
        gl.gc_mode = "context_gc"
    serial: int = gl.extra.setdefault("serial", 0) or next(_SERIALS)
    gl.extra["serial"] = serial
    return serial


@contextmanager
def drawing(gl: moderngl.Context) -> Iterator[None]:
    """Make the context current while drawing, and release what nobody holds any more."""
    prepare(gl)
    try:
        gl.__enter__()  # type: ignore[no-untyped-call]
    except Exception as error:
        raise VivantError(f"the GL context was lost ({error}); start the render again") from error
    try:
        gl.gc()
        yield
    finally:
        gl.__exit__(None, None, None)  # type: ignore[no-untyped-call]


def describe() -> dict[str, Any]:
    """What GL this machine has, for ``vivant doctor``.

    Returns:
        ``works`` (bool), and either ``renderer``, ``version``, ``vendor`` and ``software`` (drawn by the CPU), or
        ``reason``.
    """
    try:
        gl = open_context()
    except VivantError as error:
        return {"works": False, "reason": str(error)}
    info = gl.info
    renderer = str(info["GL_RENDERER"])
    software = any(word in renderer.lower() for word in ("llvmpipe", "softpipe", "swrast", "software"))
    found = {"renderer": renderer, "version": str(info["GL_VERSION"]), "vendor": str(info["GL_VENDOR"])}
    gl.release()
    return {"works": True, **found, "software": software}
