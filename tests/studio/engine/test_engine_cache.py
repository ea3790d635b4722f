"""Tiers: what is kept where, what goes first, what survives a restart."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_nodes import LIBRARY, make_graph, make_node

from studio.engine import Cache, Evaluator, cache
from studio.engine.digest import content
from studio.engine.disk import Disk
from studio.engine.tier import OVERHEAD, Entry, Tier
from studio.media.by_id import ById
from studio.media.matte import Matte
from studio.media.motion import Pose
from studio.media.value import map_arrays

KILO = 1000


class FakeDevice:
    """A device whose memory is the machine's: arrays of the subclass ``Far`` lie on it."""

    name = "device"
    released = 0

    def holds(self, value: Any) -> bool:
        return isinstance(value, Far)

    def take(self, value: Any) -> Any:
        return map_arrays(value, lambda array: array.view(Far))

    def release(self) -> None:
        self.released += 1


class Far(np.ndarray):
    """An array on the fake device."""


class FakeRam:
    """The machine's memory, beside a fake device."""

    name = "ram"

    def holds(self, value: Any) -> bool:
        return True

    def take(self, value: Any) -> Any:
        return map_arrays(value, lambda array: np.array(array))

    def release(self) -> None:
        pass


def far(fill: int, size: int = KILO) -> Any:
    return np.full(size, fill, np.uint8).view(Far)


def entry(value: Any, seconds: float = 1.0, node: str = "n") -> Entry:
    return Entry(value, content(np.asarray(value) if isinstance(value, Far) else value), 0, seconds, node)


def name(text: str) -> tuple[bytes, str]:
    return text.encode().ljust(16, b"."), "out"


def with_device(device: int, memory: int, **options: Any) -> Cache:
    kept = Cache(memory=memory, device=Tier(FakeDevice(), device), **options)
    kept.ram.place = FakeRam()
    return kept


def ones(size: int = KILO) -> np.ndarray:
    return np.ones(size, np.uint8)


def test_what_is_cheapest_to_make_again_for_its_size_goes_first() -> None:
    kept = Cache(memory=3 * (KILO + OVERHEAD))
    for text, seconds in (("cheap", 0.1), ("dear", 9.0), ("middling", 1.0), ("new", 1.0)):
        kept.put(name(text), entry(ones(), seconds))
    assert [kept.where(name(text)) for text in ("cheap", "dear", "middling", "new")] == ["", "ram", "ram", "ram"]


def test_a_small_result_of_the_same_cost_stays_longer_than_a_large_one() -> None:
    kept = Cache(memory=12 * KILO)
    kept.put(name("large"), entry(ones(9 * KILO)))
    kept.put(name("small"), entry(ones(KILO)))
    kept.put(name("new"), entry(ones(4 * KILO)))
    assert (kept.where(name("large")), kept.where(name("small"))) == ("", "ram")


def test_what_was_dear_once_and_is_never_used_grows_old() -> None:
    kept = Cache(memory=3 * (KILO + OVERHEAD))
    kept.put(name("old"), entry(ones(), 3.0))
    for i in range(20):
        kept.put(name(f"new{i}"), entry(ones(), 1.0))
    assert kept.where(name("old")) == ""


def test_what_is_used_stays_young() -> None:
    kept = Cache(memory=3 * (KILO + OVERHEAD))
    kept.put(name("used"), entry(ones(), 3.0))
    for i in range(20):
        kept.put(name(f"new{i}"), entry(ones(), 1.0))
        assert kept.get(name("used"))


def test_the_budget_is_never_exceeded() -> None:
    kept, hand = Cache(memory=10 * KILO), np.random.default_rng(1)
    for i in range(300):
        kept.put(name(str(i)), entry(ones(int(hand.integers(1, 4000))), float(hand.random())))
        assert kept.ram.bytes <= 10 * KILO
        assert kept.ram.bytes == sum(e.bytes for e in kept.ram.entries.values())


def test_shared_storage_counts_once_and_a_view_counts_as_what_it_holds() -> None:
    kept, whole = Cache(), ones(10 * KILO)
    kept.put(name("a"), entry(whole))
    kept.put(name("b"), entry((whole, whole[:5])))
    assert kept.ram.bytes == 10 * KILO + 2 * OVERHEAD
    kept.ram.drop(name("a"))
    assert kept.ram.bytes == 10 * KILO + OVERHEAD
    kept.ram.drop(name("b"))
    assert kept.ram.bytes == 0
    kept.put(name("view"), entry(whole[:5]))
    assert kept.ram.bytes == 10 * KILO + OVERHEAD


def test_tensors_share_storage_too() -> None:
    torch = pytest.importorskip("torch")
    kept, whole = Cache(), torch.zeros(10 * KILO, dtype=torch.uint8)
    kept.put(name("a"), entry(whole))
    kept.put(name("b"), entry({"x": whole.view(10, KILO)[1:]}))
    assert kept.ram.bytes == 10 * KILO + 2 * OVERHEAD


