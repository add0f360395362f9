"""The one screen of a limit: what is closed, until which day and hour, why, and which ways remain at this very moment."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.connexion import voies
from accounts.securite import lieux, limites
from accounts.securite.lieux import Lieu
from accounts.securite.mots import MOTS
from accounts.securite.portes import PORTES, Secours
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui, maintenant

# The switch of each way, and the limits that close it where the person is: on this network, or for this number there.
VOIES = {
    Secours.MOT_DE_PASSE: (voies.MOT_DE_PASSE, "connexion"),
    Secours.OUBLI: (voies.MOT_DE_PASSE_OUBLIE, "oubli"),
    Secours.FRANCECONNECT: (voies.FRANCECONNECT, ""),
    Secours.CODE: (voies.CODE_PROVISOIRE, "code_provisoire"),
    Secours.PREMIERE_VISITE: (voies.PREMIERE_VISITE, "premiere_visite"),
    Secours.BORNE: (voies.BORNE, ""),
}
# What can do somebody who can neither read nor hear a captcha (WCAG 3.3.8).
SANS_CAPTCHA = (Secours.FRANCECONNECT, Secours.CODE, Secours.TELEPHONE, Secours.ACCUEIL)
# What can do somebody who gave the right password, and has neither the code by mail nor the key.
SANS_CODE = (Secours.OUBLI, Secours.FRANCECONNECT, Secours.CODE, Secours.TELEPHONE, Secours.ACCUEIL)


def bloquee(
    request: HttpRequest, nom: str, jusqu_a: datetime | None, *, lieu: Lieu | None = None, numero: str = ""
) -> HttpResponse:
    """429 for the limit `nom`, closed until `jusqu_a`, the minute rounded up so that it is true.

    `numero`, the fingerprint of what was typed, tells the ways that are closed for it too. The page says the same for a number
    without account.
    """
    le, fin = maintenant(), jusqu_a or maintenant()
    rouvre, jour = limites.a_la_minute(fin), aujourdhui()
    contexte = {
        "mots": MOTS[nom], "jusque": formats.jusque(rouvre, jour), "quand": formats.a_partir(rouvre, jour),
        "secours": _noms(restantes(request, PORTES[nom].restent, lieu=lieu, numero=numero)),
        "debloque": nom == "connexion_numero",
    }  # fmt: skip
    reponse = render(request, "connexion/bloquee.html", contexte, status=429)
    reponse["Retry-After"] = str(max(1, int((fin - le).total_seconds())))
    return reponse


def autres_voies(request: HttpRequest) -> list[str]:
    """The ways that remain to who stands before a code by mail or a key, for `connexion/secours.html`."""
    return _noms(restantes(request, SANS_CODE))


def sans_captcha(request: HttpRequest) -> list[str]:
    """The ways that remain to who stands before a captcha, for `connexion/secours.html`."""
    return _noms(restantes(request, SANS_CAPTCHA))


def restantes(
    request: HttpRequest, secours: tuple[Secours, ...], *, lieu: Lieu | None = None, numero: str = ""
) -> list[Secours]:
    """Those of `secours` that are open now: switched on, and not closed at this place by a limit of their own. Two queries."""
    lieu = lieu or Lieu(lieux.reseau(request))
    sujets = [(f"{voie}_adresse", lieu.reseau) for _, voie in VOIES.values() if voie and lieu.appareil is None]
    sujets += [(f"{voie}_numero", lieu.pour(numero)) for _, voie in VOIES.values() if voie and numero]
    fermees, ouvertes = limites.fermees(sujets), voies.ouvertes()

    def reste(un: Secours) -> bool:
        code, voie = VOIES.get(un, ("", ""))
        return not code or (code in ouvertes and not {f"{voie}_adresse", f"{voie}_numero"} & fermees)

    return [un for un in Secours if un in secours and reste(un)]


def _noms(secours: list[Secours]) -> list[str]:
    """As templates compare them."""
    return [un.name.lower() for un in secours]
