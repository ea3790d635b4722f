"""Colours, icons and the style of the window: dark, quiet, so that the picture is the brightest thing in it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from studio.files.resources import resource

GROUND, PANEL, RAISED, LINE = "#1b1c1f", "#232529", "#2e3136", "#3a3e45"
WORDS, FAINT, ACCENT = "#d8dbe0", "#8b919b", "#4c9be8"
GOOD, WARN, BAD = "#5bb974", "#e0a93b", "#e5584f"

POINTS = 9.5
"""Size of the window's words, unless the preferences say otherwise."""

MEDIA_COLOURS = {
    "Image": "#c9a227", "Matte": "#b8bcc4", "People": "#3fb6a8", "Person": "#3fb6a8", "Camera": "#7fa7d9",
    "Depth": "#5b7bd5", "Flow": "#9b6dd6", "Ids": "#8b919b", "Rigs": "#d9822b", "Rig": "#d9822b",
    "Motions": "#d65f8b", "Motion": "#d65f8b", "Poses": "#e08fb0", "Pose": "#e08fb0", "Sound": "#6cc24a",
    "View": "#8fb0c9", "ViewPath": "#8fb0c9", "Suitability": "#8b919b", "Film": "#ffffff",
}  # fmt: skip
"""Colour of a socket, a link and a badge by the name of what travels there."""

FAMILY_COLOURS = {
    "photo": "#7a6a2f", "people": "#2f6f67", "face": "#2f5f6f", "depth": "#3a4a7c", "scene": "#4a5f3a",
    "script": "#6b5b3a", "motion": "#7a3a55", "rig": "#7c512a", "voice": "#3f6b35", "nature": "#35606b",
    "camera": "#4b5f80", "composite": "#4a4d55", "temporal": "#5a4a72", "generate": "#6b3a6b", "video": "#5c5f66",
}  # fmt: skip
"""Colour of a node's title bar by its family."""

STYLE = f"""
* {{ outline: none; }}
QToolTip {{ background: {RAISED}; color: {WORDS}; border: 1px solid {LINE}; padding: 4px; }}
QMainWindow::separator {{ background: {GROUND}; width: 4px; height: 4px; }}
QMainWindow::separator:hover {{ background: {ACCENT}; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QDockWidget::title {{ background: {PANEL}; padding: 3px 8px; color: {FAINT}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ background: {GROUND}; color: {FAINT}; padding: 5px 12px; border: none; }}
QTabBar::tab:selected {{ background: {PANEL}; color: {WORDS}; border-top: 2px solid {ACCENT}; }}
QMenuBar, QStatusBar {{ background: {GROUND}; color: {FAINT}; }}
QMenu {{ background: {RAISED}; border: 1px solid {LINE}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px 4px 12px; }}
QMenu::item:selected, QListView::item:selected, QTreeView::item:selected {{ background: {ACCENT}; color: #ffffff; }}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextBrowser, QListView, QTreeView {{
    background: {GROUND}; border: 1px solid {LINE}; border-radius: 3px; padding: 2px 4px;
    selection-background-color: {ACCENT}; }}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {{ border-color: {ACCENT}; }}
QPushButton, QToolButton {{ background: {RAISED}; border: 1px solid {LINE}; border-radius: 3px; padding: 4px 10px; }}
QToolButton {{ padding: 3px; }}
QToolButton[autoRaise="true"] {{ background: transparent; border-color: transparent; }}
QToolButton[autoRaise="true"]:hover {{ background: {RAISED}; border-color: {LINE}; }}
QToolButton[autoRaise="true"]:checked {{ background: {ACCENT}; }}
QPushButton:hover, QToolButton:hover {{ border-color: {FAINT}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {ACCENT}; color: #ffffff; }}
QPushButton:disabled, QToolButton:disabled {{ color: {LINE}; }}
QScrollBar:vertical {{ background: {PANEL}; width: 10px; }}
QScrollBar:horizontal {{ background: {PANEL}; height: 10px; }}
QScrollBar::handle {{ background: {LINE}; border-radius: 4px; min-height: 24px; min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QProgressBar {{ background: {GROUND}; border: none; border-radius: 3px; text-align: center; }}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 3px; }}
QComboBox::drop-down {{ border: none; width: 18px; }}
QComboBox::down-arrow {{ image: url(DOWN); width: 10px; height: 10px; }}
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {{
    background: transparent; border: none; width: 16px; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url(UP); width: 10px; height: 10px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url(DOWN); width: 10px; height: 10px; }}
QCheckBox::indicator, QListView::indicator, QTreeView::indicator {{
    width: 14px; height: 14px; border: 1px solid {FAINT}; border-radius: 3px; background: {GROUND}; }}
QCheckBox::indicator:disabled {{ border-color: {LINE}; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked {{
    background: {ACCENT}; border-color: {ACCENT}; image: url(CHECK); }}
QCheckBox::indicator:indeterminate {{ background: {FAINT}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QHeaderView::section {{ background: {PANEL}; color: {FAINT}; border: none; padding: 4px; }}
"""


def dress(application: QApplication) -> None:
    """Give an application its look."""
    application.setStyle("Fusion")
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: PANEL, roles.Base: GROUND, roles.AlternateBase: PANEL, roles.Button: RAISED,
        roles.Text: WORDS, roles.WindowText: WORDS, roles.ButtonText: WORDS, roles.ToolTipBase: RAISED,
        roles.ToolTipText: WORDS, roles.Highlight: ACCENT, roles.HighlightedText: "#ffffff", roles.Link: ACCENT,
        roles.PlaceholderText: FAINT, roles.BrightText: BAD,
    }.items():  # fmt: skip
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#5c626b"))
    application.setPalette(palette)
    font = QFont(application.font())
    font.setPointSizeF(POINTS)
    application.setFont(font)
    arrows = {"DOWN": resource("ui/down.svg"), "UP": resource("ui/up.svg"), "CHECK": resource("ui/check.svg")}
    style = STYLE
    for name, place in arrows.items():
        style = style.replace(f"url({name})", f'url("{place.as_posix()}")')
    application.setStyleSheet(style)


@lru_cache(maxsize=256)
def icon(name: str, colour: str = WORDS) -> QIcon:
    """An icon of qtawesome by name ("mdi6.play"), in the window's colours."""
    import qtawesome

    drawn: QIcon = qtawesome.icon(name, color=colour, color_active="#ffffff", color_disabled="#5c626b")
    return drawn
