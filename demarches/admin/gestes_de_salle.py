"""The gestures that a room declares on its démarches for its agents (`Teleservice.gestes`)."""

from __future__ import annotations

from typing import Any

from accounts.models import Agent
from ameli.noyau.horloge import maintenant
from demarches.admin import concurrence
from demarches.admin.formulaires import GesteMotive
from demarches.admin.gestes import PREMIER_ACCORD
from demarches.admin.gestes_motives import GestesMotives
from demarches.moteur import accords, registre, transitions
from demarches.moteur.declaration import Geste, Par
from demarches.moteur.models import Demarche


class GestesDeSalle(GestesMotives):
    """Mixed into the admin of démarches."""

    def gestes_de(self, demarche: Demarche, agent: Agent) -> tuple[Geste, ...]:
        return registre.celui_de(demarche.teleservice).gestes_de(Par.AGENT)

    def gestes_possibles(self, demarche: Demarche) -> tuple[str, ...]:
        possibles = registre.celui_de(demarche.teleservice).gestes_possibles(demarche, Par.AGENT, maintenant())
        return tuple(geste.nom for geste in possibles)

    def remplir(self, geste: Geste, demarche: Demarche, saisie: Any, initiales: dict[str, Any]) -> GesteMotive:
        """What the room asks, if anything, then why."""
        if geste.formulaire is None:
            return super().remplir(geste, demarche, saisie, initiales)
        classe = type(geste.formulaire.__name__, (GesteMotive, geste.formulaire), {})
        return classe(saisie, initial=initiales, contexte=geste.contexte(demarche, maintenant()))

    def jeton(self, demarche: Demarche) -> str:
        return concurrence.jeton(demarche)

    def dernier_geste(self, demarche: Demarche, agent: Agent) -> str:
        return concurrence.dernier_geste(demarche, agent)[1]

    def verrouiller(self, demarche: Demarche) -> Demarche:
        return transitions.verrouiller(demarche)

    def exiger_inchange(self, ligne: Demarche, vu: str, agent: Agent) -> None:
        concurrence.exiger_inchangee(ligne, vu, agent)

    def faire(self, ligne: Demarche, geste: Geste, donnees: dict[str, Any], agent: Agent) -> str:
        dit = {nom: valeur for nom, valeur in donnees.items() if nom != "vu"}
        return accords.faire(ligne, geste, agent.compte.acteur, dit) or PREMIER_ACCORD
