"""Office files as packages: the same content gives the same bytes, and text that XML can hold."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties as WordProperties
    from pptx.parts.coreprops import CorePropertiesPart as SlideProperties

LANGUAGE = "sv-SE"
PROGRAM = "Egenkontroll"

# The same input shall give the same bytes, so the file cannot tell when it was made.
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_WORKBOOK = ".xlsx"
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text without the signs that XML cannot hold."""
    return _REFUSED.sub("", text)


def describe(properties: WordProperties | SlideProperties, title: str, subject: str) -> None:
    """Set what a file says of itself: title, language and who made it."""
    properties.title = clean(title)[:255]
    properties.subject = clean(subject)[:255]
    properties.author = properties.last_modified_by = PROGRAM
    properties.language = LANGUAGE
    properties.comments = ""
    properties.keywords = ""
    properties.revision = 1
    properties.created = properties.modified = _MADE


def settled(data: bytes) -> bytes:
    """Return the package with fixed dates throughout, workbooks inside it too."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name.endswith(_WORKBOOK):
                part = settled(part)
            elif name == "docProps/core.xml":
                part = _WHEN.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", part)
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            after.writestr(entry, part)
    return target.getvalue()
