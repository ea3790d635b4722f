"""Unit quaternions in xyzw order, as plain arrays of any leading shape.

Convention:
    ``multiply(a, b)`` applies b first. Axes: x right, y up, z towards the viewer; angles in radians, right-handed.

Source: Shoemake, Animating rotation with quaternion curves, SIGGRAPH 1985.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]
BEYOND = np.deg2rad(20)
"""How far twice as much goes beyond once, at most."""


def identity(*shape: int) -> F64:
    """(*shape, 4) quaternions that turn nothing."""
    q = np.zeros((*shape, 4))
    q[..., 3] = 1
    return q


def normalise(q: Array) -> F64:
    """Quaternions or vectors of length 1; those of no length become zero."""
    q = np.asarray(q, np.float64)
    length = np.sqrt((q * q).sum(axis=-1, keepdims=True))
    return np.divide(q, length, out=np.zeros_like(q), where=length > 1e-12)


def multiply(a: Array, b: Array) -> F64:
    """The rotation b followed by a; shapes (..., 4) broadcast."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    ax, ay, az, aw = a[..., 0], a[..., 1], a[..., 2], a[..., 3]
    bx, by, bz, bw = b[..., 0], b[..., 1], b[..., 2], b[..., 3]
    return np.stack([
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    ], axis=-1)  # fmt: skip


def inverse(q: Array) -> F64:
    """The opposite rotation."""
    return np.asarray(np.asarray(q, np.float64) * np.array([-1.0, -1.0, -1.0, 1.0]))


def rotate(q: Array, v: Array) -> F64:
    """Vectors (..., 3) turned by quaternions (..., 4)."""
    q, v = np.asarray(q, np.float64), np.asarray(v, np.float64)
    axis, w = q[..., :3], q[..., 3:]
    twice = 2 * _cross(axis, v)
    return np.asarray(v + w * twice + _cross(axis, twice))


def _cross(a: F64, b: F64) -> F64:
    """As numpy's, bit for bit, which takes three times as long over its axes."""
    x, y, z = a[..., 0], a[..., 1], a[..., 2]
    u, v, w = b[..., 0], b[..., 1], b[..., 2]
    return np.asarray(np.stack([y * w - z * v, z * u - x * w, x * v - y * u], axis=-1))


def from_vector(v: Array) -> F64:
    """Quaternions of rotation vectors (..., 3): axis times angle."""
    v = np.asarray(v, np.float64)
    angle = np.sqrt((v * v).sum(axis=-1, keepdims=True))
    half = angle / 2
    scale = np.where(angle > 1e-8, np.sin(half) / np.where(angle > 1e-8, angle, 1), 0.5)
    return np.concatenate([v * scale, np.cos(half)], axis=-1)


def to_vector(q: Array) -> F64:
    """Rotation vectors (..., 3) of quaternions, of the shorter way round."""
    q = np.asarray(q, np.float64)
    q = np.where(q[..., 3:] < 0, -q, q)
    length = np.sqrt((q[..., :3] ** 2).sum(axis=-1, keepdims=True))
    angle = 2 * np.arctan2(length, q[..., 3:])
    return np.asarray(q[..., :3] * np.where(length > 1e-12, angle / np.where(length > 1e-12, length, 1), 2.0))


def power(q: Array, amount: Array | float) -> F64:
    """The same rotation, ``amount`` times as far; amount is a number or has the leading shape of q."""
    return from_vector(to_vector(q) * np.asarray(amount, np.float64)[..., None])


def farther(q: Array, amount: Array | float) -> F64:
    """As :func:`power`, but beyond once by no more than :data:`BEYOND` for each further time: bodies have limits."""
    vector, amount = to_vector(q), np.asarray(amount, np.float64)
    angle = np.sqrt((vector * vector).sum(axis=-1))
    beyond = 1 + (amount - 1) * np.minimum(1, BEYOND / np.maximum(angle, 1e-9))
    return from_vector(vector * np.where(amount > 1, beyond, amount)[..., None])


def slerp(a: Array, b: Array, amount: Array | float) -> F64:
    """From a (0) to b (1) the shorter way, at even speed."""
    return multiply(power(multiply(b, inverse(a)), amount), a)


def angle_between(a: Array, b: Array) -> F64:
    """Radians between vectors (..., 3)."""
    cross = np.cross(a, b)
    return np.asarray(np.arctan2(np.sqrt((cross * cross).sum(axis=-1)), (np.asarray(a) * b).sum(axis=-1)))


def shortest_arc(a: Array, b: Array) -> F64:
    """The smallest rotation that turns unit vectors a into b (..., 3); about any axis across a where b is -a."""
    a, b = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(b, np.float64))
    q = np.concatenate([np.cross(a, b), 1 + (a * b).sum(axis=-1, keepdims=True)], axis=-1)
    across = np.cross(a, np.where(np.abs(a[..., :1]) < 0.9, [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]))
    half_turn = np.concatenate([across, np.zeros_like(across[..., :1])], axis=-1)
    return normalise(np.where(q[..., 3:] > 1e-9, q, half_turn))


