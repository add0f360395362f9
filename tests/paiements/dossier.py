"""Payments written by hand, few and known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.conf import settings
from django.test import Client

from accounts.models import Assure
from ameli.noyau import echeances
from ameli.noyau.horloge import aujourdhui, temps_reel
from paiements.calcul.revenus import indemnites
from paiements.creances import dette, encaissement, kiosque
from paiements.models import Avis, EcartCreance, LigneCreance, Paiement, PaiementEnLigne, Prestation, RevenuRemplacement

NOTIFICATION = "/mes-paiements/creances/notification/"


def payer(assure: Assure, le: date, montant: str = "19.00", **champs: Any) -> Paiement:
    """A payment without lines, for lists."""
    valeurs = {"famille": Paiement.Famille.SOINS, "rangs": 1, "postes": 1, **champs}
    return Paiement.objects.create(assure=assure, emis_le=le, montant=Decimal(montant), **valeurs)


def payer_une_consultation(assure: Assure, le: date, **champs: Any) -> Prestation:
    """30 € at the doctor's: 21 − 2 = 19 €."""
    paiement = payer(assure, le, **champs)
    return Prestation.objects.create(
        paiement=paiement, rang=1, code="G", soins_le=le - timedelta(days=6), personne=assure.personne, paye=Decimal(30),
        base=Decimal(30), taux=70, verse=Decimal(21), motif_taux="HAB", retenue=Decimal(2), motif_retenue="DUE",
    )  # fmt: skip


def payer_des_indemnites(
    assure: Assure, du: date, au: date, le: date, *, code: str = "IJN", journalier: str = "34.52", particularite: str = "",
    **champs: Any,
) -> Paiement:  # fmt: skip
    """A period of daily allowances paid on the day `le`."""
    r = indemnites(code, du, au, Decimal(journalier))
    paiement = payer(assure, le, str(r.net), famille=Paiement.Famille.IJ, postes=8192, **champs)
    ligne = Prestation.objects.create(
        paiement=paiement, rang=1, code=code, soins_le=du, personne=assure.personne, paye=Decimal(0), verse=r.net,
        motif_taux="FOR",
    )  # fmt: skip
    RevenuRemplacement.objects.create(
        prestation=ligne, du=du, au=au, jours=r.jours, journalier=r.journalier, brut=r.brut, csg=r.csg, crds=r.crds,
        impot=r.impot, particularite=particularite,
    )  # fmt: skip
    return paiement


def creer_avis(assure: Assure, *montants: str, reference: str = "4012603000001231N", nature: str = "PFFR") -> Avis:
    """A notice with a line for each amount."""
    avis = Avis.objects.create(assure=assure, reference=reference, nature=nature, emis_le=aujourdhui())
    for rang, montant in enumerate(montants, start=1):
        LigneCreance.objects.create(
            avis=avis, rang=rang, annee=2024, libelle=f"Franchises {rang}", montant=Decimal(montant)
        )
    return avis


def nouvelle_du_kiosque(paiement: PaiementEnLigne, statut: str = "ACCEPTE", **champs: str) -> dict[str, str]:
    """A notification as the kiosk signs it; `champs` are changed before the signature."""
    lus = {
        "boutique": settings.KIOSQUE["boutique"], "transaction": paiement.public_id, "montant": paiement.centimes,
        "devise": "EUR", "statut": statut, "evenement": f"{paiement.public_id}-{statut}",
        "date": temps_reel().isoformat(), **champs,
    }  # fmt: skip
    return kiosque.signer(lus, kiosque.Sens.DU_KIOSQUE)


def payer_une_creance(assure: Assure) -> PaiementEnLigne:
    """20 euros of a notice, accepted by the kiosk."""
    avis = creer_avis(assure, "50.00", reference="4012603000009999A")
    paiement = encaissement.commencer(assure, avis, {1: Decimal(20)}, acteur=assure.compte.acteur)
    encaissement.recevoir(nouvelle_du_kiosque(paiement))
    return paiement


def commencer(lea, avis, **montants: str) -> PaiementEnLigne:
    """An attempt that waits on our page, before the kiosk."""
    voulus = {int(rang[1:]): Decimal(montant) for rang, montant in montants.items()}
    return encaissement.commencer(lea, avis, voulus, acteur=lea.compte.acteur)


def partir(lea, avis, **montants: str) -> PaiementEnLigne:
    """An attempt whose browser is at the kiosk."""
    paiement = commencer(lea, avis, **montants)
    assert encaissement.partir(paiement)
    paiement.refresh_from_db()
    return paiement


def etat(paiement: PaiementEnLigne) -> str:
    return PaiementEnLigne.objects.systeme("essai").get(pk=paiement.pk).etat


def restes(avis: Avis) -> list[Decimal]:
    return [due.reste for due in dette.lire(avis)]


def ecarts(paiement: PaiementEnLigne) -> list[str]:
    return list(EcartCreance.objects.systeme("essai").filter(paiement=paiement).values_list("motif", flat=True))


def annoncer(champs: dict[str, str]) -> int:
    return Client(enforce_csrf_checks=True).post(NOTIFICATION, champs).status_code


def passer(duree: timedelta) -> None:
    with time_machine.travel(temps_reel() + duree, tick=False):
        echeances.balayer()
