"""Read a checklist file and name every fault in it at once, with its line, in Swedish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from egenkontroll.checklist import rules, yaml_tree
from egenkontroll.checklist.model import Area, Attribute, Checklist, Question, Range
from egenkontroll.errors import UserError
from egenkontroll.texts import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

MAX_BYTES = 1_000_000
_NOT_THERE = "filen finns inte"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a checklist file, on a line counted from 1; 0 where there is no file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{f'{self.line}:' if self.line else ''} {self.message}"


def read(path: Path) -> Checklist:
    """Return the checklist in the file. Raises UserError with every fault of the file."""
    checklist, faults = check(path)
    if faults and not faults[0].line:
        raise UserError(f"Checklistan {path.name} finns inte. Kontrollera namnet och mappen.")
    if checklist is None:
        raise UserError(
            f"Checklistan {path.name} kan inte användas förrän felen är rättade.",
            [str(fault) for fault in faults],
        )
    return checklist


def check(path: Path) -> tuple[Checklist | None, list[Fault]]:
    """Return the checklist and no faults, or None and every fault in the file, by line."""
    try:
        text = read_text(path)
    except UserError as error:
        line = 0 if error.message == _NOT_THERE else 1
        return None, [Fault(str(path), line, error.message)]
    checklist, faults = check_text(text)
    return checklist, [Fault(str(path), line, message) for line, message in faults]


def check_text(text: str) -> tuple[Checklist | None, list[tuple[int, str]]]:
    """Return the checklist that the YAML text says, or None and its faults as (line, message)."""
    tree = yaml_tree.parse(text)
    if tree.data is None and tree.faults:
        return None, sorted(tree.faults)
    if not isinstance(tree.data, dict):
        return None, [(1, "en checklista börjar med nycklar: id, version, title och areas")]
    checklist = None
    faults = list(tree.faults)
    try:
        checklist = Checklist.model_validate(tree.data)
    except ValidationError as error:
        faults += [
            (tree.line(path), message)
            for details in error.errors()
            for path, message in _in_swedish(details, tree.data)
        ]
    faults += [(tree.line(path), message) for path, message in rules.faults(tree.data)]
    unique = sorted(set(faults))
    return (None, unique) if unique else (checklist, [])


def read_text(path: Path) -> str:
    """Return the file's text. Raises UserError, in a few words, where it has none to give."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UserError("det är en mapp, inte en fil")
        if not path.is_file():
            raise UserError("det är ingen vanlig fil")
        if size > MAX_BYTES:
            raise UserError(f"filen är {size // 1_000_000} MB; en checklista är högst 1 MB")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise UserError(_NOT_THERE) from None
    except (OSError, ValueError):  # ValueError: a path that no file can have
        raise UserError("filen kan inte läsas; kontrollera behörigheten") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UserError(
            f"filen är inte UTF-8 (rad {line}); spara den som UTF-8 i textredigeraren"
        ) from None
    if "\x00" in text:
        raise UserError("filen är inte en textfil")
    if not text.strip():
        raise UserError("filen är tom")
    return text


# --- pydantic's complaints in Swedish ---------------------------------------------------------

_TYPES = {
    "string_type": "ska vara text; sätt värdet inom citattecken",
    "int_type": "ska vara ett heltal",
    "int_from_float": "ska vara ett heltal",
    "float_type": "ska vara ett tal",
    "bool_type": "ska vara true eller false",
    "tuple_type": "ska vara en lista",
    "model_type": "ska ha egna nycklar under sig",
    "string_too_short": "får inte vara tomt",
    "string_too_long": "är för långt",
    "greater_than_equal": "ska vara mellan 0 och 100",
    "less_than_equal": "ska vara mellan 0 och 100",
}
_PATTERNS = {
    "id": "ska skrivas med små bokstäver a–z, siffror och understreck, utan å, ä, ö och mellanslag",
    "basis_checked": 'ska vara ett datum inom citattecken: "2026-11-01"',
}
_CONTAINERS: dict[str, type[BaseModel]] = {
    "areas": Area,
    "questions": Question,
    "attributes": Attribute,
    "met_range": Range,
}


def _in_swedish(details: ErrorDetails, data: dict[str, Any]) -> list[tuple[yaml_tree.Path, str]]:
    path: yaml_tree.Path = details["loc"]
    key, kind = str(path[-1]), details["type"]
    if kind == "extra_forbidden":
        known = _container(path[:-1]).model_fields
        return [(path, f"okänd nyckel: {key}{did_you_mean(key, known)}")]
    if kind == "missing":
        return [(path[:-1], f"nyckeln {key} saknas")]
    if kind == "too_short":
        return _too_short(path, key, data)
    if kind in ("enum", "literal_error"):
        return [(path, _not_one_of(path, key, details))]
    if kind == "value_error":
        return [(path, f"{key}: {details['ctx']['error']}")]
    if kind == "string_pattern_mismatch":
        return [(path, f"{key} {_PATTERNS[key]}: {details['input']}")]
    name = key if isinstance(path[-1], str) else f"ett värde i {path[-2]}"
    return [(path, f"{name} {_TYPES.get(kind, 'har ett värde som inte går att använda')}")]


def _too_short(
    path: yaml_tree.Path, key: str, data: dict[str, Any]
) -> list[tuple[yaml_tree.Path, str]]:
    # pydantic also says so where the parts are there but faulty; their faults are told apart.
    if rules.dig(data, path):
        return []
    what = {"areas": "checklistan har inget område", "questions": "området har ingen fråga"}
    return [(path, what.get(key, f"{key} är en tom lista"))]


def _not_one_of(path: yaml_tree.Path, key: str, details: ErrorDetails) -> str:
    expected = details["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
    given = str(details["input"])
    return f"{key} kan inte vara {given}{did_you_mean(given, expected)} ({', '.join(expected)})"


def _container(path: yaml_tree.Path) -> type[BaseModel]:
    names = [part for part in path if part in _CONTAINERS]
    return _CONTAINERS[str(names[-1])] if names else Checklist
