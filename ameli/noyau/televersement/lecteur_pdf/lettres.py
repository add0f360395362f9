"""The letters that every reader of PDF draws without being given a font: those of western languages, and of the others of Europe
that are written with the same alphabet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from fontTools.agl import UV2AGL
from pikepdf import Array, Dictionary, Name, String

# What Helvetica has beyond cp1252, in the readers' own copies of it.
LATINES = "ĂăĀāĄąĆćČčĎďĐđĚěĖėĒēĘęĞğĢģİıĪīĮįĶķĹĺĽľĻļŁłŃńŇňŅņŐőŌōŔŕŘřŖŗŚśŞşȘșŤťŢţȚțŰűŪūŲųŮůŹźŻż−≤≥≠"
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
    """As fonts name it: those with a comma below are younger than the list of names."""
    return UV2AGL.get(ord(signe)) or f"{unicodedata.normalize('NFD', signe)[0]}commaaccent"


def _police(base: Any, **suite: Any) -> Any:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=base, **suite)
