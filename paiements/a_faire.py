"""What this floor has to say on home: what is owed, and payments that found no account."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.db.models import F, Max, Min, Sum
from django.urls import reverse

from accounts.a_faire import Ligne, Regard, Urgence
from ameli.noyau import formats
from paiements import bilan
from paiements.creances.etats import EN_COURS
from paiements.creances.regles import SOLDE_MINIMUM, SUSPENSIFS, solde_payable
from paiements.creances.solde import a_retenir
from paiements.models import Avis, Echeancier, LigneCreance


def solde(regard: Regard) -> Iterable[Ligne]:
    """Participations and franchises of 100 € and more (chapter 16 § 9): not what is being paid, nor what a recourse suspends."""
    attente = a_retenir(regard.assure).aggregate(total=Sum("montant"), depuis=Min("annee"), jusqu_a=Max("annee"))
    du = attente["total"] or Decimal(0)
    if du < SOLDE_MINIMUM:
        return
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
    dus = (
        LigneCreance.objects.de(regard.assure)
        .filter(avis__etat=Avis.Etat.A_PAYER, retenues=None, montant__gt=F("regle") + F("annule"))
        .exclude(avis__nature__in=SUSPENSIFS, contestation__conclusion="")
        .exclude(avis__in=Echeancier.objects.de(regard.assure).filter(etat__in=Echeancier.OUVERTS).values("avis"))
        .exclude(affectations__paiement__etat__in=EN_COURS)
        .values("avis__public_id", "avis__nature", "avis__emis_le")
        .annotate(reste=Sum(F("montant") - F("regle") - F("annule")), depuis=Min("annee"), jusqu_a=Max("annee"))
        .order_by("avis__emis_le")
    )
    for un in dus:
        nature = Avis.Nature(un["avis__nature"])
        quoi = (nature.label, *([_soins(un["depuis"], un["jusqu_a"])] if nature is Avis.Nature.PFFR else ()))
        yield Ligne(
            "dette", f"Un avis de {formats.montant(un['reste'])} est à payer",
            f"{'. '.join(quoi)}. Avis du {formats.jour(un['avis__emis_le'])}.",
            reverse("paiements:creance_avis", args=[un["avis__public_id"]]), "Voir l’avis", "paiements", "à régler",
            urgence=Urgence.PRESSE if un["reste"] >= SOLDE_MINIMUM else Urgence.NORMALE,
        )  # fmt: skip


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
