"""What is typed on a step before it is accepted: read, and kept with the draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ameli.noyau.saisie import requete
from demarches.moteur.declaration import Etape
from demarches.moteur.parcours import saisie_brute
from demarches.moteur.pieces_du_brouillon import completer
from demarches.moteur.stockage import StockageBrouillon


class AvecSaisie:
    """Mixed into the Assistant, which gives `get_form`, `storage` and `le`."""

    request: HttpRequest
    storage: StockageBrouillon
    le: Any
    get_form: Any

    def _donnees(self, etape: Etape) -> Any:
        """What is posted. A page older than the files that came from another device does not ask for them again."""
        donnees = self.request.POST
        if etape.avec_pieces and self.storage.repondue_depuis(etape.nom, self._tour_lu()):
            return completer(etape.formulaire, donnees, self.request.FILES, self.storage.reponses[etape.nom])
        return donnees

    def _garder_la_saisie(self, etape: Etape) -> None:
        """Nothing is checked, nothing is lost; what proves something is never stored."""
        if etape.preuve:
            return
        donnees = self._donnees(etape)
        saisie = saisie_brute(self.get_form(etape.nom, data=donnees), donnees)
        if saisie != self.storage.reponses.get(etape.nom):
            self.storage.retenir_la_saisie(etape.nom, saisie)
            self.storage.enregistrer(self.le)

    def _tour_lu(self) -> int:
        """The state of the draft that the page was made from."""
        return requete.numero(self.request.POST.get("tour", "")) or 0
