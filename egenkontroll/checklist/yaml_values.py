"""Plain values as YAML lines, in the form that the bundled checklists are written in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from egenkontroll.checklist.model import Area, Attribute, Checklist, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 108

_LATE = (
    "applies_when",
    "guidance",
    "basis",
    "basis_checked",
    "finding",
    "target",
    "critical",
    "quality_area",
    "risk",
)

ORDER = {
    "checklist": tuple(Checklist.model_fields),
    "attributes": tuple(Attribute.model_fields),
    "areas": tuple(Area.model_fields),
    "questions": (
        *(key for key in Question.model_fields if key not in _LATE),
        *_LATE,
    ),
}
"""The order of the keys in a mapping, by what it is or the list that it stands in."""

_NOT_TEXT = re.compile(r"[-+.\d][-+.\deE]*|true|false|null|~|", re.IGNORECASE)
_STARTS = "-?:,[]{}#&*!|>'\"%@`~="
_ODD = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def tidy(value: Any) -> Any:
    """Return plain values with the text in them stripped, as the model reads them."""
    if isinstance(value, dict):
        return {key: tidy(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(tidy(inner) for inner in value)
    return value.strip() if isinstance(value, str) else value


def mapping(values: dict[str, Any], kind: str, column: int = 0) -> list[str]:
    """Return the lines of a mapping at a column, its keys in the order of its kind."""
    order = ORDER[kind]
    keys = sorted(values, key=lambda key: order.index(key) if key in order else len(order))
    return [line for key in keys for line in entry(key, values[key], column)]


def item(values: dict[str, Any], kind: str, column: int) -> list[str]:
    """Return the lines of a mapping that is an item of a list, its dash at the column."""
    first, *rest = mapping(values, kind, column + 2)
    return [f"{' ' * column}- {first.lstrip()}", *rest]


def entry(key: str, value: Any, column: int, comment: str = "") -> list[str]:
    """Return the lines of one key and its value; `comment` stays on the first of them."""
    first, *rest = _entry(f"{' ' * column}{key}:", key, value, column)
    return [f"{first}  {comment}" if comment else first, *rest]


def _entry(head: str, key: str, value: Any, column: int) -> list[str]:
    if key in ORDER and isinstance(value, tuple) and value:
        return [head, *(line for one in value for line in item(one, key, column + 2))]
    if isinstance(value, str):
        return _text(head, value, column)
    short = f"{head} {inline(value)}"
    if len(short) <= WIDTH or not isinstance(value, dict | tuple):
        return [short]
    return [head, *_block(value, column + 2)]


def _block(value: dict[str, Any] | tuple[Any, ...], column: int) -> list[str]:
    """Return a condition or a list of words that is too long for one line."""
    if isinstance(value, dict):
        return [line for key, inner in value.items() for line in entry(key, inner, column)]
    return [f"{' ' * column}- {inline(inner)}" for inner in value]


def inline(value: Any) -> str:
    """Return a value on one line, as it stands inside brackets."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_word(key)}: {inline(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(inline(inner) for inner in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return _word(value) if isinstance(value, str) else str(value)


def _word(text: str) -> str:
    return text if _is_plain(text) and not set(text) & set(",[]{}:#") else _quoted(text)


def _text(head: str, text: str, column: int) -> list[str]:
    indent = " " * (column + 2)
    if "\n" in text and not _ODD.search(text):
        return [f"{head} |-", *((indent + line if line else "") for line in text.split("\n"))]
    said = text if _is_plain(text) else _quoted(text)
    if len(head) + 1 + len(said) <= WIDTH or "  " in text or "\n" in text or _ODD.search(text):
        return [f"{head} {said}"]
    return [f"{head} >-", *(indent + line for line in _wrapped(text, WIDTH - len(indent)))]


def _wrapped(text: str, width: int) -> Iterable[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _is_plain(text: str) -> bool:
    return not (
        _NOT_TEXT.fullmatch(text)
        or text[0] in _STARTS
        or text != text.strip()
        or ": " in text
        or " #" in text
        or text.endswith(":")
        or "\n" in text
        or _ODD.search(text)
    )


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
