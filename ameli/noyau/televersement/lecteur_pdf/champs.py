"""The fields of a form that were filled by a program which left their look to the reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from .habits import cadre, dedans, encre, habiller, rectangle
from .textes import ecrire

MULTILIGNE, PEIGNE = 1 << 12, 1 << 24  # flags of a field of text
COCHE = b"4"  # of ZapfDingbats


def habiller_le_champ(pdf: Any, marque: Any, formulaire: Any, *, dessine: bool, tout: bool) -> None:
    """Draw its value where it has no look, or `tout` looks are to be made anew, as the form asks (/NeedAppearances)."""
    genre, valeur = str(_herite(marque, "/FT") or ""), _herite(marque, "/V")
    if genre == "/Btn":
        _case(pdf, marque, valeur, dessine)
    elif genre in ("/Tx", "/Ch") and (tout or not dessine):
        habiller(pdf, marque, b" ".join([_cadre(marque), *_valeur(marque, formulaire, genre, valeur)]))


def _valeur(marque: Any, formulaire: Any, genre: str, valeur: Any) -> Iterator[bytes]:
    if valeur is None:
        return
    drapeaux = int(_herite(marque, "/Ff") or 0) if genre == "/Tx" else 0
    cases = int(_herite(marque, "/MaxLen") or 0) if drapeaux & PEIGNE else 0
    apparence = bytes(_herite(marque, "/DA") or formulaire.get("/DA", b""))
    cadrage = int(_herite(marque, "/Q") or formulaire.get("/Q", 0))
    plusieurs = bool(drapeaux & MULTILIGNE)
    yield from ecrire(rectangle(marque), mots_de(valeur), apparence, cadrage, plusieurs=plusieurs, cases=cases)


def _cadre(marque: Any) -> bytes:
    """Its ground and its edge."""
    dits = marque.get("/MK", Dictionary())
    fond, bord = encre(dits, "/BG", fond=True), encre(dits, "/BC")
    peints = [fond + b" " + cadre(rectangle(marque)) + b" f"] if fond else []
    traces = [bord + b" " + cadre(dedans(marque)) + b" S"] if bord else []
    return b" ".join([b"q", *peints, *traces, b"Q"])


def _case(pdf: Any, marque: Any, valeur: Any, dessine: bool) -> None:
    """A box that says only by its value that it is ticked."""
    etat = str(marque.get("/AS", valeur if isinstance(valeur, Name) else "/Off"))
    if dessine:
        if "/AS" not in marque and isinstance(marque.AP.N, Dictionary) and etat in marque.AP.N:
            marque.AS = Name(etat)
        return
    if etat == "/Off":
        return
    gauche, bas, droite, haut = rectangle(marque)
    corps = min(droite - gauche, haut - bas)
    x, y = (gauche + droite - 0.8 * corps) / 2, (bas + haut - 0.7 * corps) / 2
    habiller(pdf, marque, b"BT 0 g /ZaDb %.2f Tf %.2f %.2f Td (%s) Tj ET" % (corps, x, y, COCHE))


def _herite(champ: Any, cle: str) -> Any:
    """What a field says, or the one above it."""
    for _ in range(20):
        if cle in champ:
            return champ[cle]
        champ = champ.get("/Parent")
        if not isinstance(champ, Dictionary):
            break
    return None


def mots_de(valeur: Any) -> str:
    """The words of a value: some choices have several, a long text may be a stream."""
    if isinstance(valeur, pikepdf.Array):
        return ", ".join(mots_de(un) for un in valeur)
    if isinstance(valeur, pikepdf.Stream):
        return str(pikepdf.String(valeur.read_bytes()))
    return str(valeur)
