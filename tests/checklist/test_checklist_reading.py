"""Every fault at once, on its line, in Swedish; and never an exception."""

from __future__ import annotations

import itertools
import sys
import time
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.checklist import yaml_tree
from egenkontroll.checklist.reading import Fault, check, check_text, read
from egenkontroll.errors import UserError
from tests.makers import VT2024

if TYPE_CHECKING:
    from pathlib import Path

SOUND = dedent(
    """\
    id: prov
    version: "1"
    title: Prov
    attributes:
      - id: barn
        label: Barn i hushållet
        type: choice
        choices: [ja, nej]
    areas:
      - id: a
        title: Området
        questions:
          - id: plan
            text: Finns en plan?
            type: yes_no
            applies_when: {barn: ja}
            target: 90
    """
)
TEN_FAULTS = dedent(
    """\
    id: prov
    version: 2024.1
    title: Prov
    attributes:
      - id: barn
        label: Barn i hushållet
        type: choise
        choices: [ja, nej]
    areas:
      - id: a
        title: Området
        qestions: []
        questions:
          - id: ett
            text: Ett?
            type: yes_noo
          - id: två
            text: Två?
            type: yes_no
            target: 101
          - id: tre
            type: yes_no
            applies_when: {barnn: ja}
          - id: tre
            text: Tre igen?
            type: choice
          - id: fyra
            text: Fyra?
            type: yes_no
            applies_when: {all: [{barn: kanske}, {fem: ja}]}
          - id: fem
            text: Fem?
            type: yes_no
            applies_when: {not: {fyra: delvis}}
          - id: sex
            text: Sex?
            type: number
            min: 5
            max: 4
            critical: ja
      - id: b
        title: Tomt
        questions: []
    """
)


NO_TEXT = "applies_when: svaret för barn ska vara text eller en lista med texter"


def faults_of(text: str) -> list[tuple[int, str]]:
    checklist, faults = check_text(text)
    assert checklist is None
    assert faults
    return faults


def only_fault(text: str) -> tuple[int, str]:
    faults = faults_of(text)
    assert len(faults) == 1, faults
    return faults[0]


def with_question(*lines: str, without: str = "") -> str:
    """The sound checklist with more lines under its question (the first is line 18)."""
    kept = "".join(line for line in SOUND.splitlines(True) if not without or without not in line)
    return kept + "".join(f"        {line}\n" for line in lines)


def test_a_sound_file_has_no_faults(tmp_path: Path) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(SOUND, encoding="utf-8")
    checklist, faults = check(path)
    assert faults == []
    assert checklist is not None
    assert checklist.by_id["plan"].target == 90
    assert read(path) == checklist


def test_ten_different_faults_are_all_told() -> None:
    assert faults_of(TEN_FAULTS) == [
        (2, "version ska vara text; sätt värdet inom citattecken"),
        (7, "type kan inte vara choise; menade du choice? (choice, text, number, date)"),
        (8, "choices används inte för typen choise"),
        (12, "okänd nyckel: qestions; menade du questions?"),
        (
            16,
            "type kan inte vara yes_noo; menade du yes_no? "
            "(yes_no, yes_partly_no, choice, multi, number, date, text)",
        ),
        (
            17,
            "id ska skrivas med små bokstäver a–z, siffror och understreck, utan å, ä, ö och "
            "mellanslag: två",
        ),
        (20, "target ska vara mellan 0 och 100"),
        (21, "nyckeln text saknas"),
        (23, "villkoret frågar efter barnn, som inte finns; menade du barn?"),
        (24, "choices saknas; typen choice behöver svarsalternativ"),
        (24, "id tre finns redan; frågan eller uppgiften behöver ett eget id"),
        (30, "barn kan inte ha svaret kanske (svaren är ja eller nej)"),
        (34, "fyra kan inte ha svaret delvis (svaren är ja, nej, ej aktuellt, framgår inte "
             "eller kan inte bedömas)"),
        (34, "villkoren går i cirkel: fem → fyra → fem"),
        (35, "min (5) är större än max (4)"),
        (40, "critical ska vara true eller false"),
        (43, "området har ingen fråga"),
    ]  # fmt: skip


