"""The letters that every reader of PDF draws without being given a font: those of western languages, and of the others of Europe
that are written with the same alphabet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pikepdf import Array, Dictionary, Name, String

# What Helvetica has beyond cp1252, in the readers' own copies of it.
LATINES = "ĂăĀāĄąĆćČčĎďĐđĚěĖėĒēĘęĞğĢģİıĪīĮįĶķĹĺĽľĻļŁłŃńŇňŅņŐőŌōŔŕŘřŖŗŚśŞşȘșŤťŢţȚțŰűŪūŲųŮůŹźŻż−≤≥≠"
SANS_ACCENT = {"Đ": "Dcroat", "đ": "dcroat", "Ł": "Lslash", "ł": "lslash", "ı": "dotlessi", "−": "minus", "≤": "lessequal",
               "≥": "greaterequal", "≠": "notequal"}  # fmt: skip
CEDILLE = "\u0327"
ACCENTS = {
    "\u0301": "acute", "\u0304": "macron", "\u0306": "breve", "\u0307": "dotaccent", "\u030a": "ring", "\u030b": "hungarumlaut",
    "\u030c": "caron", "\u0326": "commaaccent", CEDILLE: "cedilla", "\u0328": "ogonek",
}  # fmt: skip
PREMIER = 33  # the code of the first of them, in a font of their own
RANGS = {signe: PREMIER + rang for rang, signe in enumerate(LATINES)}


class LettreInconnue(Exception):
    """Letters of another alphabet: nothing here can draw them."""


def polices() -> Any:
    """The fonts that `tracer` names, and that of ticks."""
    noms = [Name(f"/{_nom(signe)}") for signe in LATINES]
    lettres = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array([PREMIER, *noms]))
    return Dictionary(
        Helv=_police(Name.Helvetica, Encoding=Name.WinAnsiEncoding),
        HelvLat=_police(Name.Helvetica, Encoding=lettres),
        ZaDb=_police(Name.ZapfDingbats),
    )


def lisibles(texte: str) -> str:
    """The same words in signs that can be drawn. Raises LettreInconnue."""
    return "".join(map(_lisible, unicodedata.normalize("NFC", texte)))


def tracer(signes: str, corps: float) -> Iterator[bytes]:
    """What draws them from where the pen is, each in the font that has it."""
    for latine, suite in groupby(signes, RANGS.__contains__):
        mots = "".join(suite)
        codes = bytes(map(RANGS.__getitem__, mots)) if latine else mots.encode("cp1252")
        yield b"/%s %.2f Tf %s Tj" % (b"HelvLat" if latine else b"Helv", corps, String(codes).unparse())


def _lisible(signe: str) -> str:
    if signe in RANGS or signe in "\r\n" or _occidental(signe):
        return signe
    genre = unicodedata.category(signe)
    if genre in ("Cc", "Cf"):
        return ""
    simples = {"Zs": " ", "Pd": "-"}.get(genre) or unicodedata.normalize("NFKC", signe)
    if all(simple in RANGS or _occidental(simple) for simple in simples):
        return simples
    raise LettreInconnue


def _occidental(signe: str) -> bool:
    try:
        return signe.isprintable() and bool(signe.encode("cp1252"))
    except UnicodeEncodeError:
        return False


def _nom(signe: str) -> str:
    """As fonts name it: "Scedilla"; the letters with a comma below keep theirs from the time when they had a cedilla."""
    if signe in SANS_ACCENT:
        return SANS_ACCENT[signe]
    lettre, accent = tuple(unicodedata.normalize("NFD", signe))
    return lettre + (ACCENTS[accent] if accent != CEDILLE or lettre in "Ss" else "commaaccent")


def _police(base: Any, **suite: Any) -> Any:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=base, **suite)
