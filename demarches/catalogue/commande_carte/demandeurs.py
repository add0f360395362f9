"""The people of a file for whom a card may be ordered, and why: what the rules say of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import Assure, CommandeCarteVitale, Opposition
from ameli.noyau import formats
from demarches.cartes import etats, titulaires
from demarches.cartes.lignes import Etat
from demarches.cartes.titulaires import Titulaire
from demarches.catalogue.commande_carte import regles
from demarches.catalogue.commande_carte.regles import Demandeur, Obstacle, Origine
from demarches.moteur import besoins
from demarches.moteur.declaration import Besoin, Lien

OrigineCommande = CommandeCarteVitale.Origine
ORIGINES = {
    Origine.IDENTITE: OrigineCommande.IDENTITE,
    Origine.IMMATRICULATION: OrigineCommande.IMMATRICULATION,
    Origine.AYANT_DROIT: OrigineCommande.AYANT_DROIT,
}
DE_L_OPPOSITION = {
    Opposition.Motif.PERTE: OrigineCommande.PERTE,
    Opposition.Motif.VOL: OrigineCommande.VOL,
    Opposition.Motif.DYSFONCTIONNEMENT: OrigineCommande.DYSFONCTIONNEMENT,
}
ETATS = {  # what the card alone does not say
    Obstacle.DROITS: Etat("Droits fermés", "erreur", "Appelez le 36 46 pour les rouvrir.", "barree"),
    Obstacle.SANS_NUMERO: Etat(
        "Numéro attendu", "info", "La carte viendra avec le numéro de Sécurité sociale, en cours d’attribution.", "vide"
    ),
    Obstacle.PROVISOIRE: Etat(
        "Numéro provisoire", "info", "La carte viendra avec le numéro définitif de Sécurité sociale.", "vide"
    ),
}
SANS_CARTE = Etat(
    "Plus de carte", "neutre", "L’ancienne carte ne sert plus. Appelez le 36 46 pour la remplacer.", "barree"
)


@dataclass(frozen=True)
class Candidat:
    """One person of the file, with what the rules say of them."""

    titulaire: Titulaire
    verdict: Origine | Obstacle

    @property
    def cle(self) -> str:
        return self.titulaire.cle

    @property
    def nom(self) -> str:
        return self.titulaire.nom

    @property
    def possible(self) -> bool:
        return isinstance(self.verdict, Origine)

    @property
    def etat(self) -> Etat:
        """Of the card, and why a new one may be ordered."""
        if self.verdict is Obstacle.TROP_TARD and not self._declarable:
            return SANS_CARTE
        lu = ETATS.get(self.verdict) or etats.lire(self.titulaire)  # type: ignore[call-overload]
        if self.verdict in (Origine.IDENTITE, Origine.IMMATRICULATION, Origine.AYANT_DROIT):
            return replace(lu, phrase=f"{self.situation}.")
        return lu

    def lien(self, assure: Assure) -> Lien | None:
        """What `assure` may do for this person instead of an order."""
        if self.verdict is Obstacle.EN_CHEMIN:
            return etats.suivre(self.titulaire, assure)
        if self.verdict is Obstacle.DEJA_UNE:
            return Lien("Perdue, volée, en panne", besoins.depart(Besoin.DECLARER_UNE_PERTE, pour=self.cle))
        if self.verdict is Obstacle.TROP_TARD and self._declarable:
            return Lien("Déclarer de nouveau", besoins.depart(Besoin.DECLARER_UNE_PERTE, pour=self.cle))
        return None

    def action(self, assure: Assure) -> Lien | None:
        """The one thing that `assure` may do for this person today, an order included."""
        if self.possible:
            mot = "ma" if self.titulaire.membre.soi else "sa"
            return Lien(f"Commander {mot} carte", besoins.depart(Besoin.COMMANDER_CARTE_VITALE, pour=self.cle))
        return self.lien(assure)

    @property
    def _declarable(self) -> bool:
        """Is there a card of which the loss can be told again?"""
        return self.titulaire.possession.opposition is not None

    @property
    def origine(self) -> str:
        """What is written on the order."""
        opposition = self.titulaire.possession.opposition
        if self.verdict is Origine.OPPOSITION and opposition is not None:
            return DE_L_OPPOSITION[Opposition.Motif(opposition.motif)]
        assert isinstance(self.verdict, Origine)
        return ORIGINES[self.verdict]

    @property
    def situation(self) -> str:
        """Why a card may be ordered, in one sentence."""
        opposition = self.titulaire.possession.opposition
        if self.verdict is Origine.OPPOSITION and opposition is not None:
            return f"Carte déclarée le {formats.jour(opposition.le)}, à commander au plus tard le {formats.jour(opposition.commander_avant)}"
        return {
            Origine.IDENTITE: "Le nom ou le numéro de la carte n’est plus le bon",
            Origine.IMMATRICULATION: "Première carte",
            Origine.AYANT_DROIT: "Première carte, dès 12 ans",
        }[Origine(self.verdict)]


def lire(assure: Assure, le: datetime) -> list[Candidat]:
    """The insured person first, then those they cover. `assure.personne` must be loaded."""
    return [Candidat(t, regles.examiner(_pour_les_regles(t), le)) for t in titulaires.lire(assure, le)]


def choisi(candidats: list[Candidat], cle: str) -> Candidat | None:
    """The person of the answer."""
    return next((candidat for candidat in candidats if candidat.cle == cle), None)


def _pour_les_regles(titulaire: Titulaire) -> Demandeur:
    possession, membre, personne = titulaire.possession, titulaire.membre, titulaire.personne
    opposition = possession.opposition
    return Demandeur(
        age=membre.age, soi=membre.soi, sans_numero=personne.sans_numero,
        numero_definitif=personne.numero_definitif, droits_ouverts=membre.droits_ouverts,
        decede=membre.decede, en_chemin=possession.commande is not None,
        carte_active=possession.active is not None and opposition is None, identite_changee=possession.identite_changee(personne),
        deja_eu_une_carte=bool(possession.cartes), opposee=opposition is not None,
        limite=opposition.commander_avant if opposition else None,
    )  # fmt: skip
