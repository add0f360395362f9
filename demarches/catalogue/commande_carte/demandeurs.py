"""The people of a file for whom a card may be ordered, and why: what the rules say of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Assure, CommandeCarteVitale, Opposition
from ameli.noyau import formats
from demarches.cartes import titulaires
from demarches.cartes.titulaires import Titulaire
from demarches.catalogue.commande_carte import regles
from demarches.catalogue.commande_carte.regles import Demandeur, Obstacle, Origine

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
PHRASES = {
    Obstacle.TROP_JEUNE: "avant 12 ans, un enfant n’a pas de carte : il est sur celle de ses parents.",
    Obstacle.ADULTE: "un adulte commande sa carte depuis son propre compte.",
    Obstacle.DECEDE: "la carte d’une personne décédée ne se remplace pas.",
    Obstacle.DROITS: "les droits sont fermés. Appelez le 36 46 pour les rouvrir.",
    Obstacle.SANS_NUMERO: "le numéro de Sécurité sociale est en cours d’attribution. La carte viendra avec lui.",
    Obstacle.PROVISOIRE: "le numéro de Sécurité sociale est provisoire. La carte viendra avec le numéro définitif.",
    Obstacle.EN_CHEMIN: "une carte est déjà commandée. Suivez-la dans « Suivre mes démarches ».",
    Obstacle.DEJA_UNE: "une carte est déjà valable. Si elle est perdue, volée ou en panne, déclarez-le d’abord.",
    Obstacle.TROP_TARD: "les 4 jours pour commander en ligne sont passés. Déclarez de nouveau la carte, ou appelez le 36 46.",
}


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
    def phrase(self) -> str:
        """Why not, in words; empty when they may."""
        return f"{self.nom} : {PHRASES[self.verdict]}" if isinstance(self.verdict, Obstacle) else ""

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
