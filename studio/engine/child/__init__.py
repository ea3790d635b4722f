"""The engine as a child process of the window: the window never computes, and never waits.

How it hangs together. The window starts ``vivant serve`` (:class:`~studio.engine.child.link.Link`) and sends it
messages (:mod:`~studio.engine.child.wire`): graphs as what changed (:mod:`~studio.engine.child.graphs`), and what is
looked at. In the child one thread reads them into the :class:`~studio.engine.child.agenda.Agenda`; another, which alone
evaluates and owns GL, works the agenda off (:class:`~studio.engine.child.serve.Server`), answers, and reports states,
kept frames and memory (:mod:`~studio.engine.child.reports`). Values travel through memory that both processes see
(:class:`~studio.engine.child.arena.Arena`), packed by :mod:`studio.media.value`; nothing is ever pickled.

Either side may die at any moment. The memory belongs to no file, so nothing is left behind; the child ends when its
standard input closes; the window starts another child, and hears from the arena which node the first one died in.
"""
