"""European cards, for the agents of the caisse: found by number or by person, opposed on a call, brought back by the post, posted again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from accounts.admin.perimetre import DuPerimetre, agent_de
from accounts.connexion.nir import ChampNir
from accounts.informations import adresse
from accounts.informations.cartes_europeennes import PasMaintenant
from accounts.models import Agent, CarteEuropeenne, CertificatProvisoire, Message
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal.models import Entree
from ameli.noyau.masquage import masquer_serie
from demarches.admin import concurrence
from demarches.catalogue.ceam import gestes
from demarches.moteur.models import Demarche

Etat = CarteEuropeenne.Etat
AUCUNE = "Aucune carte de votre caisse ne correspond."
CHIFFRES = 20
FAIT = {
    "opposer": "Opposition notée. La personne en est prévenue.",
    "retour": "Retour noté. La personne reçoit un message : elle vérifie son adresse.",
    "renvoyer": "La carte est notée comme repartie. La personne en est prévenue.",
}
PLUS_POSSIBLE = "Ce n’est plus possible : l’état de la carte a changé, ou une autre carte est déjà attendue."


class Recherche(forms.Form):
    """The number of a card, or that of a person. By POST: neither may stand in an address or in a log."""

    numero = forms.CharField(
        label="Numéro de la carte", max_length=30, required=False, help_text="20 chiffres, rubrique 8.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    nir = ChampNir(label="Ou bien : numéro de Sécurité sociale du titulaire", required=False)

    def clean_numero(self) -> str:
        chiffres = "".join(self.cleaned_data["numero"].split())
        if chiffres and not (len(chiffres) == CHIFFRES and chiffres.isascii() and chiffres.isdigit()):
            raise forms.ValidationError("Le numéro de la carte comporte 20 chiffres.")
        return chiffres

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if not self.errors and not donnees.get("numero") and not donnees.get("nir"):
            raise forms.ValidationError("Donnez le numéro de la carte, ou celui de la personne.")
        return donnees


class Opposition(forms.Form):
    etat = forms.ChoiceField(
        label="Que s’est-il passé ?", widget=forms.RadioSelect,
        choices=[(Etat.PERDUE.value, "Carte perdue"), (Etat.VOLEE.value, "Carte volée")],
        error_messages={"required": "Choisissez la perte ou le vol."},
    )  # fmt: skip
    reconnue = forms.BooleanField(
        label="J’ai vérifié l’identité de la personne qui appelle.",
        error_messages={"required": "Vérifiez d’abord qui appelle."},
    )


class Confirmation(forms.Form):
    """Nothing to type: the page says what will happen."""


@admin.register(CarteEuropeenne)
class CarteEuropeenneAdmin(DuPerimetre):
    """« Cartes européennes » : list, search, one card with its certificates, messages and journal, and three gestures."""

    list_display = ("numero_masque", "titulaire", "etat", "commandee", "jusqu_au")
    list_filter = ("etat", "motif")
    avec = ("personne", "demandee_par__personne")
    list_per_page = 50
    ordering = ("-demandee_le", "-id")
    actions = None
    change_list_template = "ceam/admin/liste.html"

    def get_urls(self) -> list[Any]:
        vue, nom = self.admin_site.admin_view, "accounts_carteeuropeenne"
        return [
            path("trouver/", vue(self.trouver), name=f"{nom}_trouver"),
            path("<int:pk>/opposer/", vue(self.opposer), name=f"{nom}_opposer"),
            path("<int:pk>/retour/", vue(self.retour), name=f"{nom}_retour"),
            path("<int:pk>/renvoyer/", vue(self.renvoyer), name=f"{nom}_renvoyer"),
            *super().get_urls(),
        ]

    @admin.display(description="Numéro")
    def numero_masque(self, carte: CarteEuropeenne) -> str:
        return masquer_serie(carte.numero)

    @admin.display(description="Titulaire")
    def titulaire(self, carte: CarteEuropeenne) -> str:
        return str(carte.personne)

    @admin.display(description="Commandée le", ordering="demandee_le")
    def commandee(self, carte: CarteEuropeenne) -> str:
        return formats.date_courte(carte.demandee_le)

    @admin.display(description="Valable jusqu’au", empty_value="–")
    def jusqu_au(self, carte: CarteEuropeenne) -> str | None:
        return formats.date_courte(carte.fin) if carte.fin else None

    def assure_ref(self, carte: CarteEuropeenne) -> str:
        return carte.demandee_par.public_id

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Cartes européennes", **(extra_context or {})})

    def trouver(self, request: HttpRequest) -> HttpResponse:
        """The cards of the caisse with this number, or of this person."""
        formulaire = Recherche(_saisie(request))
        trouvees: list[CarteEuropeenne] = []
        if request.method == "POST" and formulaire.is_valid():
            numero, nir = formulaire.cleaned_data["numero"], formulaire.cleaned_data["nir"]
            cartes = self.get_queryset(request)
            if numero:
                cartes = cartes.filter(numero_empreinte=empreinte("carte_europeenne", numero))
            if nir:
                cartes = cartes.filter(personne__nir_empreinte=empreinte("nir", nir))
            trouvees = list(cartes)
            if len(trouvees) == 1:
                return redirect("admin:accounts_carteeuropeenne_change", trouvees[0].pk)
            if not trouvees:
                formulaire.add_error(None, AUCUNE)
        return self._page(
            request, "ceam/admin/trouver.html", "Trouver une carte européenne", formulaire=formulaire, bouton="Chercher",
            trouvees=[(carte, masquer_serie(carte.numero)) for carte in trouvees],
        )  # fmt: skip

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """One card, read-only. The reading is in the journal."""
        carte = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        super().change_view(request, object_id, *args, **kwargs)
        agent, actuelle = agent_de(request), adresse.actuelle(carte.demandee_par)
        faits = list(Entree.objects.filter(objet=f"carte_europeenne:{carte.public_id}").order_by("le", "id"))
        noms = concurrence.noms([fait.acteur for fait in faits])
        fil = Message.objects.pour_agent(agent).filter(
            fil__assure=carte.demandee_par, fil__demarche_reference=carte.cause
        )
        return self._page(
            request, "ceam/admin/carte.html", "Carte européenne", carte=carte, numero=masquer_serie(carte.numero),
            dossier_visible=_du_guichet(carte, agent), gestes=gestes_possibles(carte, agent), expiree=carte.fin is not None and carte.fin < aujourdhui(),
            adresse_du_dossier="\n".join(actuelle.lignes) if actuelle else "",
            certificats=CertificatProvisoire.objects.pour_agent(agent).filter(carte=carte).order_by("-emis_le"),
            valables=set(CertificatProvisoire.objects.pour_agent(agent).valables(aujourdhui()).filter(carte=carte).values_list("pk", flat=True)),
            autres=[(une, masquer_serie(une.numero)) for une in self.get_queryset(request).filter(personne=carte.personne).exclude(pk=carte.pk)],
            demarche=Demarche.objects.pour_agent(agent).filter(reference=carte.cause).only("pk", "reference").first(),
            messages_echanges=list(fil.order_by("envoye_le", "id")) if carte.cause else [],
            journal=[(fait.phrase.partition(":")[2].strip(), fait.le, concurrence.nommer(fait.acteur, noms)) for fait in faits],
        )  # fmt: skip

    def opposer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lost or stolen, told on the phone or at the desk."""
        return self._geste(
            request, pk, "opposer", Opposition(_saisie(request)), "Mettre la carte en opposition",
            "La carte et son certificat ne vaudront plus rien. La personne commande la suivante dans son compte.",
        )  # fmt: skip

    def retour(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The envelope came back."""
        return self._geste(
            request, pk, "retour", Confirmation(_saisie(request)), "Noter le retour du courrier",
            "Gardez la carte. La personne reçoit un message : elle vérifie son adresse avant le nouvel envoi.",
        )  # fmt: skip

    def renvoyer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post it again, to the address of the file."""
        carte = self.get_object(request, str(pk))
        actuelle = adresse.actuelle(carte.demandee_par)
        ou = ", ".join(actuelle.lignes) if actuelle else "aucune adresse connue"
        return self._geste(
            request, pk, "renvoyer", Confirmation(_saisie(request)), "Renvoyer la carte",
            f"La carte repart à l’adresse du dossier : {ou}.",
        )  # fmt: skip

    def _geste(
        self, request: HttpRequest, pk: int, nom: str, formulaire: forms.Form, titre: str, avertissement: str
    ) -> HttpResponse:
        carte, agent = self.get_object(request, str(pk)), agent_de(request)
        if agent is None or (request.method != "POST" and nom not in gestes_possibles(carte, agent)):
            raise Http404
        if nom != "opposer" and not _du_guichet(carte, agent):
            raise Http404
        if request.method == "POST" and formulaire.is_valid():
            try:
                self._faire(nom, carte, formulaire, agent.compte.acteur)
            except PasMaintenant:
                messages.error(request, PLUS_POSSIBLE)
            else:
                messages.success(request, FAIT[nom])
            return redirect("admin:accounts_carteeuropeenne_change", pk)
        return self._page(
            request, "ceam/admin/geste.html", titre, formulaire=formulaire, bouton=titre, avertissement=avertissement,
            carte=carte, retour=reverse("admin:accounts_carteeuropeenne_change", args=[pk]),
        )  # fmt: skip

    def _faire(self, nom: str, carte: CarteEuropeenne, formulaire: forms.Form, acteur: str) -> None:
        le = maintenant()
        if nom == "opposer":
            gestes.opposer(carte, etat=formulaire.cleaned_data["etat"], le=le, acteur=acteur)
        elif nom == "retour":
            gestes.noter_le_retour(carte, le=le, acteur=acteur)
        else:
            gestes.renvoyer(carte, le=le, acteur=acteur)

    def _page(self, request: HttpRequest, gabarit: str, titre: str, **contexte: Any) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "title": titre}
        return render(request, gabarit, {**commun, **contexte})


def _saisie(request: HttpRequest) -> Any:
    """What was posted, even when nothing was typed."""
    return request.POST if request.method == "POST" else None


def _du_guichet(carte: CarteEuropeenne, agent: Agent | None) -> bool:
    """Did the caisse of `agent` send it? A child may be covered by two parents, each with a caisse and an address of their own."""
    return agent is not None and carte.demandee_par.caisse_id == agent.caisse_id


def gestes_possibles(carte: CarteEuropeenne, agent: Agent | None) -> tuple[str, ...]:
    """What `agent` may do with this card as it is: the post brings it back to the caisse that sent it."""
    poste = _du_guichet(carte, agent)
    if carte.etat == Etat.ACTIVE:
        return ("opposer", "retour") if poste else ("opposer",)
    return {Etat.EXPEDIEE: ("retour",), Etat.RETOURNEE: ("renvoyer",)}.get(Etat(carte.etat), ()) if poste else ()
