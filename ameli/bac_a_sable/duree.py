"""Read a delay as people type it: « 48h », « 10 j », « 2 mois », « 1an ». Pure."""

from __future__ import annotations

import re

from ameli.noyau.calendrier import Duree, annees, heures, jours, mois

ECRITURE = re.compile(r"\s*(\d{1,5})\s*([a-zéè]+)\s*", re.IGNORECASE)
UNITES = {
    heures: ("h", "heure", "heures"),
    jours: ("j", "jour", "jours"),
    mois: ("m", "mois"),
    annees: ("a", "an", "ans", "année", "années", "annee", "annees"),
}
SEMAINES = ("semaine", "semaines")
MAXIMUM = {heures: 24 * 366, jours: 3660, mois: 120, annees: 10}


class DureeIllisible(ValueError):
    """The text is no delay; the message says in French what to type."""


def lire(texte: str) -> Duree:
    """The delay written in `texte`. Raises DureeIllisible: unknown words, nothing at all, more than ten years."""
    lu = ECRITURE.fullmatch(texte)
    if lu is None:
        if "-" in texte:
            raise DureeIllisible("L’horloge avance seulement. Pour revenir au départ, utilisez « remettre ».")
        raise DureeIllisible(f"« {texte} » n’est pas une durée. Tapez par exemple 48h, 10j, 2 mois ou 1an.")
    nombre, mot = int(lu[1]), lu[2].lower()
    if mot in SEMAINES:
        nombre, mot = 7 * nombre, "jours"
    for fabrique, mots in UNITES.items():
        if mot in mots:
            if nombre == 0:
                raise DureeIllisible("Une durée compte au moins une heure.")
            if nombre > MAXIMUM[fabrique]:
                raise DureeIllisible("Dix ans au plus en une fois (un an au plus en heures).")
            return fabrique(nombre)
    raise DureeIllisible(f"« {lu[2]} » n’est pas une unité connue. Tapez h, j, semaines, mois ou ans.")
