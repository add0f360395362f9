"""The account on which the caisse pays: dated rows, one current, each change with its author in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Assure, CoordonneesBancaires
from ameli.noyau.calendrier import heures
from ameli.noyau.echeances import planifier
from ameli.noyau.journal import auteur, declarer_genre, journaliser

declarer_genre("iban.remplace", "{acteur} : coordonnées bancaires enregistrées")


# A new IBAN asked for online waits before its first payment, so that whoever was robbed of their account has the time to
# react. An account given at the desk or by signed paper was checked by somebody. Hypothesis of November 2026.
PREMIER_PAIEMENT = heures(72)
# A file that had no bank details has some: a due date, so that the floor that pays learns it without being known here.
PREMIERES = "coordonnees.premieres"


@dataclass(frozen=True)
class Versement:
    """Where an amount goes. With `retenu_jusqu_a` it is held until then, then asked for again: never dropped."""

    coordonnees: CoordonneesBancaires | None
    retenu_jusqu_a: datetime | None = None


class EffetAnterieur(ValueError):
    """The new details would take effect before the current ones did."""


def actuelles(assure: Assure) -> CoordonneesBancaires | None:
    """The details in use, or None when the caisse has none."""
    return CoordonneesBancaires.objects.de(assure).filter(fin_le=None).first()


def premier_paiement(effet: datetime, origine: str) -> datetime | None:
    """When the first payment may reach details in force from `effet`; None: at once."""
    return PREMIER_PAIEMENT.apres(effet) if origine == CoordonneesBancaires.Origine.WEB else None


def en_vigueur(assure: Assure, le: datetime) -> CoordonneesBancaires | None:
    """The details in force at `le`, whatever came after."""
    siennes = CoordonneesBancaires.objects.de(assure).filter(Q(fin_le=None) | Q(fin_le__gt=le), effet_le__lte=le)
    return siennes.order_by("-effet_le", "-id").first()


def compte_pour_un_paiement(assure: Assure, du_le: datetime) -> Versement:
    """Where to pay what falls due at `du_le` (domain clock). One query.

    Without bank details, or before their first payment, the amount is held; in the first case nobody knows until when.
    """
    alors = en_vigueur(assure, du_le)
    if alors is None:
        return Versement(None)
    premier = alors.premier_paiement_le
    return Versement(alors, premier if premier is not None and du_le < premier else None)


def historique(assure: Assure) -> QuerySet[CoordonneesBancaires]:
    """Every row, the latest first."""
    return CoordonneesBancaires.objects.de(assure).order_by("-effet_le", "-id")


def remplacer(
    assure: Assure,
    *,
    iban: str,
    titulaire: str,
    civilite: str,
    effet: datetime,
    cause: str,
    second_titulaire: str = "",
    bic: str = "",
    banque: str = "",
    demande_le: datetime | None = None,
    origine: str = CoordonneesBancaires.Origine.WEB,
    acteur: str = "horloge",
) -> CoordonneesBancaires:
    """Close the current details at `effet` (aware, domain clock) and put the new ones in their place.

    `iban` without spaces, already checked; `cause` is the reference of the démarche: the same cause twice is one
    change. Raises EffetAnterieur. The caller says the news.
    """
    with transaction.atomic(), auteur(acteur, cause):
        Assure.objects.systeme("one change of bank details at a time").select_for_update(no_key=True).get(pk=assure.pk)
        deja = CoordonneesBancaires.objects.de(assure).filter(cause=cause).first() if cause else None
        if deja is not None:
            return deja
        courante = actuelles(assure)
        if courante is not None:
            if effet < courante.effet_le:
                raise EffetAnterieur(f"{cause}: the current details are more recent")
            CoordonneesBancaires.objects.de(assure).filter(pk=courante.pk).update(fin_le=effet)
        nouvelle = CoordonneesBancaires.objects.create(
            assure=assure, civilite=civilite, titulaire=titulaire, second_titulaire=second_titulaire, iban=iban,
            bic=bic, banque=banque, demande_le=demande_le or effet, effet_le=effet, origine=origine, cause=cause,
            premier_paiement_le=premier_paiement(effet, origine),
        )  # fmt: skip
        if courante is None:
            planifier(
                PREMIERES, objet=f"coordonnees:{nouvelle.public_id}", du_le=effet,
                cle=f"{PREMIERES}:{nouvelle.public_id}", donnees={"assure": assure.public_id},
            )  # fmt: skip
        journaliser(
            "iban.remplace", acteur=acteur, assure_ref=assure.public_id, objet=f"coordonnees:{nouvelle.public_id}",
            motif=cause,
        )  # fmt: skip
        return nouvelle
