"""Bernard of chapter 19, 968,40 € a month since July 2023, second category; and what he declares."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal as D
from typing import Any

from accounts.models import Assure
from ameli.noyau.calendrier import PARIS
from paiements import pensions
from paiements.calcul.invalidite.prelevements import Avis
from paiements.models import DeclarationRessources, Pension
from paiements.ressources import lecture, vie
from tests.fabriques import creer_assure

DEPUIS, SERVIE = date(2023, 7, 1), date(2026, 11, 1)
AVANT = {"salaire_avant": D(24_000), "annee_avant": 2023}  # in its value of July 2023
CSG_REDUITE = {annee: Avis(14_500, D(1)) for annee in range(2020, 2027)}


def le(jour: date, heure: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(jour, time(heure, minute), PARIS)


def bernard(prenom: str = "Bernard") -> Assure:
    return creer_assure(prenom, "Saint-Loubert", sexe="M", date_naissance=date(1968, 1, 19))


def pension(assure: Assure, demander_le: date = date(2026, 11, 1), **champs: Any) -> Pension:
    """Paid from here since November 2026; declared next on `demander_le`."""
    valeurs: dict[str, Any] = {
        "categorie": 2, "sam": D("23241.60"), "du": DEPUIS, "au": date(2030, 1, 31), "avis": CSG_REDUITE,
        "mensuel": D("968.40"), "servie_depuis": SERVIE, "declaration_le": demander_le, **champs,
    }  # fmt: skip
    return pensions.ouvrir(pensions.Octroi(assure, **valeurs), acteur="systeme:essai", le=le(demander_le, 8))


def relire(une: Any) -> Any:
    """As it is now."""
    lignes = type(une).objects.systeme("test")
    if isinstance(une, Pension):
        return lignes.select_related("assure__personne", "assure__caisse", "personne").get(pk=une.pk)
    return lignes.select_related("pension__assure__personne", "pension__personne", "remplace").get(pk=une.pk)


def ouverte(une: Pension, quand: datetime) -> DeclarationRessources:
    trouvee = lecture.a_faire(une.assure, quand)
    assert trouvee is not None
    return relire(trouvee)


def declarer(declaration: DeclarationRessources, quand: datetime, **par_mois: str) -> DeclarationRessources:
    """The same amount of each nature, every month; used five working days later if it is not the first reduction."""
    dites = {mois: {nature: D(montant) for nature, montant in par_mois.items()} for mois in declaration.mois}
    vie.transmettre(declaration, dites, demarche="D-1", acteur="assure:1", le=quand)
    return relire(declaration)
