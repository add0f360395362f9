"""Dates, money and numbers as French people read them. Pure functions; spaces that must not break do not.

A year may begin a line: in large text on a phone, « 12 septembre 2026 » in one piece is wider than a box, and would be cut in a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from ameli.noyau.calendrier import PARIS, jour_de

Jour = TypeVar("Jour", bound=date)
INSECABLE = "\N{NO-BREAK SPACE}"
FINE = "\N{NARROW NO-BREAK SPACE}"
SANS_NUMERO = "en cours d’attribution"
LOIN = 183  # days after which a day is told with its year
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def a_paris(moment: Jour) -> Jour:
    """An aware datetime in Paris time; a date or a naive datetime as it is."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(PARIS)
    return moment


def jour(moment: date | datetime) -> str:
    """ "25 novembre 2026"; the first of a month is "1er novembre 2026"."""
    le = a_paris(moment)
    return f"{quantieme(le)}{INSECABLE}{MOIS[le.month - 1]} {le.year}"


def jour_semaine(moment: date | datetime) -> str:
    """ "mercredi 25 novembre": no year, for a day that is near."""
    le = a_paris(moment)
    return f"{JOURS[le.weekday()]} {quantieme(le)}{INSECABLE}{MOIS[le.month - 1]}"


def jour_promis(moment: date | datetime, jour_meme: date) -> str:
    """A day to come as `jour_semaine`, with its year when it is more than six months away: it would be read as a day that has passed."""
    le = a_paris(moment)
    annee = f" {le.year}" if le.toordinal() - jour_meme.toordinal() > LOIN else ""
    return f"{jour_semaine(moment)}{annee}"


def heure(moment: datetime) -> str:
    """ "9 h 12", Paris time; "9 h" on the hour."""
    le = a_paris(moment)
    minutes = f"{INSECABLE}{le.minute:02}" if le.minute else ""
    return f"{le.hour}{INSECABLE}h{minutes}"


def quand(moment: datetime) -> str:
    """ "mercredi 25 novembre à 9 h 12", Paris time."""
    return f"{jour_semaine(moment)} à{INSECABLE}{heure(moment)}"


def a_partir(moment: datetime, jour_meme: date) -> str:
    """When something opens, seen from `jour_meme`: "à 9 h 12", "demain, lundi 30 novembre à 11 h", "mardi 1er décembre à 11 h"."""
    jours = (jour_de(moment) - jour_meme).days
    if jours == 0:
        return f"à{INSECABLE}{heure(moment)}"
    return f"demain, {quand(moment)}" if jours == 1 else quand(moment)


def jusque(moment: datetime, jour_meme: date) -> str:
    """The same after « jusque »: "jusqu’à 9 h 12", "jusqu’à demain, lundi 30 novembre à 11 h", "jusqu’au mardi 1er décembre…"."""
    jours = (jour_de(moment) - jour_meme).days
    if jours == 0:
        return f"jusqu’à {heure(moment)}"
    return f"jusqu’{'à' if jours == 1 else 'au'} {a_partir(moment, jour_meme)}"


def reste(fin: datetime, le: datetime) -> str:
    """How long is left at `le`: "2 jours" before the last day (Paris), then "3 heures", "40 minutes". Empty after `fin`."""
    manque = (fin - le).total_seconds()
    if manque < 0:
        return ""
    if nombre := (jour_de(fin) - jour_de(le)).days:
        return f"{nombre}{INSECABLE}jour{'s' if nombre > 1 else ''}"
    minutes = max(round(manque / 60), 1)
    if minutes < 60:
        return f"{minutes}{INSECABLE}minute{'s' if minutes > 1 else ''}"
    return f"{minutes // 60}{INSECABLE}heure{'s' if minutes >= 120 else ''}"


def moment(instant: datetime) -> str:
    """ "mercredi 25 novembre 2026 à 9 h 12", Paris time: `quand` for a day that may be years away."""
    return f"{JOURS[a_paris(instant).weekday()]} {jour(instant)} à{INSECABLE}{heure(instant)}"


def date_courte(moment: date | datetime) -> str:
    """ "25/11/2026"."""
    return a_paris(moment).strftime("%d/%m/%Y")


def enumerer(noms: Iterable[str]) -> str:
    """ "Zoé", "Zoé et Tom", "Zoé, Tom et Nino"; semicolons where one of them has a comma; empty for none."""
    *premiers, dernier = tuple(noms) or ("",)
    separateur = f"{INSECABLE}; " if any("," in un for un in (*premiers, dernier)) else ", "
    return f"{separateur.join(premiers)} et {dernier}" if premiers else dernier


def montant(euros: Decimal | int) -> str:
    """ "1 234,55 €", always two decimals, a true minus sign."""
    texte = f"{abs(euros):,.2f}".replace(",", FINE).replace(".", ",")
    return f"{'−' if euros < 0 else ''}{texte}{INSECABLE}€"


def poids(octets: int) -> str:
    """ "24 ko", "1,2 Mo"."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))} ko"
    return f"{octets / 1_000_000:.1f} Mo".replace(".", ",")


def nir(numero: str | None) -> str:
    """ "1 85 05 40 999 001", with its key "1 85 05 40 999 001 25" when there are 15 characters; in words for who has none yet."""
    if numero is None:
        return SANS_NUMERO
    serre = _serrer(numero)
    coupes = [serre[0:1], serre[1:3], serre[3:5], serre[5:7], serre[7:10], serre[10:13], serre[13:15]]
    return INSECABLE.join(morceau for morceau in coupes if morceau)


def iban(numero: str) -> str:
    """Groups of four: "FR76 3000 4001 2300 0012 3456 705". May break between groups on a narrow screen."""
    serre = _serrer(numero)
    return " ".join(serre[i : i + 4] for i in range(0, len(serre), 4))


def telephone(numero: str) -> str:
    """ "06 39 98 12 34"; a number that is not French comes back as it was."""
    serre = re.sub(r"[\s.\-]", "", numero)
    if not re.fullmatch(r"0\d{9}", serre):
        return numero
    return INSECABLE.join(serre[i : i + 2] for i in range(0, 10, 2))


def de(mot: str) -> str:
    """ "de mars", "d’avril"."""
    return f"d’{mot}" if mot[:1].lower() in "aeiouàâéèêô" else f"de {mot}"


def quantieme(le: date) -> str:
    """ "25"; the first of a month is "1er"."""
    return "1er" if le.day == 1 else str(le.day)


def _serrer(texte: str) -> str:
    return re.sub(r"[\s.\-\u00a0\u202f]", "", texte).upper()
