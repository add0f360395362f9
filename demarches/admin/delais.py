"""The working-day clock of the queues: each room gives its own delay (`Bannette.retard`), told here in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.html import format_html

from ameli.noyau.calendrier import PARIS, ajouter_ouvres, jour_de, jours_ouvres_entre
from ameli.noyau.horloge import aujourdhui
from demarches.moteur import registre
from demarches.moteur.models import Demarche, Etat

ATTEND_LA_PERSONNE = "attend la personne"


def en_retard() -> Q:
    """Open démarches whose last day is over. One that waits for the person is never late: its clock stands still."""
    return Q(alerte_le__lt=_minuit(aujourdhui())) & ~Q(etat=Etat.A_COMPLETER)


def a_risque() -> Q:
    """Those to be treated today or on the next working day."""
    fin = _minuit(ajouter_ouvres(aujourdhui(), 1) + timedelta(days=1))
    return Q(alerte_le__gte=_minuit(aujourdhui()), alerte_le__lt=fin) & ~Q(etat=Etat.A_COMPLETER)


def toutes_seules() -> Q:
    """Open démarches that the clock ends unless somebody steps in: nothing to check, delays that run from the deposit, not late.

    The same rule promises their day (`previsions.promettre_a_l_envoi`).
    """
    codes = [un.code for un in registre.tous() if any(delai.au_depot for delai in un.delais)]
    en_route = Q(alertes=[], teleservice__in=codes) & ~Q(etat=Etat.A_COMPLETER)
    return en_route & ~Q(alerte_le__lt=_minuit(aujourdhui()))


def echeance(demarche: Demarche) -> str:
    """Working days left before it is late, in words; the colour only repeats them. Empty when closed or without date."""
    if not demarche.ouverte:
        return ""
    if demarche.etat == Etat.A_COMPLETER:
        return format_html('<span class="delai delai--attend">{}</span>', ATTEND_LA_PERSONNE)
    if demarche.alerte_le is None:
        return ""
    jour, ce_jour = jour_de(demarche.alerte_le), aujourdhui()
    reste = jours_ouvres_entre(ce_jour, jour)
    if jour < ce_jour:
        texte = f"en retard de {_ouvres(-reste)}" if reste else "en retard"
        return format_html('<span class="delai delai--retard">{}</span>', texte)
    if reste == 0:
        return format_html('<span class="delai delai--jour">{}</span>', "à traiter aujourd’hui")
    if jour <= ajouter_ouvres(ce_jour, 1):
        return format_html('<span class="delai delai--jour">{}</span>', "reste 1 jour ouvré")
    return format_html('<span class="delai">{}</span>', f"reste {_ouvres(reste)}")


def _minuit(jour: date) -> datetime:
    return datetime.combine(jour, time(), PARIS)


def _ouvres(nombre: int) -> str:
    return f"{nombre} jour{'s' if nombre > 1 else ''} ouvré{'s' if nombre > 1 else ''}"
