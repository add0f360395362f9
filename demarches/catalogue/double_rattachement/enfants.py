"""The children of a file before this request: who may be chosen, who not and why; and those that a request is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.dossier import foyer, rattachements
from accounts.dossier.foyer import Membre, Obstacle
from accounts.models import Assure, Beneficiaire
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.double_rattachement import regles
from demarches.catalogue.double_rattachement.models import EnfantARattacher
from demarches.moteur.models import OUVERTS, Demarche


@dataclass(frozen=True)
class Candidat:
    """A child of the file; `pourquoi_pas` is empty for one who may be chosen."""

    membre: Membre
    pourquoi_pas: str

    @property
    def cle(self) -> str:
        return self.membre.cle

    @property
    def prenom(self) -> str:
        return self.membre.personne.prenom

    @property
    def libelle(self) -> str:
        """« Zoé, 12 ans »."""
        age = self.membre.age
        return f"{self.prenom}, {f'{age} ans' if age > 1 else '1 an' if age else 'moins de 1 an'}"


def candidats(assure: Assure, le: datetime, *, sauf: int | None = None) -> list[Candidat]:
    """Every child whom the file covers; nobody who has died. Three queries. `sauf`: a démarche that does not count."""
    jour = jour_de(le)
    partages, demandes = rattachements.partages(assure, jour), en_cours(assure, sauf=sauf)
    return [Candidat(un, regles.pourquoi_pas(_situation(un, partages, demandes), jour)) for un in _enfants(assure, le)]


def en_cours(assure: Assure, *, sauf: int | None = None) -> set[int]:
    """Keys of the children whom an open request of this file is about. One query."""
    siens = EnfantARattacher.objects.de(assure).filter(demarche__etat__in=OUVERTS).exclude(demarche=sauf)
    return set(siens.values_list("personne", flat=True))


def referent_d_un_enfant(assure: Assure, le: datetime) -> bool:
    """Is somebody of this file the référent of a child who lives? One query."""
    return any(Obstacle.AUTRE_PARENT not in un.obstacles for un in _enfants(assure, le))


def de_la_demande(demarche: Demarche) -> list[EnfantARattacher]:
    """In their order. One query."""
    siens = EnfantARattacher.objects.de(demarche.assure).filter(demarche=demarche)
    return list(siens.select_related("personne", "rattachement__beneficiaire__assure__caisse").order_by("id"))


def a_nommer(demarche: Demarche, le: datetime) -> list[str]:
    """First names that a message may say, in their order: nobody who has died since, nor of whom nothing is said. Three queries."""
    foyer_lu = foyer.lire(demarche.assure, le)
    membres = (foyer_lu.de_la_personne(un.personne_id) for un in de_la_demande(demarche))
    return [un.personne.prenom for un in membres if un is not None and not un.decede]


def _enfants(assure: Assure, le: datetime) -> list[Membre]:
    return [
        un
        for un in foyer.lire(assure, le).presents
        if un.rattachement is not None and un.rattachement.lien == Beneficiaire.Lien.ENFANT and not un.decede
    ]


def _situation(membre: Membre, partages: set[int], demandes: set[int]) -> regles.Enfant:
    tenus, personne = membre.obstacles, membre.personne
    return regles.Enfant(
        naissance=personne.date_naissance,
        referent=Obstacle.AUTRE_PARENT not in tenus,
        partage=personne.pk in partages,
        demande=personne.pk in demandes,
        sans_numero=personne.sans_numero,
        provisoire=Obstacle.NUMERO_PROVISOIRE in tenus,
    )
