"""Read a delay as people type it: « 20 min », « 48h », « 10 j », « 2 mois », « 1an ». Pure."""

from __future__ import annotations

import re
from datetime import datetime

from ameli.noyau.calendrier import Duree, annees, heures, jours, minutes, mois

ECRITURE = re.compile(r"\s*(\d{1,5})\s*([a-zéè]+)\s*", re.IGNORECASE)
UNITES = {
    minutes: ("min", "minute", "minutes"),
    heures: ("h", "heure", "heures"),
    jours: ("j", "jour", "jours"),
    mois: ("mois",),
    annees: ("a", "an", "ans", "année", "années", "annee", "annees"),
}
SEMAINES = ("semaine", "semaines")
AMBIGU = "m"  # minutes or months? A class would lose years
SANS_DEMANDER = mois(13)
MAXIMUM = {minutes: 60 * 24 * 366, heures: 24 * 366, jours: 3660, mois: 120, annees: 10}


class DureeIllisible(ValueError):
    """The text is no delay; the message says in French what to type."""


def lire(texte: str) -> Duree:
    """The delay written in `texte`. Raises DureeIllisible: unknown words, « m », nothing at all, more than ten years."""
    lu = ECRITURE.fullmatch(texte)
    if lu is None:
        if "-" in texte:
            raise DureeIllisible("L’horloge avance seulement. Pour revenir au départ, utilisez « remettre ».")
        raise DureeIllisible(f"« {texte} » n’est pas une durée. Tapez par exemple 20 min, 48h, 10j, 2 mois ou 1an.")
    nombre, mot = int(lu[1]), lu[2].lower()
    if mot == AMBIGU:
        raise DureeIllisible(f"« {texte.strip()} » : des minutes ou des mois ? Tapez {nombre} min ou {nombre} mois.")
    if mot in SEMAINES:
        nombre, mot = 7 * nombre, "jours"
    for fabrique, mots in UNITES.items():
        if mot in mots:
            if nombre == 0:
                raise DureeIllisible("Une durée compte au moins une minute.")
            if nombre > MAXIMUM[fabrique]:
                raise DureeIllisible("Dix ans au plus en une fois (un an au plus en heures ou en minutes).")
            return fabrique(nombre)
    raise DureeIllisible(f"« {lu[2]} » n’est pas une unité connue. Tapez min, h, j, semaines, mois ou ans.")


def est_longue(duree: Duree, depart: datetime) -> bool:
    """More than 13 months: most rights and cards end on the way, so nobody goes there by a slip of the finger."""
    return duree.apres(depart) > SANS_DEMANDER.apres(depart)
