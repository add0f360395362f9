"""Messages of insured people, for the agents of their caisse: a queue, one page to read and answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path

from accounts.admin import conversations, modeles, raisons
from accounts.admin.passations import Passations
from accounts.admin.perimetre import DuPerimetre
from accounts.messagerie import lecture, passation, reponse, themes
from accounts.messagerie.ecriture import FICHIERS_MAXIMUM
from accounts.messagerie.formulaires import ChampTexte, nouveau_jeton
from accounts.messagerie.pieces import servir_piece
from accounts.messagerie.reponse import ReponseRefusee
from accounts.models import Fil, Message
from accounts.models.messagerie import AUTOMATIQUES
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.journal import journaliser
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.masquage import masquer_nir
from ameli.noyau.televersement import ChampFichiers


class FormulaireReponseAgent(forms.Form):
    """`vu` is the last message that the page showed: an answer to something else comes back to its author."""

    modele = forms.ChoiceField(
        label="Modèle de réponse (facultatif)", required=False,
        help_text="Choisissez un modèle, puis «\N{NO-BREAK SPACE}Utiliser ce modèle\N{NO-BREAK SPACE}». Vous relisez avant d’envoyer.",
    )  # fmt: skip
    texte = ChampTexte(label="Votre réponse", error_messages={"required": "Écrivez votre réponse."})
    fichiers = ChampFichiers(label="Joindre des fichiers (facultatif)", maximum=FICHIERS_MAXIMUM, required=False)
    clore = forms.BooleanField(label="Clore la conversation après cette réponse", required=False)
    jeton = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, initial=nouveau_jeton)
    vu = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposes: list[modeles.Modele], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposes = {un.cle: un for un in proposes}
        if proposes:
            self.fields["modele"].choices = [("", "Aucun"), *((un.cle, un.titre) for un in proposes)]
        else:
            del self.fields["modele"]

    def avec_le_modele(self) -> dict[str, Any]:
        """What was typed, with the text of the chosen template."""
        valeurs = {nom: self.data.get(nom, "") for nom in self.fields if nom != "fichiers"}
        valeurs["clore"] = bool(valeurs["clore"])
        choisi = self.proposes.get(valeurs.get("modele", ""))
        return {**valeurs, "texte": modeles.a_la_suite(valeurs["texte"], choisi.texte)} if choisi else valeurs


@admin.register(Fil)
class FilAdmin(Passations, DuPerimetre):
    """« Messages des assurés »: those that wait for an answer, the first promised day first."""

    list_display = ("intitule", "nom_du_theme", "personne", "recu", "delai", "pris_par")
    list_filter = (conversations.ParEtat, conversations.ParTheme, conversations.Suivi)
    avec = ("assure__personne", "assure__caisse", "pris_par__compte")
    list_per_page = 50
    ordering = (F("reponse_prevue_le").asc(nulls_last=True), "id")
    actions = None
    change_list_template = "admin/accounts/fil/liste.html"

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("suivante/", vue(self.suivante), name="accounts_fil_suivante"),
            path("<int:pk>/prendre/", vue(self.prendre), name="accounts_fil_prendre"),
            path("<int:pk>/repondre/", vue(self.repondre), name="accounts_fil_repondre"),
            path("<int:pk>/clore/", vue(self.clore), name="accounts_fil_clore"),
            path("<int:pk>/pieces/<slug:piece>/", vue(self.piece), name="accounts_fil_piece"),
            *self.urls_des_passations(),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What the caisse writes by itself is not a conversation."""
        return super().get_queryset(request).exclude(theme__in=list(AUTOMATIQUES))

    def assure_ref(self, fil: Fil) -> str:
        return fil.assure.public_id

    def objet_lu(self, fil: Fil) -> str:
        return reponse.objet(fil)

    def raison_deduite(self, fil: Fil) -> str:
        """It waits for an answer, or it is read again."""
        return raisons.MESSAGE if fil.reponse_prevue_le is not None else ""

    @admin.display(description="Sujet")
    def intitule(self, fil: Fil) -> str:
        return fil.intitule

    @admin.display(description="Thème")
    def nom_du_theme(self, fil: Fil) -> str:
        return themes.libelle(fil.theme)

    @admin.display(description="Assuré")
    def personne(self, fil: Fil) -> str:
        return str(fil.assure.personne)

    @admin.display(description="Dernier message")
    def recu(self, fil: Fil) -> str:
        return formats.jour(fil.dernier_le)

    @admin.display(description="Réponse promise", empty_value="–")
    def delai(self, fil: Fil) -> str | None:
        return conversations.delai(fil, aujourdhui()) or None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Messages des assurés", **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One conversation. Opening it is reading it: the person sees when, and the journal says who."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._page(request, self.get_object(request, object_id))

    def suivante(self, request: HttpRequest) -> HttpResponse:
        """« Prendre la suivante »."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        fil = reponse.prendre_la_suivante(self.agent(request))
        if fil is None:
            messages.info(request, "Aucun message n’attend : tous sont suivis ou ont une réponse.")
            return redirect("admin:accounts_fil_changelist")
        return redirect("admin:accounts_fil_change", fil.pk)

    def prendre(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Follow this one."""
        return self._geste(request, pk, reponse.prendre, "Vous suivez cette conversation.")

    def clore(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Nothing more is awaited."""
        return self._geste(request, pk, reponse.clore, "La conversation est close.")

    def repondre(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the answer. What is refused comes back with the text as it was typed."""
        fil = self.get_object(request, str(pk))
        if request.method != "POST":
            return redirect("admin:accounts_fil_change", pk)
        agent = self.agent(request)
        proposes = modeles.pour(fil, agent)
        formulaire = FormulaireReponseAgent(request.POST, request.FILES, proposes=proposes)
        if "utiliser" in request.POST:
            rempli = FormulaireReponseAgent(initial=formulaire.avec_le_modele(), proposes=proposes)
            return self._page(request, fil, rempli)
        if not formulaire.is_valid():
            return self._page(request, fil, formulaire)
        donnees = formulaire.cleaned_data
        try:
            reponse.repondre(
                fil, agent, texte=donnees["texte"], cle=donnees["jeton"], dernier_vu=donnees["vu"],
                fichiers=donnees["fichiers"], clore=donnees["clore"],
            )  # fmt: skip
        except ReponseRefusee as refus:
            formulaire.add_error(None, refus.phrase)
            return self._page(request, fil, formulaire)
        messages.success(request, "Votre réponse est envoyée. La personne en est prévenue, sans le contenu.")
        return redirect("admin:accounts_fil_change", pk)

    def piece(self, request: HttpRequest, pk: int, piece: str) -> HttpResponse:
        """An attachment; the person reads in the journal that it was seen."""
        fil = self.get_object(request, str(pk))
        servie = servir_piece(fil, piece, self.agent(request))
        with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
            journaliser(
                "message.piece", acteur=request.user.acteur, assure_ref=fil.assure.public_id,
                objet=reponse.objet(fil), motif=fil.acces.motif, donnees={"piece": piece},
            )  # fmt: skip
        return servie

    def _geste(self, request: HttpRequest, pk: int, geste: Any, fait: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        fil = self.get_object(request, str(pk))
        try:
            geste(fil, self.agent(request))
        except ReponseRefusee as refus:
            messages.error(request, refus.phrase)
        else:
            messages.success(request, fait)
        return redirect("admin:accounts_fil_change", pk)

    def _page(self, request: HttpRequest, fil: Fil, formulaire: FormulaireReponseAgent | None = None) -> HttpResponse:
        agent = self.agent(request)
        ecrits = lecture.messages_de(fil)
        with ecriture_autorisee("the receipt and the journal of agents' readings are the effect of reading"):
            reponse.lire(fil, agent, raison=fil.acces.motif)
        dernier = ecrits[-1].pk if ecrits else 0
        if formulaire is None:
            proposes = [] if fil.ferme_le else modeles.pour(fil, agent)
            formulaire = FormulaireReponseAgent(initial={"vu": dernier}, proposes=proposes)
        elif formulaire.is_bound:
            formulaire.data = {**formulaire.data.dict(), "vu": dernier}
        collegue = fil.pris_par if fil.pris_par and fil.pris_par.caisse_id == agent.caisse_id else None
        contexte = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Conversation",
            "fil": fil,
            "theme": themes.libelle(fil.theme),
            "personne": str(fil.assure.personne),
            "nir": masquer_nir(fil.assure.personne.nir),
            "delai": conversations.delai(fil, aujourdhui()),
            "suivi_par": collegue,
            "prenable": fil.ferme_le is None and collegue is None,
            "closable": fil.ferme_le is None and fil.reponse_prevue_le is None,
            "voisins": conversations.voisins(fil, agent, aujourdhui()),
            "voisins_titre": "Messages à répondre",
            "notes": passation.notes(fil, agent),
            "attendu": fil.reponse_prevue_le is not None,
            "ecrits": [(message, _de(message), _lu(message)) for message in ecrits],
            "formulaire": formulaire,
        }
        return render(request, "admin/accounts/fil/fil.html", contexte)


def _de(message: Message) -> str:
    if message.de == Message.De.ASSURE:
        return "La personne"
    return str(message.agent) if message.agent else "Votre caisse"


def _lu(message: Message) -> str:
    """The receipt of what the caisse wrote."""
    if message.de == Message.De.ASSURE:
        return ""
    if message.lu_le is None:
        return "Pas encore lu par la personne."
    return f"Lu par la personne le {formats.jour(message.lu_le)} à {formats.heure(message.lu_le)}."
