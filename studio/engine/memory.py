"""What is done when memory runs out: free, try again, and say in the end how much was missing."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

from studio.engine.cache import Cache
from studio.engine.events import Freed
from studio.engine.failure import bytes_wanted, is_out_of_memory, readable
from studio.engine.lend import Lent, Services
from studio.media.errors import OutOfMemory


class Memory:
    """Runs work, and eases memory where it runs out: results on the device, results in RAM, models, smaller chunks."""

    def __init__(self, cache: Cache, services: Services) -> None:
        self.cache, self.services = cache, services

    def run(self, node: str, lent: Lent, work: Callable[[], Any]) -> Any:
        """Do some work; when memory runs out, free some and try again, as long as there is some to free.

        Args:
            node: Whose work.
            lent: What the node was lent; its chunks are halved when freeing did not help.
            work: Calls the node.
        """
        eases = self._eases(lent)
        while True:
            try:
                return work()
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
                cause = error.with_traceback(None)  # its frames hold what is to be freed
            action = next(eases, None)
            if action is None:
                raise OutOfMemory(self._shortage(bytes_wanted(cause))) from cause
            gc.collect()
            self.services.tell(Freed(node, action))

    def _eases(self, lent: Lent) -> Iterator[str]:
        """Does one thing after another that may help, and says what it did."""
        self.services.derived.clear()
        self.cache.free("device")
        yield "freed results on the device"
        self.cache.free("ram")
        yield "freed results in memory"
        if offload := getattr(self.services.models, "offload", None):
            offload()
            yield "offloaded models"
        while half := lent.halve():
            yield f"halved the chunk to {half}"

    def _shortage(self, wanted: int) -> str:
        import psutil

        free = int(psutil.virtual_memory().available)
        if self.services.device.startswith("cuda"):
            import torch

            free = int(torch.cuda.mem_get_info(self.services.device)[0])
        return f"out of memory: wanted {readable(wanted)}, {readable(free)} free; use a smaller picture or a proxy"
