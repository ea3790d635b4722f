"""Every relation between people, in the order in which one follows from another."""

from __future__ import annotations

from nodes.algorithms.relations.attention import facing, looks_at, reaches_for
from nodes.algorithms.relations.place import in_front_of, left_of, near, occludes, same_group, touches
from nodes.algorithms.relations.room import Edge, Room


def people_relations(room: Room) -> list[Edge]:
    """Every relation between people, and who looks at the camera."""
    found = [*left_of(room), *near(room), *occludes(room), *touches(room)]
    found += in_front_of(room, found)
    found += looks_at(room)
    found += facing(room, found)
    found += reaches_for(room, found)
    found += same_group(room, found)
    return found
