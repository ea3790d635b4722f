"""Where there is no GL, the viewport says so and the window goes on."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest


def test_a_machine_without_gl_gets_a_clear_message(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.ui.viewport import canvas
    from studio.ui.viewport.panel import ViewportPanel

    def refuse(_: Any) -> None:
        raise Exception("cannot detect OpenGL context")

    monkeypatch.setattr(canvas, "open_here", refuse)
    panel = ViewportPanel(session)
    panel.resize(600, 400)
    panel.show()
    QTest.qWait(100)
    assert panel._stack.currentWidget() is panel._sorry
    assert "OpenGL 3.3" in panel._sorry.text() and "apt-get" in panel._sorry.text()
    session.look("nobody")
    panel.refresh_overlay()
    panel.close()


def test_the_window_s_viewport_needs_no_torch() -> None:
    import subprocess
    import sys

    code = (
        "import sys, studio.ui.viewport.panel; print(sorted({'torch', 'mediapipe', 'NodeGraphQt'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
