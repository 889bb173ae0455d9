"""What a value that was read from JSON must look like."""

from __future__ import annotations

import re
from typing import Any, TypeAlias


class Map:
    """An object with any names, whose values all have one shape."""

    def __init__(self, of: Shape) -> None:
        self.of = of


class Maybe:
    """Null, or something of the shape."""

    def __init__(self, of: Shape) -> None:
        self.of = of


Shape: TypeAlias = (
    "type[str] | type[bool] | range | frozenset[str] | re.Pattern[str] | list[Shape] | "
    "tuple[Shape, ...] | dict[str, Shape] | Map | Maybe"
)
"""A text, truth or whole number; one of some words; a text of a form; a list of anything many, or
of just so many; an object with just those names (one that ends in ? may be left out)."""


class WrongError(Exception):
    """Where in a text something is not as it should be."""


def hold(value: Any, shape: Shape, where: str) -> None:
    """Raise WrongError where a value has not the shape."""
    if isinstance(shape, (dict, Map)):
        _hold_object(value, shape, where)
    elif isinstance(shape, (list, tuple)):
        _hold_list(value, shape, where)
    elif isinstance(shape, Maybe):
        if value is not None:
            hold(value, shape.of, where)
    elif not _fits(value, shape):
        raise WrongError(f"{where} har ett värde som inte hör dit")


def _hold_object(value: Any, shape: dict[str, Shape] | Map, where: str) -> None:
    if not isinstance(value, dict):
        raise WrongError(f"{where} har ett värde som inte hör dit")
    if isinstance(shape, Map):
        for name, one in value.items():
            hold(one, shape.of, f"{where}.{name[:30]}")
        return
    known = {name.rstrip("?"): of for name, of in shape.items()}
    wanted = {name for name in shape if not name.endswith("?")}
    if wanted - set(value):
        raise WrongError(f"{where}.{min(wanted - set(value))} saknas")
    if set(value) - set(known):
        raise WrongError(f"{where}.{min(set(value) - set(known))[:30]} hör inte dit")
    for name, one in value.items():
        hold(one, known[name], f"{where}.{name}")


def _hold_list(value: Any, shape: list[Shape] | tuple[Shape, ...], where: str) -> None:
    if not isinstance(value, list) or (isinstance(shape, tuple) and len(value) != len(shape)):
        raise WrongError(f"{where} har ett värde som inte hör dit")
    shapes = shape if isinstance(shape, tuple) else shape * len(value)
    for place, (one, of) in enumerate(zip(value, shapes, strict=True)):
        hold(one, of, f"{where}[{place}]")


def _fits(value: Any, shape: type | range | frozenset[str] | re.Pattern[str]) -> bool:
    match shape:
        case range():
            return type(value) is int and value in shape
        case frozenset():
            return isinstance(value, str) and value in shape
        case re.Pattern():
            return isinstance(value, str) and shape.fullmatch(value) is not None
    return type(value) is shape
