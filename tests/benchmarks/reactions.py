"""How people answer one another: trains the table of reactions from a seed, and compares it with a plain one.

``vivant bench reactions -o DIR`` writes ``reactions.safetensors`` there; it is what lies in ``resources``. Training
takes seconds and always gives the same table. The world is a gymnasium environment, so that other learners fit in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.reaction import ANSWERS, SHAPE, Encounter, Moment, scripted
from nodes.script.react import reactions
from studio.media.errors import BadInput

F64 = npt.NDArray[np.float64]
SEED, STEPS = 20, 150_000
TRIALS = 20_000


def make_world(seed: int = SEED) -> Any:
    """The encounter as a gymnasium environment. BadInput where gymnasium is not there."""
    try:
        import gymnasium
    except ImportError as error:
        raise BadInput("bench reactions needs gymnasium: pip install vivant[dev]") from error

    class World(gymnasium.Env[npt.NDArray[np.int64], np.int64]):
        """One moment a step; it never ends by itself."""

        observation_space = gymnasium.spaces.MultiDiscrete(SHAPE[:-1])
        action_space = gymnasium.spaces.Discrete(len(ANSWERS))

        def reset(
            self, *, seed: int | None = None, options: dict[str, Any] | None = None
        ) -> tuple[npt.NDArray[np.int64], dict[str, Any]]:
            super().reset(seed=seed)
            self.encounter = Encounter(SEED if seed is None else seed)
            self.moment = self.encounter.meet()
            return np.array(self.moment.state), {}

        def step(self, action: np.int64) -> tuple[npt.NDArray[np.int64], float, bool, bool, dict[str, Any]]:
            reward = self.encounter.answer(self.moment, ANSWERS[int(action)])
            self.moment = self.encounter.meet()
            return np.array(self.moment.state), reward, False, False, {}

    world = World()
    world.reset(seed=seed)
    return world


def train(seed: int = SEED, steps: int = STEPS) -> F64:
    """A table of values by Q-learning: what an answer brings now, and a little of what it spoils later."""
    world, dice = make_world(seed), np.random.default_rng(seed)
    table, visits = np.zeros(SHAPE), np.zeros(SHAPE)
    state = tuple(world.reset(seed=seed)[0])
    for step in range(steps):
        explore = dice.random() < max(0.1, 1 - step / (0.7 * steps))
        action = int(dice.integers(len(ANSWERS))) if explore else int(np.argmax(table[state]))
        seen, reward, *_ = world.step(action)
        after, at = tuple(seen), (*state, action)
        visits[at] += 1
        goal = reward + 0.3 * float(table[after].max())
        table[at] += (goal - table[at]) / visits[at] ** 0.7
        state = after
    return np.asarray(table - 0.3 * table.max(axis=-1).mean())


def reward_of(policy: Callable[[Moment], str], seed: int = 77) -> float:
    """Mean of what the answers of a policy bring, in a world that it was not trained in."""
    world = Encounter(seed)
    total = 0.0
    for _ in range(TRIALS):
        moment = world.meet()
        total += world.answer(moment, policy(moment))
    return total / TRIALS


def run(data: Path | None, out: Path | None) -> dict[str, Any]:
    """Train, compare, and write where a folder is given."""
    begun = time.perf_counter()
    table = train().astype(np.float32)
    seconds = time.perf_counter() - begun
    dice = np.random.default_rng(5)
    figures = {
        "seconds": round(seconds, 2),
        "learnt": round(reward_of(lambda moment: ANSWERS[int(np.argmax(table[moment.state]))]), 4),
        "scripted": round(reward_of(scripted), 4),
        "by_chance": round(reward_of(lambda moment: ANSWERS[int(dice.integers(len(ANSWERS)))]), 4),
        "as_committed": bool(np.array_equal(table, reactions())),
    }
    print(", ".join(f"{name} {value}" for name, value in figures.items()))
    if out is not None:
        from safetensors.numpy import save_file

        save_file({"values": table}, out / "reactions.safetensors")
        print(f"written: {out / 'reactions.safetensors'}")
    return figures
