"""Colours, fonts and glyphs that boxes and wires are painted with."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPixmap

from studio.ui.theme import FAINT, FAMILY_COLOURS, MEDIA_COLOURS, icon

ANY = "#9aa0aa"
"""Colour of what may be anything."""
BODY, BODY_LIT, EDGE, SHADE = QColor("#2b2e34"), QColor("#32363d"), QColor("#15161a"), QColor(0, 0, 0, 70)
GROUP, UNKNOWN, DOT = QColor("#3d4660"), QColor("#54403f"), QColor("#3a3e45")
TIERS = {"ram": "#5bb974", "disk": "#4c9be8", "device": "#b07be0"}
"""Colour of the mark that says where a result is kept."""
FAMILY_ICONS = {
    "photo": "mdi6.image", "people": "mdi6.account-group", "face": "mdi6.face-recognition",
    "depth": "mdi6.layers-triple", "scene": "mdi6.panorama", "script": "mdi6.script-text", "motion": "mdi6.run",
    "rig": "mdi6.human", "voice": "mdi6.microphone", "nature": "mdi6.weather-windy", "camera": "mdi6.camera",
    "composite": "mdi6.layers", "temporal": "mdi6.clock-outline", "generate": "mdi6.creation",
    "video": "mdi6.movie-open",
}  # fmt: skip


@lru_cache(maxsize=64)
def media_colour(media: str) -> QColor:
    """Colour of what travels on a link."""
    return QColor(MEDIA_COLOURS.get(media, ANY))


@lru_cache(maxsize=64)
def bar_colour(kind: str, family: str) -> QColor:
    """Colour of a box's title bar."""
    if kind == "group":
        return GROUP
    if kind == "unknown":
        return UNKNOWN
    return QColor(FAMILY_COLOURS.get(family, "#4a4d55"))


def family_icon(kind: str, family: str) -> str:
    """Name of the icon of a box."""
    if kind in ("group", "unknown"):
        return "mdi6.folder-outline" if kind == "group" else "mdi6.help-circle-outline"
    return FAMILY_ICONS.get(family, "mdi6.circle-outline")


@lru_cache(maxsize=16)
def font(pixels: int, bold: bool = False) -> QFont:
    """The window's font at a height in pixels of the scene."""
    made = QFont()
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


@lru_cache(maxsize=2048)
def fitted(words: str, pixels: int, bold: bool, width: float) -> str:
    """Words cut to a width, with dots where they were cut."""
    return QFontMetricsF(font(pixels, bold)).elidedText(words, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=1024)
def breadth(words: str, pixels: int, bold: bool = False) -> float:
    """How wide words are."""
    return QFontMetricsF(font(pixels, bold)).horizontalAdvance(words)


@lru_cache(maxsize=128)
def glyph(name: str, colour: str = FAINT, pixels: int = 14) -> QPixmap:
    """An icon as a picture, sharp up to twice its size."""
    made = icon(name, colour).pixmap(QSize(pixels * 3, pixels * 3))
    made.setDevicePixelRatio(made.width() / pixels)
    return made
