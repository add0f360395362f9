"""A calculated transfer becomes rows: the payment, its lines, what is taken from it, each sum with the act it comes from."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import Assure, Personne
from ameli.noyau.calendrier import jour_de
from paiements.calcul.mots import Famille, Genre
from paiements.calcul.revenus import Revenu
from paiements.calcul.soins import Ligne
from paiements.calcul.virements import Dette, virer
from paiements.creances.solde import a_retenir
from paiements.models import DepenseEtrangere, Paiement, Prestation, Retenue, RevenuRemplacement, Tiers
from paiements.prestations import tarif
from paiements.transmissions import annoncer
from paiements.versements import emettre, verrouiller


@dataclass(frozen=True)
class Facture:
    """A bill in another currency, the rate that made it euros, and what asked for it (`paiements.models.DepenseEtrangere`)."""

    devise: str
    montant: Decimal
    valeur: Decimal
    publie_le: date | None
    cause: str = ""
    soin: str = ""


@dataclass(frozen=True)
class LigneAPayer:
    """A line to pay to the insured person, for whom it is (`rang` in the file, 1 for them), and by whom the care was given.
    `facture`: it was given abroad. `corrige`: the line that was paid too little, of which it is the difference."""

    ligne: Ligne
    personne: Personne
    rang: int = 1
    professionnel: Tiers | None = None
    revenu: Revenu | None = None
    facture: Facture | None = None
    corrige: Prestation | None = None


def enregistrer(assure: Assure, dues: Sequence[LigneAPayer], *, famille: Famille, du_le: datetime) -> Paiement:
    """Pay these lines, due at `du_le`, to the insured person: what waits to be withheld is taken first, the oldest care
    first, and the rest goes to their account or is held for it."""
    le = jour_de(du_le)
    with transaction.atomic():
        verrouiller(assure.pk)
        dues = [replace(due, ligne=replace(due.ligne, cle=("ligne", rang))) for rang, due in enumerate(dues, start=1)]
        anciennes = {("retenue", retenue.pk): retenue for retenue in a_retenir(assure)}
        virement, _ = virer(
            le, [due.ligne for due in dues], [_dette(cle, retenue) for cle, retenue in anciennes.items()]
        )
        rangs = postes = 0
        for due in dues:
            rangs |= 1 << (due.rang - 1)
            postes |= int(tarif(due.ligne.code, due.ligne.le).poste)
        paiement = Paiement(
            assure=assure, montant=virement.montant, famille=Paiement.Famille(famille), rangs=rangs, postes=postes
        )
        paiement.emis_le = le
        annonces = [due.personne for due in dues if due.corrige is None]
        if famille == Famille.SOINS and annonces:
            annoncer(paiement, annonces)
        emettre(paiement, du_le=du_le)
        actes = [_ecrire_la_ligne(paiement, rang, due) for rang, due in enumerate(dues, start=1)]
        _ecrire_les_retenues(paiement, dues, actes, virement.prises)
        for prise in virement.prises:
            if prise.dette.cle in anciennes:
                anciennes[prise.dette.cle].prendre(prise.montant, paiement.emis_le, paiement)
    return paiement


def _dette(cle: Hashable, retenue: Retenue) -> Dette:
    return Dette(cle, retenue.personne_id, Genre(retenue.genre), retenue.acte_le, retenue.montant)


def _ecrire_la_ligne(paiement: Paiement, rang: int, due: LigneAPayer) -> Prestation:
    ligne = due.ligne
    prestation = Prestation.objects.create(
        paiement=paiement, rang=rang, code=ligne.code, soins_le=ligne.le, personne=due.personne,
        professionnel=due.professionnel, unites=ligne.unites, paye=ligne.paye, base=ligne.base, taux=ligne.taux,
        verse=ligne.verse, motif_taux=ligne.motif_taux, retenue=ligne.retenue, motif_retenue=ligne.motif_retenue,
        corrige=due.corrige,
    )  # fmt: skip
    if due.revenu is not None:
        r = due.revenu
        RevenuRemplacement.objects.create(
            prestation=prestation, du=r.du, au=r.au, jours=r.jours, journalier=r.journalier, brut=r.brut, csg=r.csg,
            crds=r.crds, casa=r.casa, impot=r.impot, particularite=r.particularite,
        )  # fmt: skip
    if due.facture is not None:
        DepenseEtrangere.objects.create(prestation=prestation, **asdict(due.facture))
    return prestation


def _ecrire_les_retenues(paiement: Paiement, dues: Sequence[LigneAPayer], actes: list[Prestation], prises) -> None:
    """What these lines themselves owe: taken from this payment, or left for the next one when there is not enough."""
    pris = {prise.dette.cle: prise.montant for prise in prises}
    for due, acte in zip(dues, actes, strict=True):
        ligne = due.ligne
        maintenant = pris.get(ligne.cle, Decimal(0)) if ligne.retenue else Decimal(0)
        for montant, ou in ((maintenant, paiement), (ligne.retenue - maintenant, None)):
            if montant and ligne.genre is not None:
                Retenue.objects.create(
                    assure=paiement.assure, personne=due.personne, prestation=acte, genre=ligne.genre,
                    annee=ligne.le.year, acte_le=ligne.le, montant=montant, paiement=ou,
                    recupere_le=paiement.emis_le if ou else None,
                )  # fmt: skip