def test_faults_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(TEN_FAULTS, encoding="utf-8")
    checklist, faults = check(path)
    assert checklist is None
    assert [(fault.line, fault.message) for fault in faults] == faults_of(TEN_FAULTS)
    assert str(faults[0]) == f"{path}:2: version ska vara text; sätt värdet inom citattecken"
    with pytest.raises(UserError, match=r"prov\.yaml kan inte användas") as told:
        read(path)
    assert told.value.problems == tuple(str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (("labl: Plan",), (18, "okänd nyckel: labl; menade du label?")),
        (("zzzz: 1",), (18, "okänd nyckel: zzzz")),
        (("text: Igen?",), (18, "nyckeln text står två gånger")),
        (("label: ''",), (18, "label får inte vara tomt")),
        ((f"label: {'a' * 4001}",), (18, "label är för långt")),
        (("finding: 12",), (18, "finding ska vara text; sätt värdet inom citattecken")),
        (("comment_required: nej",), (18, "comment_required ska vara en lista")),
        (
            ("comment_required: [1]",),
            (18, "ett värde i comment_required ska vara text; sätt värdet inom citattecken"),
        ),
        (
            ("comment_required: [nja]",),
            (18, "comment_required: svaret nja finns inte på frågan; menade du ja?"),
        ),
        (("met: []",), (18, "met är en tom lista")),
        (("met: [yes]",), (18, "met: svaret yes finns inte på frågan")),
        (
            ("met: [ej aktuellt]",),
            (18, "met: svaret ej aktuellt finns inte på frågan"),
        ),
        (("choices: [a]",), (18, "choices används inte för typen yes_no")),
        (("partly_counts: met",), (18, "partly_counts används bara för yes_partly_no")),
        (
            ("not_in_record: bort",),
            (18, "not_in_record kan inte vara bort (not_met, excluded)"),
        ),
        (
            ("basis_checked: 2024",),
            (18, "basis_checked ska vara text; sätt värdet inom citattecken"),
        ),
        (
            ("basis_checked: '2024'",),
            (18, 'basis_checked ska vara ett datum inom citattecken: "2026-11-01": 2024'),
        ),
        (("min: 1",), (18, "min används bara för typen number")),
        (("unit: dagar",), (18, "unit används bara för typen number")),
        (('finding: "a\\0b"',), (18, "texten har ett otillåtet styrtecken")),
        (("[1, 2]: a",), (18, "en nyckel ska vara ett ord")),
        (('"a\\x07": a',), (18, "en nyckel ska vara ett ord")),
    ],
)
def test_each_fault_alone(lines: tuple[str, ...], fault: tuple[int, str]) -> None:
    assert fault in faults_of(with_question(*lines))


