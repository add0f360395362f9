"""Démarches for the agents of their caisse: a queue, one page to read, two decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path, reverse

from accounts.admin.perimetre import DuPerimetre, agent_de
from accounts.models import Agent
from ameli.noyau import formats
from ameli.noyau.journal import journaliser
from ameli.noyau.lecture_seule import ecriture_autorisee
from demarches.admin import file
from demarches.moteur import registre, transitions
from demarches.moteur.models import Demarche, Evenement
from demarches.moteur.transitions import PASSAGES, TransitionInterdite

PRECISION_MAXIMUM = 500


class Refus(forms.Form):
    """A reason of the room, and what the agent adds. The person reads both."""

    motif = forms.ChoiceField(label="Motif du refus")
    precision = forms.CharField(
        label="Précision (facultatif)",
        required=False,
        max_length=PRECISION_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="La personne lira ce texte. 500 caractères au plus.",
    )

    def __init__(self, motifs: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.motifs = motifs
        self.fields["motif"].choices = [("", "Choisissez un motif"), *motifs.items()]

    def phrase(self) -> str:
        """What the person reads."""
        donnees = self.cleaned_data
        return f"{self.motifs[donnees['motif']]} {donnees['precision']}".strip()


@admin.register(Demarche)
class DemarcheAdmin(DuPerimetre):
    """« Démarches »: those to check first, then the most pressing."""

    list_display = ("reference", "bannette", "personne", "etat", "deposee", "delai", "controle", "prise_par")
    list_filter = (file.ParTeleservice, file.ParEtat, file.AControler, file.Suivi)
    search_fields = ("=reference",)
    search_help_text = "Cherchez par la référence : D-XXXX-XXXX-XXXX."
    avec = ("assure__personne", "prise_par__compte")
    list_per_page = 50
    ordering = file.ORDRE
    actions = None
    change_list_template = "admin/demarches/demarche/liste.html"

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("suivante/", vue(self.suivante), name="demarches_demarche_suivante"),
            path("<int:pk>/prendre/", vue(self.prendre), name="demarches_demarche_prendre"),
            path("<int:pk>/accepter/", vue(self.accepter), name="demarches_demarche_accepter"),
            path("<int:pk>/refuser/", vue(self.refuser), name="demarches_demarche_refuser"),
            *super().get_urls(),
        ]

    @admin.display(description="Téléservice")
    def bannette(self, demarche: Demarche) -> str:
        return registre.celui_de(demarche.teleservice).agents.titre

    @admin.display(description="Assuré")
    def personne(self, demarche: Demarche) -> str:
        return str(demarche.assure.personne)

    @admin.display(description="Déposée le")
    def deposee(self, demarche: Demarche) -> str:
        return formats.jour(demarche.deposee_le)

    @admin.display(description="Délai", empty_value="–")
    def delai(self, demarche: Demarche) -> str | None:
        return file.echeance(demarche) or None

    @admin.display(description="À contrôler", empty_value="–")
    def controle(self, demarche: Demarche) -> str | None:
        if not demarche.alertes:
            return None
        points = len(demarche.alertes)
        score = registre.celui_de(demarche.teleservice).score(demarche)
        return f"{points} point{'s' if points > 1 else ''}" + (f", {score}" if score else "")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One démarche, read-only. The reading is in the journal."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        demarche, agent = self.get_object(request, object_id), self._agent(request)
        with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
            journaliser(
                "dossier.consulte", acteur=request.user.acteur, assure_ref=demarche.assure.public_id,
                objet=demarche.objet,
            )  # fmt: skip
        evenements = Evenement.objects.pour_agent(agent).filter(demarche=demarche).order_by("le", "id")
        contexte = {
            "title": f"Démarche {demarche.reference}",
            "demarche": demarche,
            "teleservice": registre.celui_de(demarche.teleservice),
            "score": registre.celui_de(demarche.teleservice).score(demarche),
            "personne": str(demarche.assure.personne),
            "echeance": file.echeance(demarche),
            "deposee": _moment(demarche.deposee_le),
            "sections": demarche.recapitulatif.get("sections", []),
            "honneur": demarche.recapitulatif.get("honneur", ""),
            "frise": [_ligne(evenement) for evenement in evenements],
            "prenable": demarche.ouverte and demarche.prise_par_id is None,
        }
        return self._page(request, "detail", contexte)

    def suivante(self, request: HttpRequest) -> HttpResponse:
        """« Prendre la suivante »."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        demarche = file.prendre_la_suivante(self._agent(request))
        if demarche is None:
            messages.info(request, "Aucune démarche n’attend : toutes sont suivies ou terminées.")
            return redirect("admin:demarches_demarche_changelist")
        return redirect("admin:demarches_demarche_change", demarche.pk)

    def prendre(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Follow this one."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        demarche, agent = self.get_object(request, str(pk)), self._agent(request)
        try:
            file.prendre(demarche, agent)
        except TransitionInterdite as interdite:
            messages.error(request, interdite.phrase)
        return redirect("admin:demarches_demarche_change", pk)

    def accepter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask once more, then accept."""
        demarche = self.get_object(request, str(pk))
        if request.method == "POST":
            return self._decider(request, demarche, "accepter")
        return self._page(request, "decision", self._decision(demarche, "Accepter la démarche", forms.Form()))

    def refuser(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say why, then refuse."""
        demarche = self.get_object(request, str(pk))
        formulaire = Refus(registre.celui_de(demarche.teleservice).agents.motifs, request.POST or None)
        if request.method == "POST" and formulaire.is_valid():
            return self._decider(request, demarche, "refuser", formulaire.phrase())
        return self._page(request, "decision", self._decision(demarche, "Refuser la démarche", formulaire))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Démarches à traiter", **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """A list has no use for the answers: they stay encrypted."""
        lignes = super().get_queryset(request)
        trouvee = request.resolver_match
        return lignes.defer("reponses", "recapitulatif") if trouvee and not trouvee.kwargs else lignes

    def _decider(self, request: HttpRequest, demarche: Demarche, evenement: str, motif: str = "") -> HttpResponse:
        agent = self._agent(request)
        try:
            transitions.passer(demarche, evenement, acteur=request.user.acteur, motif=motif)
        except TransitionInterdite as interdite:
            messages.error(request, _deja(demarche, agent) or interdite.phrase)
        else:
            messages.success(request, f"{PASSAGES[evenement].libelle}. La personne en est prévenue.")
        return redirect("admin:demarches_demarche_change", demarche.pk)

    def _decision(self, demarche: Demarche, titre: str, formulaire: forms.Form) -> dict[str, Any]:
        retour = reverse("admin:demarches_demarche_change", args=[demarche.pk])
        return {"title": titre, "demarche": demarche, "formulaire": formulaire, "bouton": titre, "retour": retour}

    def _page(self, request: HttpRequest, nom: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/demarches/demarche/{nom}.html", {**commun, **contexte})

    def _agent(self, request: HttpRequest) -> Agent:
        agent = agent_de(request)
        if agent is None:
            raise PermissionDenied
        return agent

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The timeline is on the page itself."""
        raise Http404


def _moment(le: Any) -> str:
    return f"{formats.jour(le)} à {formats.heure(le)}"


def _ligne(evenement: Evenement) -> dict[str, str]:
    passage = PASSAGES.get(evenement.nom)
    par = {"ASSURE": "la personne", "AGENT": evenement.auteur.partition(":")[2], "HORLOGE": "traitement automatique"}
    return {
        "libelle": passage.libelle if passage else "Envoyée",
        "date": _moment(evenement.le),
        "par": par[evenement.acteur],
        "motif": evenement.motif,
    }


def _deja(demarche: Demarche, agent: Agent) -> str:
    """Who was faster; empty when the démarche is still open."""
    close = ("accepter", "refuser", "annuler", "contester")
    fin = Evenement.objects.pour_agent(agent).filter(demarche=demarche, nom__in=close).order_by("-id").first()
    if fin is None:
        return ""
    return f"Cette démarche a déjà été {fin.get_vers_display()} par {_ligne(fin)['par']}."
