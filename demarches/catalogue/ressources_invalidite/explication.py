"""How a pension and incomes are compared, in words: every operand, on the check page, in messages, on papers, for agents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ameli.noyau import formats
from demarches.catalogue.ressources_invalidite.periode import declaration_du
from demarches.catalogue.ressources_invalidite.reponses import Ressources
from demarches.moteur.declaration import Apercu, Contexte
from paiements import pensions
from paiements.calcul.invalidite.effet import NATURES
from paiements.ressources import lecture, mots, vie

SUSPENDUE = (
    "Votre pension serait suspendue. Vos droits sont gardés, et les soins restent pris en charge à 100\u00a0%. Une prévoyance ou une "
    "assurance de prêt peut s’arrêter\u00a0: prévenez-les. Une attestation sera prête."
)
PREMIERE = "C’est une première réduction\u00a0: un agent la vérifie et la signe. Vous pourrez la contester."
SEUIL = "Le seuil est le plus haut de deux salaires d’avant, revalorisés comme les pensions."
SEUIL_INDEPENDANT = "Vous travaillez seulement à votre compte\u00a0: le seuil est un multiple de votre pension."
SEUILS = {True: SEUIL_INDEPENDANT, False: SEUIL}  # by: do they work for themselves alone?


def apercu(contexte: Contexte) -> Apercu | None:
    """Above « Valider »: threshold, total, overrun, reduction, next payment."""
    dites, une = Ressources.du(contexte), declaration_du(contexte)
    if une is None or dites.changement.declaration != une.public_id:
        return None
    effet = lecture.estimer(une, dites.montants(une), contexte.le)
    reduction, premiere = effet.reduction, not any(Decimal(deja) for deja in une.pension.retenues.values())
    phrases = [SEUILS[effet.independant]]
    if reduction.reduite and premiere:
        phrases.append(PREMIERE)
    return Apercu(
        total=(f"Votre pension {mots.de(reduction.mois)}, avant CSG, CRDS et CASA", formats.montant(reduction.verse)),
        lignes=(*lignes_de(vie.en_json(effet)), ("Payée le", formats.jour(_paye_le(reduction.mois, contexte.le)))),
        important=SUSPENDUE if reduction.suspendue else "",
        phrases=tuple(phrases),
        avertissement="Ce calcul est celui de votre caisse, avec ce qu’elle sait aujourd’hui.",
    )  # fmt: skip


def _paye_le(mois: date, le: datetime) -> datetime:
    """The first payment that changes, if it is sent at `le`: months that were paid are corrected with the next one."""
    return pensions.paye_le(max(mois, pensions.prochain_mois(lecture.EXPLOITATION.apres(le))))


def lignes_de(explication: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The stored operands, as somebody reads them."""
    du, au = (date.fromisoformat(explication[nom]) for nom in ("du", "au"))
    lignes = [(f"Pensions {mots.de(du)} à {mots.en_mots(au)}", _euros(explication["pensions"]))]
    lignes += [(NATURES[nature], _euros(montant)) for nature, montant in explication["par_nature"].items()]
    if explication["moyen"]:
        lignes.append(("Salaire annuel moyen, revalorisé", _euros(explication["moyen"])))
    if explication["avant"]:
        lignes.append(("Salaire de l’année d’avant l’arrêt, revalorisé", _euros(explication["avant"])))
    return [
        *lignes,
        ("Seuil", _euros(explication["seuil"])),
        ("Total de vos pensions et revenus", _euros(explication["total"])),
        ("Dépassement", _euros(explication["depassement"])),
        ("Retenue par mois (la moitié du dépassement, divisée par 12)", _euros(explication["retenue"])),
        ("Pension du mois, sans retenue", _euros(explication["due"])),
        ("Pension du mois, versée", _euros(explication["verse"])),
    ]  # fmt: skip


def _euros(montant: str) -> str:
    return formats.montant(Decimal(montant))