def test_a_full_device_moves_results_to_memory_and_brings_them_back_when_used() -> None:
    kept = with_device(2 * (KILO + OVERHEAD), 10**6)
    for i in range(3):
        kept.put(name(str(i)), entry(far(i)))
    assert [kept.where(name(str(i))) for i in range(3)] == ["ram", "device", "device"]
    assert not isinstance(kept.ram.entries[name("0")].value, Far)
    value, where = kept.get(name("0")) or (None, "")
    assert (where, type(value), int(value[0])) == ("ram", Far, 0)
    assert kept.where(name("0")) == "device"
    assert kept.device is not None
    assert kept.device.bytes <= kept.device.budget


def test_a_device_without_room_for_a_kept_result_lets_it_go() -> None:
    class Full(FakeDevice):
        full = False

        def take(self, value: Any) -> Any:
            if self.full:
                raise MemoryError("CUDA out of memory")
            return super().take(value)

    kept = with_device(10 * KILO, 10**6)
    kept.device.place = device = Full()  # type: ignore[union-attr]
    kept.put(name("a"), entry(far(7)))
    kept.free("device")
    device.full = True
    assert kept.get(name("a")) is None
    assert kept.where(name("a")) == ""


def test_results_go_down_tier_by_tier_before_they_go(tmp_path: Path) -> None:
    gone: list[tuple[str, str]] = []
    kept = with_device(KILO + OVERHEAD, KILO + OVERHEAD, disk=tmp_path, evicted=lambda e, a, b: gone.append((a, b)))
    for i in range(3):
        kept.put(name(str(i)), entry(far(i), 0.9))
    assert [kept.where(name(str(i))) for i in range(3)] == ["disk", "ram", "device"]
    for text in ("cheap", "cheaper"):
        kept.put(name(text), Entry(ones(), b"", 0, 0.0, "n"))
    assert gone[:3] == [("device", "ram"), ("device", "ram"), ("ram", "disk")]
    assert ("ram", "") in gone


def test_freeing_the_device_leaves_results_in_memory() -> None:
    kept = with_device(10**6, 10**6)
    kept.put(name("a"), entry(far(7)))
    assert kept.free("device") == KILO + OVERHEAD
    assert kept.where(name("a")) == "ram"
    assert kept.free("nowhere") == 0


def test_pinned_results_stay_whatever_room_they_take() -> None:
    kept = Cache(memory=KILO)
    kept.pinned.add("dear")
    kept.put(name("dear"), entry(ones(5 * KILO), 0.0, "dear"))
    kept.put(name("other"), entry(ones(), 9.0))
    assert (kept.where(name("dear")), kept.where(name("other"))) == ("ram", "")


def test_what_took_long_goes_to_disk_at_once_and_survives(tmp_path: Path) -> None:
    Cache(disk=tmp_path).put(name("a"), entry(ones(), 3.0))
    Cache(disk=tmp_path).put(name("b"), entry(ones(32 * 2**20), 0.5))
    again = Cache(disk=tmp_path)
    assert (again.where(name("a")), again.where(name("b"))) == ("disk", "")
    value, where = again.get(name("a")) or (None, "")
    assert where == "disk"
    np.testing.assert_array_equal(value, ones())
    assert not value.flags.writeable
    assert again.where(name("a")) == "ram"


def test_what_the_disk_brings_back_much_sooner_goes_there_too(tmp_path: Path) -> None:
    Cache(disk=tmp_path).put(name("a"), entry(ones(2 * 2**20), 0.5))
    Cache(disk=tmp_path).put(name("b"), entry(ones(2 * 2**20), 0.15))
    again = Cache(disk=tmp_path)
    assert (again.where(name("a")), again.where(name("b"))) == ("disk", "")


