"""What a démarche waits for, as agents see it. What comes on paper is written down here: a partner's answer, the doctor's, that of a
third person, to whom one may also write again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from accounts.models import Agent
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from ameli.noyau.saisie.champs import ChampCourriel
from demarches.moteur import attentes, registre, tiers
from demarches.moteur.attendus import De
from demarches.moteur.declaration import Contexte
from demarches.moteur.models import Demarche
from demarches.moteur.models_acces import AccesTiers
from demarches.moteur.models_attente import Attente
from demarches.moteur.passages import TransitionInterdite
from demarches.moteur.tiers import ESSAIS, Canal, Joindre

ECRITE = "La réponse est notée."
ENVOYE = "C’est envoyé. L’ancien numéro ne sert plus."
MEDICAL = "demarches.avis_medical"


@dataclass(frozen=True)
class Vue:
    """One line of the page: what, of whom, until when; `adresse`: where this agent writes the answer down, or nothing; `relance`: where
    they write again to a third person, or nothing; `comment`: how that person was written to, and what follows.
    """

    attente: Attente
    de_qui: str
    adresse: str
    relance: str = ""
    comment: str = ""


def vues(demarche: Demarche, agent: Agent) -> list[Vue]:
    """What is awaited now, and what third persons have answered. One query."""
    siennes = Attente.objects.pour_agent(agent).filter(Q(close_le=None) | Q(de=De.TIERS), demarche=demarche)
    return [
        Vue(une, une.get_de_display(), _adresse(une, agent), _relance(une), _comment(une))
        for une in siennes.select_related("acces")
    ]


def _adresse(attente: Attente, agent: Agent) -> str:
    if not _peut_repondre(attente, agent):
        return ""
    return reverse("admin:demarches_demarche_attente", args=[attente.demarche_id, attente.public_id])


def _peut_repondre(attente: Attente, agent: Agent) -> bool:
    """A partner's answer reaches the caisse; the doctor's is written by the medical service only."""
    return attente.de in (De.PARTENAIRE, De.TIERS) or (attente.de == De.MEDECIN and agent.compte.has_perm(MEDICAL))


def _acces(attente: Attente) -> AccesTiers | None:
    return getattr(attente, "acces", None)


def _relance(attente: Attente) -> str:
    if attente.close_le is not None or _acces(attente) is None:
        return ""
    return reverse("admin:demarches_demarche_tiers", args=[attente.demarche_id, attente.public_id])


def _comment(attente: Attente) -> str:
    """« Écrit par lettre le 23 novembre 2026. Dix codes étaient faux. »"""
    acces = _acces(attente)
    if attente.voie:
        return f"{attente.get_voie_display().capitalize()}, le {formats.jour(attente.close_le)}."
    if acces is None or attente.close_le is not None:
        return ""
    bloque = " Dix codes étaient faux\N{NO-BREAK SPACE}: ce numéro ne sert plus." if acces.essais >= ESSAIS else ""
    return f"Nous avons écrit {acces.get_canal_display()} le {formats.jour(acces.envoye_le)}.{bloque}"


class NouvelEnvoi(forms.Form):
    """Where to write: at the same address by post, or at a mail address that this person gave."""

    canal = forms.ChoiceField(
        label="Comment lui écrire",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez comment lui écrire."},
    )
    courriel = ChampCourriel(
        label="Son adresse de courriel", required=False, help_text="Celle que cette personne a donnée elle-même."
    )

    def __init__(self, *args: Any, acces: AccesTiers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acces = acces
        par_la_poste = [(Canal.LETTRE, "Par lettre, à la même adresse")] if acces.canal == Canal.LETTRE else []
        self.fields["canal"].choices = [*par_la_poste, (Canal.COURRIEL, "Par courriel")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("canal") == Canal.COURRIEL and not propres.get("courriel") and "courriel" not in self.errors:
            self.add_error("courriel", "Écrivez son adresse de courriel.")
        return propres

    @property
    def joindre(self) -> Joindre:
        if self.cleaned_data["canal"] == Canal.COURRIEL:
            return tiers.par_courriel(self.cleaned_data["courriel"])
        return Joindre(Canal.LETTRE, self.acces.destination)


class Attentes:
    """Mixed into the admin of démarches."""

    def urls_des_attentes(self) -> list[Any]:
        vue = self.admin_site.admin_view(self.attente)
        ecrire = self.admin_site.admin_view(self.ecrire_au_tiers)
        return [
            path("<int:pk>/attente/<slug:public_id>/", vue, name="demarches_demarche_attente"),
            path("<int:pk>/attente/<slug:public_id>/ecrire/", ecrire, name="demarches_demarche_tiers"),
        ]

    def attente(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
        """Ask what was answered, then write it down, once."""
        demarche, agent = self.get_object(request, str(pk)), self.agent(request)
        siennes = Attente.objects.pour_agent(agent).filter(demarche=demarche).select_related("demarche")
        attente = get_object_or_404(siennes, public_id=public_id)
        attendu = registre.celui_de(demarche.teleservice).attendu(attente.nom)
        if attendu.formulaire is None or not _peut_repondre(attente, agent):
            raise Http404
        contexte = Contexte(demarche.assure, demarche.compte, maintenant(), reponses=demarche.reponses, attente=attente)
        formulaire = attendu.formulaire(request.POST if request.method == "POST" else None, contexte=contexte)

        def noter() -> str:
            attentes.recevoir(attente, formulaire, acteur=agent.compte.acteur, le=maintenant(), voie=Attente.Voie.AGENT)
            return ECRITE

        return self._une_fois(request, attente, formulaire, noter, {
            "title": attente.libelle, "objet": demarche, "bouton": "Noter la réponse", "avertissement": attente.motif,
        })  # fmt: skip

    def ecrire_au_tiers(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
        """A new number leaves, by post or by mail; the journal says that it did, never where."""
        demarche, agent = self.get_object(request, str(pk)), self.agent(request)
        siennes = (
            Attente.objects.pour_agent(agent).filter(demarche=demarche).select_related("demarche", "acces", "tiers")
        )
        attente = get_object_or_404(siennes, public_id=public_id)
        acces = _acces(attente)
        if acces is None:
            raise Http404
        formulaire = NouvelEnvoi(request.POST if request.method == "POST" else None, acces=acces)

        def envoyer() -> str:
            attentes.ecrire_au_tiers(attente, formulaire.joindre, acteur=agent.compte.acteur, le=maintenant())
            return ENVOYE

        return self._une_fois(request, attente, formulaire, envoyer, {
            "title": "Écrire de nouveau à cette personne", "objet": demarche, "bouton": "Envoyer",
            "avertissement": "Elle reçoit un nouveau numéro pour répondre sans compte. Rien n’y dit de quelle démarche il s’agit.",
        })  # fmt: skip

    def _une_fois(
        self,
        request: HttpRequest,
        attente: Attente,
        formulaire: Any,
        faire: Callable[[], str],
        contexte: dict[str, Any],
    ) -> HttpResponse:
        """Do it while the answer is awaited. Who was slower than a colleague, or than the answer, keeps what they typed."""
        retour = reverse("admin:demarches_demarche_change", args=[attente.demarche_id])
        envoye = request.method == "POST"
        conflit = attentes.RIEN_D_ATTENDU if attente.close_le is not None else ""
        if conflit and not envoye:
            messages.warning(request, conflit)
            return redirect(retour)
        if envoye and not conflit and formulaire.is_valid():
            try:
                with transaction.atomic():
                    fait = faire()
            except TransitionInterdite as interdite:
                conflit = interdite.phrase
            else:
                messages.success(request, fait)
                return redirect(retour)
        return self.page(request, "decision", {
            **contexte, "formulaire": formulaire, "conflit": conflit, "conserve": "", "possible": not conflit, "retour": retour,
        })  # fmt: skip
