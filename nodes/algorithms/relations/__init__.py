"""Relations between people and things, by rules on geometry, each with a score and its evidence.

A :class:`~nodes.algorithms.relations.room.Room` holds everybody, and each file tells some of the edges of a scene graph
(as in Krishna et al., "Visual Genome", IJCV 2017); :mod:`nodes.algorithms.relations.scene_graph` has all of them.
"""
