"""The people of a file, and what may be done for the card of each: four queries, whatever the family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.dossier import foyer
from accounts.dossier.foyer import Membre
from accounts.informations import cartes_vitale
from accounts.informations.cartes_vitale import Possession
from accounts.models import Assure, CarteVitale, Personne
from ameli.noyau import formats
from ameli.noyau.masquage import masquer_serie
from demarches.cartes import regles
from demarches.cartes.regles import Obstacle, Situation


@dataclass
class Titulaire:
    """One person of the file at one moment."""

    membre: Membre
    le: datetime
    possession: Possession

    @property
    def personne(self) -> Personne:
        return self.membre.personne

    @property
    def cle(self) -> str:
        """How the forms name them."""
        return self.membre.cle

    @property
    def nom(self) -> str:
        return self.membre.nom

    @property
    def carte(self) -> CarteVitale | None:
        """The card to declare: the active one, or the one that was declared and that nothing replaced."""
        if self.possession.active is not None:
            return self.possession.active
        opposition = self.possession.opposition
        return opposition.carte if opposition else None

    @property
    def obstacle(self) -> Obstacle | None:
        opposition = self.possession.opposition
        situation = Situation(
            age=self.membre.age, soi=self.membre.soi, carte_active=self.possession.active is not None,
            deja_opposee=opposition is not None, limite=opposition.commander_avant if opposition else None,
            en_chemin=self.possession.commande is not None, decede=self.membre.decede,
        )  # fmt: skip
        return regles.obstacle(situation, self.le)

    @property
    def deja_en_panne(self) -> bool:
        """Is its failure declared already, and the new card on its way or still to be ordered in time?"""
        opposition = self.possession.opposition
        if opposition is None or opposition.carte.etat != CarteVitale.Etat.DEFAILLANTE:
            return False
        return self.possession.commande is not None or opposition.ouvre_une_commande(self.le)

    @property
    def situation(self) -> str:
        """« Carte •••• •• 4821, établie le 3 mars 2024 »."""
        carte = self.carte
        if carte is None:
            return "Aucune carte"
        lue = f"Carte {masquer_serie(carte.serie)}, établie le {formats.jour(carte.emise_le)}"
        if carte.etat == CarteVitale.Etat.ACTIVE:
            return lue
        return f"{lue}, {carte.get_etat_display()} le {formats.jour(carte.etat_depuis)}"


def lire(assure: Assure, le: datetime) -> list[Titulaire]:
    """The insured person first, then those they cover today. `assure.personne` must be loaded."""
    presents = foyer.lire(assure, le).presents
    trouvees = cartes_vitale.possessions(membre.personne.pk for membre in presents)
    return [Titulaire(membre, le, trouvees[membre.personne.pk]) for membre in presents]


def choisi(titulaires: list[Titulaire], cle: str) -> Titulaire | None:
    """The person of the answer."""
    return next((titulaire for titulaire in titulaires if titulaire.cle == cle), None)
