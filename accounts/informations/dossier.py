"""Everything that « Mes informations » shows of a file, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from stdnum.fr.nir import calc_check_digits

from accounts.informations import adresse, coordonnees
from accounts.models import (
    Adresse,
    Assure,
    Beneficiaire,
    CarteVitale,
    Complementaire,
    CoordonneesBancaires,
    MedecinTraitant,
    ModificationEnCours,
    Personne,
)
from ameli.noyau.horloge import aujourdhui

IBAN, ADRESSE = "coordonnees_bancaires", "adresse"


@dataclass
class Fiche:
    """One person of the file, with what hangs on them. `nir_complet` has 15 characters; `adresse`, only when it is their own."""

    personne: Personne
    lien: str = ""
    droits_au: date | None = None
    cartes: list[CarteVitale] = field(default_factory=list)
    complementaires: list[Complementaire] = field(default_factory=list)
    medecin: MedecinTraitant | None = None
    adresse: Adresse | None = None

    @property
    def nir_complet(self) -> str:
        return self.personne.nir + calc_check_digits(self.personne.nir)


@dataclass(frozen=True)
class Dossier:
    """What the page shows. `iban_en_cours` and `adresse_en_cours` are the changes on their way."""

    assure: Assure
    titulaire: Fiche
    beneficiaires: list[Fiche]
    adresse: Adresse | None
    coordonnees: CoordonneesBancaires | None
    historique: list[CoordonneesBancaires]
    modifications: list[ModificationEnCours]

    @property
    def iban_en_cours(self) -> list[ModificationEnCours]:
        return [modification for modification in self.modifications if modification.sujet == IBAN]

    @property
    def adresse_en_cours(self) -> list[ModificationEnCours]:
        return [modification for modification in self.modifications if modification.sujet == ADRESSE]


def lire(assure: Assure) -> Dossier:
    """Seven queries, however many people the file covers."""
    rattaches = list(
        Beneficiaire.objects.de(assure).filter(_en_cours("droits_au")).select_related("personne").order_by("rang")
    )
    titulaire = Fiche(assure.personne, droits_au=assure.droits_au)
    commune, distinctes = adresse.actuelles(assure)
    beneficiaires = [
        Fiche(b.personne, lien=b.get_lien_display(), droits_au=b.droits_au, adresse=distinctes.get(b.pk))
        for b in rattaches
    ]
    _completer({fiche.personne.pk: fiche for fiche in (titulaire, *beneficiaires)})
    historique = list(coordonnees.historique(assure))
    return Dossier(
        assure=assure,
        titulaire=titulaire,
        beneficiaires=beneficiaires,
        adresse=commune,
        coordonnees=next((ligne for ligne in historique if ligne.fin_le is None), None),
        historique=historique,
        modifications=list(ModificationEnCours.objects.de(assure)),
    )


def _completer(fiches: dict[int, Fiche]) -> None:
    """Cards still in somebody's hands, covers that run, doctors: one query each for the whole family."""
    retirees = (CarteVitale.Etat.REMPLACEE, CarteVitale.Etat.HORS_SERVICE)
    for carte in (
        CarteVitale.objects.filter(personne__in=fiches).exclude(etat__in=retirees).order_by("-emise_le", "-id")
    ):
        fiches[carte.personne_id].cartes.append(carte)
    for cover in Complementaire.objects.filter(_en_cours("au"), personne__in=fiches).order_by("du", "id"):
        fiches[cover.personne_id].complementaires.append(cover)
    for medecin in MedecinTraitant.objects.filter(personne__in=fiches).order_by("id"):
        fiches[medecin.personne_id].medecin = medecin


def _en_cours(fin: str) -> Q:
    return Q(**{f"{fin}__isnull": True}) | Q(**{f"{fin}__gte": aujourdhui()})
