"""What a démarche waits for, as agents see it; a partner's answer, or the doctor's, is written down here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from accounts.models import Agent
from ameli.noyau.horloge import maintenant
from demarches.moteur import attentes, registre
from demarches.moteur.attendus import De
from demarches.moteur.declaration import Contexte
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente
from demarches.moteur.passages import TransitionInterdite

ECRITE = "La réponse est notée."
MEDICAL = "demarches.avis_medical"


@dataclass(frozen=True)
class Vue:
    """One line of the page: what, of whom, until when; `adresse`: where this agent writes the answer down, or nothing."""

    attente: Attente
    de_qui: str
    adresse: str


def vues(demarche: Demarche, agent: Agent) -> list[Vue]:
    """What is awaited now."""
    return [Vue(une, une.get_de_display(), _adresse(une, agent)) for une in attentes.ouvertes(demarche)]


def _adresse(attente: Attente, agent: Agent) -> str:
    if not _peut_repondre(attente, agent):
        return ""
    return reverse("admin:demarches_demarche_attente", args=[attente.demarche_id, attente.public_id])


def _peut_repondre(attente: Attente, agent: Agent) -> bool:
    """A partner's answer reaches the caisse; the doctor's is written by the medical service only."""
    return attente.de == De.PARTENAIRE or (attente.de == De.MEDECIN and agent.compte.has_perm(MEDICAL))


class Attentes:
    """Mixed into the admin of démarches."""

    def urls_des_attentes(self) -> list[Any]:
        vue = self.admin_site.admin_view(self.attente)
        return [path("<int:pk>/attente/<slug:public_id>/", vue, name="demarches_demarche_attente")]

    def attente(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
        """Ask what was answered, then write it down, once."""
        demarche, agent = self.get_object(request, str(pk)), self.agent(request)
        siennes = Attente.objects.pour_agent(agent).filter(demarche=demarche).select_related("demarche")
        attente = get_object_or_404(siennes, public_id=public_id)
        attendu = registre.celui_de(demarche.teleservice).attendu(attente.nom)
        if attendu.formulaire is None or not _peut_repondre(attente, agent):
            raise Http404
        retour = reverse("admin:demarches_demarche_change", args=[pk])
        contexte = Contexte(demarche.assure, demarche.compte, maintenant(), reponses=demarche.reponses, attente=attente)
        formulaire = attendu.formulaire(request.POST if request.method == "POST" else None, contexte=contexte)
        if attente.close_le is not None:
            messages.warning(request, attentes.RIEN_D_ATTENDU)
            return redirect(retour)
        if request.method == "POST" and formulaire.is_valid():
            try:
                with transaction.atomic():
                    attentes.recevoir(attente, formulaire, acteur=agent.compte.acteur, le=maintenant())
            except TransitionInterdite as interdite:
                messages.warning(request, interdite.phrase)
            else:
                messages.success(request, ECRITE)
            return redirect(retour)
        return self.page(request, "decision", {
            "title": attente.libelle, "objet": demarche, "formulaire": formulaire, "bouton": "Noter la réponse",
            "avertissement": attente.motif, "conflit": "", "conserve": "", "possible": True, "retour": retour,
        })  # fmt: skip
