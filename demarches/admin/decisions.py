"""One démarche, one gesture: the page that asks, and what happens when somebody else was faster."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse

from accounts.models import Agent
from ameli.noyau.horloge import aujourdhui
from demarches.admin import concurrence, file, formulaires
from demarches.admin.gestes import GESTES, Geste, formulaire_de, permis
from demarches.moteur import registre, transitions
from demarches.moteur.models import Demarche
from demarches.moteur.reponses_types import ModeleReponse
from demarches.moteur.transitions import TransitionInterdite
from documents.models import Piece

CONSERVE = "Ce que vous avez écrit est conservé ci-dessous."


class Decisions:
    """Mixed into the admin of démarches."""

    def urls_des_gestes(self) -> list[Any]:
        vue = self.admin_site.admin_view
        gestes = [
            path(f"<int:pk>/{nom}/", vue(self.geste), {"nom": nom}, name=f"demarches_demarche_{nom}") for nom in GESTES
        ]
        return [
            path("suivante/", vue(self.suivante), name="demarches_demarche_suivante"),
            path("<int:pk>/prendre/", vue(self.prendre), name="demarches_demarche_prendre"),
            path("<int:pk>/rendre/", vue(self.rendre), name="demarches_demarche_rendre"),
            *gestes,
        ]

    def suivante(self, request: HttpRequest) -> HttpResponse:
        """« Prendre la suivante »."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        demarche = file.prendre_la_suivante(self.agent(request))
        if demarche is None:
            messages.info(request, "Aucune démarche n’attend : toutes sont suivies ou terminées.")
            return redirect("admin:demarches_demarche_changelist")
        return redirect("admin:demarches_demarche_change", demarche.pk)

    def prendre(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Follow this one."""
        return self._deplacer(request, pk, file.prendre, "Vous suivez cette démarche.")

    def rendre(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put it back in the queue."""
        return self._deplacer(request, pk, file.rendre, "La démarche est remise dans la file.")

    def _deplacer(self, request: HttpRequest, pk: int, faire: Any, phrase: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        demarche, agent = self.get_object(request, str(pk)), self.agent(request)
        try:
            faire(demarche, agent)
        except TransitionInterdite as interdite:
            messages.error(request, interdite.phrase)
        else:
            messages.success(request, phrase)
        return redirect("admin:demarches_demarche_change", pk)

    def geste(self, request: HttpRequest, pk: int, nom: str) -> HttpResponse:
        """Ask, then do; nothing that was typed is lost when it cannot be done."""
        demarche, agent, geste = self.get_object(request, str(pk)), self.agent(request), GESTES[nom]
        if nom == "accepter" and registre.celui_de(demarche.teleservice).agents.renvois:
            return redirect("admin:demarches_demarche_images", pk)
        if request.method != "POST" and nom not in permis(demarche):
            messages.error(request, concurrence.dernier_geste(demarche, agent)[1])
            return redirect("admin:demarches_demarche_change", pk)
        classe = formulaire_de(geste, demarche)
        communs: dict[str, Any] = {"demarche": demarche, "agent": agent}
        if classe.texte_libre:
            modeles = ModeleReponse.objects.pour_agent(agent).utilisables(demarche.teleservice, aujourdhui())
            communs["modeles"] = list(modeles.order_by("titre", "id"))
        if request.method != "POST":
            vierge = classe(initial={"vu": concurrence.jeton(demarche)}, **communs)
            return self._page_du_geste(request, demarche, geste, vierge)
        formulaire = classe(request.POST, request.FILES, **communs)
        if "utiliser" in request.POST:
            rempli = classe(initial=formulaire.avec_le_modele(request.POST), **communs)
            return self._page_du_geste(request, demarche, geste, rempli)
        if not formulaire.is_valid():
            return self._page_du_geste(request, demarche, geste, formulaire)
        return self._faire(request, demarche, geste, formulaire)

    def _faire(
        self, request: HttpRequest, demarche: Demarche, geste: Geste, formulaire: formulaires.Geste
    ) -> HttpResponse:
        agent = self.agent(request)
        try:
            with transaction.atomic():
                ligne = transitions.verrouiller(demarche)
                concurrence.exiger_inchangee(ligne, formulaire.cleaned_data["vu"], agent)
                phrase = geste.faire(ligne, agent, formulaire)
        except (concurrence.Depassee, TransitionInterdite) as refusee:
            formulaire.montrer_a_nouveau(concurrence.jeton(ligne))
            possible = ligne.caisse_id == agent.caisse_id and ligne.etat in geste.etats
            return self._page_du_geste(
                request, demarche, geste, formulaire, conflit=refusee.phrase, possible=possible,
                depassee=isinstance(refusee, concurrence.Depassee),
            )  # fmt: skip
        messages.success(request, phrase)
        return redirect("admin:demarches_demarche_change", demarche.pk)

    @staticmethod
    def _a_cote(demarche: Demarche, formulaire: formulaires.Geste, agent: Agent) -> list[Piece]:
        """What was sent, in front of whoever judges it thing by thing."""
        if not isinstance(formulaire, formulaires.Acceptation) or not formulaire.parties:
            return []
        siennes = Piece.objects.pour_agent(agent).filter(objet=demarche.objet, scelle="")
        return [piece for piece in siennes.order_by("depose_le", "id") if piece.consultable]

    def _page_du_geste(
        self, request: HttpRequest, demarche: Demarche, geste: Geste, formulaire: formulaires.Geste,
        *, conflit: str = "", possible: bool = True, depassee: bool = False,
    ) -> HttpResponse:  # fmt: skip
        contexte = {
            "title": geste.titre,
            "objet": demarche,
            "formulaire": formulaire,
            "bouton": geste.bouton,
            "avertissement": geste.avertissement,
            "conflit": conflit,
            "conserve": CONSERVE if conflit and formulaire.texte_libre else "",
            "possible": possible,
            "depassee": depassee,
            "avec_modeles": "modele" in formulaire.fields,
            "a_cote": self._a_cote(demarche, formulaire, self.agent(request)),
            "retour": reverse("admin:demarches_demarche_change", args=[demarche.pk]),
        }
        return self.page(request, "decision", contexte)
