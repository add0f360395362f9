"""A step that repeats, in the wizard: its list, the page of an item, « Ajouter » and « Retirer ».

A GET writes nothing: « Ajouter » is a plain link to a new address, and the item exists from the first thing typed there.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from demarches.moteur.declaration import Etape, Groupe, Item
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.listes import Liste, cles, nouvelle_cle
from demarches.moteur.models import Brouillon
from demarches.moteur.parcours import Parcours
from demarches.moteur.stockage import StockageBrouillon

RETIRE = "Cette page a été retirée de la liste dans un autre onglet ou sur un autre appareil."


class AvecListe:
    """Mixed into the Assistant, which gives `get_step_url`, `_retour`, `_enregistrer`, `_laisser_tomber` and `_relire`."""

    request: HttpRequest
    teleservice: Any
    brouillon: Brouillon
    parcours: Parcours
    storage: StockageBrouillon
    le: Any
    get_step_url: Any
    _retour: Any
    _enregistrer: Any
    _laisser_tomber: Any

    def _avant_la_page(self, etape: Etape) -> HttpResponse | None:
        """What a GET shows instead of the page: a first item when the list needs one; of an item that cannot be, its list."""
        if isinstance(etape, Groupe) and etape.minimum and not self._cles(etape):
            return redirect(self._nouvel_item(etape))
        if not isinstance(etape, Item):
            return None
        if etape.cle in self._cles(etape.groupe):
            return self._confirmer_le_retrait(etape) if "retirer" in self.request.GET else None
        if etape.nom in self.storage.tours:
            messages.info(self.request, RETIRE)
        elif len(self._cles(etape.groupe)) < etape.groupe.maximum:
            return None
        return redirect(self._url_liste(etape.groupe))

    def _de_la_liste(self, etape: Etape, form: FormulaireEtape) -> dict[str, Any]:
        """What the pages of a list and of an item show beside what any step shows."""
        if isinstance(etape, Item):
            return {"retirer": etape.groupe.retirer if etape.cle in self._cles(etape.groupe) else ""}
        if not isinstance(form, Liste) or not isinstance(etape, Groupe):
            return {}
        return {
            "lignes": [
                {
                    "titre": ligne.titre,
                    "a_completer": ligne.a_completer,
                    "mots": self._en_mots(etape, ligne),
                    "url": self.get_step_url(ligne.item.nom) + self._retour(),
                    "url_retirer": self._url_retrait(ligne.item),
                }
                for ligne in form.lignes
            ],
            "ajouter": etape.ajouter if len(form.lignes) < etape.maximum else "",
            "url_ajouter": self._nouvel_item(etape),
            "libelle_suivant": etape.aucun if etape.aucun and not form.lignes else "Continuer",
        }

    def _en_mots(self, groupe: Groupe, ligne: Any) -> list[tuple[str, str]]:
        if ligne.a_completer:
            return []
        if groupe.en_bref is not None:
            return [("", groupe.en_bref(ligne.reponses))]
        return ligne.item.remplir(self.parcours.contexte).a_verifier(ligne.reponses)

    def _retirer(self, item: Item) -> HttpResponse:
        """« Retirer »: at once for what was never finished, asked once more for what was answered."""
        if item.nom in self.storage.reponses and self.request.POST.get("certain") != "oui":
            return redirect(self._url_retrait(item))
        tombees = self.storage.retirer(self.parcours, item)
        self._enregistrer()
        self._laisser_tomber(tombees)
        messages.success(self.request, "C’est retiré de la liste.")
        return redirect(self._url_liste(item.groupe))

    def _confirmer_le_retrait(self, item: Item) -> HttpResponse:
        contexte = {
            "teleservice": self.teleservice, "etape": item, "retirer": item.groupe.retirer, "tour": self.brouillon.tour,
            "url_liste": self._url_liste(item.groupe),
        }  # fmt: skip
        return render(self.request, "moteur/retirer.html", contexte)

    def _url_liste(self, groupe: Groupe) -> str:
        return self.get_step_url(groupe.nom) + self._retour()

    def _apres_l_item(self, item: Item, *, encore: bool) -> str:
        """Its list; « Enregistrer et ajouter un autre » (`encore`) leads to a new page while the list has room."""
        if encore and len(self._cles(item.groupe)) < item.groupe.maximum:
            return self._nouvel_item(item.groupe)
        return self._url_liste(item.groupe)

    def _url_retrait(self, item: Item) -> str:
        retour = self._retour()
        return f"{self.get_step_url(item.nom)}{f'{retour}&' if retour else '?'}retirer=1"

    def _nouvel_item(self, groupe: Groupe) -> str:
        place = f"{groupe.nom}/{nouvelle_cle(self._cles(groupe))}"
        return self.get_step_url(place) + self._retour()

    def _cles(self, groupe: Groupe) -> list[str]:
        return cles(groupe.nom, self.parcours.contenu)
