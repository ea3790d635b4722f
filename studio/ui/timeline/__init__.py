"""The timeline: transport, ruler, the people's beats, every key as a dope sheet or as curves, sound.

:class:`~studio.ui.timeline.state.TimelineState` is what its parts share: the visible span, the rows, what is picked.
What is laid out or changed is worked out without Qt (``rows``, ``keys``, ``beats``, ``timecode``), so that it can be
tested with plain numbers; the widgets paint it and turn the mouse into edits.
"""
