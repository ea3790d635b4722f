"""Contacts changed by hand: what is wanted is written as entries, and read back from them the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nodes.motion.contact_edits import changed, edits_for, without_edits
from studio.media.contact import Contact

SHAKE = Contact("handshake", "a", "b", "leftHand", "rightHand", 1.0, 1.2, id="handshake a b 1")
HUG = Contact("hug", "a", "c", "chest", "chest", 4.0, 1.0, id="hug a c 1")
PLAN = (SHAKE, HUG)


def round_trip(wanted: list[Contact], edits: tuple[dict[str, Any], ...] = ()) -> list[Any]:
    made = edits_for(PLAN, edits, wanted)
    assert list(changed(PLAN, made)) == sorted(wanted, key=lambda one: (one.start, one.id))
    return made


def test_what_is_as_planned_needs_no_entry() -> None:
    assert round_trip([SHAKE, HUG]) == []


def test_an_entry_says_only_what_is_other() -> None:
    assert round_trip([replace(SHAKE, start=2.5), HUG]) == [{"id": SHAKE.id, "start": 2.5}]
    assert round_trip([SHAKE, replace(HUG, kind="kiss")]) == [{"id": HUG.id, "kind": "kiss"}]


def test_a_contact_that_is_not_wanted_is_deleted_and_stays_so() -> None:
    gone = round_trip([HUG])
    assert gone == [{"id": SHAKE.id, "delete": True}]
    assert {"id": SHAKE.id, "delete": True} in round_trip([replace(HUG, start=5.0)], tuple(gone))
    assert round_trip([SHAKE, HUG], tuple(gone)) == [], "what was deleted comes back where it is wanted"


def test_an_added_contact_leaves_its_limbs_open_and_is_kept_whole() -> None:
    added = Contact("push", "b", "c", "", "", 2.0, 0.4, 0.3, 0.4, "by hand 1")
    (entry,) = round_trip([SHAKE, added, HUG])
    assert entry["kind"] == "push" and (entry["first"], entry["second"]) == ("b", "c") and "first_bone" not in entry
    assert round_trip([SHAKE, replace(added, start=3.0), HUG], (entry,))[0]["start"] == 3.0
    assert round_trip([SHAKE, HUG], (entry,)) == []


def test_what_is_said_of_contacts_that_are_no_longer_planned_is_kept() -> None:
    stale = {"id": "kiss a d 2", "start": 9.0}
    assert round_trip([replace(SHAKE, duration=2.0), HUG], (stale,)) == [stale, {"id": SHAKE.id, "duration": 2.0}]


def test_a_contact_is_given_back_to_the_plan() -> None:
    edits = ({"id": SHAKE.id, "start": 3.0}, {"id": HUG.id, "delete": True})
    assert without_edits(edits, {SHAKE.id}) == [edits[1]]


def test_what_was_added_without_a_name_gets_one_and_is_written_with_it() -> None:
    entry = {"kind": "hug", "first": "a", "second": "b", "start": 6.0}
    (found,) = (one for one in changed(PLAN, (entry,)) if one.second == "b" and one.kind == "hug")
    assert found.id == "hug a b 1"
    again = edits_for(PLAN, (entry,), list(changed(PLAN, (entry,))))
    assert [one.get("id") for one in again] == ["hug a b 1"]
