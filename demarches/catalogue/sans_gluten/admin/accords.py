"""« Accords pour les produits sans gluten »: agents read those of their caisse; the medical service gives, renews and ends them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from accounts.admin.perimetre import DuPerimetre
from accounts.dossier.droits import DroitClos
from accounts.models import Agent, Assure, Beneficiaire, Personne
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.champs import ChampLigne, ChampNir
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.admin import concurrence
from demarches.admin.attentes import MEDICAL
from demarches.admin.formulaires import GesteMotive
from demarches.admin.gestes_motives import GestesSurObjet
from demarches.catalogue.sans_gluten import accords
from demarches.catalogue.sans_gluten.models import AccordCoeliaque
from demarches.moteur.declaration import Bouton

MOTIVE = "accord_coeliaque.motive"
declarer_genre(MOTIVE, "{acteur} : accord pour les produits sans gluten, raison donnée par l’agent")
INCONNU = "Aucune personne vivante des dossiers de votre caisse n’a ce numéro."
DEJA = "Cette personne a déjà un accord. Ouvrez-le, puis renouvelez-le."
PASSEE = "Cette date est passée. Écrivez le dernier jour de l’accord."
A_L_ENVERS = "L’accord finit avant de commencer. Corrigez une des deux dates."
CHANGE = "Cet accord a changé pendant que vous aviez la page ouverte."
RENOUVELER = Bouton(
    "renouveler",
    "Renouveler l’accord",
    "Un nouvel accord commence aujourd’hui et remplace celui-ci : aucun jour n’est perdu.",
)
CLORE = Bouton(
    "clore",
    "Fermer l’accord",
    "Les mois déjà couverts restent ouverts. Plus aucun mois suivant ne pourra être demandé.",
)


class Accord(forms.Form):
    """For whom, from when to when, who asked. By POST: a number may stand in no address."""

    nir = ChampNir(error_messages={"required": "Saisissez le numéro de la personne."})
    medecin = ChampLigne(
        label="Médecin qui le demande", max_length=80, error_messages={"required": "Écrivez le nom du médecin."}
    )
    du = ChampDate(label="Premier jour", error_messages={"required": "Écrivez le premier jour de l’accord."})
    au = ChampDate(label="Dernier jour", error_messages={"required": "Écrivez le dernier jour de l’accord."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nir"].widget.attrs["autocomplete"] = "off"

    def clean_au(self) -> date:
        return a_venir(self.cleaned_data["au"])

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("du") and propres.get("au") and propres["au"] < propres["du"]:
            self.add_error("au", A_L_ENVERS)
        return propres


class Renouvellement(GesteMotive):
    """Until when, and who asked for it."""

    au = ChampDate(
        label="Nouveau dernier jour", error_messages={"required": "Écrivez le dernier jour du nouvel accord."}
    )
    medecin = ChampLigne(
        label="Médecin qui le demande", max_length=80, error_messages={"required": "Écrivez le nom du médecin."}
    )
    field_order = ("vu", "au", "medecin", "motif")

    def clean_au(self) -> date:
        return a_venir(self.cleaned_data["au"])


class Fin(GesteMotive):
    raison = forms.ChoiceField(
        label="Pour quelle raison ?", widget=forms.RadioSelect,
        choices=[(accords.ARRETE, "La prise en charge n’est plus justifiée"), (accords.ERREUR, "L’accord a été enregistré par erreur")],
        error_messages={"required": "Choisissez la raison."},
    )  # fmt: skip
    field_order = ("vu", "raison", "motif")


def a_venir(jour: date) -> date:
    """Raises ValidationError for a day that has passed."""
    if jour < aujourdhui():
        raise forms.ValidationError(PASSEE)
    return jour


@admin.register(AccordCoeliaque)
class AccordCoeliaqueAdmin(GestesSurObjet, DuPerimetre):
    """The list of the caisse; one of them with its history, and two gestures of the medical service."""

    list_display = ("titulaire", "debut", "fin", "situation", "medecin")
    avec = ("assure__personne", "assure__caisse", "personne")
    list_per_page = 50
    ordering = ("-du", "-id")
    actions = None
    gabarits = "sans_gluten/admin"
    change_list_template = "sans_gluten/admin/accords.html"

    def get_urls(self) -> list[Any]:
        ouvrir = path("ouvrir/", self.admin_site.admin_view(self.ouvrir), name="demarches_accordcoeliaque_ouvrir")
        return [ouvrir, *self.urls_des_gestes_motives(), *super().get_urls()]

    def assure_ref(self, accord: AccordCoeliaque) -> str:
        return accord.assure.public_id

    def objet_du_journal(self, accord: AccordCoeliaque) -> str:
        return accord.objet

    @admin.display(description="Personne")
    def titulaire(self, accord: AccordCoeliaque) -> str:
        return str(accord.personne)

    @admin.display(description="Premier jour")
    def debut(self, accord: AccordCoeliaque) -> str:
        return formats.date_courte(accord.du)

    @admin.display(description="Dernier jour", empty_value="–")
    def fin(self, accord: AccordCoeliaque) -> str | None:
        return formats.date_courte(accord.dernier_jour) if accord.dernier_jour else None

    @admin.display(description="Situation")
    def situation(self, accord: AccordCoeliaque) -> str:
        if accord.clos_le is not None:
            return "remplacé" if accord.motif == accords.RENOUVELE else "fini"
        return "ouvert" if accord.ouvert(maintenant()) else "à venir"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        contexte = {"title": "Accords pour les produits sans gluten", "medical": request.user.has_perm(MEDICAL)}
        return super().changelist_view(request, {**contexte, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of them, read-only. The reading is in the journal."""
        accord = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        super().change_view(request, object_id, *args, **kwargs)
        return self.page(request, "accord", {
            "title": "Accord pour les produits sans gluten", "accord": accord, "situation": self.situation(accord),
            "gestes": self.gestes_ouverts(accord, self.agent(request)), "journal": concurrence.historique_de(accord.objet),
        })  # fmt: skip

    def ouvrir(self, request: HttpRequest) -> HttpResponse:
        """The medical service only. Somebody who has one already is renewed, not doubled."""
        agent = self.agent(request)
        if not request.user.has_perm(MEDICAL):
            raise PermissionDenied
        formulaire = Accord(request.POST if request.method == "POST" else None)
        if request.method == "POST" and formulaire.is_valid():
            faute = self._ouvrir(agent, formulaire.cleaned_data)
            if not faute:
                messages.success(request, "L’accord est enregistré. La personne en est prévenue.")
                return redirect("admin:demarches_accordcoeliaque_changelist")
            formulaire.add_error("nir", faute)
        return self.page(request, "ouvrir", {"title": "Enregistrer un accord", "formulaire": formulaire})

    def _ouvrir(self, agent: Agent, dit: dict[str, Any]) -> str:
        """Why it is not possible, in a sentence; empty once it is done."""
        trouves = titulaire(agent, dit["nir"])
        if trouves is None:
            return INCONNU
        try:
            neuf = accords.ouvrir(
                *trouves,
                du=dit["du"],
                au=dit["au"],
                medecin=dit["medecin"],
                acteur=agent.compte.acteur,
                le=maintenant(),
            )
            accords.annoncer(neuf, maintenant())
        except accords.DejaUn:
            return DEJA
        return ""

    # What the engine asks for the gestures

    def gestes_de(self, accord: AccordCoeliaque, agent: Agent) -> tuple[Bouton, ...]:
        return (RENOUVELER, CLORE) if agent.compte.has_perm(MEDICAL) else ()

    def gestes_possibles(self, accord: AccordCoeliaque) -> tuple[str, ...]:
        return () if accord.clos_le is not None else (RENOUVELER.nom, CLORE.nom)

    def formulaire_du(self, geste: Bouton) -> type[GesteMotive]:
        return Renouvellement if geste is RENOUVELER else Fin

    def verrouiller(self, accord: AccordCoeliaque) -> AccordCoeliaque:
        lignes = AccordCoeliaque.objects.systeme("the admin found it in a perimeter").select_related(*self.avec)
        return lignes.select_for_update(of=("self",), no_key=True).get(pk=accord.pk)

    def faire(self, accord: AccordCoeliaque, geste: Bouton, donnees: dict[str, Any], agent: Agent) -> str:
        commun = {"acteur": agent.compte.acteur, "le": maintenant()}
        try:
            if geste is CLORE:
                accords.clore(accord, motif=donnees["raison"], **commun)
            else:
                accords.renouveler(accord, au=donnees["au"], medecin=donnees["medecin"], **commun)
        except DroitClos:
            raise concurrence.Depassee(CHANGE) from None
        journaliser(
            MOTIVE,
            acteur=commun["acteur"],
            assure_ref=accord.assure.public_id,
            objet=accord.objet,
            motif=donnees["motif"],
        )
        if geste is CLORE:
            return "L’accord est fermé. La personne en est prévenue."
        return f"L’accord est renouvelé jusqu’au {formats.jour(donnees['au'])}. La personne en est prévenue."


def titulaire(agent: Agent, nir: str) -> tuple[Assure, Personne] | None:
    """A living person of the caisse and the file that holds their agreement: their own, else that of their parent."""
    cherche = {"personne__nir_empreinte": empreinte("nir", nir), "personne__date_deces": None}
    assure = Assure.objects.pour_agent(agent).filter(**cherche).select_related("personne").first()
    if assure is not None:
        return assure, assure.personne
    rattaches = Beneficiaire.objects.pour_agent(agent).filter(**cherche).select_related("assure", "personne")
    rattache = rattaches.order_by("-parent_referent", "id").first()
    return (rattache.assure, rattache.personne) if rattache is not None else None
