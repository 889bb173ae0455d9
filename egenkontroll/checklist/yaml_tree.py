"""YAML to plain values, remembering on which line each one stands.

Works on the composed node tree, so that every fault can be named with its line and nothing
in the file is ever built into objects. Aliases are refused: they can make a small file
unfold into an enormous one.
"""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

Node: TypeAlias = Any
"""A node of ruamel.yaml, whose own types do not say what a node holds."""

MAX_DEPTH = 30
MAX_BRACKETS = 200
MAX_PARTS = 100_000
_PART = re.compile(r"(?<![^\s])[-?](?=\s)|:(?=\s)|,")
_BRACKET = re.compile(r"[\[\]{}]")
_INT = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?")
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass
class Tree:
    """Plain values, the line (from 1) of each path, and the faults of form: (line, message)."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of the path, or of the nearest enclosing one that is there."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def parse(text: str) -> Tree:
    """Read one YAML 1.2 document. Faults of form are listed, never raised."""
    tree = Tree()
    tree.faults += _tabs(text) or _brackets(text) or _crowd(text)
    if not tree.faults:
        node = _compose(text, tree)
        if node is not None:
            tree.data = _value(node, (), tree, set())
    return tree


def _tabs(text: str) -> list[tuple[int, str]]:
    return [
        (number, "tabb i indraget; skriv mellanslag i stället")
        for number, line in enumerate(text.split("\n"), 1)
        if "\t" in line[: len(line) - len(line.lstrip())]
    ]


def _brackets(text: str) -> list[tuple[int, str]]:
    """Refuse brackets in brackets without end: reading them takes the square of their number."""
    depth = 0
    for found in _BRACKET.finditer(text):
        depth = max(0, depth + (1 if found[0] in "[{" else -1))
        if depth > MAX_BRACKETS:
            line = text.count("\n", 0, found.start()) + 1
            return [(line, _said(""))]
    return []


def _crowd(text: str) -> list[tuple[int, str]]:
    """Refuse so many parts that reading them takes minutes: a checklist has some hundreds."""
    for number, found in enumerate(_PART.finditer(text), 1):
        if number > MAX_PARTS:
            line = text.count("\n", 0, found.start()) + 1
            return [(line, f"mer än {MAX_PARTS} nycklar, punkter och kommatecken i en fil")]
    return []


def _compose(text: str, tree: Tree) -> Node | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # anchors used twice: without aliases they do nothing
            node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        problem = f"{error.context}: {error.problem}"
        # What is never closed is told where it begins, not at the end of the file.
        at_end = "end of stream" in problem and error.context_mark is not None
        mark = error.context_mark if at_end else error.problem_mark
        tree.faults.append((mark.line + 1, _said(problem)))
        return None
    except (YAMLError, RecursionError, ValueError, OverflowError) as error:
        # The last two: an escaped character that is none, such as "\UFFFFFFFF".
        tree.faults.append((1, _said(str(error))))
        return None
    if node is None:
        tree.faults.append((1, "filen är tom"))
    return node


def _said(problem: str) -> str:
    for english, swedish in (
        ("mapping values are not allowed", "kolon på fel plats; sätt texten inom citattecken"),
        ("could not find expected ':'", "det saknas ett kolon"),
        ("expected <block end>", "indraget stämmer inte med raderna ovanför"),
        ("found undefined alias", "alias (*) kan inte användas"),
        ("expected a single document", "filen har flera dokument (---); en checklista är ett"),
        ("found unexpected end of stream", "ett citattecken saknas i slutet av en text"),
        (
            "cannot start any token",
            "ett tecken som måste stå inom citattecken (t.ex. @, % eller `)",
        ),
        ("special characters are not allowed", "ett otillåtet styrtecken"),
    ):
        if english in problem:
            return f"inte giltig YAML: {swedish}"
    return "inte giltig YAML; kontrollera indrag, kolon och citattecken på raden och raden före"


def _value(node: Node, path: Path, tree: Tree, seen: set[int]) -> Any:
    line = tree.lines.setdefault(path, node.start_mark.line + 1)
    if id(node) in seen or len(path) > MAX_DEPTH:
        tree.faults.append((line, "alias (*) eller för djup struktur kan inte användas"))
        return None
    seen.add(id(node))
    if node.id == "mapping":
        return _mapping(node, path, tree, seen)
    if node.id == "sequence":
        return tuple(
            _value(item, (*path, index), tree, seen) for index, item in enumerate(node.value)
        )
    if _UNFIT.search(node.value):
        tree.faults.append((line, "texten har ett otillåtet styrtecken"))
        return None
    return _scalar(node)


def _mapping(node: Node, path: Path, tree: Tree, seen: set[int]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if key_node.id != "scalar" or _UNFIT.search(key_node.value):
            tree.faults.append((line, "en nyckel ska vara ett ord"))
            continue
        key: str = key_node.value
        if key in values:
            tree.faults.append((line, f"nyckeln {key} står två gånger"))
        tree.lines[(*path, key)] = line
        values[key] = _value(value_node, (*path, key), tree, seen)
    return values


def _scalar(node: Node) -> Any:
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INT.fullmatch(text):
        return int(text) if len(text) < 19 else text
    if _FLOAT.fullmatch(text):
        value = float(text)
        return value if math.isfinite(value) else text
    return text
