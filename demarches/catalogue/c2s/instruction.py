"""The calculation as it was decided with, frozen: the asker's own operands, and one total for the others (chapter 11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.bareme import SansChiffre
from accounts.dossier.solidaire.calcul import Calcul, Issue, calculer
from accounts.dossier.solidaire.projection import prochaine
from accounts.dossier.solidaire.voisins import Octroi
from demarches.catalogue.c2s.decision import Decision
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.foyer import MOI
from demarches.catalogue.c2s.models import DemandeC2S
from demarches.moteur import decisions
from demarches.moteur.models import Demarche

ZERO = Decimal(0)


def figer(demarche: Demarche, octroi: Octroi | None, le: datetime) -> None:
    """Keep what the person will read: figures of that day, whatever changes afterwards."""
    demande = DemandeC2S.objects.systeme("the démarche was found in a perimeter").get(demarche=demarche)
    demande.calcul = _contenu(Lue(demarche), octroi, le)
    demande.save(update_fields=["calcul"])


def _contenu(lue: Lue, octroi: Octroi | None, le: datetime) -> dict[str, Any]:
    try:
        calcul = retenu(lue)
    except SansChiffre:
        return {"issue": _issue(octroi, Issue.REFUS)}
    euros = {
        "ressources": calcul.ressources, "plafond": calcul.plafond, "plafond_participation": calcul.plafond_participation,
        "mes_revenus": calcul.revenus.get(MOI, ZERO),
        "revenus_des_autres": calcul.total_des_revenus - calcul.revenus.get(MOI, ZERO),
        "abattements": calcul.abattements, "pensions": calcul.pensions, "forfait": calcul.forfait, "forfait_annuel": 12 * calcul.forfait,
        "mensualite": sum((un.mensualite for un in octroi.membres), ZERO) if octroi else ZERO,
    }  # fmt: skip
    issue = _issue(octroi, calcul.issue)
    suite = prochaine(lue.demande, bareme.lire()) if octroi is None else None
    return {
        "issue": issue, "personnes": calcul.personnes, "euros": {cle: str(valeur) for cle, valeur in euros.items()},
        "corrige": _corrige(lue, calcul), "seul": calcul.personnes == 1, "silence": bool(octroi and octroi.a_controler),
        "prochaine": suite.isoformat() if suite else "",
    }  # fmt: skip


def retenu(lue: Lue) -> Calcul:
    """The calculation, with the resources that an agent kept. Raises SansChiffre."""
    calcul = lue.calcul()
    if not lue.demarche.decision.get("donnees"):
        return calcul
    dite = decisions.donnees(lue.demarche, Decision.Donnees)
    return lue.regler(calcul, dite.ressources, dite.personnes)


def _corrige(lue: Lue, calcul: Calcul) -> bool:
    """Is it something else than what the amounts come to?"""
    calculee = calculer(lue.demande, bareme.lire())
    return (calcul.ressources, calcul.personnes) != (calculee.ressources, calculee.personnes)


def _issue(octroi: Octroi | None, calculee: Issue) -> str:
    if octroi is None:
        return Issue.REFUS.value
    return (Issue.GRATUITE if octroi.gratuite else Issue.PARTICIPATION).value


def euros(calcul: Mapping[str, Any]) -> dict[str, Decimal]:
    """The amounts of a frozen calculation; none before the decision, nor where no figure is known."""
    return {cle: Decimal(valeur) for cle, valeur in calcul.get("euros", {}).items()}


def a_refaire_le(calcul: Mapping[str, Any]) -> date | None:
    """The first month in which the same foyer could have the right."""
    return date.fromisoformat(calcul["prochaine"]) if calcul.get("prochaine") else None
