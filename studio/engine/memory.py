"""What is done when memory runs out: free, try again, and say in the end how much was missing."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from studio.engine.cache import Cache
from studio.engine.events import Freed
from studio.engine.failure import bytes_wanted, is_out_of_memory, readable
from studio.engine.lend import Services
from studio.media.errors import OutOfMemory


class Memory:
    """Runs work, and eases memory where it runs out: results on the device, results in RAM, models."""

    def __init__(self, cache: Cache, services: Services) -> None:
        self.cache, self.services = cache, services

    def run(self, node: str, work: Callable[[], Any]) -> Any:
        """Do some work; when memory runs out, free some and try again, as long as there is some to free."""
        for ease in (*self._eases(), None):
            try:
                return work()
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
                wanted = bytes_wanted(error)
                if ease is None:
                    raise OutOfMemory(self._shortage(wanted)) from error
            action, free = ease
            free()
            gc.collect()
            self.services.tell(Freed(node, action))
        raise AssertionError

    def _eases(self) -> list[tuple[str, Callable[[], Any]]]:
        def devices() -> None:
            self.services.derived.clear()
            self.cache.free("device")

        eases: list[tuple[str, Callable[[], Any]]] = [
            ("freed results on the device", devices),
            ("freed results in memory", lambda: self.cache.free("ram")),
        ]
        offload = getattr(self.services.models, "offload", None)
        return [*eases, ("offloaded models", offload)] if offload else eases

    def _shortage(self, wanted: int) -> str:
        import psutil

        free = int(psutil.virtual_memory().available)
        if self.services.device.startswith("cuda"):
            import torch

            free = int(torch.cuda.mem_get_info(self.services.device)[0])
        return f"out of memory: wanted {readable(wanted)}, {readable(free)} free; use a smaller picture or a proxy"
