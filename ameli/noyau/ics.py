"""Days and moments for somebody's own calendar, as a file that every calendar reads (RFC 5545)."""

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

    @property
    def lignes(self) -> tuple[str, ...]:
        """It takes no time of that day."""
        fin = self.le + timedelta(days=1)
        return f"DTSTART;VALUE=DATE:{self.le:%Y%m%d}", f"DTEND;VALUE=DATE:{fin:%Y%m%d}", "TRANSP:TRANSPARENT"


@dataclass(frozen=True)
class RendezVous:
    """Somewhere, at an hour; how long it lasts is not known."""

    cle: str
    le: datetime
    titre: str
    lieu: str

    @property
    def lignes(self) -> tuple[str, ...]:
        return f"DTSTART:{_instant(self.le)}", f"LOCATION:{_proteger(self.lieu)}"


def ecrire(evenements: Iterable[Jour | RendezVous], *, ecrit_le: datetime) -> str:
    """The text of the file."""
    lignes = [*ENTETE]
    for un in evenements:
        lignes += [
            "BEGIN:VEVENT",
            f"UID:{un.cle}@compte",
            f"DTSTAMP:{_instant(ecrit_le)}",
            f"SUMMARY:{_proteger(un.titre)}",
        ]
        lignes += [*un.lignes, "END:VEVENT"]
    return "".join(f"{_plier(ligne)}\r\n" for ligne in [*lignes, "END:VCALENDAR"])


def reponse(nom: str, evenements: Iterable[Jour | RendezVous], *, ecrit_le: datetime) -> HttpResponse:
    """The file, to be downloaded under `nom`."""
    fichier = HttpResponse(ecrire(evenements, ecrit_le=ecrit_le), content_type="text/calendar; charset=utf-8")
    fichier["Content-Disposition"] = f'attachment; filename="{nom}"'
    return fichier


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


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
