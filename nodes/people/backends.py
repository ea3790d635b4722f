"""What "auto" means for the people nodes: the learned backend where its weights are, else the embedded one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from studio.media.errors import BadInput
from studio.models import embedded_hands, embedded_people, ultralytics_people
from studio.node import Models, Resolution

Backend: TypeAlias = Literal["auto", "embedded", "learned"]


def resolve_people(models: Models, knobs: Mapping[str, Any]) -> Resolution:
    """The backend that a people node will use here, and a digest of its weights."""
    backend = choose(models, str(knobs.get("backend", "auto")))
    embedded = (*embedded_people.WEIGHTS, *embedded_hands.WEIGHTS)
    names = ultralytics_people.weights(models) if backend == "learned" else embedded
    return Resolution({"backend": backend}, " ".join(models.digest(name) for name in names))


def choose(models: Models, backend: str) -> str:
    """ "embedded" or "learned". Raises BadInput where "learned" is asked for and not there."""
    there = bool(ultralytics_people.weights(models))
    if backend == "learned" and not there:
        raise BadInput(
            "the learned backend has no weights here; put a YOLO seg and a YOLO pose model (.onnx or .tflite) into a "
            "folder named by VIVANT_MODELS, or set backend to embedded"
        )
    return ("learned" if there else "embedded") if backend == "auto" else backend
