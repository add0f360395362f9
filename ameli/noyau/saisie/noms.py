"""Whose name is it? What people and banks write, beside what the registry knows: the same, plausible, another person. Pure.

Civilities, « née », the joint « M OU MME », particles, « ST » for Saint, accents, dashes and apostrophes are manners of
writing. A half of a double name, an initial, a given name left out, one slip of the finger, the beginning of a long name
(`noms_coupes`) are plausible: somebody looks where money or rights depend on it. Anything else is somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from itertools import product

from ameli.noyau.saisie.mots_des_noms import ABREGES, CIVILITES, ENSEMBLE, MARQUES, Identite, mots_de, sans_particules
from ameli.noyau.saisie.noms_coupes import debute
from ameli.noyau.saisie.signes import mots

__all__ = ["CIVILITES", "Identite", "Reponse", "a_une_lettre_pres", "cle", "comparer"]

ASSEZ_LONG = 4  # letters of a name in which one slip is not another name


class Reponse(Enum):
    """How much what is written names the person."""

    MEME = "meme"
    PLAUSIBLE = "plausible"
    AUTRE = "autre"


ORDRE = list(Reponse)


def cle(texte: str) -> str:
    """What is left of a name when capitals, accents, spaces, dashes and apostrophes are: "D’Estienne-Élan" is "DESTIENNEELAN"."""
    return "".join(mots_de(texte))


def comparer(nom: str, connue: Identite, prenom: str | None = None) -> Reponse:
    """Is `nom`, with `prenom` when it is asked beside, a manner of writing the name of `connue`?

    Without `prenom` (None) the name alone is enough; given names may stand before or after it.
    """
    a_elle = {mot for ecrit in (*connue.noms, *connue.prenoms) for mot in mots(ecrit)}
    porteurs = list(product(_cotes(nom, a_elle), _cotes(prenom or "", a_elle)))
    rangs = {_porteur(n, p if prenom is not None else None, connue) for n, p in porteurs}
    trouve = _meilleure(rangs)
    if trouve is Reponse.AUTRE:
        return Reponse.PLAUSIBLE if _coupe(nom, prenom, connue) else Reponse.AUTRE
    return Reponse.PLAUSIBLE if trouve is Reponse.MEME and len(porteurs) > 1 else trouve


def _coupe(nom: str, prenom: str | None, connue: Identite) -> bool:
    """Is it the beginning of what a bank prints for her, all in one or with the given name beside it?"""
    if debute(f"{nom} {prenom or ''}", connue):
        return True
    return bool(prenom) and debute(nom, connue) and _du_prenom(mots_de(prenom or ""), connue) is not Reponse.AUTRE


def _cotes(texte: str, a_elle: set[str]) -> list[list[str]]:
    """The words on each side of « ou » and « et », civilities left out; a side that has nothing else is no holder.

    A word that the registry has in a name of the person (`a_elle`) is never taken for a civility.
    """
    cotes: list[list[str]] = [[]]
    for mot in mots(texte):
        if mot in ENSEMBLE - a_elle:
            cotes.append([])
        elif mot not in CIVILITES - a_elle:
            cotes[-1].append(ABREGES.get(mot, mot))
    return [cote for cote in cotes if cote] or [[]]


def _porteur(du_nom: list[str], du_prenom: list[str] | None, connue: Identite) -> Reponse:
    """One holder. Given names may be written with the name, on either side: every cut of the words is tried."""
    marque = next((rang for rang, mot in enumerate(du_nom) if mot in MARQUES), None)
    if marque is not None:
        return _marie(du_nom[:marque], du_nom[marque + 1 :], du_prenom, connue)
    dits = du_prenom or []
    coupes = [(du_nom, du_prenom)]
    for rang in range(1, len(du_nom)):
        avant, apres = du_nom[:rang], du_nom[rang:]
        coupes += [(avant, [*apres, *dits]), (apres, [*avant, *dits])]
    trouve = _meilleure({_pire(_du_nom(n, connue), _du_prenom(p, connue)) for n, p in coupes})
    if trouve is Reponse.AUTRE and du_prenom:  # name and given name exchanged
        echange = _pire(_du_nom(du_prenom, connue), _du_prenom(du_nom, connue))
        return _pire(echange, Reponse.PLAUSIBLE)
    return trouve


def _marie(avant: list[str], apres: list[str], du_prenom: list[str] | None, connue: Identite) -> Reponse:
    """« DARRIGADE NEE LABAT »: both must be hers. The given names may follow either."""
    if not avant or not apres:
        return _porteur(avant or apres, du_prenom, connue)
    essais = set()
    for rang in range(1, len(apres) + 1):
        dits = [*apres[rang:], *(du_prenom or [])] if rang < len(apres) else du_prenom
        essais.add(_pire(_du_nom(apres[:rang], connue), _porteur(avant, dits, connue)))
    return _meilleure(essais)


def _du_nom(ecrits: list[str], connue: Identite) -> Reponse:
    ecrit, noms = "".join(ecrits), [mots_de(nom) for nom in connue.noms]
    entiers = {"".join(nom) for nom in noms}
    if not ecrit:
        return Reponse.AUTRE
    if ecrit in entiers:
        return Reponse.MEME
    pleins, siens = sans_particules(ecrits), {mot for nom in noms for mot in sans_particules(nom)}
    partie = bool(pleins) and (
        set(pleins) <= siens or "".join(pleins) in {"".join(sans_particules(nom)) for nom in noms}
    )
    return Reponse.PLAUSIBLE if partie or _a_une_faute_pres(ecrit, entiers) else Reponse.AUTRE


def _du_prenom(ecrits: list[str] | None, connue: Identite) -> Reponse:
    """Exact: the first given names, in their order. Plausible: others of them, initials, none where one was asked."""
    if ecrits is None:
        return Reponse.MEME
    if not ecrits:
        return Reponse.PLAUSIBLE
    siens = [mot for prenom in connue.prenoms for mot in mots_de(prenom)]
    ecrit = "".join(dict.fromkeys(ecrits))
    if ecrit in {"".join(siens[:rang]) for rang in range(1, len(siens) + 1)}:
        return Reponse.MEME
    initiales = "".join(mot[0] for mot in siens)
    reconnus = all(mot in siens or (len(mot) <= len(siens) and mot in initiales) for mot in ecrits)
    entiers = {"".join(mots_de(prenom)) for prenom in connue.prenoms} | set(siens[:1])
    return Reponse.PLAUSIBLE if reconnus or ecrit in entiers or _a_une_faute_pres(ecrit, entiers) else Reponse.AUTRE


def _meilleure(rangs: Iterable[Reponse]) -> Reponse:
    return min(rangs, key=ORDRE.index)


def _pire(*rangs: Reponse) -> Reponse:
    return max(rangs, key=ORDRE.index)


def _a_une_faute_pres(ecrit: str, attendus: Iterable[str]) -> bool:
    return any(len(attendu) >= ASSEZ_LONG and a_une_lettre_pres(ecrit, attendu) for attendu in attendus)


def a_une_lettre_pres(a: str, b: str) -> bool:
    """One letter added, left out, changed, or two neighbours exchanged; or nothing at all."""
    if abs(len(a) - len(b)) > 1:
        return False
    debut = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    reste_a, reste_b = a[debut:], b[debut:]
    return (
        reste_a[1:] == reste_b[1:]
        or reste_a[1:] == reste_b
        or reste_a == reste_b[1:]
        or (reste_a[:2] == reste_b[:2][::-1] and reste_a[2:] == reste_b[2:])
    )
