"""« Procurations » for agents: one field to check a paper at the desk, the use written down, one on paper recorded with its scan."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from accounts.admin.perimetre import DuPerimetre
from accounts.models import Agent
from accounts.securite import limites
from accounts.securite.mots import phrase
from ameli.noyau.horloge import maintenant, temps_reel
from demarches.catalogue.procuration import guichet, guichet_formulaires, regles
from demarches.catalogue.procuration.models import Procuration

AUCUNE = "Aucune procuration n’a ce numéro et ce nom. Recopiez le papier, et le nom de la pièce d’identité."
PLUS_VALABLE = (
    "Cette procuration n’est plus valable : elle a pris fin pendant que vous aviez la page ouverte. Rien n’est noté."
)
PAS_POSSIBLE = "Ce n’est pas possible avec une procuration. La personne assurée le lira dans son compte."
VUES = (
    "procurations_verifiees"  # in the session: {public id: when}, so that a page opens only after its paper was checked
)
UNE_DEMI_HEURE = 1800


@admin.register(Procuration)
class ProcurationAdmin(DuPerimetre):
    """The list of the caisse; the control, for papers of any caisse."""

    list_display = ("reference", "mandant", "valable", "etat", "usages")
    avec = ("assure__personne", "personne", "assure__caisse")
    list_per_page = 50
    ordering = ("-du", "-id")
    actions = None
    fields = ("reference", "mandant", "valable", "etat", "usages")
    change_list_template = "procuration/admin/liste.html"

    def get_urls(self) -> list[Any]:
        vue, nom = self.admin_site.admin_view, "demarches_procuration"
        return [
            path("verifier/", vue(self.verifier), name=f"{nom}_verifier"),
            path("papier/", vue(self.papier), name=f"{nom}_papier"),
            path("controle/<slug:public_id>/", vue(self.controle), name=f"{nom}_controle"),
            *super().get_urls(),
        ]

    def assure_ref(self, procuration: Procuration) -> str:
        return procuration.assure.public_id

    @admin.display(description="Assuré")
    def mandant(self, procuration: Procuration) -> str:
        return str(procuration.personne)

    @admin.display(description="Valable")
    def valable(self, procuration: Procuration) -> str:
        return procuration.periode

    @admin.display(description="État")
    def etat(self, procuration: Procuration) -> str:
        return etat_de(procuration)[0]

    @admin.display(description="Utilisée")
    def usages(self, procuration: Procuration) -> str:
        nombre = procuration.usages.count()
        return f"{nombre} fois" if nombre else "jamais"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Procurations", **(extra_context or {})})

    def verifier(self, request: HttpRequest) -> HttpResponse:
        """Reference or code, and name. Five wrong ones close the page to this agent for a quarter of an hour."""
        agent = self.agent(request)
        formulaire = guichet_formulaires.Controle(request.POST if request.method == "POST" else None)
        ferme = limites.en_cours("procuration_controle", agent.matricule)
        if request.method == "POST" and formulaire.is_valid() and ferme is None:
            passage = limites.passer({"procuration_controle": agent.matricule})
            trouvee = None if passage.refus else guichet.trouver(**formulaire.cleaned_data)
            if trouvee is not None:
                passage.rendre()
                guichet.noter_la_verification(trouvee, agent)
                request.session[VUES] = {**self._vues(request), trouvee.public_id: temps_reel().timestamp()}
                return redirect("admin:demarches_procuration_controle", trouvee.public_id)
            formulaire.add_error(None, AUCUNE)
            ferme = limites.en_cours("procuration_controle", agent.matricule)
        contexte = {
            "title": "Vérifier une procuration", "formulaire": formulaire,
            "ferme": phrase("procuration_controle", ferme) if ferme else "",
        }  # fmt: skip
        return self._page(request, "verifier", contexte)

    def controle(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Valid, ended or revoked; at the caisse of the person, what is asked. Elsewhere the validity alone is said."""
        agent = self.agent(request)
        if public_id not in self._vues(request):
            return redirect("admin:demarches_procuration_verifier")
        lignes = Procuration.objects.systeme("its paper was checked a moment ago").select_related(*self.avec)
        procuration = lignes.filter(public_id=public_id).first()
        if procuration is None:
            raise Http404
        ici = procuration.assure.caisse_id == agent.caisse_id
        formulaire = guichet_formulaires.Usage(procuration, request.POST if request.method == "POST" else None)
        if request.method == "POST" and ici and formulaire.is_valid():
            self._noter(request, procuration, agent, formulaire)
            return redirect("admin:demarches_procuration_controle", public_id)
        mot, genre = etat_de(procuration)
        contexte = {
            "title": "Contrôle d’une procuration", "procuration": procuration, "etat": mot, "genre": genre, "ici": ici,
            "valable": genre == "succes", "formulaire": formulaire,
            "a_dire": [(regles.OBJETS[code], regles.A_DIRE[code]) for code in formulaire.permis],
            "usages": [(u.le, regles.OBJETS[u.demarche], u.agent) for u in procuration.usages.select_related("agent")],
        }  # fmt: skip
        return self._page(request, "controle", contexte)

    def _noter(self, request: HttpRequest, procuration: Procuration, agent: Agent, formulaire: Any) -> None:
        quoi = formulaire.cleaned_data["quoi"]
        if quoi not in formulaire.permis:
            guichet.refuser(procuration, agent, quoi)
            messages.error(request, PAS_POSSIBLE)
            return
        try:
            guichet.enregistrer(procuration, agent, quoi, maintenant())
        except guichet.PlusValable:
            messages.error(request, PLUS_VALABLE)
        else:
            messages.success(request, "Usage noté. La personne assurée en est prévenue tout de suite.")

    def papier(self, request: HttpRequest) -> HttpResponse:
        """One given by letter. Nobody creates one in somebody's place: there is no recording without the scan."""
        agent = self.agent(request)
        saisie = (request.POST, request.FILES) if request.method == "POST" else ()
        formulaire = guichet_formulaires.Papier(agent, *saisie)
        if request.method == "POST" and formulaire.is_valid() and formulaire.assure is not None:
            donnees = formulaire.cleaned_data
            try:
                ouverte = guichet.recevoir_le_papier(
                    formulaire.assure, agent, donnees, donnees["fichiers"], maintenant()
                )
            except IntegrityError:
                formulaire.add_error("nir", guichet_formulaires.DEJA)
            else:
                messages.success(request, f"Procuration {ouverte.reference} enregistrée.")
                return redirect("admin:demarches_procuration_changelist")
        contexte = {"title": "Enregistrer une procuration sur papier", "formulaire": formulaire}
        return self._page(request, "papier", contexte)

    def _vues(self, request: HttpRequest) -> dict[str, float]:
        """The papers that this agent checked in the last half hour."""
        le = temps_reel().timestamp()
        return {cle: quand for cle, quand in request.session.get(VUES, {}).items() if le - quand <= UNE_DEMI_HEURE}

    def _page(self, request: HttpRequest, nom: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "liste": reverse("admin:demarches_procuration_changelist"),
        }
        return render(request, f"procuration/admin/{nom}.html", {**commun, **contexte})


def etat_de(procuration: Procuration) -> tuple[str, str]:
    """In a word, with the colour of its badge."""
    if procuration.ouvert(maintenant()):
        return "Valable", "succes"
    return ("Révoquée", "erreur") if procuration.revoquee else ("Terminée", "erreur")
