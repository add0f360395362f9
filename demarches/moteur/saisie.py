"""What is typed on a step before it is accepted: read, and kept with the draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ameli.noyau.saisie import requete
from demarches.moteur.declaration import Etape, Groupe, Item
from demarches.moteur.etapes import PIECES
from demarches.moteur.parcours import Parcours, en_saisie, saisie_brute
from demarches.moteur.pieces_du_brouillon import completer
from demarches.moteur.stockage import StockageBrouillon

MODIFIEE_AILLEURS = (
    "Vous avez modifié cette étape dans un autre onglet ou sur un autre appareil. "
    "Vérifiez ce qui est écrit ici : si c’est juste, cliquez de nouveau."
)
RETIREE_AILLEURS = (
    "Vous avez retiré ceci de la liste dans un autre onglet ou sur un autre appareil. "
    "Pour l’y remettre, cliquez de nouveau."
)


class AvecSaisie:
    """Mixed into the Assistant, which gives `get_form`, `storage`, `le` and `_enregistrer`."""

    request: HttpRequest
    storage: StockageBrouillon
    parcours: Parcours
    le: Any
    get_form: Any
    _enregistrer: Any

    def _donnees(self, etape: Etape) -> Any:
        """What is posted. A page older than the files that came from another device does not ask for them again.

        To the documents of the check page, which come one by one, what came before counts, whatever the page knows of it.
        """
        if etape.nom == PIECES:
            return en_saisie(self.parcours.pieces_posees())
        donnees = self.request.POST
        if etape.avec_pieces and self.storage.repondue_depuis(etape.nom, self._tour_lu()):
            deja = self.storage.reponses.get(etape.nom, {})  # none any more: the item was removed meanwhile
            return completer(etape.remplir(self.parcours.contexte), donnees, self.request.FILES, deja)
        return donnees

    def _garder_la_saisie(self, etape: Etape) -> None:
        """Nothing is checked, nothing is lost; what proves something is never stored."""
        if etape.preuve:
            return
        donnees = self._donnees(etape)
        form = self.get_form(etape.nom, data=donnees)
        if etape.nom not in self.storage.reponses or form.has_changed():
            self._retenir(etape, saisie_brute(form, donnees))

    def _retenir(self, etape: Etape, saisie: dict[str, Any]) -> None:
        """Keep it with the draft: not what proves something, nor the order of a list, nor an item where nothing is typed."""
        nouveau = isinstance(etape, Item) and etape.nom not in (*self.storage.reponses, *self.storage.saisies)
        if etape.preuve or isinstance(etape, Groupe) or (nouveau and not any(saisie.values())):
            return
        self.storage.retenir_la_saisie(etape, saisie)
        self._enregistrer()

    def _conflit(self, etape: Etape) -> str:
        """What happened to this place since the page was shown."""
        retire = isinstance(etape, Item) and etape.nom not in self.storage.reponses
        return RETIREE_AILLEURS if retire else MODIFIEE_AILLEURS

    def _tour_lu(self) -> int:
        """The state of the draft that the page was made from."""
        return requete.numero(self.request.POST.get("tour", "")) or 0