def from_euler(degrees: Array, order: str) -> F64:
    """Quaternions of angles (..., 3) in degrees about x, y and z, the last letter of ``order`` applied first.

    Args:
        degrees: (..., 3) angles about x, y, z, always stored in that sequence.
        order: Such as "XYZ": the product X * Y * Z (intrinsic).
    """
    half = np.deg2rad(np.asarray(degrees, np.float64)) / 2
    q = identity(*half.shape[:-1])
    for letter in order:
        axis = "XYZ".index(letter)
        single = np.zeros_like(q)
        single[..., axis], single[..., 3] = np.sin(half[..., axis]), np.cos(half[..., axis])
        q = multiply(q, single)
    return q


def to_euler(q: Array, near: Array | None = None) -> F64:
    """Angles (..., 3) in degrees about x, y and z of rotations X * Y * Z: the inverse of ``from_euler(..., "XYZ")``.

    Args:
        q: (..., 4) rotations.
        near: (..., 3) angles that the answer is to be nearest to, of all that mean the same rotation.
    """
    x, y, z, w = np.moveaxis(normalise(np.asarray(q, np.float64)), -1, 0)
    pitch = np.arcsin(np.clip(2 * (x * z + w * y), -1, 1))
    level = np.abs(2 * (x * z + w * y)) < 1 - 1e-9  # else the first and the last axis are one: z is 0
    roll = np.where(level, np.arctan2(2 * (w * x - y * z), 1 - 2 * (x * x + y * y)), 2 * np.arctan2(x, w))
    yaw = np.where(level, np.arctan2(2 * (w * z - x * y), 1 - 2 * (y * y + z * z)), 0.0)
    angles: F64 = np.rad2deg(np.stack([roll, pitch, yaw], axis=-1))
    if near is None:
        return angles
    other = np.stack([angles[..., 0] + 180, 180 - angles[..., 1], angles[..., 2] + 180], axis=-1)
    both = [one + 360 * np.round((near - one) / 360) for one in (angles, other)]
    away = [np.abs(one - near).sum(axis=-1, keepdims=True) for one in both]
    return np.asarray(np.where(away[0] <= away[1] + 1e-9, both[0], both[1]))


def continuous(q: Array) -> F64:
    """The same rotations (T, ..., 4), signs chosen so that neighbours along the first axis are on one side."""
    q = np.array(q, np.float64)
    flips = np.where((q[1:] * q[:-1]).sum(axis=-1) < 0, -1.0, 1.0)
    q[1:] *= np.cumprod(flips, axis=0)[..., None]
    return q


def transport(directions: Array) -> F64:
    """Rotations (T, 4) that carry the first of (T, 3) unit directions along the others without needless twist.

    Where the last direction comes back to the first, the twist gathered on the way is spread over the whole path, so
    that a loop closes. Source: parallel transport frames (Hanson and Ma, 1995).
    """
    steps = shortest_arc(directions[:-1], directions[1:])
    q = np.concatenate([identity(1), steps])
    reach = 1
    while reach < len(q):  # running products, twice as long each time
        q[reach:] = normalise(multiply(q[reach:], q[:-reach]))
        reach *= 2
    last = to_vector(multiply(shortest_arc(directions[-1], directions[0]), q[-1]))
    twist = float(last @ directions[0]) if float(np.dot(directions[0], directions[-1])) > 0.99 else 0.0
    back = -twist * np.linspace(0, 1, len(directions))[:, None] * np.asarray(directions)
    return multiply(from_vector(back), q)


def settled(values: Array) -> npt.NDArray[np.float32]:
    """As float32, cut to millionths: what is left of rounding depends on where an array lies in memory."""
    return (np.round(values, 6) + 0.0).astype(np.float32)


def euler_curves(q: Array, order: str) -> F64:
    """Angles (T, ..., 3) in degrees about x, y and z of rotations (T, ..., 4); the inverse of :func:`from_euler`.

    Of the two triples that give the same rotation the one nearer to the sample before is taken, and angles run on
    beyond half a turn, so that curves have no jumps.

    Args:
        q: Rotations.
        order: Three different letters, such as "ZXY".
    """
    i, j, k = ("XYZ".index(letter) for letter in order)
    sign = 1.0 if (j - i) % 3 == 1 else -1.0
    axes = [rotate(q, np.broadcast_to(np.eye(3)[n], (*np.shape(q)[:-1], 3))) for n in (i, j, k)]
    middle = np.arcsin(np.clip(sign * axes[2][..., i], -1, 1))
    first = np.arctan2(-sign * axes[2][..., j], axes[2][..., k])
    last = np.arctan2(-sign * axes[1][..., i], axes[0][..., i])
    found = np.stack([first, middle, last], axis=-1)
    other = np.stack([first + np.pi, np.pi - middle, last + np.pi], axis=-1)
    out = np.empty_like(found)
    out[0] = found[0]
    for n in range(1, len(found)):
        near = [triple - 2 * np.pi * np.round((triple - out[n - 1]) / (2 * np.pi)) for triple in (found[n], other[n])]
        apart = [np.abs(triple - out[n - 1]).sum(axis=-1, keepdims=True) for triple in near]
        out[n] = np.where(apart[0] <= apart[1], *near)
    angles = np.empty_like(out)
    angles[..., [i, j, k]] = out
    return np.asarray(np.rad2deg(angles))
