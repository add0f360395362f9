"""What is owed on a notice: read line by line, made from the balance, and lowered by what was paid."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from accounts.models import Assure
from ameli.noyau.horloge import aujourdhui
from paiements.calcul.mots import ZERO, Genre
from paiements.creances import regles
from paiements.creances.etats import EN_COURS
from paiements.models import Affectation, Avis, LigneCreance, Retenue
from paiements.suivi import LIBELLES
from paiements.versements import verrouiller


@dataclass(frozen=True)
class LigneDue:
    """A line as it stands, in euros: `reste` is owed, `en_cours` of it is being paid at this moment."""

    ligne: LigneCreance
    reste: Decimal
    en_cours: Decimal

    @property
    def payable(self) -> Decimal:
        return max(ZERO, self.reste - self.en_cours)

    @property
    def paye(self) -> Decimal:
        return self.ligne.montant - self.reste

    @property
    def plafonnee(self) -> bool:
        return self.ligne.avis.nature not in settings.CREANCE_SANS_PLAFOND

    @property
    def bornes(self) -> tuple[Decimal, Decimal]:
        return regles.bornes(self.payable, plafonnee=self.plafonnee)

    @property
    def propose(self) -> Decimal:
        """What is filled in: as much as may be paid."""
        return self.bornes[1]


def lire(avis: Avis) -> list[LigneDue]:
    """The lines of a notice. Three queries."""
    lignes = list(LigneCreance.objects.de(avis.assure).filter(avis=avis).order_by("rang"))
    attente = dict(
        LigneCreance.objects.de(avis.assure)
        .filter(avis=avis, retenues__isnull=False)
        .values_list("pk")
        .annotate(reste=Sum("retenues__montant", filter=Q(retenues__recupere_le=None), default=ZERO))
        .order_by("pk")
    )
    vols = dict(
        Affectation.objects.de(avis.assure)
        .filter(ligne__avis=avis, paiement__etat__in=EN_COURS)
        .values_list("ligne")
        .annotate(total=Sum("montant"))
        .order_by("ligne")
    )
    for ligne in lignes:
        ligne.avis = avis
    return [
        LigneDue(ligne, attente.get(ligne.pk, ligne.montant - ligne.regle), vols.get(ligne.pk, ZERO))
        for ligne in lignes
    ]


def depuis_le_solde(assure: Assure) -> Avis | None:
    """The notice of the balance of participations and franchises, made now or found again; None when it may not be paid.

    One line for a year and a ceiling. What is on it is not withheld while it is being paid.
    """
    with transaction.atomic():
        verrouiller(assure.pk)
        attente = list(en_attente(assure))
        if not regles.solde_payable(sum((une.montant for une in attente), ZERO)):
            return None
        deja = Avis.objects.de(assure).filter(spontane=True, etat=Avis.Etat.A_PAYER).order_by("-id").first()
        if deja is not None and {r.pk for r in attente} == set(
            Retenue.objects.de(assure).filter(creances__avis=deja, recupere_le=None).values_list("pk", flat=True)
        ):
            return deja
        if deja is not None:
            Avis.objects.de(assure).filter(pk=deja.pk).update(etat=Avis.Etat.ANNULE)
        avis = Avis.objects.create(
            assure=assure, reference=_reference(assure, aujourdhui()), nature=Avis.Nature.PFFR, emis_le=aujourdhui(),
            spontane=True,
        )  # fmt: skip
        _ecrire_les_lignes(avis, attente)
        return avis


def en_attente(assure: Assure) -> QuerySet[Retenue]:
    """What will be withheld, the oldest care first."""
    return Retenue.objects.de(assure).filter(recupere_le=None).order_by("acte_le", "id")


def regler(ligne: LigneCreance, montant: Decimal, le: date) -> Decimal:
    """Lower the debt of a line by `montant`, in the caller's transaction; what was left over, when less was owed."""
    attente = list(
        Retenue.objects.systeme("a debt that was paid online").filter(creances=ligne, recupere_le=None)
        .select_for_update(no_key=True).order_by("acte_le", "id")
    )  # fmt: skip
    a_regler = montant
    for retenue in attente:
        pris = min(a_regler, retenue.montant)
        if pris:
            _prendre(retenue, pris, le)
        a_regler -= pris
    if not attente:
        frais = (
            LigneCreance.objects.systeme("a debt that was paid online").select_for_update(no_key=True).get(pk=ligne.pk)
        )
        pris = min(a_regler, frais.montant - frais.regle) if not frais.retenues.exists() else ZERO
        frais.regle += pris
        frais.save(update_fields=["regle"])
        a_regler -= pris
    return a_regler


def _prendre(retenue: Retenue, montant: Decimal, le: date) -> None:
    """Paid otherwise than on a payment; a part becomes a row of its own."""
    la_mienne = Retenue.objects.systeme("a debt that was paid online").filter(pk=retenue.pk)
    if montant == retenue.montant:
        la_mienne.update(recupere_le=le)
        return
    la_mienne.update(montant=retenue.montant - montant)
    Retenue.objects.create(
        assure_id=retenue.assure_id, personne_id=retenue.personne_id, prestation_id=retenue.prestation_id,
        genre=retenue.genre, annee=retenue.annee, acte_le=retenue.acte_le, montant=montant, recupere_le=le,
    )  # fmt: skip


def _ecrire_les_lignes(avis: Avis, attente: Sequence[Retenue]) -> None:
    def cle(une: Retenue) -> tuple[int, str]:
        return une.annee, Genre(une.genre).compteur

    for rang, ((annee, compteur), groupe) in enumerate(groupby(sorted(attente, key=cle), cle), start=1):
        retenues: Iterable[Retenue] = list(groupe)
        ligne = LigneCreance.objects.create(
            avis=avis, rang=rang, annee=annee, libelle=f"{LIBELLES[compteur]} {annee}",
            montant=sum((une.montant for une in retenues), ZERO),
        )  # fmt: skip
        ligne.retenues.set(retenues)


def _reference(assure: Assure, jour: date) -> str:
    """Caisse, year, month, 8 digits, 1 for participations and franchises (hypothesis of chapter 16 § 4)."""
    chiffres = f"{assure.caisse.code:0>3}"[:3] + f"{jour:%y%m}" + f"{secrets.randbelow(10**8):08}" + "1"
    return chiffres + regles.lettre(chiffres)
