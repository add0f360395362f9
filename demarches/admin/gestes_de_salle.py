"""What agents do in one room only: its declaration names the gestures, this asks why and makes them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from ameli.noyau.horloge import maintenant
from demarches.admin import concurrence
from demarches.admin.formulaires import GesteMotive
from demarches.admin.gestes import PREMIER_ACCORD
from demarches.moteur import accords, registre, transitions
from demarches.moteur.declaration import GesteDeSalle
from demarches.moteur.models import Demarche
from demarches.moteur.transitions import TransitionInterdite


class GestesDeSalle:
    """Mixed into the admin of démarches."""

    def urls_des_gestes_de_salle(self) -> list[Any]:
        vue = self.admin_site.admin_view(self.geste_de_salle)
        return [path("<int:pk>/geste/<slug:nom>/", vue, name="demarches_demarche_geste")]

    def geste_de_salle(self, request: HttpRequest, pk: int, nom: str) -> HttpResponse:
        """Ask why, then do it. One that is not possible on this démarche does not exist."""
        demarche, agent = self.get_object(request, str(pk)), self.agent(request)
        geste = next((un for un in possibles(demarche) if un.nom == nom), None)
        if geste is None:
            raise Http404
        formulaire = GesteMotive(
            request.POST or None, initial={"vu": concurrence.jeton(demarche)}, demarche=demarche, agent=agent
        )
        conflit = ""
        if request.method == "POST" and formulaire.is_valid():
            try:
                with transaction.atomic():
                    ligne = transitions.verrouiller(demarche)
                    concurrence.exiger_inchangee(ligne, formulaire.cleaned_data["vu"], agent)
                    phrase = accords.faire(ligne, nom, agent.compte.acteur, motif=formulaire.cleaned_data["motif"])
            except (concurrence.Depassee, TransitionInterdite) as refusee:
                formulaire.data = {**formulaire.data.dict(), "vu": concurrence.jeton(demarche)}
                conflit = refusee.phrase
            else:
                messages.success(request, phrase or PREMIER_ACCORD)
                return redirect("admin:demarches_demarche_change", pk)
        contexte = {
            "title": geste.libelle, "demarche": demarche, "formulaire": formulaire, "bouton": geste.libelle,
            "avertissement": geste.avertissement, "conflit": conflit, "conserve": "", "possible": True,
            "retour": reverse("admin:demarches_demarche_change", args=[pk]),
        }  # fmt: skip
        return self.page(request, "decision", contexte)


def possibles(demarche: Demarche) -> list[GesteDeSalle]:
    """The gestures of its room that can be made on it now."""
    teleservice = registre.celui_de(demarche.teleservice)
    if not teleservice.agents.gestes or demarche.oubliee_le is not None:
        return []
    ouverts = teleservice.gestes_possibles(demarche, maintenant())
    return [geste for geste in teleservice.agents.gestes if geste.nom in ouverts]