def test_every_kind_of_value_comes_back_from_disk_as_it_was(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pose = Pose(("hips",), np.zeros((1, 4), np.float32), np.zeros(3, np.float32), {"breath": 0.5})
    matte = Matte(np.zeros((0, 0), np.float32), (0, 0), (4, 4))
    value = {
        "people": ById({"b": matte, "a": pose}), "half": torch.ones(2, 3, dtype=torch.float16), "n": None,
        "list": (1, 2.5, "x", True, b"raw"), "turned": np.arange(6).reshape(2, 3).T, "scalar": np.array(3.0),
    }  # fmt: skip
    disk = Disk(tmp_path, 10**9)
    assert disk.put(name("a"), entry(value))
    found, above = disk.get(name("a")) or (None, True)
    assert found is not None
    assert content(found.value) == content(value)
    assert list(found.value["people"]) == ["b", "a"]
    assert found.value["half"].dtype == torch.float16
    assert found.value["scalar"].shape == ()
    assert not above


def test_what_cannot_be_stored_is_simply_not_stored(tmp_path: Path) -> None:
    disk = Disk(tmp_path, 10**9)
    assert not disk.put(name("a"), Entry(object(), b"", 0, 9.0, "n"))
    assert not disk.put(name("b"), Entry(np.array([{}], object), b"", 0, 9.0, "n"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("harm", ["truncate", "flip", "empty", "text", "swap"])
def test_a_damaged_file_is_removed_and_never_believed(tmp_path: Path, harm: str) -> None:
    disk = Disk(tmp_path, 10**9)
    disk.put(name("a"), entry(np.arange(500)))
    (path,) = tmp_path.rglob("*.safetensors")
    data = bytearray(path.read_bytes())
    if harm == "swap":
        disk.put(name("b"), entry(np.arange(7)))
        path = next(p for p in tmp_path.rglob("*.safetensors") if p != path)
        path.write_bytes(data)
        assert disk.get(name("b")) is None
    else:
        data[-40] ^= 1
        harmed = {"truncate": bytes(data[: len(data) // 2]), "flip": bytes(data), "empty": b"", "text": b"{}" * 99}
        path.write_bytes(harmed[harm])
        assert disk.get(name("a")) is None
    assert not path.exists()


def test_the_disk_stays_within_its_budget_and_drops_the_oldest(tmp_path: Path) -> None:
    import os

    disk = Disk(tmp_path, 30 * KILO)
    for i in range(12):
        disk.put(name(str(i)), entry(np.full(4 * KILO, i, np.uint8)))
        for age, path in enumerate(sorted(tmp_path.rglob("*.safetensors"), key=lambda p: p.stat().st_mtime)):
            os.utime(path, (1000 * i + age, 1000 * i + age))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.safetensors")) <= 30 * KILO
    assert disk.get(name("11")) is not None
    assert disk.get(name("0")) is None


def test_a_disk_that_cannot_be_written_to_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Cache(memory=0, disk=tmp_path / "file")
    kept.put(name("a"), entry(ones(), 9.0))
    kept.remember(b"k" * 16, name("a"))
    assert kept.get(name("a")) is None
    assert kept.alias(b"k" * 16) is None


def test_whatever_keeps_a_result_from_the_disk_fails_no_render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from safetensors import SafetensorError

    def full(*args: Any, **options: Any) -> None:
        raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")

    monkeypatch.setattr("safetensors.numpy.save_file", full)
    assert not Disk(tmp_path, 10**9).put(name("a"), entry(ones()))
    assert not Disk(tmp_path / ("long" * 100), 10**9).put(name("a"), entry(ones()))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_disk_stays_within_its_budget_after_a_restart_and_beside_another_process(tmp_path: Path) -> None:
    def on_disk() -> int:
        return sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())

    budget = 80 * KILO
    for start in range(0, 120, 40):
        for i in range(start, start + 40):
            assert Disk(tmp_path, budget).put(name(f"again{i}"), entry(ones(KILO)))
            assert on_disk() <= budget
    one, other = Disk(tmp_path, budget), Disk(tmp_path, budget)
    for i in range(100):
        one.put(name(f"one{i}"), entry(ones(KILO)))
        other.put(name(f"other{i}"), entry(ones(KILO)))
    assert on_disk() <= 2 * budget


def test_no_half_written_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(arrays: Any, path: Path, metadata: Any) -> None:
        path.write_bytes(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr("safetensors.numpy.save_file", fail)
    assert not Disk(tmp_path, 10**9).put(name("a"), entry(ones()))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_restart_finds_results_without_computing_what_is_above_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = make_graph(a=make_node("add", n=2.0), b=make_node("spread", {"a": "a"}), c=make_node("squeeze", {"a": "b"}))
    monkeypatch.setattr(cache, "KEEP_SMALL", (-1.0, 10**6))
    assert Evaluator(LIBRARY, cache=Cache(disk=tmp_path)).pull(graph, "c") == 16.0
    again = Evaluator(LIBRARY, cache=Cache(disk=tmp_path))
    assert again.state(graph, "c").where == "disk"
    assert again.pull(graph, "c") == 16.0
    assert again.pull(graph, "b")[1] == 2.0
    assert again.counters["computed"] == 0


def test_a_damaged_note_of_a_name_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = make_graph(a=make_node("add", n=2.0), b=make_node("add", n=3.0))
    monkeypatch.setattr(cache, "KEEP_SMALL", (-1.0, 10**6))
    first = Evaluator(LIBRARY, cache=Cache(disk=tmp_path))
    assert (first.pull(graph, "a"), first.pull(graph, "b")) == (2.0, 3.0)
    one, two = (path for path in (tmp_path / "format-1" / "keys").rglob("*") if path.is_file())
    one.write_bytes(two.read_bytes())
    again = Evaluator(LIBRARY, cache=Cache(disk=tmp_path))
    assert (again.pull(graph, "a"), again.pull(graph, "b")) == (2.0, 3.0)


def _write_many(folder: str, start: int) -> None:
    disk = Disk(Path(folder), 60 * KILO)
    for i in range(30):
        disk.put(name(str((start + i) % 20)), entry(np.full(2 * KILO, (start + i) % 20, np.uint8)))
        found = disk.get(name(str(i % 20)))
        assert found is None or int(found[0].value[0]) == i % 20


def test_several_processes_share_a_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_many, args=(str(tmp_path), start)) for start in (0, 7)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert not list(tmp_path.rglob("*.part"))
