"""A payment leaves, or waits for the account that it is meant for. Nothing that is due is lost, and nothing is paid twice.

`accounts.informations.coordonnees` says which account is in force and until when a new one waits for its first payment;
`paiements.calcul.comptes` is the same rule without a database, with its properties.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.informations import coordonnees
from accounts.models import Assure
from ameli.noyau.calendrier import jour_de
from ameli.noyau.echeances import planifier
from ameli.noyau.perimetre import PerimetreQuerySet
from paiements.models import Paiement

LIBERER = "paiement.liberer"
RETENUS = (Paiement.Etat.RETENU, Paiement.Etat.EN_ATTENTE)


def emettre(paiement: Paiement, *, du_le: datetime) -> Paiement:
    """Write a payment that is due at `du_le` to the insured person: paid, or held until its account may be paid.

    `paiement` is not saved yet; its day is that of `du_le` until it is released.
    """
    with transaction.atomic():
        verrouiller(paiement.assure_id)
        paiement.emis_le = jour_de(du_le)
        libere_le = _destiner(paiement, du_le)
        paiement.save(force_insert=True)
        _planifier(paiement, libere_le)
    return paiement


def liberer(public_id: str, le: datetime) -> None:
    """The day of a held payment has come: it leaves on the account in force, or waits for a newer one in turn."""
    _reprendre(Paiement.objects.systeme("release of a held payment").filter(public_id=public_id), le)


def accueillir_un_compte(assure_ref: str, le: datetime) -> None:
    """A file that had no account has one from `le` on: what waited for it leaves, or is held like any other."""
    en_attente = Paiement.objects.systeme("payments that wait for an account")
    _reprendre(en_attente.filter(assure__public_id=assure_ref, etat=Paiement.Etat.EN_ATTENTE), le)


def _reprendre(paiements: PerimetreQuerySet[Paiement], le: datetime) -> None:
    """Look again at these payments of one file; those that left meanwhile are no longer concerned."""
    with transaction.atomic():
        assure = paiements.order_by("pk").values_list("assure", flat=True).first()
        if assure is None:
            return
        verrouiller(assure)
        for paiement in paiements.filter(etat__in=RETENUS).select_related("assure").order_by("emis_le", "pk"):
            libere_le = _destiner(paiement, le)
            if paiement.etat == Paiement.Etat.EMIS:
                paiement.emis_le = jour_de(le)
            paiement.save(update_fields=["emis_le", "etat", "disponible_le", "coordonnees", "iban_masque"])
            _planifier(paiement, libere_le)


def _destiner(paiement: Paiement, le: datetime) -> datetime | None:
    """Set state, account and release of a payment that is due at `le`; the moment of the release when it is known."""
    ou = coordonnees.compte_pour_un_paiement(paiement.assure, le)
    paiement.coordonnees = ou.coordonnees
    paiement.iban_masque = ou.coordonnees.iban_masque if ou.coordonnees else ""
    paiement.disponible_le = jour_de(ou.retenu_jusqu_a) if ou.retenu_jusqu_a else None
    if ou.coordonnees is None:
        paiement.etat = Paiement.Etat.EN_ATTENTE
    else:
        paiement.etat = Paiement.Etat.RETENU if ou.retenu_jusqu_a else Paiement.Etat.EMIS
    return ou.retenu_jusqu_a


def _planifier(paiement: Paiement, libere_le: datetime | None) -> None:
    if paiement.etat == Paiement.Etat.RETENU and libere_le is not None:
        planifier(
            LIBERER, objet=f"paiement:{paiement.public_id}", du_le=libere_le, donnees={"paiement": paiement.public_id},
            cle=f"{LIBERER}:{paiement.public_id}:{libere_le.isoformat()}",
        )  # fmt: skip


def verrouiller(assure: int) -> None:
    """One movement of money at a time in a file, and none while its account changes."""
    dossiers = Assure.objects.systeme("one movement of money at a time").select_for_update(no_key=True)
    dossiers.get(pk=assure)
