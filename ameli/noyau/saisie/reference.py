"""References printed on our letters and screens: an avis de sommes à payer, a démarche; the matricule of an agent. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie.signes import Illisible, chiffres, ligne, plat, sans_les_mots

AVIS = re.compile(r"[0-9]{16}[A-Z]")
DEMARCHE = re.compile(r"D([0-9A-Z]{4})([0-9A-Z]{4})([0-9A-Z]{4})")


def lire_avis(texte: str) -> str:
    """16 digits and a letter. Whether it exists is for the database. Raises Illisible."""
    serre = chiffres(texte)
    if not AVIS.fullmatch(serre):
        raise Illisible("La référence a 16 chiffres, puis 1 lettre.")
    return serre


def lire_demarche(texte: str) -> str:
    """ "d xxxx xxxx xxxx" is "D-XXXX-XXXX-XXXX", as it is kept. Raises Illisible."""
    lue = next(filter(None, map(DEMARCHE.fullmatch, sans_les_mots(texte))), None)
    if lue is None:
        raise Illisible("Une référence s’écrit D-XXXX-XXXX-XXXX.")
    return f"D-{lue[1]}-{lue[2]}-{lue[3]}"


def lire_matricule(texte: str) -> str:
    """The matricule of an agent, its dashes made plain."""
    return plat(ligne(texte))
