"""What travels sealed: opens for the right one, and says in Swedish why not for all others."""

from __future__ import annotations

import gzip
import subprocess
import sys
import unicodedata

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.errors import UserError
from egenkontroll.storage import sealing

PASSPHRASE = "blå hästar äter gräs"
DATA = b"content" * 1000


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return sealing.with_passphrase(DATA, PASSPHRASE)


def test_a_passphrase_opens_however_its_letters_are_put_together(sealed: bytes) -> None:
    assert sealing.is_sealed(sealed)
    assert sealing.wants_passphrase(sealed)
    assert len(sealed) < 1000  # compressed first
    apart = unicodedata.normalize("NFD", PASSPHRASE)
    assert sealing.open_with_passphrase(sealed, f" {apart}\n") == DATA


def test_ordinary_tools_open_it(sealed: bytes) -> None:
    assert gzip.decompress(pyrage.passphrase.decrypt(sealed, PASSPHRASE)) == DATA


def test_a_wrong_passphrase_and_a_damaged_file_are_refused(sealed: bytes) -> None:
    with pytest.raises(UserError, match="lösenfrasen är fel"):
        sealing.open_with_passphrase(sealed, PASSPHRASE.upper())
    changed = bytearray(sealed)
    changed[-1] ^= 1
    for broken in (bytes(changed), sealed[:-20], sealed[:40], b"", b"SQLite format 3"):
        with pytest.raises(UserError, match="Filen är orörd"):
            sealing.open_with_passphrase(broken, PASSPHRASE)


@pytest.mark.parametrize("passphrase", ["", "kort", " " * 40, "elva tecken"])
def test_a_short_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(UserError, match="minst 12 tecken"):
        sealing.with_passphrase(b"x", passphrase)


@settings(max_examples=30)
@given(st.binary(max_size=500))
def test_keys_open_what_is_sealed_to_them_and_nothing_else(data: bytes) -> None:
    secret, public = sealing.new_key()
    other, _ = sealing.new_key()
    closed = sealing.to_keys(data, [sealing.check_public(f" {public}\n")])
    assert not sealing.wants_passphrase(closed)
    assert sealing.open_with_key(closed, secret) == data
    with pytest.raises(UserError, match="en annan nyckel"):
        sealing.open_with_key(closed, other)


@pytest.mark.parametrize("text", ["AGE-SECRET-KEY-1NEJ", "hej"])
def test_a_file_that_holds_no_key_is_refused(text: str) -> None:
    _, public = sealing.new_key()
    with pytest.raises(UserError, match="Nyckelfilen"):
        sealing.open_with_key(sealing.to_keys(b"x", [public]), text)


@pytest.mark.parametrize("public", ["", "age1", "AGE-SECRET-KEY-1X", "nej"])
def test_what_is_no_public_key_is_refused(public: str) -> None:
    with pytest.raises(UserError, match="ingen öppen nyckel"):
        sealing.to_keys(b"x", [public])


def test_what_was_not_compressed_is_taken_as_it_is() -> None:
    secret, public = sealing.new_key()
    plain = pyrage.encrypt(b"SQLite format 3", [pyrage.x25519.Recipient.from_str(public)])
    assert sealing.open_with_key(plain, secret) == b"SQLite format 3"


@pytest.mark.parametrize("bad", [b"\x1f\x8bno gzip", gzip.compress(b"hej" * 99, mtime=0)[:-9]])
def test_what_does_not_unpack_is_refused(bad: bytes) -> None:
    secret, public = sealing.new_key()
    closed = pyrage.encrypt(bad, [pyrage.x25519.Recipient.from_str(public)])
    with pytest.raises(UserError, match="skadad"):
        sealing.open_with_key(closed, secret)


def test_what_unpacks_to_more_than_a_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    secret, public = sealing.new_key()
    closed = sealing.to_keys(b"\0" * 10_000, [public])
    monkeypatch.setattr(sealing, "_MOST", 1000)
    with pytest.raises(UserError, match="för stor"):
        sealing.open_with_key(closed, secret)


def with_work(sealed: bytes, work: bytes) -> bytes:
    """Return a sealed file that says of itself that it takes so much work to open."""
    before, _, after = sealed.partition(b"\n-> scrypt ")
    salt, _, rest = after.partition(b" ")
    return before + b"\n-> scrypt " + salt + b" " + work + b"\n" + rest.partition(b"\n")[2]


@pytest.mark.parametrize("work", [b"22", b"63", b"9" * 4000])
def test_a_file_that_would_take_all_memory_to_open_is_refused(sealed: bytes, work: bytes) -> None:
    """The memory that it takes is said by the file itself, and doubles with each step."""
    with pytest.raises(UserError, match="orimligt mycket minne"):
        sealing.open_with_passphrase(with_work(sealed, work), PASSPHRASE)


LITTLE_MEMORY = """
import resource, sys
from egenkontroll.errors import UserError
from egenkontroll.storage import sealing
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
try:
    sealing.open_with_passphrase(sys.stdin.buffer.read(), "blå hästar äter gräs")
except UserError as error:
    sys.exit("för lite ledigt minne" not in error.message)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory cannot be held back")
def test_the_program_goes_on_where_there_is_too_little_memory_to_open_a_file(sealed: bytes) -> None:
    """Where memory is lacking in the middle of it, the whole process is ended."""
    made = with_work(sealed, b"21")  # 2 GB: as much as any file that is opened may take
    done = subprocess.run(
        [sys.executable, "-c", LITTLE_MEMORY], input=made, timeout=600, check=False
    )
    assert done.returncode == 0


def test_what_would_take_this_computer_too_long_is_not_called_a_wrong_passphrase(
    sealed: bytes,
) -> None:
    with pytest.raises(pyrage.DecryptError) as told:
        pyrage.passphrase.decrypt(with_work(sealed, b"50"), PASSPHRASE)
    assert "för långsam" in sealing._unopened(told.value).message


def test_nothing_is_sealed_that_would_be_refused_when_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """How much work it takes is decided by the computer that seals, when it does."""
    monkeypatch.setattr(sealing, "_MOST_WORK", 5)
    with pytest.raises(UserError, match="säkert kan öppna den"):
        sealing.with_passphrase(DATA, PASSPHRASE)


def test_a_file_that_is_sealed_to_thousands_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each key that it is sealed to is tried, and a thousand take a minute."""
    secret, public = sealing.new_key()
    assert sealing.open_with_key(sealing.to_keys(DATA, [public] * 50), secret) == DATA
    with pytest.raises(UserError, match="högst 50 nycklar"):
        sealing.to_keys(DATA, [public] * 51)
    with monkeypatch.context() as patched:
        patched.setattr(sealing, "_MOST_RECEIVERS", 100)
        many = sealing.to_keys(DATA, [public] * 60)
    with pytest.raises(UserError, match="fler än 50 nycklar"):
        sealing.open_with_key(many, secret)
