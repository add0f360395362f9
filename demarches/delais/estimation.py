"""What a person is told: the delay of their caisse, or the one that is measured, on the day that they ask; then it stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import Assure, Caisse
from ameli.noyau.calendrier import PARIS, jour_de, mois
from ameli.noyau.echeances import annuler, planifier
from demarches.delais import grille, regles
from demarches.delais.models import DelaiDeTraitement, Estimation
from demarches.delais.regles import Fourchette
from demarches.moteur import registre
from demarches.moteur.models import Demarche, Etat

GARDEES = 20  # estimates of a person; the oldest make room
CONSERVATION = mois(6)
HEURE_DU_RAPPEL = 8
Canal, Source = Estimation.Canal, Estimation.Source


@dataclass(frozen=True)
class Delai:
    """A delay in days and where it comes from. `du`: since when; `ligne`: what the caisse wrote, if it did."""

    jours: int
    source: str
    du: date
    mediane: int | None = None
    ligne: DelaiDeTraitement | None = None


def delai_de(assure: Assure, precision: grille.Precision, canal: str, le: datetime) -> Delai:
    """Measured when the product treats it and has treated enough; else the caisse's table; else the national delay.

    One query, two for what is sent online to a room of the product.
    """
    jour = jour_de(le)
    ligne = DelaiDeTraitement.objects.de(assure).filter(precision=precision.code).en_vigueur(jour).first()
    teleservice = registre.de_la_precision(precision.code)
    if teleservice and canal == Canal.EN_LIGNE:
        mesure = mesurer(assure.caisse, teleservice.code, le)
        if mesure is not None:
            return Delai(mesure[1], Source.MESURE, jour, mesure[0], ligne)
    if ligne is not None:
        return Delai(ligne.jours, Source.CAISSE, ligne.du, ligne=ligne)
    return Delai(precision.jours, Source.NATIONAL, grille.DEPUIS)


def mesurer(caisse: Caisse, teleservice: str, le: datetime) -> tuple[int, int] | None:
    """Median and 9th decile, in days, of what this caisse decided lately; None when that is too little. One query.

    A delay runs from the deposit to the decision, without the time when the person was waited for.
    """
    decidees = (
        Demarche.objects.systeme("delays are the same for everybody of a caisse")
        .filter(
            caisse=caisse, teleservice=teleservice, etat__in=(Etat.ACCEPTEE, Etat.REFUSEE),
            close_le__gt=le - timedelta(days=settings.DELAIS["jours_mesures"]), close_le__lte=le,
        )
        .order_by("-close_le")
        .values_list("deposee_le", "close_le", "temps_suspendu")[: settings.DELAIS["au_plus"]]
    )  # fmt: skip
    durees = [regles.duree(debut, fin, attente) for debut, fin, attente in decidees]
    return regles.mesurer(durees, settings.DELAIS["assez"])


def calculer(assure: Assure, precision: grille.Precision, canal: str, deposee_le: date, delai: Delai) -> Fourchette:
    """The days, for a deposit on `deposee_le` at the person's caisse."""
    return regles.estimer(
        deposee_le, delai.jours, par_courrier=canal == Canal.COURRIER, mediane=delai.mediane,
        departement=assure.caisse.departement,
    )  # fmt: skip


@transaction.atomic
def demander(assure: Assure, *, precision: grille.Precision, canal: str, deposee_le: date, le: datetime) -> Estimation:
    """The estimate of this request. Asked again, it is the one that was given the first time."""
    delai = delai_de(assure, precision, canal, le)
    fourchette = calculer(assure, precision, canal, deposee_le, delai)
    estimation, nouvelle = Estimation.objects.de(assure).get_or_create(
        assure=assure, caisse=assure.caisse, precision=precision.code, canal=canal, deposee_le=deposee_le,
        defaults={
            "source": delai.source, "jours": delai.jours, "mediane": delai.mediane, "delai_du": delai.du,
            "au_plus_tot": fourchette.au_plus_tot, "prevue_le": fourchette.prevue,
            "au_plus_tard": fourchette.au_plus_tard, "faite_le": le,
        },
    )  # fmt: skip
    if nouvelle:
        planifier("delais.oubli", objet=estimation.objet, du_le=_fin(estimation), cle=f"{estimation.objet}:oubli")
        _faire_de_la_place(assure)
    return estimation


@transaction.atomic
def rappeler(estimation: Estimation, oui: bool) -> None:
    """Ask to be told once the last day is over, or no more."""
    Estimation.objects.de(estimation.assure).filter(pk=estimation.pk).update(rappel=oui)
    if oui:
        planifier(
            "delais.rappel", objet=estimation.objet, du_le=_rappel_le(estimation), cle=f"{estimation.objet}:rappel"
        )


@transaction.atomic
def oublier(estimation: Estimation) -> None:
    """The person has no more use for it."""
    annuler(objet=estimation.objet)
    Estimation.objects.de(estimation.assure).filter(pk=estimation.pk).delete()


def _rappel_le(estimation: Estimation) -> datetime:
    """The morning after the last day."""
    lendemain = estimation.au_plus_tard + timedelta(days=1)
    return datetime(lendemain.year, lendemain.month, lendemain.day, HEURE_DU_RAPPEL, tzinfo=PARIS)


def _fin(estimation: Estimation) -> datetime:
    return CONSERVATION.apres(max(_rappel_le(estimation), estimation.faite_le))


def _faire_de_la_place(assure: Assure) -> None:
    for trop in Estimation.objects.de(assure).select_related("assure").order_by("-faite_le", "-id")[GARDEES:]:
        oublier(trop)
