"""Who touches whom, with which hand and when: from a script, and by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext
from pairs import people_of, row

from nodes.motion.plan_contacts import plan_contacts
from studio.media.contact import Contact
from studio.media.errors import BadInput
from studio.media.rig import Rig, Rigs
from studio.media.script import Beat, Script

Make = Callable[..., Rig]
SHAKE = (Beat("a", "handshake", "b", 1.0, 2.4), Beat("b", "handshake", "a", 1.0, 2.4))


def plan(rigs: Rigs, *beats: Beat, edits: tuple[dict[str, Any], ...] = ()) -> tuple[list[Contact], list[str]]:
    ctx = FakeContext()
    found = plan_contacts(ctx, people_of(rigs), rigs, Script(beats) if beats else None, edits=edits)
    return list(found.contacts), ctx.warnings


def held(rig: Rig, side: str) -> Rig:
    """The body with one arm that cannot move."""
    freedom = np.array([0.1 if bone.startswith(side) and "Leg" not in bone else f
                        for bone, f in zip(rig.bones, rig.freedom, strict=True)], np.float32)  # fmt: skip
    return replace(rig, freedom=freedom)


def test_what_two_do_together_is_one_contact_of_the_hands_between_them(make_rig: Make) -> None:
    contacts, warnings = plan(row(make_rig("down"), 190, (1.0, 1.0)), *SHAKE)
    assert [(c.kind, c.first_bone, c.second_bone) for c in contacts] == [("handshake", "leftHand", "rightHand")]
    assert 1.3 < contacts[0].start < 2.2 and 0.5 < contacts[0].duration < 2.0 and not warnings


def test_a_hand_that_is_not_free_is_left_for_the_other_one(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 170, (1.0, 1.0))
    rigs = Rigs({"a": rigs["a"], "b": held(rigs["b"], "right")})
    contacts, _ = plan(rigs, *SHAKE)
    assert contacts[0].second_bone == "leftHand"


def test_who_has_no_free_hand_is_told_of_and_nothing_is_planned(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 170, (1.0, 1.0))
    rigs = Rigs({"a": rigs["a"], "b": held(held(rigs["b"], "right"), "left")})
    contacts, warnings = plan(rigs, *SHAKE)
    assert not contacts and warnings == ["b has no free arm: a and b do not shake hands"]


def test_a_blow_touches_the_other_ones_body_and_is_missed_where_that_one_dodges(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 150, (1.0, 1.0))
    push = Beat("a", "push", "b", 0.5, 1.4)
    contacts, _ = plan(rigs, push)
    assert [(c.first, c.second, c.second_bone) for c in contacts] == [("a", "b", "chest")]
    assert not plan(rigs, push, Beat("b", "dodge", "a", 0.8, 1.2))[0]


def test_what_is_given_and_taken_is_handed_over_once(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 150, (1.0, 1.0))
    contacts, _ = plan(rigs, Beat("a", "give", "b", 0.5, 2.0), Beat("b", "take", "a", 0.95, 2.0))
    assert [(c.kind, c.first) for c in contacts] == [("hand_over", "a")]


def test_contacts_are_moved_deleted_and_added_by_hand(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 190, (1.0, 1.0))
    name = plan(rigs, *SHAKE)[0][0].id
    moved, _ = plan(rigs, *SHAKE, edits=({"id": name, "start": 3.0, "duration": 0.5},))
    assert (moved[0].start, moved[0].duration, moved[0].id) == (3.0, 0.5, name)
    assert plan(rigs, *SHAKE, edits=({"id": name, "delete": True},))[0] == []
    added, _ = plan(rigs, edits=({"kind": "high_five", "first": "b", "second": "a", "start": 2.0},))
    assert [(c.kind, c.id, c.start) for c in added] == [("high_five", "high_five b a 1", 2.0)]
    kept, _ = plan(rigs, *SHAKE, edits=({"id": "hug a b 7", "start": 1.0},))
    assert len(kept) == 1  # an edit of what is not there does nothing


@pytest.mark.parametrize(
    "entry", [{"id": "x", "start": -1}, {"id": "x", "start": "soon"}, {"kind": "juggle", "first": "a", "second": "b"},
              {"kind": "hug", "first": "a", "second": "a"}, {"id": "x", "first_bone": "tail"},
              {"id": "x", "duration": True}],
)  # fmt: skip
def test_an_edit_that_makes_no_sense_is_refused_in_one_line(make_rig: Make, entry: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"^plan_contacts: [^\n]+$"):
        plan(row(make_rig("down"), 190, (1.0, 1.0)), edits=(entry,))


def test_somebody_who_is_not_there_is_told_of(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 190, (1.0, 1.0))
    contacts, warnings = plan(rigs, edits=({"kind": "hug", "first": "a", "second": "z"},))
    assert not contacts and "z" in warnings[0]


def test_nobody_reaches_across_the_own_face_for_a_high_five(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 190, (1.0, 1.0))
    one_arm = Rigs([("a", held(rigs["a"], "left")), ("b", rigs["b"])])  # the arm that is nearer to the other one
    high = (Beat("a", "high_five", "b", 1.0, 1.6), Beat("b", "high_five", "a", 1.0, 1.6))
    contacts, warnings = plan(one_arm, *high)
    assert not contacts and "a has no free arm" in warnings[0]
    (shaken,), _ = plan(one_arm, *SHAKE)
    assert shaken.first_bone == "rightHand", "hands that are shaken may come across the belly"


def test_what_the_prompt_names_changes_hands(make_rig: Make) -> None:
    rigs = row(make_rig("down"), 190, (1.0, 1.0))
    (one,), _ = plan(rigs, Beat("b", "take", "a", 1.0, 2.0, thing="book"))
    assert (one.first, one.second, one.thing) == ("a", "b", "book")
    (shaken,), _ = plan(rigs, *SHAKE)
    assert shaken.thing == ""
