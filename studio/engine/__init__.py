"""Fingerprints, plan, evaluator, the cache (device, RAM, disk, within a budget), events, and the window's child.

The idea: a result is named by what it is made of. Two names do the work. A request's *key* follows from the graph
alone (types, knobs at that time, links all the way up) and costs microseconds; a result's *name* is made of its
inputs' identities, where a small result is identified by its content. Keys tell what is surely the same; names find
what turned out the same.
"""

from studio.engine.cache import Cache
from studio.engine.cancel import Cancel
from studio.engine.evaluator import Evaluator, NodeState
from studio.engine.failure import NodeError

__all__ = ["Cache", "Cancel", "Evaluator", "NodeError", "NodeState"]
