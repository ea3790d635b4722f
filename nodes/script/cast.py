"""Everybody in a picture, as a prompt may speak of them: how they look, what they do, and who is only passing."""

from __future__ import annotations

from dataclasses import replace

from nodes.algorithms.language.referent import Member
from nodes.scene.spots import deeds, noticed
from nodes.script.describe import members_of
from studio.media.image import Image
from studio.media.person import People
from studio.media.scene import Scene


def cast_of(image: Image, people: People, scene: Scene | None) -> list[Member]:
    """Everyone, with what they do in the photo where there is a scene."""
    members = members_of(image, people, scene)
    if scene is None:
        return members
    return [
        replace(
            member,
            does=deeds(people[member.id], scene, people, image.size),
            passing=not noticed(people[member.id], people, image.size),
        )
        for member in members
    ]
