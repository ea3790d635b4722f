"""The window around the panels: layout, menus, messages, help, and its picture."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from studio.graph.edit import add

POLISHED = Qt.WidgetAttribute.WA_WState_Polished


def test_every_command_is_in_a_menu_and_in_the_palette(window: Any) -> None:
    from PySide6.QtWidgets import QApplication

    from studio.ui.help.palette import found

    QApplication.processEvents()
    menus = {action.text(): action.menu() for action in window.menuBar().actions()}
    assert list(menus)[:2] == ["File", "Edit"] and "Help" in menus
    listed = {action for menu in menus.values() for action in menu.actions()}
    commands = list(window.session.commands)
    assert all(command.action in listed for command in commands)
    assert len(found(window.session.commands, "")) == len(commands)


def test_the_edit_menu_says_what_undo_takes_back(window: Any) -> None:
    session = window.session
    session.apply(lambda graph: add(graph, session.library, "checker"))
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() == "Edit")
    menu.aboutToShow.emit()
    assert session.commands["edit.undo"].text() == "Undo add checker_1"
    session.undo()
    menu.aboutToShow.emit()
    assert session.commands["edit.redo"].text() == "Redo add checker_1"


def test_no_two_shortcuts_of_the_whole_window_collide(window: Any) -> None:
    seen: dict[str, str] = {}
    for command in window.session.commands:
        for keys in command.action.shortcuts() if command.panel is None else ():
            assert keys.toString() not in seen, f"{command.name} and {seen[keys.toString()]} share {keys.toString()}"
            seen[keys.toString()] = command.name


def test_the_palette_finds_a_command_by_letters_and_does_it(window: Any, until: Callable[..., None]) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    session = window.session
    session.apply(lambda graph: add(graph, session.library, "checker"))
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 2000)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    palette = window.help.palette
    until(lambda: palette.isVisible())
    QTest.keyClicks(palette.line, "undo")
    assert palette.list.currentItem().text(0) == "Undo"
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert not session.graph.nodes and not palette.isVisible()


def test_the_shortcut_sheet_opens_with_f1_and_is_searched(window: Any, until: Callable[..., None]) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    window.activateWindow()
    QTest.qWaitForWindowActive(window, 2000)
    QTest.keyClick(window, Qt.Key.Key_F1)
    until(lambda: "sheet" in window.help.open_dialogs)
    sheet = window.help.open_dialogs["sheet"]
    assert "Ctrl+Shift+S" in sheet.text.toPlainText()
    QTest.keyClicks(sheet.search, "save as")
    assert "Save as..." in sheet.text.toPlainText() and "Undo" not in sheet.text.toPlainText()
    sheet.close()


def test_a_node_is_documented_with_sockets_knobs_and_a_picture_of_what_it_gives(window: Any) -> None:
    import numpy as np
    from PySide6.QtCore import QUrl

    from studio.media.image import Image
    from studio.ui.bridge import Answer

    session = window.session
    session.apply(lambda graph: add(graph, session.library, "blur"))
    session.select(["blur_1"])
    session.bridge.waiting.clear()
    session.commands["help.node"].trigger()
    doc = window.help.open_dialogs["node"]
    text = doc.text.toPlainText()
    assert doc.kind == "blur" and session.library["blur"].summary in text
    assert "Size" in text and "0 to 512 px" in text and session.library["blur"].knob("size").doc in text
    look, then = next(entry for entry in session.bridge.waiting if entry[0].node == "blur_1")
    then(Answer(look, session.graph, Image(np.ones((30, 40, 4), np.float16))))  # type: ignore[arg-type]
    assert doc.text.document().resource(2, QUrl("vivant:picture")) is not None
    assert "What it gives here" in doc.text.toPlainText()
    doc.close()


def test_every_node_type_has_a_page(window: Any) -> None:
    from studio.ui.help.node_doc import page

    for name, kind in window.session.library.items():
        text = page(kind, False)
        assert name in text and all(socket.name in text for socket in kind.inputs)


def test_the_tour_has_five_steps_points_at_panels_and_comes_once(window: Any, until: Callable[..., None]) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    window.tours = True
    window.show_work(True)
    until(lambda: window.docks.docks["Graph"].isVisible())
    window.analysis.finished.emit()
    tour = window.help.tour
    assert tour.isVisible() and tour.count.text() == "1 of 5"
    inside = window.rect()
    for step in range(2, 6):
        assert inside.contains(tour.geometry()) and tour._ring.isVisible()
        QTest.mouseClick(tour.go_on, Qt.MouseButton.LeftButton)
        assert tour.count.text() == f"{step} of 5"
    QTest.mouseClick(tour.go_on, Qt.MouseButton.LeftButton)
    assert not tour.isVisible()
    window.analysis.finished.emit()
    assert not tour.isVisible(), "the tour comes once"
    window.session.commands["help.tour"].trigger()
    QTest.mouseClick(tour.skip, Qt.MouseButton.LeftButton)
    assert not tour.isVisible()


def test_preferences_take_effect_at_once_and_are_kept(window: Any) -> None:
    from PySide6.QtWidgets import QApplication

    from studio.ui.places import settings

    before = QApplication.font().pointSizeF()
    window.session.commands["edit.preferences"].trigger()
    dialog = window.help.open_dialogs["preferences"]
    dialog.text.setValue(150)
    assert QApplication.font().pointSizeF() > before
    dialog.text.setValue(100)
    dialog.disk.setValue(7)
    assert ("set_budget", "disk", 7 * 2**30) in window.session.bridge.asked
    assert int(str(settings().value("budget/disk"))) == 7
    dialog.flush.setValue(9)
    assert window.projects._flush.interval() == 9000
    dialog.close()


def test_results_are_kept_in_the_folder_that_is_chosen(
    window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from studio.engine.child.link import environment
    from studio.ui.help.cache_folder import use_chosen_folder
    from studio.ui.places import settings

    monkeypatch.setenv("VIVANT_CACHE", "")
    window.session.commands["edit.preferences"].trigger()
    dialog = window.help.open_dialogs["preferences"]
    chosen = tmp_path / "kept results"
    dialog.folder.field.setFocus()
    QTest.keyClicks(dialog.folder.field, str(chosen))
    QTest.keyClick(dialog.folder.field, Qt.Key.Key_Return)
    assert chosen.is_dir()
    assert environment()["VIVANT_CACHE"] == str(chosen)
    assert ("restart",) in window.session.bridge.asked
    monkeypatch.delenv("VIVANT_CACHE")
    use_chosen_folder()
    assert environment()["VIVANT_CACHE"] == str(chosen), "it is kept for the next start"
    (tmp_path / "file").touch()
    dialog.folder.use(str(tmp_path / "file" / "below"))
    assert dialog.problem.isVisibleTo(dialog)
    assert environment()["VIVANT_CACHE"] == str(chosen)
    QTest.mouseClick(dialog.folder.back, Qt.MouseButton.LeftButton)
    assert "VIVANT_CACHE" not in environment()
    assert not settings().value("cache_folder")
    dialog.close()


def test_a_folder_that_was_set_from_outside_decides(window: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVANT_CACHE", "/somewhere/else")
    window.help.open_dialogs.pop("preferences", None)
    window.session.commands["edit.preferences"].trigger()
    dialog = window.help.open_dialogs["preferences"]
    assert dialog.folder.field.text() == "/somewhere/else"
    assert not dialog.folder.field.isEnabled()
    dialog.close()


def test_a_workspace_comes_back_as_it_was_left(window: Any, until: Callable[..., None]) -> None:
    window.show_work(True)
    docks = window.docks.docks
    until(lambda: window.docks.laid)
    docks["Jobs"].hide()
    window.session.commands["workspace.review"].trigger()
    assert not docks["Graph"].isVisible() and docks["Timeline"].isVisible()
    window.session.commands["workspace.animate"].trigger()
    assert docks["Graph"].isVisible() and not docks["Jobs"].isVisible()
    window.session.commands["workspace.reset"].trigger()
    assert docks["Jobs"].isVisible()


def test_a_message_is_shown_without_taking_the_focus_and_is_logged(window: Any) -> None:
    from PySide6.QtWidgets import QApplication

    window.show_work(True)
    focus = QApplication.focusWidget()
    window.session.said.emit("warning", "the disk is nearly full")
    assert [label.text() for label in window.toasts.shown] == ["the disk is nearly full"]
    assert QApplication.focusWidget() is focus
    log = window.docks.docks["Log"].widget()
    assert "the disk is nearly full" in log.toPlainText()


def test_the_line_at_the_bottom_tells_what_computes_and_escape_stops_it(window: Any) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from studio.engine.events import Progress

    session = window.session
    session.apply(lambda graph: add(graph, session.library, "blur"))
    session.bridge.idle_changed.emit(False)
    session.bridge.happened.emit(Progress("blur_1", 1, 4, "tiles"))
    status = window.statusBar()
    assert status._node.text() == "Blur: tiles" and status._bar.value() == 250
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 2000)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert ("stop",) in session.bridge.asked
    session.bridge.idle_changed.emit(True)
    assert status._node.text() == "Ready" and not status._bar.isVisible()


def test_closing_remembers_and_ends_the_engine(session: Any, home: Path) -> None:
    from studio.ui.places import settings
    from studio.ui.window import MainWindow

    window = MainWindow(session)
    window.show()
    window.close()
    assert ("close",) in session.bridge.asked
    assert settings().value("geometry") is not None
    window.deleteLater()


def test_the_screenshot_command_writes_a_picture_of_the_window_and_leaves(
    tmp_path: Path, home: Path, screen: str, monkeypatch: Any
) -> None:
    from PIL import Image as pillow

    from studio.app import library
    from studio.graph.graph import Graph
    from studio.graph.project import save

    graph, _ = add(Graph(), library(), "checker")
    save(tmp_path / "tiles.vivant", graph, library())
    target = tmp_path / "picture.png"
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.delenv("QT_QPA_PLATFORM_PLUGIN_PATH", raising=False)
    command = [sys.executable, "-m", "studio.cli", "open", str(tmp_path / "tiles.vivant"), "--screenshot", str(target)]
    done = subprocess.run([*command, "--size", "1280x800"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    with pillow.open(target) as picture:
        assert len(picture.convert("RGB").getcolors(2**24) or ()) > 50


def test_the_screenshot_command_knows_screens_of_any_pixel_ratio(tmp_path: Path, home: Path, monkeypatch: Any) -> None:
    from PIL import Image as pillow

    target = tmp_path / "picture.png"
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    command = [sys.executable, "-m", "studio.cli", "open", "--screenshot", str(target), "--size", "1100x700"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    with pillow.open(target) as picture:
        assert picture.size == (2200, 1400)
        corner = picture.convert("RGB").crop((1100, 700, 2200, 1400))
        black = [count for count, colour in corner.getcolors(2**24) or () if colour == (0, 0, 0)]
        assert sum(black) < 1100 * 700 / 20, "what is outside of a screen is black"


def test_open_says_in_one_line_what_is_missing(tmp_path: Path, screen: str, monkeypatch: Any) -> None:
    command = [sys.executable, "-m", "studio.cli", "open"]
    gone = subprocess.run([*command, str(tmp_path / "gone.jpg")], capture_output=True, text=True, timeout=60)
    assert gone.returncode == 2 and gone.stderr == f"vivant: {tmp_path}/gone.jpg: there is no such file\n"
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    blind = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert blind.returncode == 2 and "no screen" in blind.stderr


def test_what_is_thrown_away_leaves_no_journal_for_another_window(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.ui import places

    monkeypatch.setattr(places, "_throwaway", [])
    places.throw_state_away(tmp_path / "away")
    assert places.state_folder("journals") == tmp_path / "away" / "journals"
    assert not (home / "xdg_state_home").exists()


@pytest.mark.parametrize(("size", "high"), [((1600, 1000), 265), ((1366, 768), 200)])
def test_the_first_layout_fits_the_screen_and_shows_the_timeline_s_people(
    window: Any, size: tuple[int, int], high: int, until: Callable[..., None]
) -> None:
    window.resize(*size)
    window.session.apply(lambda graph: add(graph, window.session.library, "checker"))
    docks = window.docks.docks
    until(lambda: docks["Timeline"].isVisible() and docks["Timeline"].height() >= high)
    assert (window.width(), window.height()) == size
    assert all(dock.width() <= size[0] for dock in docks.values())
    assert docks["Timeline"].height() <= 300


def test_panels_are_laid_out_and_painted_before_a_photo_is_opened(
    session: Any, home: Path, until: Callable[..., None]
) -> None:
    from PySide6.QtWidgets import QApplication

    from studio.ui.shell.docks import WORKSPACES
    from studio.ui.shell.launch import furnish

    window = furnish(session)
    window.show()
    until(lambda: all(dock.widget().testAttribute(POLISHED) for dock in panels(window)))
    wide = WORKSPACES["Animate"].widths[1]
    until(lambda: window.docks.docks["Inspector"].width() == wide)
    assert not window.work.isVisible()
    laid = {dock.objectName(): dock.size() for dock in panels(window)}
    session.apply(lambda graph: add(graph, session.library, "checker"))
    until(lambda: window.work.isVisible())
    assert {dock.objectName(): dock.size() for dock in panels(window)} == laid
    session.document.close()
    session.open(type(session.document)(session.library))
    window.close()
    window.deleteLater()
    QApplication.processEvents()  # it goes now, not under the next test's mouse


def panels(window: Any) -> list[Any]:
    return [dock for dock in window.docks.docks.values() if dock.objectName() not in ("Presets", "Log", "Memory")]
