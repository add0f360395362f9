"""Whole days for somebody's own calendar, as a file that every calendar reads (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import HttpResponse

OCTETS_PAR_LIGNE = 74
ENTETE = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Compte//FR", "CALSCALE:GREGORIAN")


@dataclass(frozen=True)
class Jour:
    """`cle` is opaque and does not change: imported twice, it is one day."""

    cle: str
    le: date
    titre: str


def ecrire(jours: Iterable[Jour], *, ecrit_le: datetime) -> str:
    """The text of the file."""
    lignes = [*ENTETE]
    for jour in jours:
        lignes += [
            "BEGIN:VEVENT",
            f"UID:{jour.cle}@compte",
            f"DTSTAMP:{ecrit_le.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{jour.le:%Y%m%d}",
            f"DTEND;VALUE=DATE:{jour.le + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_proteger(jour.titre)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_plier(ligne)}\r\n" for ligne in [*lignes, "END:VCALENDAR"])


def reponse(nom: str, jours: Iterable[Jour], *, ecrit_le: datetime) -> HttpResponse:
    """The file, to be downloaded under `nom`."""
    fichier = HttpResponse(ecrire(jours, ecrit_le=ecrit_le), content_type="text/calendar; charset=utf-8")
    fichier["Content-Disposition"] = f'attachment; filename="{nom}"'
    return fichier


def _proteger(texte: str) -> str:
    return texte.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _plier(ligne: str) -> str:
    """No line is longer than 75 bytes: it goes on after a space."""
    morceaux, courant = [], ""
    for lettre in ligne:
        if len((courant + lettre).encode()) > OCTETS_PAR_LIGNE:
            morceaux.append(courant)
            courant = ""
        courant += lettre
    return "\r\n ".join([*morceaux, courant])