@pytest.mark.parametrize(
    ("kind", "lines", "message"),
    [
        ("choice", ("choices: 3",), "choices ska vara en lista"),
        ("choice", ("choices: abba",), "choices ska vara en lista"),
        ("choice", ("choices: {a: b}",), "choices ska vara en lista"),
        ("choice", ("choices: []",), "choices är en tom lista"),
        ("choice", ("choices: [A b, 'a  B']",), "svarsalternativet a b står två gånger"),
        (
            "choice",
            ("choices: [a, Ej aktuellt]",),
            "svarsalternativet Ej aktuellt finns redan på alla frågor; ta bort det",
        ),
        ("multi", ("choices: [a|b, c]",), "svarsalternativet a|b har radbyte eller lodstreck"),
        ("multi", ('choices: ["a\\nb", c]',), "svarsalternativet a b har radbyte eller lodstreck"),
        ("choice", ("choices: [a, b]", "met: [c]"), "met: svaret c finns inte på frågan"),
        ("multi", ("choices: [a, b]", "met: [a]"), "met används inte för typen multi"),
        ("number", ("met: [a]",), "met används inte för typen number"),
        ("number", ("met_range: {}",), "met_range behöver min, max eller båda"),
        ("number", ("met_range: {min: 2, max: 1}",), "min (2) är större än max (1)"),
        ("number", ("met_range: 3",), "met_range ska ha egna nycklar under sig"),
        ("number", ("met_range: {mn: 3}",), "okänd nyckel: mn; menade du min?"),
        ("number", ("min: tre",), "min ska vara ett tal"),
        ("number", ("min: 1e999",), "min ska vara ett tal"),
        ("number", ("min: 1234567890123456789012",), "min ska vara ett tal"),
        ("[a]", (), "type kan inte vara ('a',) (yes_no, yes_partly_no, choice, multi, number, "
                    "date, text)"),
    ],
)  # fmt: skip
def test_faults_by_type(kind: str, lines: tuple[str, ...], message: str) -> None:
    text = with_question(f"type: {kind}", *lines, without="type: yes_no").replace("target: 90", "")
    assert message in [said for _, said in faults_of(text)]


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("choice", ("choices: [a, b]",)),
        ("number", ("min: 1",)),
        ("multi", ("choices: [a, b]",)),
        ("date", ()),
        ("text", ()),
    ],
)
def test_a_target_needs_an_answer_that_meets_it(kind: str, lines: tuple[str, ...]) -> None:
    text = with_question(f"type: {kind}", *lines, without="type: yes_no")
    fault = (16, "frågan har ett mål men inget svar räknas som uppfyllt")
    assert only_fault(text) == fault
    met = {"choice": "met: [b]", "number": "met_range: {max: 3}"}.get(kind)
    if met:
        assert check_text(text + f"        {met}\n")[1] == []


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("ja", "applies_when: ett villkor skrivs {fråga eller uppgift: svar}"),
        ("{}", "applies_when: ett villkor skrivs {fråga eller uppgift: svar}"),
        ("{barn: 3}", NO_TEXT),
        ("{barn: [ja, 3]}", NO_TEXT),
        ("{barn: []}", NO_TEXT),
        ("{barn: true}", NO_TEXT),
        ("{all: []}", "applies_when: all ska följas av en lista med villkor"),
        ("{any: {barn: ja}}", "applies_when: any ska följas av en lista med villkor"),
        ("{not: [barn]}", "applies_when: ett villkor skrivs {fråga eller uppgift: svar}"),
        ("{barn: {}}", "applies_when: ett intervall för barn skrivs {min: tal, max: tal}"),
        ("{barn: {lo: 1}}", "applies_when: ett intervall för barn skrivs {min: tal, max: tal}"),
        ("{barn: {min: a}}", "applies_when: gränserna för barn ska vara tal"),
        ("{barn: {min: true}}", "applies_when: gränserna för barn ska vara tal"),
        ("{barn: {min: null}}", "applies_when: gränserna för barn ska vara tal"),
        ("{barn: {min: 1}}", "barn har inga tal; villkoret kan inte ha min och max"),
        ("{barn: jaa}", "barn kan inte ha svaret jaa; menade du ja? (svaren är ja eller nej)"),
        ("{plan: ja}", "villkoren går i cirkel: plan → plan"),
        ("{okand: ja}", "villkoret frågar efter okand, som inte finns"),
    ],
)
def test_faulty_conditions(condition: str, message: str) -> None:
    text = SOUND.replace("{barn: ja}", condition)
    assert only_fault(text) == (16, message)


def test_every_circle_is_told_and_begins_with_its_first_question() -> None:
    names = ["d", "c", "b", "a", "e"]
    asks = {"a": "b", "b": "a", "c": "d", "d": "e", "e": "c"}
    questions = "".join(
        f"      - {{id: {name}, text: X?, type: yes_no, applies_when: {{{asks[name]}: ja}}}}\n"
        for name in names
    )
    text = SOUND[: SOUND.index("      - id: plan")] + questions
    assert faults_of(text) == [
        (14, "villkoren går i cirkel: c → d → e → c"),
        (16, "villkoren går i cirkel: a → b → a"),
    ]


