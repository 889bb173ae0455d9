"""Where no window can be shown, one sentence says why and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from egenkontroll.errors import UserError
from egenkontroll.gui import display, run


def test_without_a_display_one_sentence_says_what_can_be_done() -> None:
    with pytest.raises(UserError) as told:
        display.check_display({})
    assert told.value.message.count(".") <= 2
    assert "egenkontroll demo" in told.value.message
    assert "DISPLAY" in told.value.message
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "environment",
    [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"},
     {"QT_QPA_PLATFORM": "minimal:enable_fonts"}],
)  # fmt: skip
def test_with_a_display_or_none_needed_nothing_is_said(environment: dict[str, str]) -> None:
    display.check_display(environment)


def test_the_window_is_refused_before_qt_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UserError):
        run([])


def test_absent_libraries_are_named_in_one_line_with_the_command() -> None:
    with pytest.raises(UserError) as told:
        display.check_libraries(["libxcb-keysyms.so.1", "libxcb-icccm.so.4"])
    assert str(told.value).endswith("sudo apt install libxcb-icccm4 libxcb-keysyms1")
    assert "\n" not in str(told.value)


def test_a_library_of_unknown_package_is_still_named() -> None:
    with pytest.raises(UserError, match=r"libkonstig\.so\.7"):
        display.check_libraries(["libkonstig.so.7"])


def test_nothing_absent_is_nothing_said() -> None:
    display.check_libraries([])
    assert display.missing_libraries([]) == []


def test_what_cannot_be_loaded_is_noticed(tmp_path: Path) -> None:
    broken = tmp_path / "libtrasig.so"
    broken.write_bytes(b"not a library")
    assert not display.loads(broken)
    assert not display.loads(tmp_path / "finns-inte.so")
    assert all(map(display.loads, display._libraries_for({"DISPLAY": ":0"})))


def test_a_whole_program_lacks_nothing() -> None:
    assert display.missing_libraries([Path("/bin/sh")]) == []
