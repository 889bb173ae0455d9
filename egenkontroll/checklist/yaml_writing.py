"""Write a changed checklist into the text it was read from: only what has changed is rewritten.

Every key and every item of areas, questions and attributes is a run of whole lines. What is
the same keeps its lines as they are, comments and layout too; a comment above an item goes
where the item goes. What cannot be taken apart like that is written anew.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from egenkontroll.checklist import yaml_tree
from egenkontroll.checklist.yaml_values import ORDER, entry, item, mapping, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.checklist.yaml_tree import Node

Lines: TypeAlias = list[str]

_LISTS = ("attributes", "areas", "questions")
_ANY_COLUMN = 1_000_000
_HEADED = re.compile(r"[|>][-+0-9]*\s+(#.*)")


def write(data: dict[str, Any], source: str = "") -> str:
    """Return the YAML text of the data, kept as near as can be to the text that it came from."""
    wanted = tidy(data)
    if source:
        text = _respliced(wanted, source)
        if text is not None and tidy(yaml_tree.parse(text).data) == wanted:
            return text
    return "\n".join(mapping(wanted, "checklist")) + "\n"


def _respliced(wanted: dict[str, Any], source: str) -> str | None:
    from ruamel.yaml import YAML

    newline = "\r\n" if "\r\n" in source else "\n"
    text = source.replace("\r\n", "\n")
    tree = yaml_tree.parse(text)
    if tree.faults or not isinstance(tree.data, dict):
        return None
    node = YAML(typ="safe", pure=True).compose(text)
    if node.flow_style:
        return None
    if tidy(tree.data) == wanted:
        return source
    lines = text.rstrip("\n").split("\n")
    made = _Splicer(lines, node, tidy(tree.data)).whole(wanted)
    return newline.join(made) + newline


@dataclass(frozen=True)
class _Item:
    """An item of a list: its lines from `begin`, its own comments from `own`, to `end`."""

    node: Node
    data: dict[str, Any]
    begin: int
    own: int
    end: int
    column: int


class _Splicer:
    """Takes the lines of a text apart along its nodes, and puts them together anew."""

    def __init__(self, lines: Lines, node: Node, data: dict[str, Any]) -> None:
        self._lines = lines
        self._node = node
        self._data = data
        self._known = {
            (key, found.data.get("id")): found
            for key, found in reversed(list(self._all_items(node, data, len(lines))))
        }

    def whole(self, wanted: dict[str, Any]) -> Lines:
        """Return the lines of the whole text for what is wanted."""
        return self._mapping(self._node, self._data, wanted, (0, len(self._lines)), "checklist")

    # --- where things stand -------------------------------------------------------------------

    def _all_items(self, node: Node, data: dict[str, Any], end: int) -> Iterator[tuple[str, _Item]]:
        for key, value, _, last in self._entries(node, (0, end)):
            for found in self._items(key, value, data[key], last) or ():
                yield key, found
                yield from self._all_items(found.node, found.data, found.end)

    def _entries(self, node: Node, region: tuple[int, int]) -> Iterator[tuple[str, Node, int, int]]:
        """Yield every key of a mapping with its value and the lines that are its own."""
        begin, end = region
        starts = [begin]
        for key, _ in node.value[1:]:
            starts.append(self._above(key.start_mark.line, key.start_mark.column))
        starts.append(end)
        for at, (key, value) in enumerate(node.value):
            yield key.value, value, starts[at], starts[at + 1]

    def _items(self, key: str, node: Node, data: Any, end: int) -> list[_Item] | None:
        """Return the items of a list of mappings, or None where it cannot be taken apart."""
        if key not in _LISTS or node.id != "sequence" or node.flow_style or not node.value:
            return None
        found: list[_Item] = []
        for one, values in zip(node.value, data, strict=True):
            line, column = one.start_mark.line, one.start_mark.column
            dash = self._lines[line][:column].rstrip()
            if one.id != "mapping" or one.flow_style or dash.strip() != "-":
                return None
            floor = found[-1].node.start_mark.line if found else node.start_mark.line - 1
            own = self._above(line, len(dash) - 1)
            begin = self._loose(own, len(dash) - 1, floor)
            found.append(_Item(one, values, begin, own, end, len(dash) - 1))
        ends = [follower.begin for follower in found[1:]] + [end]
        return [
            _Item(one.node, one.data, one.begin, one.own, self._content_end(one, last), one.column)
            for one, last in zip(found, ends, strict=True)
        ]

    def _above(self, line: int, column: int) -> int:
        """Return the first of the comment lines right above a line, no deeper than it."""
        while line > 0 and self._is_comment(line - 1, column):
            line -= 1
        return line

    def _loose(self, line: int, column: int, floor: int) -> int:
        """Return the first comment above a line with nothing but empty lines between."""
        begin = at = line
        while at - 1 > floor and (self._is_comment(at - 1, column) or self._is_empty(at - 1)):
            at -= 1
            begin = at if self._is_comment(at, column) else begin
        return begin

    def _content_end(self, one: _Item, end: int) -> int:
        while self._is_empty(end - 1) or self._is_comment(end - 1, one.column):
            end -= 1
        return end

    def _is_empty(self, line: int) -> bool:
        return not self._lines[line].strip()

    def _is_comment(self, line: int, deepest: int) -> bool:
        text = self._lines[line]
        bare = text.lstrip()
        return bare.startswith("#") and len(text) - len(bare) <= deepest

    # --- putting together ---------------------------------------------------------------------

    def _mapping(
        self,
        node: Node,
        old: dict[str, Any],
        new: dict[str, Any],
        region: tuple[int, int],
        kind: str,
    ) -> Lines:
        column = node.value[0][0].start_mark.column
        made: dict[str, Lines] = {}
        for key, value, begin, end in self._entries(node, region):
            if key not in new:
                continue
            lines = self._lines[begin:end]
            if new[key] != old[key]:
                lines = self._changed(key, value, old[key], new[key], (begin, end), column)
            made[key] = lines
        for key in [key for key in ORDER[kind] if key in new and key not in made]:
            made = _inserted(made, key, self._entry(key, new[key], column), ORDER[kind])
        return [line for lines in made.values() for line in lines]

    def _changed(
        self, key: str, node: Node, old: Any, new: Any, lines: tuple[int, int], column: int
    ) -> Lines:
        begin, end = lines
        items = self._items(key, node, old, end)
        if items is not None and new:
            return self._sequence(key, items, new, lines)
        first = begin
        while self._is_empty(first) or self._lines[first].lstrip().startswith("#"):
            first += 1
        last = end
        scalar_block = node.id == "scalar" and node.style in ("|", ">")
        deepest = column if scalar_block else _ANY_COLUMN
        while last > first + 1 and (
            self._is_empty(last - 1) or self._is_comment(last - 1, deepest)
        ):
            last -= 1
        comment = self._beside(node, first, scalar_block=scalar_block)
        return [
            *self._lines[begin:first],
            *self._entry(key, new, column, comment),
            *self._lines[last:end],
        ]

    def _beside(self, node: Node, first: int, *, scalar_block: bool) -> str:
        """Return the comment that stands after a value on its line."""
        if scalar_block:
            found = _HEADED.search(self._lines[first])
            return found[1] if found else ""
        rest = self._lines[node.end_mark.line : node.end_mark.line + 1]
        after = rest[0][node.end_mark.column :].strip() if rest else ""
        block = node.id != "scalar" and not node.flow_style
        return after if after.startswith("#") and not block else ""

    def _sequence(
        self, key: str, items: list[_Item], new: tuple[dict[str, Any], ...], lines: tuple[int, int]
    ) -> Lines:
        begin, end = lines
        column = items[0].column
        kept, carried = self._carried(items, {one.get("id") for one in new})
        gaps = {
            (one.data.get("id"), after.data.get("id")): self._lines[one.end : after.begin]
            for one, after in itertools.pairwise(items)
        }
        usual = next(iter(gaps.values()), [])
        made = list(self._lines[begin : items[0].begin])
        names: list[Any] = []
        for one in new:
            name = one.get("id")
            known = self._known.get((key, name)) if name not in names else None
            if names:
                made += gaps.get((names[-1], name), usual)
            names.append(name)
            made += kept.get(name, [])
            made += self._placed(key, one, column, known)
        return [*made, *carried, *self._lines[items[-1].end : end]]

    def _entry(self, key: str, value: Any, column: int, comment: str = "") -> Lines:
        """Return a key that is written anew; items that have lines already keep them."""
        if key not in _LISTS or not value:
            return entry(key, value, column, comment)
        head = f"{' ' * column}{key}:{f'  {comment}' if comment else ''}"
        lines = [head]
        for one in value:
            known = self._known.get((key, one.get("id")))
            lines += self._placed(key, one, column + 2, known)
        return lines

    def _placed(self, key: str, one: dict[str, Any], column: int, known: _Item | None) -> Lines:
        """Return an item at a column: its own lines where it has some, else new ones."""
        if known is not None:
            return self._item(key, known, one, column)
        lines = item({name: one[name] for name in one if name not in _LISTS}, key, column)
        for name in one:
            if name in _LISTS:
                lines += self._entry(name, one[name], column + 2)
        return lines

    def _carried(self, items: list[_Item], wanted: set[Any]) -> tuple[dict[Any, Lines], Lines]:
        """Return the loose comments above items that are gone, by the item that follows them."""
        kept: dict[Any, Lines] = {}
        carried: Lines = []
        for one in items:
            name = one.data.get("id")
            if name in wanted:
                kept[name], carried = carried, []
            else:
                carried = carried + self._lines[one.begin : one.own]
        return kept, carried

    def _item(self, key: str, known: _Item, new: dict[str, Any], column: int) -> Lines:
        lines = self._lines[known.begin : known.end]
        if new != known.data:
            lines = self._rewritten(key, known, new)
        return [_shifted(line, column - known.column) for line in lines]

    def _rewritten(self, key: str, known: _Item, new: dict[str, Any]) -> Lines:
        line, at = known.node.start_mark.line, known.column
        whole = self._lines[line]
        self._lines[line] = f"{whole[:at]} {whole[at + 1 :]}"
        made = self._mapping(known.node, known.data, new, (line, known.end), key)
        self._lines[line] = whole
        first = next(at for at, text in enumerate(made) if text.strip() and text.lstrip()[0] != "#")
        made[first] = f"{made[first][:at]}-{made[first][at + 1 :]}"
        return [*self._lines[known.begin : line], *made]


def _inserted(
    made: dict[str, Lines], key: str, lines: Lines, order: tuple[str, ...]
) -> dict[str, Lines]:
    """Put a new key after those that come before it in the order."""
    before = [known for known in made if known in order and order.index(known) < order.index(key)]
    if not before:
        return {key: lines, **made}
    result: dict[str, Lines] = {}
    for known, kept in made.items():
        result[known] = kept
        if known == before[-1]:
            result[key] = lines
    return result


def _shifted(line: str, by: int) -> str:
    if by >= 0:
        return " " * by + line if line.strip() else line
    room = len(line) - len(line.lstrip(" "))
    return line[min(-by, room) :]
