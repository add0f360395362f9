"""European cards, for the agents of the caisse: found by number or by person, opposed on a call, brought back by the post, posted again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from accounts.admin.perimetre import DuPerimetre
from accounts.informations import adresse, cartes_europeennes
from accounts.informations.cartes_europeennes import PasMaintenant
from accounts.models import Agent, CarteEuropeenne, CertificatProvisoire, Message
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.masquage import masquer_serie
from ameli.noyau.saisie.champs import ChampNir, ChampSerieEuropeenne
from demarches.admin import concurrence
from demarches.admin.formulaires import GesteMotive
from demarches.admin.gestes_motives import GestesSurObjet
from demarches.catalogue.ceam import gestes
from demarches.moteur.declaration import Bouton
from demarches.moteur.models import Demarche

Etat = CarteEuropeenne.Etat
AUCUNE = "Aucune carte de votre caisse ne correspond."
OPPOSER = Bouton(
    "opposer", "Mettre la carte en opposition",
    "La carte et son certificat ne vaudront plus rien. La personne commande la suivante dans son compte.",
)  # fmt: skip
RETOUR = Bouton(
    "retour", "Noter le retour du courrier",
    "Gardez la carte. La personne reçoit un message : elle vérifie son adresse avant le nouvel envoi.",
)  # fmt: skip
RENVOYER = Bouton("renvoyer", "Renvoyer la carte", "La carte repart à l’adresse du dossier : {adresse}.")
POSSIBLES = {
    Etat.ACTIVE: (OPPOSER.nom, RETOUR.nom),
    Etat.EXPEDIEE: (RETOUR.nom,),
    Etat.RETOURNEE: (RENVOYER.nom,),
}
PLUS_POSSIBLE = "L’état de la carte a changé, ou une autre carte est déjà attendue."


class Recherche(forms.Form):
    """The number of a card, or that of a person. By POST: neither may stand in an address or in a log."""

    numero = ChampSerieEuropeenne(label="Numéro de la carte", required=False, help_text="20 chiffres, rubrique 8.")
    nir = ChampNir(label="Ou bien : numéro de Sécurité sociale du titulaire", required=False)

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if not self.errors and not donnees.get("numero") and not donnees.get("nir"):
            raise forms.ValidationError("Donnez le numéro de la carte, ou celui de la personne.")
        return donnees


class Opposition(GesteMotive):
    etat = forms.ChoiceField(
        label="Que s’est-il passé ?", widget=forms.RadioSelect,
        choices=[(Etat.PERDUE.value, "Carte perdue"), (Etat.VOLEE.value, "Carte volée")],
        error_messages={"required": "Choisissez la perte ou le vol."},
    )  # fmt: skip
    reconnue = forms.BooleanField(
        label="J’ai vérifié l’identité de la personne qui appelle.",
        error_messages={"required": "Vérifiez d’abord qui appelle."},
    )
    field_order = ("vu", "etat", "reconnue", "motif")


@admin.register(CarteEuropeenne)
class CarteEuropeenneAdmin(GestesSurObjet, DuPerimetre):
    """« Cartes européennes » : list, search, one card with its certificates, messages and journal, and three gestures."""

    list_display = ("numero_masque", "titulaire", "etat", "commandee", "jusqu_au")
    list_filter = ("etat", "motif")
    avec = ("personne", "demandee_par__personne")
    list_per_page = 50
    ordering = ("-demandee_le", "-id")
    actions = None
    gabarits = "ceam/admin"
    change_list_template = f"{gabarits}/liste.html"

    def get_urls(self) -> list[Any]:
        vue, nom = self.admin_site.admin_view, "accounts_carteeuropeenne"
        return [
            path("trouver/", vue(self.trouver), name=f"{nom}_trouver"),
            *self.urls_des_gestes_motives(),
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

    def objet_du_journal(self, carte: CarteEuropeenne) -> str:
        return f"carte_europeenne:{carte.public_id}"

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
        contexte = {
            "title": "Trouver une carte européenne", "formulaire": formulaire, "bouton": "Chercher",
            "trouvees": [(carte, masquer_serie(carte.numero)) for carte in trouvees],
        }  # fmt: skip
        return self.page(request, "trouver", contexte)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """One card, read-only. The reading is in the journal."""
        carte = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        super().change_view(request, object_id, *args, **kwargs)
        agent, actuelle = self.agent(request), adresse.actuelle(carte.demandee_par)
        fil = Message.objects.pour_agent(agent).filter(
            fil__assure=carte.demandee_par, fil__demarche_reference=carte.cause
        )
        siennes = CertificatProvisoire.objects.pour_agent(agent).filter(carte=carte)
        contexte = {
            "title": "Carte européenne", "carte": carte, "numero": masquer_serie(carte.numero),
            "dossier_visible": _du_guichet(carte, agent), "gestes": self.gestes_ouverts(carte, agent),
            "expiree": carte.fin is not None and carte.fin < aujourdhui(),
            "adresse_du_dossier": "\n".join(actuelle.lignes) if actuelle else "",
            "certificats": siennes.order_by("-emis_le"),
            "valables": set(siennes.valables(aujourdhui()).values_list("pk", flat=True)),
            "autres": [(une, masquer_serie(une.numero)) for une in self.get_queryset(request).filter(personne=carte.personne).exclude(pk=carte.pk)],
            "demarche": Demarche.objects.pour_agent(agent).filter(reference=carte.cause).only("pk", "reference").first(),
            "messages_echanges": list(fil.order_by("envoye_le", "id")) if carte.cause else [],
            "journal": concurrence.historique_de(self.objet_du_journal(carte)),
        }  # fmt: skip
        return self.page(request, "carte", contexte)

    # What the engine asks for the gestures

    def gestes_de(self, carte: CarteEuropeenne, agent: Agent) -> tuple[Bouton, ...]:
        """The post brings a card back to the caisse that sent it; a loss is told to any caisse of the family."""
        return (OPPOSER, RETOUR, RENVOYER) if _du_guichet(carte, agent) else (OPPOSER,)

    def gestes_possibles(self, carte: CarteEuropeenne) -> tuple[str, ...]:
        return POSSIBLES.get(Etat(carte.etat), ())

    def formulaire_du(self, geste: Bouton) -> type[GesteMotive]:
        return Opposition if geste is OPPOSER else super().formulaire_du(geste)

    def avertissement_du(self, geste: Bouton, carte: CarteEuropeenne) -> str:
        actuelle = adresse.actuelle(carte.demandee_par) if geste is RENVOYER else None
        return geste.avertissement.format(adresse=", ".join(actuelle.lignes) if actuelle else "aucune adresse connue")

    def verrouiller(self, carte: CarteEuropeenne) -> CarteEuropeenne:
        return cartes_europeennes.verrouiller(carte)

    def faire(self, carte: CarteEuropeenne, geste: Bouton, donnees: dict[str, Any], agent: Agent) -> str:
        commun: dict[str, Any] = {"le": maintenant(), "acteur": agent.compte.acteur, "motif": donnees["motif"]}
        try:
            if geste is OPPOSER:
                gestes.opposer(carte, etat=donnees["etat"], **commun)
                return "Opposition notée. La personne en est prévenue."
            if geste is RETOUR:
                gestes.noter_le_retour(carte, **commun)
                return "Retour noté. La personne reçoit un message : elle vérifie son adresse."
            gestes.renvoyer(carte, **commun)
        except PasMaintenant:
            raise concurrence.Depassee(PLUS_POSSIBLE) from None
        return "La carte est notée comme repartie. La personne en est prévenue."


def _saisie(request: HttpRequest) -> Any:
    """What was posted, even when nothing was typed."""
    return request.POST if request.method == "POST" else None


def _du_guichet(carte: CarteEuropeenne, agent: Agent) -> bool:
    """Did the caisse of `agent` send it? A child may be covered by two parents, each with a caisse and an address of their own."""
    return carte.demandee_par.caisse_id == agent.caisse_id
