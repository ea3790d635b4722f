"""What is known of results without holding them: names by content, what they are keyed by downstream, failures.

A request's *key* names it by structure: types, knobs and links all the way up. Its *name* names it by content: type,
knobs and the identities of its inputs, where a small result's identity is the digest of its content. Two requests of
one name have one result, so an edit that changes nothing in between stops there (early cut-off).
"""

from __future__ import annotations

from studio.engine.failure import NodeError

Id = tuple[bytes, str]
"""A request's key, or a result's name, and an output."""


class Ledger:
    """Bounded memories; whatever is forgotten is found out again.

    Attributes:
        names: From a request's key to its name.
        identities: From a request's key and output to what it is keyed by downstream.
        contents: From a result's name and output to what it is keyed by downstream.
        failures: From a name to how that node failed.
        failed: From a request's key to the failure that it ran into, its own or one above.
        warnings: From a name to what the node said.
        costs: From a name to (seconds, bytes) of making it.
    """

    def __init__(self, limit: int = 400_000) -> None:
        self._limit = limit
        self.names: dict[bytes, bytes] = {}
        self.identities: dict[Id, bytes] = {}
        self.contents: dict[Id, bytes] = {}
        self.failures: dict[bytes, NodeError] = {}
        self.failed: dict[bytes, NodeError] = {}
        self.warnings: dict[bytes, tuple[str, ...]] = {}
        self.costs: dict[bytes, tuple[float, int]] = {}

    def trim(self) -> None:
        """Forget the older half of whatever has grown too long. Called between pulls."""
        for memory in vars(self).values():
            if isinstance(memory, dict) and len(memory) > self._limit:
                for key in list(memory)[: len(memory) // 2]:
                    memory.pop(key, None)
