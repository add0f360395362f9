"""Where a document ends in its file, read from its outer structure alone: what it holds is noise, and is never searched.

Nothing is decoded here: the walk goes from length to length, and no length is believed beyond the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Tranche = tuple[int, int]
MARQUEUR = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # ends what was compressed in a JPEG
SANS_LONGUEUR = {0x01, *range(0xD0, 0xD9)}
EOI, SOS = 0xD9, 0xDA


def hors_du_document(octets: bytes, type_mime: str) -> list[Tranche]:
    """Where stands what is no part of the document, the last one being what comes behind it (often empty)."""
    if type_mime == "image/jpeg":
        return list(_hors_du_jpeg(octets))
    if type_mime == "application/pdf":
        fin = octets.rfind(b"%%EOF") if b"%%EOF" in octets else len(octets)
    else:
        fin = min(len(octets), _fin(octets, type_mime))
    return [(fin, len(octets))]


def incomplet(octets: bytes, type_mime: str) -> bool:
    """Was the end of a HEIC or of a WebP lost? Their decoders fill what is missing in silence; the others say it."""
    return type_mime in ("image/heic", "image/webp") and _fin(octets, type_mime) > len(octets)


def _fin(octets: bytes, type_mime: str) -> int:
    if type_mime == "image/webp":
        return 8 + int.from_bytes(octets[4:8], "little")
    return _fin_du_png(octets) if type_mime == "image/png" else _fin_des_boites(octets)


def _fin_du_png(octets: bytes) -> int:
    place = 8
    while place + 12 <= len(octets):
        genre = octets[place + 4 : place + 8]
        place += 12 + int.from_bytes(octets[place : place + 4], "big")
        if genre == b"IEND":
            break
    return place


def _fin_des_boites(octets: bytes) -> int:
    """Of a HEIC: its boxes, as long as they are boxes."""
    place = 0
    while place + 8 <= len(octets) and octets[place + 4 : place + 8].isalnum():
        taille = int.from_bytes(octets[place : place + 4], "big")
        if taille == 1:
            taille = int.from_bytes(octets[place + 8 : place + 16], "big")
        if taille == 0:  # up to the end
            return len(octets)
        if taille < 8:
            break
        place += taille
    return place


def _hors_du_jpeg(octets: bytes) -> Iterator[Tranche]:
    """What stands where a marker should, then what comes behind the last one."""
    place = 2
    while place < len(octets):
        debut = octets.find(b"\xff", place)
        if debut < 0:
            break
        if debut > place:
            yield place, debut
        marqueur = octets[debut + 1] if debut + 1 < len(octets) else EOI
        if marqueur == 0xFF:
            place = debut + 1
            continue
        place = debut + 2
        if marqueur == EOI:
            break
        if marqueur in SANS_LONGUEUR or marqueur == 0:
            continue
        place += int.from_bytes(octets[place : place + 2], "big")
        if marqueur == SOS:
            suite = MARQUEUR.search(octets, place)
            place = suite.start() if suite else len(octets)
    yield min(place, len(octets)), len(octets)
