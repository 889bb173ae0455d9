"""The log that support may ask for says what kind of fault and where, and nothing of any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.operations import fault_log

if TYPE_CHECKING:
    from pathlib import Path

SECRETS = ("19121212-1212", "00096-24", "Anna Lind", "Mamman ringde", "Lindgren.egk")


def fail(depth: int = 0) -> None:
    if depth < 3:
        fail(depth + 1)
    try:
        raise KeyError(SECRETS[0], SECRETS[1])
    except KeyError as error:
        raise ValueError(f"{SECRETS[2]}: {SECRETS[3]} i {SECRETS[4]}") from error


def logged(folder: Path) -> str:
    try:
        fail()
    except ValueError as error:
        fault_log.keep(error, folder)
    return (folder / fault_log.NAME).read_text(encoding="utf-8")


def test_no_word_of_a_case_is_in_the_log(tmp_path: Path) -> None:
    said = logged(tmp_path / "loggar")
    assert not any(secret in said for secret in SECRETS)
    assert "builtins.ValueError" in said
    assert "builtins.KeyError" in said
    assert "test_fault_log.py:" in said
    assert " fail" in said


def test_the_log_never_grows_large(tmp_path: Path) -> None:
    (tmp_path / fault_log.NAME).write_text("x" * (fault_log.MOST_BYTES + 1))
    said = logged(tmp_path)
    assert len(said) < 10_000
    assert (tmp_path / f"{fault_log.NAME}.1").stat().st_size == fault_log.MOST_BYTES + 1


def test_where_it_cannot_be_written_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    fault_log.keep(ValueError("x"), tmp_path / "fil")


def test_it_is_in_no_roaming_profile() -> None:
    assert "Roaming" not in str(fault_log.default_folder())


def test_the_document_s_errors_say_no_data_in_the_log(tmp_path: Path) -> None:
    """Errors of the layers below quote values; the log takes none of it."""
    import json

    for broken in (
        lambda: json.loads(f'{{"{SECRETS[2]}'),
        lambda: dict[str, str]()[SECRETS[0]],
        lambda: int(SECRETS[1]),
    ):
        try:
            broken()
        except Exception as error:  # noqa: BLE001
            fault_log.keep(error, tmp_path)
    said = (tmp_path / fault_log.NAME).read_text(encoding="utf-8")
    assert not any(secret in said for secret in SECRETS)
