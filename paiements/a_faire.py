"""What this floor has to say on home: what is owed, and payments that found no account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import F, Max, Min, QuerySet, Sum
from django.urls import reverse

from accounts.a_faire import Ligne, Regard, Urgence
from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.preparees import preparee
from paiements import bilan
from paiements.creances.etats import EN_COURS
from paiements.creances.regles import SOLDE_MINIMUM, SUSPENSIFS, solde_payable
from paiements.creances.solde import a_retenir
from paiements.models import Avis, Echeancier, LigneCreance, Retenue


def solde(regard: Regard) -> Iterable[Ligne]:
    """Participations and franchises of 100 € and more (chapter 16 § 9): not what is being paid, nor what a recourse suspends."""
    attente = next(iter(_solde(regard.assure)), None)
    if attente is None or attente["total"] < SOLDE_MINIMUM:
        return
    du = attente["total"]
    payable = solde_payable(du) and bool(settings.KIOSQUE["adresse"])
    yield Ligne(
        "dette", f"{formats.montant(du)} de participations et franchises à régler",
        f"{_soins(attente['depuis'], attente['jusqu_a'])}. Elles ne sont sur aucun avis envoyé. Sans paiement, nous les "
        "retenons sur vos prochains remboursements.",
        reverse("paiements:creances" if payable else "paiements:retenues"), "Payer" if payable else "Voir le détail",
        "paiements", "à régler", urgence=Urgence.PRESSE,
    )  # fmt: skip


def avis(regard: Regard) -> Iterable[Ligne]:
    """Each notice that the caisse sent and that still asks for money, the oldest first."""
    if not settings.KIOSQUE["adresse"]:
        return
    for un in _avis_dus(regard.assure):
        nature = Avis.Nature(un["avis__nature"])
        quoi = (nature.label, *([_soins(un["depuis"], un["jusqu_a"])] if nature is Avis.Nature.PFFR else ()))
        yield Ligne(
            "dette", f"Un avis de {formats.montant(un['reste'])} est à payer",
            f"{'. '.join(quoi)}. Avis du {formats.jour(un['avis__emis_le'])}.",
            reverse("paiements:creance_avis", args=[un["avis__public_id"]]), "Voir l’avis", "paiements", "à régler",
            urgence=Urgence.PRESSE if un["reste"] >= SOLDE_MINIMUM else Urgence.NORMALE,
        )  # fmt: skip


@preparee
def _solde(assure: Assure) -> QuerySet[Retenue, dict[str, Any]]:
    """One row, none when nothing is owed."""
    return (
        a_retenir(assure)
        .order_by()
        .values("assure")
        .annotate(total=Sum("montant"), depuis=Min("annee"), jusqu_a=Max("annee"))
    )


@preparee
def _avis_dus(assure: Assure) -> QuerySet[LigneCreance, dict[str, Any]]:
    return (
        LigneCreance.objects.de(assure)
        .filter(avis__etat=Avis.Etat.A_PAYER, retenues=None, montant__gt=F("regle") + F("annule"))
        .exclude(avis__nature__in=SUSPENSIFS, contestation__conclusion="")
        .exclude(avis__in=Echeancier.objects.de(assure).filter(etat__in=Echeancier.OUVERTS).values("avis"))
        .exclude(affectations__paiement__etat__in=EN_COURS)
        .values("avis__public_id", "avis__nature", "avis__emis_le")
        .annotate(reste=Sum(F("montant") - F("regle") - F("annule")), depuis=Min("annee"), jusqu_a=Max("annee"))
        .order_by("avis__emis_le")
    )


def _soins(depuis: int, jusqu_a: int) -> str:
    """Which care a debt comes from, so that two debts are never taken for one: "Soins de 2024 à 2026"."""
    return f"Soins de {depuis}" if depuis == jusqu_a else f"Soins de {depuis} à {jusqu_a}"


def sans_compte(regard: Regard) -> Iterable[Ligne]:
    """Money that waits for bank details."""
    attente = regard.lire(bilan.lire).sans_compte
    if attente:
        yield Ligne(
            "banque", f"{formats.montant(attente)} vous attendent",
            "Nous ne savons pas où verser cette somme. Donnez-nous un compte bancaire.",
            reverse("informations:accueil") + "#banque", "Donner mon compte", "banque", "à verser",
            urgence=Urgence.PRESSE,
        )  # fmt: skip
