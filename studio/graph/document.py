"""The document: one graph that changes over time, with its past, its future and a journal against crashes.

Every change goes through :meth:`Document.apply`: inspector, canvas, viewport, preset, script. An edit is a function
from graph to graph (:mod:`studio.graph.edit`); undo is a list of graphs, so it costs nothing and cannot be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from studio.graph.difference import Difference, difference
from studio.graph.graph import Graph
from studio.graph.journal import Journal
from studio.graph.project import save
from studio.graph.sockets import Types

Edit: TypeAlias = Callable[[Graph], Graph | tuple[Graph, str]]
"""From one graph to the next; one that makes something also gives its id."""
Listener: TypeAlias = Callable[[Difference], None]

BACKUPS = 5
"""Read-only copies of earlier saves that are kept."""


class Step(NamedTuple):
    """A graph in the past or the future, and what was done between it and the next one nearer the present."""

    graph: Graph
    label: str


class Document:
    """One project that is open. For one thread.

    Attributes:
        graph: The present.
        path: Where the project lies, None where it was never saved.
        past, future: Steps, the nearest last.

    One that is ``recovered`` from a journal has something to save from the start.
    """

    def __init__(
        self,
        library: Types,
        graph: Graph | None = None,
        path: Path | None = None,
        journal: Journal | None = None,
        *,
        recovered: bool = False,
    ) -> None:
        self.library = library
        self.graph = graph or Graph()
        self.path = path
        self.past: list[Step] = []
        self.future: list[Step] = []
        self._saved = None if recovered else self.graph
        self._journal = journal
        self._gesture: Step | None = None
        self._listeners: list[Listener] = []

    @property
    def dirty(self) -> bool:
        """Whether there is something to save."""
        return self.graph is not self._saved

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with the difference after every change. Gives what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, edit: Edit, label: str = "") -> str:
        """Make an edit. Where it raises, nothing has happened.

        Args:
            edit: From the present to the next graph.
            label: What the undo menu says; "" lets the difference say it.

        Returns:
            The id of what the edit made, "" where it made nothing.
        """
        result = edit(self.graph)
        graph, made = result if isinstance(result, tuple) else (result, "")
        changes = difference(self.graph, graph)
        if changes:
            before, self.graph = self.graph, graph
            if self._gesture is None:
                self._remember(Step(before, label or changes.label))
            self._tell(changes)
        return made

    def amend(self, edit: Edit) -> str:
        """Make an edit that belongs to the step before: undo takes both back. See :meth:`apply`."""
        if self._gesture is not None or not self.past:
            return self.apply(edit)
        result = edit(self.graph)
        graph, made = result if isinstance(result, tuple) else (result, "")
        before, changes = self.graph, difference(self.graph, graph)
        if changes:
            self.future.clear()
            self._show(graph)
            self._note(before)
        return made

    def begin(self, label: str = "") -> None:
        """Begin a gesture (a drag, a slider): all edits until :meth:`end` are one step. One that is open ends first."""
        self.end()
        self._gesture = Step(self.graph, label)

    def end(self) -> None:
        """End the gesture; one that changed nothing in the end leaves no step."""
        if self._gesture is None:
            return
        (before, label), self._gesture = self._gesture, None
        changes = difference(before, self.graph)
        if changes:
            self._remember(Step(before, label or changes.label))
        else:
            self.graph = before

    def cancel(self) -> None:
        """Drop the gesture: the graph is as it was when it began."""
        if self._gesture is None:
            return
        before, self._gesture = self._gesture.graph, None
        self._show(before)

    @contextmanager
    def gesture(self, label: str = "") -> Iterator[None]:
        """A gesture around some edits; an exception cancels it."""
        self.begin(label)
        try:
            yield
        except BaseException:
            self.cancel()
            raise
        self.end()

    def undo(self) -> bool:
        """Go one step back; False where there is none."""
        self.end()
        return self._go(self.past, self.future)

    def redo(self) -> bool:
        """Go one step forward again; False where there is none."""
        self.end()
        return self._go(self.future, self.past)

    @property
    def undo_label(self) -> str:
        """What undo would take back, "" for nothing."""
        return self.past[-1].label if self.past else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again, "" for nothing."""
        return self.future[-1].label if self.future else ""

    def save(self, path: Path | None = None) -> None:
        """Save, keeping read-only copies of earlier saves; the journal begins anew. See :func:`project.save`."""
        self.end()
        target = path or self.path
        if target is None:
            raise ValueError("a document that was never saved needs a path")
        self.graph = save(target, self.graph, self.library, backups=BACKUPS)
        self.path, self._saved = target, self.graph
        self.close()

    def close(self) -> None:
        """Drop the journal: nothing is to be recovered."""
        if self._journal is not None:
            self._journal.drop()

    def _go(self, steps: list[Step], back: list[Step]) -> bool:
        if not steps:
            return False
        step = steps.pop()
        back.append(Step(self.graph, step.label))
        before = self.graph
        self._show(step.graph)
        self._note(before)
        return True

    def _show(self, graph: Graph) -> None:
        changes = difference(self.graph, graph)
        self.graph = graph
        self._tell(changes)

    def _remember(self, step: Step) -> None:
        self.past.append(step)
        self.future.clear()
        self._note(step.graph)

    def _note(self, before: Graph) -> None:
        if self._journal is not None:
            self._journal.note(before, self.graph, self.library, self.path)

    def _tell(self, changes: Difference) -> None:
        for listener in tuple(self._listeners):
            listener(changes)
