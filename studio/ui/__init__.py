"""The window: views of one document, each in a folder of its own; nothing here computes a picture.

How it hangs together. :class:`~studio.ui.session.Session` is what all panels share: the document, what is selected, the
frame, what is looked at. A panel takes the session and nothing else, changes the document through ``session.apply``
and follows its signals; no panel knows another. :class:`~studio.ui.bridge.Bridge` is the one place where threads meet:
it sends graphs and questions to the engine's process and hands answers to the window's thread.
:class:`~studio.ui.commands.Commands` holds everything that can be done, with its name and shortcut; menus, palette and
shortcut sheet are views of it.
"""
