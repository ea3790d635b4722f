"""What a node type does: its documentation, sockets and knobs, and what it gives here, as a picture."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from studio.media.image import Image
from studio.node.declare import NodeType, Socket
from studio.node.knob import Knob
from studio.ui.bridge import Answer, Look
from studio.ui.errand import alive
from studio.ui.session import Session
from studio.ui.start.incoming import small
from studio.ui.theme import FAINT, FAMILY_COLOURS, LINE, MEDIA_COLOURS, WORDS

_DATA = Qt.ItemDataRole.UserRole
_PICTURE = "vivant:picture"


class NodeDoc(QDialog):
    """The documentation of every node type; stays open beside the work.

    Attributes:
        kind: Name of the type that is shown.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.kind = ""
        self.setWindowTitle("Nodes")
        self.resize(900, 680)
        row = QHBoxLayout(self)
        side = QVBoxLayout()
        self.search = QLineEdit(placeholderText="Search nodes", clearButtonEnabled=True)
        self.search.textChanged.connect(self._fill)
        self.list = QListWidget()
        self.list.setFixedWidth(200)
        self.search.setFixedWidth(200)
        self.list.currentItemChanged.connect(lambda item: self.show_type(item.data(_DATA)) if item else None)
        side.addWidget(self.search)
        side.addWidget(self.list)
        self.text = QTextBrowser()
        self.text.setStyleSheet("QTextBrowser { padding: 12px; }")
        row.addLayout(side)
        row.addWidget(self.text, 1)
        self._fill("")

    def _fill(self, words: str) -> None:
        self.list.clear()
        wanted = words.casefold().split()
        for name, kind in sorted(self._session.library.items(), key=lambda pair: (pair[1].family, pair[0])):
            if all(word in f"{name} {kind.title} {kind.family} {kind.summary}".casefold() for word in wanted):
                item = QListWidgetItem(kind.title)
                item.setData(_DATA, name)
                item.setToolTip(f"{kind.family}: {kind.summary}")
                self.list.addItem(item)

    def show_type(self, name: str) -> None:
        """Show a node type, and what a node of it gives in this graph."""
        kind = self._session.library.get(name)
        if kind is None:
            return
        self.kind = name
        self.text.setHtml(page(kind, False))
        nodes = [node for node in self._session.selection if self._session.graph.nodes[node].type == name]
        nodes += [node for node, held in self._session.graph.nodes.items() if held.type == name]
        if nodes and any(output.media == "Image" for output in kind.outputs[:1]):
            look = Look(nodes[0], time=self._session.time, scale=self._session.scale)
            self._session.bridge.fetch(look, lambda answer: self._picture(name, answer))

    def _picture(self, name: str, answer: Answer) -> None:
        kind = self._session.library.get(name)
        if not alive(self) or name != self.kind or kind is None or not isinstance(answer.value, Image):
            return
        pixels = np.ascontiguousarray(small(answer.value.pixels))
        high, wide = pixels.shape[:2]
        picture = QImage(pixels.data, wide, high, 3 * wide, QImage.Format.Format_RGB888).copy()
        resource = QTextDocument.ResourceType.ImageResource.value
        self.text.document().addResource(resource, QUrl(_PICTURE), picture)
        self.text.setHtml(page(kind, True))


def page(kind: NodeType, picture: bool) -> str:
    """A node type's documentation as a page."""
    colour = FAMILY_COLOURS.get(kind.family, LINE)
    parts = [
        f'<h2 style="margin:0">{escape(kind.title)}</h2>',
        f'<p style="color:{FAINT}; margin:2px 0 10px 0"><span style="background:{colour}; color:#fff">'
        f"&nbsp;{escape(kind.family)}&nbsp;</span>&nbsp; {escape(kind.name)}, version {kind.version}</p>",
        f"<p>{escape(kind.summary)}</p>",
        *(f"<p>{escape(paragraph)}</p>" for paragraph in kind.doc.split("\n\n") if paragraph.strip()),
    ]
    if picture:
        parts.append(f'<p><img src="{_PICTURE}"><br><span style="color:{FAINT}">What it gives here</span></p>')
    parts += [_sockets("Takes", kind.inputs), _sockets("Gives", kind.outputs), _knobs(kind.knobs)]
    return "".join(parts)


def _sockets(title: str, sockets: tuple[Socket, ...]) -> str:
    if not sockets:
        return ""
    rows = "".join(
        f'<tr><td><b>{escape(socket.name)}</b></td><td style="color:{MEDIA_COLOURS.get(socket.media, WORDS)}">'
        f"{escape(socket.media)}{_how(socket)}</td><td>{escape(socket.doc)}</td></tr>"
        for socket in sockets
    )
    return f'<h4 style="color:{FAINT}">{title}</h4><table cellpadding="4" width="100%">{rows}</table>'


def _how(socket: Socket) -> str:
    said = ["optional"] if socket.optional else []
    said += ["one at a time"] if socket.each else []
    said += ["over the whole shot"] if socket.whole else ["at neighbouring frames"] if socket.window else []
    return f" ({', '.join(said)})" if said else ""


def _knobs(knobs: tuple[Knob, ...]) -> str:
    if not knobs:
        return ""
    rows = "".join(
        f"<tr><td><b>{escape(knob.name.replace('_', ' ').capitalize())}</b></td><td>{escape(_allowed(knob))}</td>"
        f"<td>{escape(knob.doc)}</td></tr>"
        for knob in knobs
    )
    return f'<h4 style="color:{FAINT}">Knobs</h4><table cellpadding="4" width="100%">{rows}</table>'


def _allowed(knob: Knob) -> str:
    if knob.choices:
        return ", ".join(knob.choices)
    if knob.range is not None:
        return f"{knob.range.low:g} to {knob.range.high:g} {knob.range.unit}".strip()
    return {"bool": "on or off", "file": "file", "save": "file", "entries": "list"}.get(knob.kind, knob.kind)
