"""The second parent in the registry, compared with what was written. Agents alone are told; the person who asks never is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.saisie.noms import Reponse, comparer
from demarches.catalogue.double_rattachement.formulaires import SecondParent
from demarches.catalogue.double_rattachement.reponses import Demande
from demarches.moteur.models import Demarche

MOTS = {
    Reponse.MEME: "Identité concordante",
    Reponse.PLAUSIBLE: "À un détail près\N{NO-BREAK SPACE}: vérifiez sur la pièce",
}
DISCORDANTE, INCONNU = "Identité discordante", "Ce numéro n’est dans aucun dossier"


@dataclass(frozen=True)
class Second:
    """What was written of the second parent, and whose number that is; `assure` is None when no file has it."""

    dit: SecondParent.Donnees
    assure: Assure | None

    @property
    def accord(self) -> Reponse:
        """How much what was written names that person."""
        if self.assure is None:
            return Reponse.AUTRE
        personne = self.assure.personne
        nom = comparer(self.dit.nom, personne.identite, self.dit.prenom)
        return nom if self.meme_naissance else Reponse.AUTRE

    @property
    def meme_naissance(self) -> bool:
        return self.assure is not None and self.dit.naissance == self.assure.personne.date_naissance

    @property
    def en_mots(self) -> str:
        return INCONNU if self.assure is None else MOTS.get(self.accord, DISCORDANTE)

    @property
    def concorde(self) -> bool:
        """May it be the same person? The agent has the last word, the piece before their eyes."""
        return self.accord is not Reponse.AUTRE

    def lignes(self) -> list[tuple[str, str, str]]:
        """Field by field: what was written, what the registry says."""
        personne = self.assure.personne if self.assure is not None else None
        nom, prenoms, naissance = (
            (personne.nom_naissance, personne.prenoms, formats.jour(personne.date_naissance)) if personne else ("", "", "")
        )  # fmt: skip
        caisse = self.assure.caisse.nom if self.assure is not None else ""
        return [
            ("Nom de naissance", self.dit.nom, nom), ("Prénom", self.dit.prenom, prenoms),
            ("Date de naissance", formats.jour(self.dit.naissance), naissance), ("Caisse", "", caisse),
            ("Comparaison", "", self.en_mots),
        ]  # fmt: skip


def trouver(demarche: Demarche) -> Second:
    """Whoever has the number that was written. One query, whether somebody has it or not."""
    dit = Demande.de(demarche).second_parent
    lignes = Assure.objects.systeme("a second parent is looked for by an agent, or to be protected")
    trouve = lignes.filter(personne__nir_empreinte=empreinte("nir", dit.nir)).select_related("personne", "caisse")
    return Second(dit, trouve.first())


def empechement(assure: Assure, le: datetime) -> str:
    """Why a child cannot stand in this file now, to the agent; empty when it can."""
    if assure.personne.date_deces is not None:
        return "Le second parent est décédé."
    if not assure.droits_ouverts(jour_de(le)):
        return "Les droits du second parent ne sont pas ouverts."
    return ""
