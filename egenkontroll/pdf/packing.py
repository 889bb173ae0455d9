"""A reportlab document as bytes, its many small objects packed together.

A tagged page has hundreds of elements. reportlab writes each as an object of its own, in the
clear; in object streams (PDF 1.5) they take a tenth of the room.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = b"%PDF-1.7\n%\xe5\xe4\xf6\xc5\n"
# After CR LF, the last byte of a stream is never taken for a part of the line's end.
_STREAM_ENDS = b"endstream\n"
_ABREAST = 500
_ALONE, _PACKED = 1, 2

_Place = tuple[int, int, int]


def packed(canvas: Any) -> bytes:
    """Return the document of a canvas whose pages are all drawn."""
    document = canvas._doc
    document.format = lambda: _written(document)
    data = bytes(document.GetPDFData(canvas))
    del document.format  # what refers to itself stays in memory
    return data


def _written(document: Any) -> bytes:
    out = bytearray(_HEAD)
    places: dict[int, _Place] = {0: (0, 0, 65535)}
    small: list[tuple[int, bytes]] = []
    number = 1
    # Objects that others refer to are added while those are formatted.
    while number in document.numberToId:
        content = document.idToObject[document.numberToId[number]]
        said = pdfdoc.format(content, document, toplevel=1)
        if said.endswith(_STREAM_ENDS):
            places[number] = (_ALONE, len(out), 0)
            out += b"%d 0 obj\n%b\r\n%bendobj\n" % (
                number, said.removesuffix(_STREAM_ENDS), _STREAM_ENDS,
            )  # fmt: skip
        else:
            small.append((number, said))
        number += 1
    for first in range(0, len(small), _ABREAST):
        some = small[first : first + _ABREAST]
        places |= {one: (_PACKED, number, at) for at, (one, _) in enumerate(some)}
        places[number] = (_ALONE, len(out), 0)
        out += _together(number, some)
        number += 1
    places[number] = (_ALONE, len(out), 0)
    return bytes(out) + _table(document, number, places, len(out))


def _together(number: int, some: Sequence[tuple[int, bytes]]) -> bytes:
    heads, bodies, offset = [], [], 0
    for one, said in some:
        heads.append(b"%d %d" % (one, offset))
        bodies.append(said)
        offset += len(said) + 1
    head = b" ".join(heads) + b"\n"
    keys = b"/Type/ObjStm/N %d/First %d" % (len(some), len(head))
    return _stream(number, keys, head + b"\n".join(bodies))


def _table(document: Any, number: int, places: dict[int, _Place], at: int) -> bytes:
    """Return the table that says where every object is, and the end of the file."""
    rows = b"".join(
        b"%c%b%b" % (kind, where.to_bytes(4, "big"), index.to_bytes(2, "big"))
        for _, (kind, where, index) in sorted(places.items())
    )
    root, about = (
        pdfdoc.format(document.Reference(one), document)
        for one in (document.Catalog, document.info)
    )
    mark = document.signature.hexdigest().encode()
    keys = b"/Type/XRef/Size %d/W[1 4 2]/Root %b/Info %b/ID[<%b><%b>]" % (
        number + 1, root, about, mark, mark,
    )  # fmt: skip
    return _stream(number, keys, rows) + b"startxref\n%d\n%%%%EOF\n" % at


def _stream(number: int, keys: bytes, content: bytes) -> bytes:
    data = zlib.compress(content)
    head = b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>" % (number, keys, len(data))
    return b"%b\nstream\n%b\r\n%bendobj\n" % (head, data, _STREAM_ENDS)
