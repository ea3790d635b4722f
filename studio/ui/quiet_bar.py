"""A bar of progress that is painted with everything else."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar


class QuietBar(QProgressBar):
    """Qt's own paints itself at every new value there and then, and with it a window that holds a GL widget: slowly."""

    def setValue(self, value: int) -> None:
        """Show a value, when the window is painted next."""
        self.setUpdatesEnabled(False)
        super().setValue(value)
        self.setUpdatesEnabled(True)
