"""The application object: one a process, dressed, with a GL that the viewport needs."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QSurfaceFormat
from PySide6.QtWidgets import QApplication

from studio.ui.theme import dress


def make_application(arguments: Sequence[str]) -> QApplication:
    """The application, made once; GL 3.3 core, sharp on screens of any density."""
    # OpenCV's import points Qt to plugins of its own
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    wanted = QSurfaceFormat()
    wanted.setVersion(3, 3)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    QSurfaceFormat.setDefaultFormat(wanted)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(list(arguments))
    application.setApplicationName("vivant")
    application.setApplicationDisplayName("Vivant")
    dress(application)
    return application