def test_answers_that_any_text_or_number_can_be_are_not_guessed_at() -> None:
    more = [
        "- {id: antal, text: Antal?, type: number}",
        "- {id: fritt, text: Fritt?, type: text, applies_when: {antal: {min: 3, max: 3}}}",
        "- {id: sist, text: Sist?, type: yes_no, applies_when: {fritt: vad som helst}}",
        "- {id: fel, text: Fel?, type: yes_no, applies_when: {antal: {min: 4, max: 3}}}",
    ]
    sound = SOUND + "".join(f"      {line}\n" for line in more[:3])
    assert check_text(sound)[1] == []
    assert only_fault(sound + f"      {more[3]}\n") == (
        21,
        "villkoret för antal har min större än max",
    )


def test_words_are_the_same_whatever_case_and_spaces() -> None:
    text = SOUND.replace("[ja, nej]", '[" Ja", "nej  tack"]')
    checklist, faults = check_text(text.replace("{barn: ja}", '{barn: ["JA ", Nej Tack]}'))
    assert faults == []
    assert checklist is not None


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("label: Enhet", (6, "label Enhet är upptaget i ärendelistan; välj ett annat")),
        ("label: dnr", (6, "label dnr är upptaget i ärendelistan; välj ett annat")),
        ("label: 3", (6, "label ska vara text; sätt värdet inom citattecken")),
    ],
)
def test_names_that_a_case_list_uses_itself(line: str, fault: tuple[int, str]) -> None:
    assert only_fault(SOUND.replace("label: Barn i hushållet", line)) == fault


def test_two_attributes_cannot_have_one_label_and_words_of_conditions_are_no_ids() -> None:
    second = "  - {id: not, label: barn i  HUSHÅLLET, type: text}\n  - {id: area, type: text}\n"
    assert faults_of(SOUND.replace("areas:\n", second + "areas:\n")) == [
        (9, "id not används i villkor (all, any, not); välj ett annat id"),
        (9, "label barn i  HUSHÅLLET är upptaget i ärendelistan; välj ett annat"),
        (10, "id area är upptaget i ärendelistan; välj ett annat"),
        (10, "nyckeln label saknas"),
    ]


def test_areas_too_need_their_own_ids_and_something_in_them() -> None:
    text = SOUND + "  - {id: a, title: Igen}\n  - {id: b, title: B, questions: [1]}\n  - 3\n"
    assert faults_of(text) == [
        (18, "id a finns redan; området behöver ett eget id"),
        (18, "nyckeln questions saknas"),
        (19, "ett värde i questions ska ha egna nycklar under sig"),
        (20, "ett värde i areas ska ha egna nycklar under sig"),
    ]
    empty = SOUND[: SOUND.index("areas:")] + "areas: []\n"
    assert only_fault(empty) == (9, "checklistan har inget område")
    assert (9, "areas ska vara en lista") in faults_of(empty.replace("[]", "3"))


# --- files that are no checklist at all ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id: a\n\ttitle: b\n  \tc: d\n", (2, "tabb i indraget; skriv mellanslag i stället")),
        ("a: b: c\n", (1, "inte giltig YAML: kolon på fel plats; sätt texten inom citattecken")),
        ("id: a\nfoo\nbar: b\n", (3, "inte giltig YAML: det saknas ett kolon")),
        ("a:\n  - b\n c: d\n", (3, "inte giltig YAML: indraget stämmer inte med raderna ovanför")),
        ("a: *b\n", (1, "inte giltig YAML: alias (*) kan inte användas")),
        (
            "a: 1\n---\nb: 2\n",
            (2, "inte giltig YAML: filen har flera dokument (---); en checklista är ett"),
        ),
        ("a: 'b\n", (1, "inte giltig YAML: ett citattecken saknas i slutet av en text")),
        (
            "a: 1\nb: @c\n",
            (2, "inte giltig YAML: ett tecken som måste stå inom citattecken (t.ex. @, % eller `)"),
        ),
        ("a: \x01\n", (1, "inte giltig YAML: ett otillåtet styrtecken")),
        (
            "a: {b\n",
            (2, "inte giltig YAML; kontrollera indrag, kolon och citattecken på raden och raden "
                "före"),
        ),
        (
            'a: "\\UFFFFFFFF"\n',
            (1, "inte giltig YAML; kontrollera indrag, kolon och citattecken på raden och raden "
                "före"),
        ),
        (
            'a: "\\U00110000"\n',
            (1, "inte giltig YAML; kontrollera indrag, kolon och citattecken på raden och raden "
                "före"),
        ),
        (
            "[" * 400,
            (1, "inte giltig YAML; kontrollera indrag, kolon och citattecken på raden och raden "
                "före"),
        ),
        ("# bara en kommentar\n", (1, "filen är tom")),
        ("- a\n- b\n", (1, "en checklista börjar med nycklar: id, version, title och areas")),
        ("~\n", (1, "en checklista börjar med nycklar: id, version, title och areas")),
        ("bara text\n", (1, "en checklista börjar med nycklar: id, version, title och areas")),
    ],
)  # fmt: skip
def test_not_a_checklist(text: str, fault: tuple[int, str]) -> None:
    assert faults_of(text)[0] == fault
    assert all(said == fault[1] for _, said in faults_of(text))


