"""What agents do in one room only, on a démarche or on a thing that it gave (a card): why is asked, what changed meanwhile is said."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from accounts.models import Agent
from demarches.admin import concurrence
from demarches.admin.formulaires import GesteMotive
from demarches.moteur.declaration import Bouton
from demarches.moteur.transitions import TransitionInterdite


class GestesMotives:
    """Mixed into an admin of `DuPerimetre`, which brings:

    - `gestes_de(objet, agent)`: the gestures that exist on it for this agent; the others are a 404;
    - `gestes_possibles(objet)`: the names of those that its state allows now;
    - `jeton(objet)`: what the agent has in front of them;
    - `dernier_geste(objet, agent)`: the sentence that tells who acted last, and when;
    - `verrouiller(objet)`: the row as it is now; `exiger_inchange(ligne, vu, agent)` raises Depassee;
    - `faire(ligne, geste, donnees, agent)`: the effect, in the transaction of the lock; it gives the sentence for the
      agent and raises Depassee or TransitionInterdite;
    - `gabarits`: the folder of its pages.
    """

    gabarits: str
    gabarit_du_geste = "decision"

    def page(self, request: HttpRequest, nom: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"{self.gabarits}/{nom}.html", {**commun, **contexte})

    def urls_des_gestes_motives(self) -> list[Any]:
        vue, modele = self.admin_site.admin_view(self.geste_motive), self.opts
        return [path("<int:pk>/geste/<slug:nom>/", vue, name=f"{modele.app_label}_{modele.model_name}_geste")]

    def gestes_ouverts(self, objet: Any, agent: Agent) -> list[Bouton]:
        """The buttons of its page."""
        ouverts = self.gestes_possibles(objet)
        return [geste for geste in self.gestes_de(objet, agent) if geste.nom in ouverts]

    def formulaire_du(self, geste: Bouton) -> type[GesteMotive]:
        return GesteMotive

    def remplir(self, geste: Bouton, objet: Any, saisie: Any, initiales: dict[str, Any]) -> GesteMotive:
        """The form of a gesture on this very object."""
        return self.formulaire_du(geste)(saisie, initial=initiales)

    def avertissement_du(self, geste: Bouton, objet: Any) -> str:
        return geste.avertissement

    def geste_motive(self, request: HttpRequest, pk: int, nom: str) -> HttpResponse:
        """Ask why, then do it. Who was slower than a colleague reads who, what and when, and keeps what they typed."""
        objet, agent = self.get_object(request, str(pk)), self.agent(request)
        geste = next((un for un in self.gestes_de(objet, agent) if un.nom == nom), None)
        if geste is None:
            raise Http404
        retour = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        if request.method != "POST" and nom not in self.gestes_possibles(objet):
            messages.error(request, f"Ce n’est pas possible maintenant. {self.dernier_geste(objet, agent)}")
            return redirect(retour)
        formulaire = self.remplir(
            geste, objet, request.POST if request.method == "POST" else None, {"vu": self.jeton(objet)}
        )
        conflit, possible, depassee = "", True, False
        if request.method == "POST" and formulaire.is_valid():
            try:
                with transaction.atomic():
                    ligne = self.verrouiller(objet)
                    self.exiger_inchange(ligne, formulaire.cleaned_data["vu"], agent)
                    phrase = self.faire(ligne, geste, formulaire.cleaned_data, agent)
            except (concurrence.Depassee, TransitionInterdite) as refusee:
                conflit, possible = refusee.phrase, nom in self.gestes_possibles(ligne)
                depassee = isinstance(refusee, concurrence.Depassee)
                formulaire.montrer_a_nouveau(self.jeton(ligne))
            else:
                messages.success(request, phrase)
                return redirect(retour)
        contexte = {
            "title": geste.libelle, "objet": objet, "formulaire": formulaire, "bouton": geste.libelle,
            "avertissement": self.avertissement_du(geste, objet), "conflit": conflit, "conserve": "",
            "possible": possible, "depassee": depassee, "retour": retour,
        }  # fmt: skip
        return self.page(request, self.gabarit_du_geste, contexte)


class GestesSurObjet(GestesMotives):
    """On a thing that a démarche gave, which the journal calls `objet_du_journal(objet)`: what happened to it is told there."""

    gabarit_du_geste = "geste"

    def jeton(self, objet: Any) -> str:
        return concurrence.jeton_d_objet(self.objet_du_journal(objet))

    def dernier_geste(self, objet: Any, agent: Agent) -> str:
        return concurrence.dernier_geste_sur(self.objet_du_journal(objet), agent)

    def exiger_inchange(self, ligne: Any, vu: str, agent: Agent) -> None:
        concurrence.exiger_objet_inchange(self.objet_du_journal(ligne), vu, agent)
