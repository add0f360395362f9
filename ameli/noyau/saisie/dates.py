"""A date, as papers print it and as people type it: figures, months in letters, ISO. Pure.

`11 02 2030`, `11.02.2030`, `11-02-2030`, `11/02/2030`, `11022030`, `2030-02-11`, « 11 février 2030 », « 1er mars 2026 »,
« 11 FEV/FEB 30 », « Feb 11, 2030 », « 11 II 2030 », « Expire le : 11.02.2030 », « 11/02/2030 à 10h », `2030-02-11T00:00`.
"""

from __future__ import annotations

import re
from datetime import date

from ameli.noyau.formats import MOIS
from ameli.noyau.saisie.signes import Illisible, ligne, mots

FORME = "Écrivez une date en chiffres, par exemple 14/11/2026."
INEXISTANTE = "Saisissez une date qui existe, par exemple 14/11/2026."
ANNEE_ENTIERE = "Écrivez l’année avec ses 4 chiffres."
PREMIERE, DERNIERE = date(1800, 1, 1), date(2199, 12, 31)
ANNEE = re.compile(r"[0-9]{4}|[0-9]{2}")
ORDINAUX = frozenset(("E", "ER", "ERE", "EME", "IEME"))
PETITS_MOTS = frozenset(("D", "DE", "DU", "L", "AN"))  # « 11 de février de l’an 2030 »
PERMIS = re.compile(r"^4[abc]\b\W*", re.IGNORECASE)  # the line of a driving licence, before its date
# After a date; with a time zone it may be of another day here.
HEURE = re.compile(r"(?:(?<=\d)T| (?:à )?)\d{1,2} ?(?:h(?: ?\d{2})?|:\d{2}(?::\d{2}(?:\.\d+)?)?)$", re.IGNORECASE)
D_UN_TENANT = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
ANNEE_DEVANT = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])([0-9]{2})")  # no day, month and year can be read in it too
APRES = re.compile(r"(?<=\d{4})[\W_]\D*$")  # « (lundi) », not a letter that touches the year
# As abbreviated by identity cards, banks and calendars; three letters are enough but for June and July.
ABREGES = {
    "JANV": 1, "JAN": 1, "FEVR": 2, "FEV": 2, "MAR": 3, "AVR": 4, "JUIN": 6, "JUN": 6, "JUIL": 7, "JUL": 7, "AOU": 8,
    "SEPT": 9, "SEP": 9, "OCT": 10, "NOV": 11, "DEC": 12,
}  # fmt: skip
# As passports and the papers of other countries write them, alone or beside the French month.
ANGLAIS = {
    "JANUARY": 1, "FEB": 2, "FEBRUARY": 2, "MARCH": 3, "APR": 4, "APRIL": 4, "MAY": 5, "JUNE": 6, "JULY": 7, "AUG": 8, "AUGUST": 8,
    "SEPTEMBER": 9, "OCTOBER": 10, "NOVEMBER": 11, "DECEMBER": 12,
}  # fmt: skip
ROMAINS = {
    nom: rang for rang, nom in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], 1)
}
NOMS = {**{mots(nom)[0]: rang for rang, nom in enumerate(MOIS, 1)}, **ABREGES, **ANGLAIS}


class Inexistante(Illisible):
    """Written as a date, of a day that no calendar has, or too far away."""


class SiecleInconnu(Illisible):
    """A year of two figures that could be of several centuries."""


def lire(texte: str, *, depuis: date = PREMIERE, jusqu_a: date = DERNIERE, inconnu: bool = False) -> date:
    """The date in `texte`. Raises Illisible: Inexistante, SiecleInconnu.

    A year of two figures is read when one century alone falls between `depuis` and `jusqu_a`; a whole date is not judged by
    them. `inconnu`: a day or a month may be 00, as the civil register writes those that nobody knows; the registry keeps
    the first.
    """
    jour, mois, annee = _morceaux(texte)
    if inconnu:
        jour, mois = jour or 1, mois or 1
    try:
        lue = date(_siecle(annee, mois, jour, depuis, jusqu_a), mois, jour)
    except ValueError as faute:
        raise faute if isinstance(faute, Illisible) else Inexistante(INEXISTANTE) from faute
    if not PREMIERE <= lue <= DERNIERE:
        raise Inexistante(INEXISTANTE)
    return lue


def _morceaux(texte: str) -> tuple[int, int, str]:
    """Day, month, and the year as it is written."""
    date_seule = APRES.sub("", HEURE.sub("", PERMIS.sub("", ligne(texte).replace("º", "°"))))
    morceaux = _sans_les_mots(re.findall(r"[0-9]+|[A-Z]+|\w+", " ".join(mots(date_seule))))
    if len(morceaux) == 1 and (lus := ANNEE_DEVANT.fullmatch(morceaux[0]) or D_UN_TENANT.fullmatch(morceaux[0])):
        morceaux = list(lus.groups())
    elif len(morceaux) == 4 and NOMS.get(morceaux[1], -1) == NOMS.get(morceaux[2]):  # « 11 FEV/FEB 2030 »
        del morceaux[2]
    if len(morceaux) != 3:
        raise Illisible(FORME)
    if re.fullmatch(r"[0-9]{4}", morceaux[0]) and not re.fullmatch(r"[0-9]{4}", morceaux[2]):
        morceaux.reverse()
    elif morceaux[0] in NOMS:  # « Feb 11, 2030 »
        morceaux[:2] = morceaux[1::-1]
    jour, mois, annee = re.fullmatch(r"[0-9]{1,2}", morceaux[0]), _mois(morceaux[1]), ANNEE.fullmatch(morceaux[2])
    if jour is None or mois is None or annee is None:
        raise Illisible(FORME)
    return int(jour[0]), mois, annee[0]


def _sans_les_mots(morceaux: list[str]) -> list[str]:
    """Without what stands around the date (« lundi », « Expire le ») nor in it (the ordinal of its day, « de »); « premier » is 1."""
    morceaux = ["1" if un == "PREMIER" else un for un in morceaux]
    debut = next((rang for rang, un in enumerate(morceaux) if not un.isalpha()), len(morceaux))
    if debut and len(morceaux) - debut == 2 and morceaux[debut - 1] in NOMS:  # the month is before its day
        debut -= 1
    date_seule = [un for un in morceaux[debut:] if un not in PETITS_MOTS]
    return date_seule[:1] + date_seule[2:] if date_seule[1:2] and date_seule[1] in ORDINAUX else date_seule


def _mois(mot: str) -> int | None:
    return int(mot) if re.fullmatch(r"[0-9]{1,2}", mot) else NOMS.get(mot) or ROMAINS.get(mot)


def _siecle(annee: str, mois: int, jour: int, depuis: date, jusqu_a: date) -> int:
    if len(annee) == 4:
        return int(annee)
    possibles = [
        siecle + int(annee)
        for siecle in range(1800, 2200, 100)
        if depuis <= date(siecle + int(annee), mois, min(jour, 28) or 1) <= jusqu_a
    ]
    if len(possibles) != 1:
        raise SiecleInconnu(ANNEE_ENTIERE)
    return possibles[0]
