"""Everything that « Mes informations » shows of a file, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from accounts.dossier import foyer
from accounts.informations import adresse, cartes_europeennes, coordonnees, historique
from accounts.informations.historique import Changement
from accounts.models import (
    Adresse,
    Assure,
    CarteEuropeenne,
    CarteVitale,
    Complementaire,
    CoordonneesBancaires,
    MedecinTraitant,
    ModificationEnCours,
    Personne,
)
from ameli.noyau.horloge import aujourdhui, maintenant

IBAN, ADRESSE = "coordonnees_bancaires", "adresse"


@dataclass
class Fiche:
    """One person of the file, with what hangs on them. `adresse`: only when it is their own.

    `cartes_europeennes` are those in hand or on the way, with whether they are worth something today.
    """

    personne: Personne
    lien: str = ""
    droits_au: date | None = None
    cartes: list[CarteVitale] = field(default_factory=list)
    cartes_europeennes: list[tuple[CarteEuropeenne, bool]] = field(default_factory=list)
    complementaires: list[Complementaire] = field(default_factory=list)
    medecin: MedecinTraitant | None = None
    adresse: Adresse | None = None


@dataclass(frozen=True)
class Dossier:
    """What the page shows. `iban_en_cours` and `adresse_en_cours` are the changes on their way, `changements` the history."""

    assure: Assure
    titulaire: Fiche
    beneficiaires: list[Fiche]
    adresse: Adresse | None
    coordonnees: CoordonneesBancaires | None
    modifications: list[ModificationEnCours]
    changements: list[Changement]

    @property
    def iban_en_cours(self) -> list[ModificationEnCours]:
        return [modification for modification in self.modifications if modification.sujet == IBAN]

    @property
    def premier_paiement_le(self) -> datetime | None:
        """When the first payment may reach new bank details, while that day is to come."""
        le = self.coordonnees.premier_paiement_le if self.coordonnees is not None else None
        return le if le is not None and le > maintenant() else None

    @property
    def adresse_en_cours(self) -> list[ModificationEnCours]:
        return [modification for modification in self.modifications if modification.sujet == ADRESSE]


def lire(assure: Assure) -> Dossier:
    """Ten queries, however many people the file covers and however often it changed."""
    commune, distinctes = adresse.actuelles(assure)
    titulaire, *beneficiaires = (
        Fiche(m.personne, m.lien, m.droits_au, adresse=m.rattachement and distinctes.get(m.rattachement.pk))
        for m in foyer.lire(assure, maintenant()).presents
    )
    _completer(assure, {fiche.personne.pk: fiche for fiche in (titulaire, *beneficiaires)})
    comptes, modifications = list(coordonnees.historique(assure)), list(ModificationEnCours.objects.de(assure))
    return Dossier(
        assure=assure,
        titulaire=titulaire,
        beneficiaires=beneficiaires,
        adresse=commune,
        coordonnees=next((compte for compte in comptes if compte.fin_le is None), None),
        modifications=modifications,
        changements=historique.lister(assure, comptes, modifications),
    )


def _completer(assure: Assure, fiches: dict[int, Fiche]) -> None:
    """Cards still in somebody's hands, covers that run, doctors: one query each for the whole family."""
    en_mains = CarteVitale.objects.filter(personne__in=fiches).exclude(etat=CarteVitale.Etat.REMPLACEE)
    for carte in en_mains.order_by("-emise_le", "-id"):
        fiches[carte.personne_id].cartes.append(carte)
    for numero, cartes in cartes_europeennes.actuelles(assure, fiches).items():
        fiches[numero].cartes_europeennes = [(carte, carte.valable(aujourdhui())) for carte in cartes]
    for cover in Complementaire.objects.filter(_en_cours("au"), personne__in=fiches).order_by("du", "id"):
        fiches[cover.personne_id].complementaires.append(cover)
    for medecin in MedecinTraitant.objects.filter(personne__in=fiches).order_by("id"):
        fiches[medecin.personne_id].medecin = medecin


def _en_cours(fin: str) -> Q:
    return Q(**{f"{fin}__isnull": True}) | Q(**{f"{fin}__gte": aujourdhui()})