def test_aliases_deep_structures_and_doubled_anchors() -> None:
    refused = "alias (*) eller för djup struktur kan inte användas"
    assert (2, refused) in faults_of("a: &x [1]\nb: *x\n")
    deep = "a:\n" + "".join(f"{'  ' * depth}- \n" for depth in range(1, 40))
    assert refused in [said for _, said in faults_of(deep)]
    anchored = SOUND.replace("id: prov", "id: &x prov").replace("title: P", "title: &x P")
    assert check_text(anchored)[0] == check_text(SOUND)[0]


def test_a_billion_laughs_is_refused_at_once() -> None:
    steps = itertools.pairwise("abcdefghijklmnopqrstuvxyz")
    lines = ["a: &a [x, x]", *(f"{b}: &{b} [*{a}, *{a}]" for a, b in steps)]
    assert (2, "alias (*) eller för djup struktur kan inte användas") in faults_of("\n".join(lines))


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert faults_of("# a\u2028b\x0cc\n\tid: a\n")[0][0] == 2


# --- files --------------------------------------------------------------------------------------


def message_of(path: Path) -> str:
    checklist, faults = check(path)
    assert checklist is None
    assert [(fault.file, fault.line) for fault in faults] == [(str(path), 1)]
    return faults[0].message


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "filen är tom"),
        (b" \n\n", "filen är tom"),
        (b"\xef\xbb\xbf", "filen är tom"),
        (b"id: a\x00b\n", "filen är inte en textfil"),
        (
            "id: a\ntitle: förra\n".encode("cp1252"),
            "filen är inte UTF-8 (rad 2); spara den som UTF-8 i textredigeraren",
        ),
        (
            SOUND.encode("utf-16"),
            "filen är inte UTF-8 (rad 1); spara den som UTF-8 i textredigeraren",
        ),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "prov.yaml"
    path.write_bytes(raw)
    assert message_of(path) == message


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stor.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    def never(_: Path) -> bytes:
        raise AssertionError("read")

    monkeypatch.setattr(type(path), "read_bytes", never)
    assert message_of(path) == "filen är 100 MB; en checklista är högst 1 MB"


