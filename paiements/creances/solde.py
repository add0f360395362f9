"""The balance of participations and franchises: what of it may be withheld, and the notice that its owner makes to pay it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Assure
from ameli.noyau.horloge import aujourdhui
from paiements.calcul.mots import ZERO, Genre
from paiements.creances import dette, regles
from paiements.creances.emission import reference
from paiements.creances.etats import EN_COURS
from paiements.models import Avis, Contestation, Echeancier, LigneCreance, PaiementEnLigne, Retenue
from paiements.suivi import LIBELLES
from paiements.versements import verrouiller


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
        if deja is not None:
            dette.verrouiller_l_avis(deja)  # an attempt that begins at this moment is seen by `_engage`
        if deja is not None and (_engage(deja) or _porte(deja, attente)):
            return deja
        if deja is not None:
            Avis.objects.de(assure).filter(pk=deja.pk).update(etat=Avis.Etat.ANNULE)
        avis = Avis.objects.create(
            assure=assure, reference=reference(assure, aujourdhui(), Avis.Nature.PFFR), nature=Avis.Nature.PFFR, emis_le=aujourdhui(),
            spontane=True,
        )  # fmt: skip
        _ecrire_les_lignes(avis, attente)
        return avis


def _porte(avis: Avis, attente: Sequence[Retenue]) -> bool:
    """Are these what the notice still asks for?"""
    dues = Retenue.objects.de(avis.assure).filter(creances__avis=avis, recupere_le=None)
    return {une.pk for une in attente} == set(dues.values_list("pk", flat=True))


def _engage(avis: Avis) -> bool:
    """Is something going on with this notice, that another one would cut off?"""
    return (
        PaiementEnLigne.objects.de(avis.assure).filter(avis=avis, etat__in=EN_COURS).exists()
        or Echeancier.objects.de(avis.assure).filter(avis=avis, etat__in=Echeancier.OUVERTS).exists()
        or Contestation.objects.de(avis.assure).filter(ligne__avis=avis, conclusion="").exists()
    )


def en_attente(assure: Assure) -> QuerySet[Retenue]:
    """What will be withheld, the oldest care first."""
    return Retenue.objects.de(assure).filter(recupere_le=None).order_by("acte_le", "id")


def a_retenir(assure: Assure) -> QuerySet[Retenue]:
    """What the next payment may take: not what is being paid online, nor by months, nor what a recourse suspends."""
    ailleurs = LigneCreance.objects.de(assure).filter(
        Q(affectations__paiement__etat__in=EN_COURS)
        | Q(avis__echeanciers__etat__in=Echeancier.OUVERTS)
        | Q(avis__nature__in=regles.SUSPENSIFS, contestation__conclusion="")
    )
    return en_attente(assure).exclude(creances__in=ailleurs)


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
