"""The viewport's commands, each with its shortcut."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.ui.session import Session
from studio.ui.viewport.canvas import Canvas
from studio.ui.viewport.options import Options


def add_commands(session: Session, panel: QWidget, canvas: Canvas, options: Options) -> None:
    """Enter what can be done in the viewport; shortcuts hold while it has the focus."""
    commands = session.commands

    def add(name: str, title: str, run: object, shortcut: str | tuple[str, ...] = "", tip: str = "") -> None:
        commands.add(f"viewport.{name}", title, run, group="View", owner=panel, shortcut=shortcut or (), tip=tip)  # type: ignore[arg-type]

    def toggle(name: str) -> object:
        return lambda: options.set(**{name: not getattr(options, name)})

    def isolate(channel: str) -> object:
        return lambda: options.set(channel="RGBA" if options.channel == channel else channel)

    def compare(kind: str) -> object:
        return lambda: options.set(comparison="off" if options.comparison == kind else kind)

    add("fit", "Fit picture", canvas.view.fit, "F", "Show the whole picture")
    add(
        "fit_region",
        "Fit region",
        canvas.view.fit_region,
        "Shift+F",
        "Show the region that is looked at, as large as it fits",
    )
    add(
        "actual",
        "Picture at 100%",
        lambda: canvas.view.zoom_to(100),
        "Ctrl+1",
        "One pixel of the picture on one of the screen",
    )
    add("closer", "Zoom in", lambda: canvas.view.zoom_about(canvas.view.area().center(), 1.25), ("+", "="))
    add("wider", "Zoom out", lambda: canvas.view.zoom_about(canvas.view.area().center(), 0.8), "-")
    for channel, words in (("R", "red"), ("G", "green"), ("B", "blue"), ("A", "alpha"), ("L", "luminance")):
        add(f"channel_{words}", f"Show {words} alone", isolate(channel), channel, "Press again for all channels")
    add(
        "wipe",
        "Wipe",
        compare("wipe"),
        "W",
        "Show the compared view on one side of a line that can be moved and turned",
    )
    add("difference", "Difference", compare("difference"), "Q", "Show how far the compared view differs")
    add("side_by_side", "Side by side", compare("side by side"), "Shift+W")
    add("safe", "Safe areas", toggle("safe"), "Shift+S")
    add("thirds", "Thirds", toggle("thirds"), "Shift+T")
    add("grid", "Grid", toggle("grid"), "Shift+G")
    add("checker", "Checkerboard", toggle("checker"), "", "Show a checkerboard through what is transparent")
    add("relief", "Depth as a relief", toggle("relief"), "Shift+D", "Turn a depth by dragging")
    add("reset", "Reset exposure", lambda: options.set(gain=1.0, gamma=1.0, channel="RGBA"), "Shift+R")
    add("whole", "Look at all of the picture", lambda: options.set(region=None), "", "End the region")
    for number in range(1, 10):
        add(f"view_{number}", f"Show view {number}", _shower(session, number), str(number))
    for scale, words in ((1.0, "full"), (0.5, "half"), (0.25, "quarter")):
        add(f"proxy_{words}", f"Compute at {words} size", _scaler(session, scale))


def _shower(session: Session, number: int) -> object:
    return lambda: session.show_number(number)


def _scaler(session: Session, scale: float) -> object:
    return lambda: session.set_scale(scale)
