"""What is known of a pension's declarations and incomes, and what they come to. Nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Assure
from ameli.noyau.calendrier import jour_de, ouvres
from paiements import pensions
from paiements.calcul.invalidite import effet
from paiements.calcul.invalidite.effet import SALAIRES, Effet, Ressources
from paiements.calcul.invalidite.rythme import periode
from paiements.calcul.mots import ZERO
from paiements.models import DeclarationRessources, Pension, SalaireEmployeur
from paiements.models.ressources import DeclarationQuerySet

EXPLOITATION = ouvres(5)  # after it was sent (hypothesis)
SILENCE_DES_EMPLOYEURS = Decimal(1)  # euros a month: less than that is no gap


def a_faire(assure: Assure, le: datetime) -> DeclarationRessources | None:
    """The one to send now: of several, the oldest first. One query."""
    siennes = DeclarationRessources.objects.de(assure).ouvertes(le)
    return siennes.select_related("pension__assure", "pension__personne", "remplace").first()


def toutes(pension: Pension) -> DeclarationQuerySet:
    """All those of a pension."""
    return DeclarationRessources.objects.de(pension.assure).filter(pension=pension)


def demandee_le(pension: Pension) -> date | None:
    """The day when the caisse last asked. One query."""
    siennes = toutes(pension).filter(remplace=None, spontanee=False).order_by("ouverte_le")
    le = siennes.values_list("ouverte_le", flat=True).last()
    return jour_de(le) if le is not None else None


def connues(pension: Pension, *, sauf: DeclarationRessources | None = None) -> Ressources:
    """Every month that was declared, as it was last. One query."""
    return _reunir(une for une in toutes(pension).connues() if une != sauf)


def _reunir(declarations: Iterable[DeclarationRessources]) -> Ressources:
    reunies: dict[date, dict[str, Decimal]] = {}
    for une in declarations:
        reunies.update({mois: dict(natures) for mois, natures in une.lues.items()})
    return reunies


def mois_d_effet(declaration: DeclarationRessources, exploitee_le: datetime) -> date:
    """The first month that it changes: the next one that is paid once it is used; that of the one that it replaces."""
    if declaration.remplace is not None and declaration.remplace.effet_mois is not None:
        return declaration.remplace.effet_mois
    return pensions.prochain_mois(exploitee_le)


def estimer(declaration: DeclarationRessources, dites: Ressources, le: datetime) -> Effet:
    """What the pension becomes, if this is what is sent at `le`. One query."""
    pension = declaration.pension
    return effet.calculer(
        pension.compare,
        mois_d_effet(declaration, EXPLOITATION.apres(le)),
        {**connues(pension, sauf=declaration), **dites},
    )


@dataclass(frozen=True)
class Cause:
    """Why a month of pension is reduced: euros taken of it, and the declaration that says so."""

    retenue: Decimal
    declaration: DeclarationRessources


def causes(assure: Assure, mois: Collection[date]) -> dict[date, Cause]:
    """For each of these months (first days) that incomes reduce, the last declaration that was used for it. One query."""
    exploitees = DeclarationRessources.objects.de(assure).exclude(exploitee_le=None).select_related("pension")
    utiles = list(exploitees.filter(effet_mois__lte=max(mois)).order_by("effet_mois", "exploitee_le"))
    trouvees = {un: [une for une in utiles if une.effet_mois is not None and une.effet_mois <= un] for un in mois}
    lues = {
        un: Cause(Decimal(siennes[-1].explication["retenue"]), siennes[-1])
        for un, siennes in trouvees.items()
        if siennes
    }
    return {un: cause for un, cause in lues.items() if cause.retenue > 0}


def periode_a_venir(pension: Pension, le: datetime, *, avec_la_spontanee: bool = False) -> tuple[date, ...]:
    """The months that nobody was asked yet, at `le`; and those of a declaration that the person began by themselves. One query."""
    demandees = toutes(pension).order_by("dernier")
    if avec_la_spontanee:
        demandees = demandees.exclude(spontanee=True, transmise_le=None)
    return periode(pension.du, demandees.values_list("dernier", flat=True).last(), jour_de(le))


def ecarts(declaration: DeclarationRessources) -> list[tuple[date, Decimal, Decimal]]:
    """Months that employers say otherwise: (month, declared wages, theirs). One query."""
    lignes = SalaireEmployeur.objects.de(declaration.pension.assure).filter(
        mois__range=(declaration.premier, declaration.dernier)
    )
    dites = declaration.lues
    compares = [(un.mois, dites.get(un.mois, {}).get(SALAIRES, ZERO), un.brut) for un in lignes]
    return [un for un in compares if abs(un[1] - un[2]) > SILENCE_DES_EMPLOYEURS]
