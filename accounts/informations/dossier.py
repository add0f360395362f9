"""Everything that « Mes informations » shows of a file, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.dossier import caisses, foyer, panneaux
from accounts.dossier.panneaux import Rangee
from accounts.informations import adresse, coordonnees, historique
from accounts.informations.historique import Changement
from accounts.models import (
    Adresse,
    Assure,
    CoordonneesBancaires,
    ModificationEnCours,
    Personne,
)
from ameli.noyau.horloge import aujourdhui, maintenant

IBAN, ADRESSE, COMPLEMENTAIRE, C2S = "coordonnees_bancaires", "adresse", "complementaire", "c2s"


@dataclass(frozen=True)
class Fiche:
    """One person of the file, with what hangs on them. `adresse`: only when it is their own."""

    personne: Personne
    lien: str
    droits_au: date | None
    adresse: Adresse | None
    panneaux: list[Rangee]


@dataclass(frozen=True)
class Dossier:
    """What the page shows: what is known, each of `modifications` beside what it will change, and the history, `changements`."""

    assure: Assure
    titulaire: Fiche
    beneficiaires: list[Fiche]
    adresse: Adresse | None
    coordonnees: CoordonneesBancaires | None
    modifications: list[ModificationEnCours]
    changements: list[Changement]

    @property
    def regime(self) -> str:
        """The scheme, in words: "régime général"."""
        caisse = self.assure.caisse
        return caisses.regime(caisse.code, caisse.regime, le=aujourdhui())

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

    @property
    def complementaire_en_cours(self) -> list[ModificationEnCours]:
        return [modification for modification in self.modifications if modification.sujet == COMPLEMENTAIRE]

    @property
    def c2s_en_cours(self) -> list[ModificationEnCours]:
        """A request for the Complémentaire santé solidaire that is not decided."""
        return [modification for modification in self.modifications if modification.sujet == C2S]


def lire(assure: Assure) -> Dossier:
    """Ten queries and those of other floors' panels, however many people the file covers and however often it changed."""
    commune, distinctes = adresse.actuelles(assure)
    presents = [membre for membre in foyer.lire(assure, maintenant()).presents if not membre.silencieux]
    rangees = panneaux.lire(assure, [m.personne.pk for m in presents], presents[0].le)
    titulaire, *beneficiaires = (
        Fiche(
            m.personne,
            m.lien,
            m.droits_au,
            m.rattachement and distinctes.get(m.rattachement.pk),
            rangees[m.personne.pk],
        )
        for m in presents
    )
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