def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert message_of(tmp_path) == "det är en mapp, inte en fil"
    path = tmp_path / "saknas.yaml"
    with pytest.raises(UserError) as told:
        read(path)
    assert (
        told.value.message == "Checklistan saknas.yaml finns inte. Kontrollera namnet och mappen."
    )
    assert not told.value.problems
    assert str(check(path)[1][0]) == f"{path}: filen finns inte"
    refused = "filen kan inte läsas; kontrollera behörigheten"
    assert message_of(tmp_path / "a\0b") == refused
    path.write_text(SOUND, encoding="utf-8")

    def forbidden(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(type(path), "read_bytes", forbidden)
    assert message_of(path) == refused


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_device_is_never_read(tmp_path: Path) -> None:
    path = tmp_path / "oändlig.yaml"
    path.symlink_to("/dev/zero")
    assert message_of(path) == "det är ingen vanlig fil"


def test_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "prov.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    checklist, faults = check(path)
    assert faults == []
    assert checklist == check_text(SOUND)[0]


@pytest.mark.parametrize(("target", "sound"), [(-1, False), (0, True), (100, True), (101, False)])
def test_a_target_lies_between_0_and_100(target: int, sound: bool) -> None:
    faults = check_text(SOUND.replace("target: 90", f"target: {target}"))[1]
    assert faults == ([] if sound else [(17, "target ska vara mellan 0 och 100")])


def test_a_fault_as_text() -> None:
    assert str(Fault("a.yaml", 3, "fel")) == "a.yaml:3: fel"


# --- whatever is in it --------------------------------------------------------------------------


SIGNS = ":-?[]{},#&*!|>'\"%@`\n \t"


def assert_told(text: str) -> None:
    checklist, faults = check_text(text)
    assert (checklist is None) == bool(faults)
    assert all(line >= 1 and message for line, message in faults)
    if checklist is not None:
        checklist.canonical.encode()


@settings(max_examples=200)
@given(st.text(st.characters(codec="utf-8") | st.sampled_from(SIGNS), max_size=60))
def test_arbitrary_text_gives_faults_and_never_raises(text: str) -> None:
    assert_told(text)


PIECES = st.sampled_from(
    ["", " ", "\n", "\n  ", ":", "- ", "[", "]", "{", "}", "'", '"', "#", "&a ", "*a", "!!x ", "|",
     ">", "%", "\\x", '"\\U99999999"', "\x00", "\ud7ff", "~", "true", "3", "-1e999", "id", "all",
     "not", "yes_no", "choice", "choices: 3", "met: {a: 1}", "applies_when: {plan: [", "min: [1]"]
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, len(SOUND)), st.integers(0, 25), PIECES), max_size=4))
def test_a_sound_file_cut_and_pasted_never_raises(cuts: list[tuple[int, int, str]]) -> None:
    text = SOUND
    for at, length, piece in cuts:
        text = text[:at] + piece + text[at + length :]
    assert_told(text)


SCALARS = st.sampled_from(
    ["3", "-1", "2.5", "true", "~", "''", "ja", "plan", "yes_no", "choice", "multi", "number", "å"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from(["min", "max", "all", "any", "not", "id", "plan", "barn", "questions"]),
            inner,
            max_size=3,
        ).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        )
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["id", "label", "text", "type", "choices", "met", "partly_counts", "not_in_record", "min",
     "max", "comment_required", "met_range", "unit", "target", "applies_when", "questions", "areas",
     "attributes", "version", "basis_checked"]
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 17), KEYS, VALUES), min_size=1, max_size=4))
def test_any_value_under_any_key_never_raises(changes: list[tuple[int, str, str]]) -> None:
    lines = SOUND.splitlines()
    for at, key, value in changes:
        at = min(at, len(lines) - 1)
        indent = len(lines[at]) - len(lines[at].lstrip(" -"))
        start = lines[at][:indent]
        lines[at] = f"{start}{key}: {value}"
    assert_told("\n".join(lines) + "\n")


def test_a_fault_without_a_line_of_its_own_is_told_where_it_belongs() -> None:
    tree = yaml_tree.Tree(lines={(): 1, ("areas",): 3, ("areas", 0): 4})
    assert [tree.line(path) for path in ((), ("areas", 0, "x", 2), ("areas", 1))] == [1, 4, 3]


def test_the_real_definitions_are_sound() -> None:
    for year in (2023, 2024):
        assert check(VT2024 / f"checklista-{year}.yaml")[1] == []


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- [", "[]["])
def test_brackets_without_end_are_refused_at_once(bracket: str) -> None:
    began = time.process_time()
    checklist, faults = check_text("id: a\n" + bracket * 200_000)
    assert checklist is None
    assert "inte giltig YAML" in faults[0][1]
    assert time.process_time() - began < 5


@pytest.mark.parametrize("part", ["- - x\n", "? a\n", ": \n", "a: b\n", "[1,2,3]\n"])
def test_parts_without_end_are_refused_at_once(part: str) -> None:
    """Half a million of them fit in a checklist of a megabyte, and take a minute to read."""
    checklist, faults = check_text("id: a\n" + part * 150_000)
    assert checklist is None
    assert "100000 nycklar" in faults[0][1]
