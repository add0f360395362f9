"""Files of insured people, for the agents of their caisse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.admin import raisons, volets
from accounts.admin.codes_provisoires import DelivreDesCodes
from accounts.admin.gel import GeleLesComptes
from accounts.admin.perimetre import DuPerimetre, agent_de
from accounts.admin.revelation import Devoilable, Donnee, donnees_de_la_personne
from accounts.dossier import foyer
from accounts.dossier.foyer import Membre, Obstacle
from accounts.informations import adresse, coordonnees
from accounts.models import Agent, Assure, CarteEuropeenne
from accounts.models.compte import empreinte_du_telephone
from accounts.securite import gel
from ameli.noyau import formats
from ameli.noyau.calendrier import age_de
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.masquage import masquer_courriel, masquer_nir, masquer_serie
from ameli.noyau.saisie.champs import ChampCodePostal, ChampLigne, ChampNir, ChampTelephone
from ameli.noyau.saisie.champs_dates import ChampNaissance
from ameli.noyau.saisie.noms import Reponse, comparer


class Recherche(forms.Form):
    """A number, a telephone, or a name, a birth date and a post code. By POST: none of it may stand in an address or a log."""

    nir = ChampNir(required=False)
    telephone = ChampTelephone(
        label="Ou bien, téléphone qui appelle", required=False,
        help_text="Fixe ou mobile, écrit comme il s’affiche. Il ne prouve pas qui appelle.",
    )  # fmt: skip
    nom = ChampLigne(label="Ou bien : nom de naissance ou d’usage", max_length=100, required=False)
    naissance = ChampNaissance(required=False)
    code_postal = ChampCodePostal(label="Code postal", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for champ in self.fields.values():  # somebody else's: the agent's own would be no help
            champ.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        par_identite = all(donnees.get(nom) for nom in ("nom", "naissance", "code_postal"))
        if not self.errors and not (donnees.get("nir") or donnees.get("telephone") or par_identite):
            raise forms.ValidationError(
                "Donnez le numéro, le téléphone, ou le nom avec la date de naissance et le code postal."
            )
        return donnees


DEJA_ROUVERT = "Ce compte est déjà rouvert\N{NO-BREAK SPACE}: un collègue l’a fait avant vous. Ce que vous avez écrit n’est pas noté."
AUCUN = "Aucun dossier de votre caisse ne correspond."
PLUSIEURS = "Plusieurs dossiers correspondent. Cherchez par numéro."
A_CHOISIR = 10  # files of one telephone, a family most often


class Motif(forms.Form):
    motif = ChampLigne(
        label="Comment avez-vous reconnu la personne ?",
        max_length=120,
        help_text="Exemple : pièce d’identité à l’accueil.",
    )


@admin.register(Assure)
class AssureAdmin(DelivreDesCodes, GeleLesComptes, Devoilable, DuPerimetre):
    """List, one file, find by number, show masked data for a reason, open a frozen account again."""

    list_display = ("__str__", "nir_masque", "situation", "droits_au")
    list_filter = ("situation",)
    avec = ("personne", "caisse", "compte")
    list_per_page = 50
    ordering = ("personne__nom_naissance", "personne__prenoms", "id")
    change_form_template = "admin/accounts/assure/dossier.html"
    change_list_template = "admin/accounts/assure/liste.html"
    fieldsets = (
        ("Personne", {"fields": ("identite", "nir_masque", "date_naissance", "adresse_postale")}),
        (
            "Droits",
            {
                "fields": (
                    "caisse",
                    "situation",
                    "droits_du",
                    "droits_au",
                    "protection",
                    "adresse_a_taire",
                    "beneficiaires",
                )
            },
        ),
        ("Paiement et cartes", {"fields": ("comptes_bancaires", "cartes", "cartes_europeennes")}),
        ("Compte en ligne", {"fields": ("compte_en_ligne",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(nom for _, reglage in self.fieldsets for nom in reglage["fields"])

    @admin.display(description="Nom")
    def identite(self, assure: Assure) -> str:
        return str(assure.personne)

    @admin.display(description="Numéro de Sécurité sociale")
    def nir_masque(self, assure: Assure) -> str:
        return masquer_nir(assure.personne.nir)

    @admin.display(description="Date de naissance")
    def date_naissance(self, assure: Assure) -> str:
        return formats.jour(assure.personne.date_naissance)

    @admin.display(description="Adresse postale")
    def adresse_postale(self, assure: Assure) -> str:
        courante = adresse.actuelle(assure)
        return ", ".join(courante.lignes) if courante else "Aucune adresse connue"

    @admin.display(description="Majeur protégé")
    def protection(self, assure: Assure) -> str:
        return "oui" if assure.majeur_protege else "non"

    @admin.display(description="Adresse protégée")
    def adresse_a_taire(self, assure: Assure) -> str:
        return "oui : ne la dites à personne, même à un proche" if assure.adresse_protegee else "non"

    @admin.display(description="Bénéficiaires")
    def beneficiaires(self, assure: Assure) -> str:
        autres = [membre for membre in foyer.lire(assure, aujourdhui()).membres if not membre.soi]
        return _lignes(", ".join((str(m.personne), m.lien, *_precisions(m))) for m in autres)

    @admin.display(description="Comptes bancaires")
    def comptes_bancaires(self, assure: Assure) -> str:
        """Masked even here (chapter 6 § 8)."""
        return _lignes(
            f"{rib.iban_masque} {rib.banque}, depuis le {formats.jour(rib.effet_le)}"
            + (f", remplacé le {formats.jour(rib.fin_le)}" if rib.fin_le else ", en vigueur")
            for rib in coordonnees.historique(assure)
        )

    @admin.display(description="Cartes Vitale")
    def cartes(self, assure: Assure) -> str:
        return _lignes(
            f"{masquer_serie(carte.serie)}, {carte.get_etat_display()}" for carte in assure.personne.cartes_vitale.all()
        )

    @admin.display(description="Cartes européennes")
    def cartes_europeennes(self, assure: Assure) -> str:
        """Those of the whole family."""
        cartes = CarteEuropeenne.objects.de(assure).select_related("personne").order_by("-demandee_le", "-id")
        return _lignes(
            f"{masquer_serie(carte.numero)}, {carte.personne}, {carte.get_etat_display()}"
            + (f", jusqu’au {formats.jour(carte.fin)}" if carte.fin else "")
            for carte in cartes
        )

    @admin.display(description="État")
    def compte_en_ligne(self, assure: Assure) -> str:
        compte = getattr(assure, "compte", None)
        if compte is None:
            return "Aucun compte ouvert"
        etat = f"gelé le {formats.jour(compte.gele_le)} ({compte.gel_motif})" if compte.gele_le else "ouvert"
        return f"{etat if compte.is_active else 'fermé'}, {masquer_courriel(compte.email)}"

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("trouver/", vue(self.trouver), name="accounts_assure_trouver"),
            path("raison/", vue(self.raison), name="accounts_assure_raison"),
            path("<int:pk>/rouvrir/", vue(self.rouvrir), name="accounts_assure_rouvrir"),
            *self.urls_des_codes(),
            *self.urls_du_gel(),
            *self.urls_de_revelation(),
            *super().get_urls(),
        ]

    def donnees_masquees(self, assure: Assure) -> dict[str, Donnee]:
        """Those of the account, and the bank details in force."""
        donnees, rib = donnees_de_la_personne(assure), coordonnees.actuelles(assure)
        return {**donnees, "iban": Donnee("IBAN", rib.iban_masque, formats.iban(rib.iban))} if rib else donnees

    def trouver(self, request: HttpRequest) -> HttpResponse:
        """Find a file in the caisse of the agent; several people may share a telephone, and are shown."""
        formulaire = Recherche(request.POST or None)
        contexte = {
            **self.admin_site.each_context(request),
            "title": "Trouver une personne",
            "formulaire": formulaire,
            "bouton": "Chercher",
        }
        if request.method == "POST" and formulaire.is_valid():
            trouves = self._chercher(request, formulaire.cleaned_data)
            if len(trouves) == 1:
                return redirect("admin:accounts_assure_change", trouves[0].pk)
            if trouves and formulaire.cleaned_data["telephone"]:
                contexte["trouves"] = trouves
            else:
                formulaire.add_error(None, PLUSIEURS if trouves else AUCUN)
        return render(request, "admin/accounts/assure/trouver.html", contexte)

    def raison(self, request: HttpRequest) -> HttpResponse:
        """« Pourquoi ouvrez-vous ce dossier ? », then the page that was asked. Nothing of the file is shown before."""
        suite, dossier = request.GET.get("next", ""), request.GET.get("dossier", "")
        if not (suite.startswith(reverse("admin:index")) and url_has_allowed_host_and_scheme(suite, None) and dossier):
            raise Http404
        formulaire = raisons.FormulaireRaison(request.POST if request.method == "POST" else None)
        if request.method == "POST" and formulaire.is_valid():
            raisons.noter(request, dossier, formulaire.cleaned_data["raison"])
            return redirect(suite)
        contexte = {
            **self.admin_site.each_context(request),
            "title": "Pourquoi ouvrez-vous ce dossier ?",
            "formulaire": formulaire,
        }
        return render(request, "admin/accounts/assure/formulaire.html", {**contexte, "bouton": "Ouvrir le dossier"})

    def _chercher(self, request: HttpRequest, donnees: dict[str, Any]) -> list[Assure]:
        """Among the files of the caisse: by number, or that of somebody whom the file covers (their first parent's, when there are two);
        by telephone; by name, birth date and post code."""
        dossiers = self.get_queryset(request)
        if donnees["nir"]:
            cherche = empreinte("nir", donnees["nir"])
            sien = list(dossiers.filter(personne__nir_empreinte=cherche))
            couvert = dossiers.filter(beneficiaires__personne__nir_empreinte=cherche)
            return sien or list(couvert.order_by("-beneficiaires__parent_referent", "id")[:1])
        if donnees["telephone"]:
            appelle = empreinte_du_telephone(donnees["telephone"])
            lui = Q(compte__telephone_empreinte=appelle) | Q(compte__telephone_fixe_empreinte=appelle)
            return list(dossiers.filter(lui)[:A_CHOISIR])
        candidats = dossiers.filter(personne__date_naissance=donnees["naissance"])
        rangs = [(assure, comparer(donnees["nom"], assure.personne.identite)) for assure in candidats]
        memes = [a for a, rang in rangs if rang is Reponse.MEME] or [
            a for a, rang in rangs if rang is Reponse.PLAUSIBLE
        ]
        adresses = [(assure, adresse.actuelle(assure)) for assure in memes]
        return [assure for assure, ou in adresses if ou is not None and ou.code_postal == donnees["code_postal"]]

    def rouvrir(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open a frozen account again, with the reason why the agent may."""
        assure = self.get_object(request, str(pk))
        compte, agent = getattr(assure, "compte", None), agent_de(request)
        if compte is None or agent is None:
            raise Http404
        if request.method != "POST" and compte.gele_le is None:
            messages.warning(request, "Ce compte n’est pas gelé.")
            return redirect("admin:accounts_assure_change", pk)
        formulaire = Motif(request.POST or None)
        if request.method == "POST" and formulaire.is_valid():
            if gel.degeler(compte, agent, formulaire.cleaned_data["motif"]):
                messages.success(request, "Le compte est rouvert. La personne en est prévenue par courriel.")
                return redirect("admin:accounts_assure_change", pk)
            formulaire.add_error(None, DEJA_ROUVERT)
        contexte = {
            **self.admin_site.each_context(request),
            "title": "Rouvrir le compte gelé",
            "formulaire": formulaire,
        }
        return render(request, "admin/accounts/assure/formulaire.html", {**contexte, "bouton": "Rouvrir le compte"})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        assure, agent = self.get_object(request, object_id), self.agent(request)
        if (volet := volets.trouver(request.GET.get("volet", ""))) is not None:
            return self._volet(request, assure, agent, volet)
        compte = getattr(assure, "compte", None)
        gele = compte is not None and compte.gele_le is not None
        adresse_gel = reverse(f"admin:accounts_assure_{'rouvrir' if gele else 'geler'}", args=[assure.pk])
        contexte = {
            **_entete(assure), "title": "Dossier", "subtitle": None, "url_rouvrir": adresse_gel if gele else "",
            "url_geler": adresse_gel if compte is not None and not gele else "", **(extra_context or {}),
        }  # fmt: skip
        return super().change_view(request, object_id, form_url, contexte)

    def _volet(self, request: HttpRequest, assure: Assure, agent: Agent, volet: volets.Volet) -> HttpResponse:
        """A tab of the file; opening it is reading the file."""
        with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
            self.noter_la_lecture(request, assure)
        contexte = {
            **self.admin_site.each_context(request), **_entete(assure, volet.nom), "title": f"Dossier, {volet.titre.lower()}",
            "titre_volet": volet.titre, "vide": volet.vide, "rangees": volet.lire(assure, agent), "gestes": volet.gestes(assure),
        }  # fmt: skip
        return render(request, "admin/accounts/assure/volet.html", contexte)


def _entete(assure: Assure, volet: str = "") -> dict[str, Any]:
    """What entete.html shows: who it is, their rights today, the tabs. No query."""
    jour = aujourdhui()
    ouverts = assure.droits_du <= jour and (assure.droits_au is None or jour <= assure.droits_au)
    fin = f" jusqu’au {formats.jour(assure.droits_au)}" if assure.droits_au and ouverts else ""
    return {
        "dossier": assure, "age": age_de(assure.personne.date_naissance, jour), "volets": volets.tous(), "volet": volet,
        "droits": f"Droits {'ouverts' + fin if ouverts else 'fermés'}",
    }  # fmt: skip


def _precisions(membre: Membre) -> Iterator[str]:
    """What is worth knowing of somebody of a file before anything is done for them."""
    if membre.personne.date_deces:
        yield f"décès le {formats.jour(membre.personne.date_deces)}"
    if Obstacle.DROITS_A_VENIR in membre.obstacles and membre.droits_du:
        yield f"droits à partir du {formats.jour(membre.droits_du)}"
    if Obstacle.DROITS_FINIS in membre.obstacles and membre.droits_au:
        yield f"droits finis le {formats.jour(membre.droits_au)}"
    if Obstacle.SANS_NUMERO in membre.obstacles:
        yield f"numéro {formats.SANS_NUMERO}"


def _lignes(textes: Any) -> str:
    return format_html_join("", "<div>{}</div>", ((texte,) for texte in textes)) or "Aucun"
