"""The journal of connections, the mail that each sign-in sends, and « Dernière connexion hier à 18 h 05 »."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.http import HttpRequest

from accounts.models import Appareil, Compte, Connexion
from accounts.securite import alertes, appareils, sessions
from accounts.securite.moyens import moyen_de
from accounts.securite.navigateurs import resumer, tronquer
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import temps_reel

CLE = "connexion_precedente"


@dataclass(frozen=True)
class Precedente:
    """The successful sign-in before this one, kept in the session so that showing it costs no query."""

    le: datetime
    meme_appareil: bool
    resume: str

    @property
    def phrase(self) -> str:
        """« Dernière connexion hier à 18 h 05, depuis cet appareil »."""
        lieu = "depuis cet appareil" if self.meme_appareil else f"depuis un autre appareil ({self.resume})"
        return f"Dernière connexion {_jour_relatif(self.le)} à\N{NO-BREAK SPACE}{formats.heure(self.le)}, {lieu}"


def noter(
    request: HttpRequest,
    compte: Compte | None,
    resultat: str,
    *,
    voie: str = "mot_de_passe",
    appareil: Appareil | None = None,
) -> Connexion:
    """Write one entry. `compte` is None for a number without account."""
    return Connexion.objects.create(
        compte=compte, appareil=appareil, le=temps_reel(), resultat=resultat, voie=voie,
        resume=resumer(request.headers.get("User-Agent", "")), adresse=tronquer(adresse_de(request)),
    )  # fmt: skip


@transaction.atomic
def accueillir(request: HttpRequest, compte: Compte, *, voie: str = "mot_de_passe") -> None:
    """Everything that a successful sign-in leaves: device, entry, mail (chapter 2 § 1), and the one before in the session."""
    avant = Connexion.objects.filter(compte=compte, resultat=Connexion.Resultat.REUSSIE).order_by("-le", "-id").first()
    appareil, connu = appareils.reconnaitre(request, compte)
    connexion = noter(request, compte, Connexion.Resultat.REUSSIE, voie=voie, appareil=appareil)
    alertes.connexion(compte, appareil, connexion.le, connu=connu, moyen=moyen_de(request, voie))
    sessions.suivre(request, compte, appareil)
    if avant is not None:
        request.session[CLE] = {
            "le": avant.le.timestamp(),
            "meme_appareil": avant.appareil_id == appareil.pk,
            "resume": avant.resume,
        }


def precedente(request: HttpRequest) -> Precedente | None:
    """The sign-in before this one, or None at the first. No query."""
    trace: dict[str, Any] | None = request.session.get(CLE)
    if trace is None:
        return None
    return Precedente(datetime.fromtimestamp(trace["le"], UTC), trace["meme_appareil"], trace["resume"])


def adresse_de(request: HttpRequest) -> str:
    """The network address of the browser, behind the proxies that ALLAUTH_TRUSTED_* declares."""
    return get_adapter(request).get_client_ip(request)


def _jour_relatif(le: datetime) -> str:
    ecart = jour_de(temps_reel()) - jour_de(le)
    if ecart == timedelta(0):
        return "aujourd’hui"
    if ecart == timedelta(days=1):
        return "hier"
    return f"le {formats.jour(le)}"
