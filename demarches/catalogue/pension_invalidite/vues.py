"""Beside the steps: the four questions, the simulation (nothing kept), and the papers of chapter 18."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Assure
from accounts.reprises.sans_trace import sans_trace
from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau import ics
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.lecture_seule import peut_ecrire
from demarches.catalogue.pension_invalidite import effets, guichet, papiers, proposition, regles, rendez_vous
from demarches.catalogue.pension_invalidite.formulaires_depart import Questions, Simulation
from demarches.models import Demarche
from demarches.moteur import invitations
from documents.commande import Echec, destinataire, remettre
from paiements import reprises_de_pension
from paiements.calcul.invalidite.mensualites import Titre, du_mois, mensuel
from paiements.calcul.invalidite.prelevements import Avis
from paiements.calcul.invalidite.salaire import SalaireMoyen, salaire_moyen

CATEGORIES = (
    (1, f"1re catégorie\N{NO-BREAK SPACE}: {regles.CATEGORIES[1]}"),
    (2, f"2e catégorie\N{NO-BREAK SPACE}: {regles.CATEGORIES[2]}"),
)


@sans_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """Four answers, judged on the page that was sent, and kept nowhere."""
    dossier_de(request)
    formulaire = Questions(request.POST if request.method == "POST" else None)
    fait = request.method == "POST" and formulaire.is_valid()
    return render(request, "pension_invalidite/questions.html", {"form": formulaire, "fait": fait})


@sans_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def estimer(request: HttpRequest) -> HttpResponse:
    """The ten years, kept or not, and a month of each category after contributions."""
    assure, jour = dossier_de(request), jour_de(maintenant())
    formulaire = Simulation(request.POST if request.method == "POST" else None, annee=jour.year)
    resultat: dict[str, Any] | None = None
    if request.method == "POST" and formulaire.is_valid():
        moyen = salaire_moyen(formulaire.salaires, jour)
        rfr, parts = formulaire.cleaned_data.get("rfr"), formulaire.cleaned_data.get("parts")
        avis = {jour.year - 2: Avis(int(rfr), parts)} if rfr is not None and parts else {}
        depuis = formulaire.cleaned_data.get("depuis")
        resultat = {
            "veille": depuis - timedelta(days=1) if depuis else None,
            "reprises": [une for _, une in reprises_de_pension.remplacees(assure, depuis)] if depuis else [],
            "moyen": moyen, "annees": [(une, guichet.coefficient(une)) for une in moyen.annees],
            "mois": [(nom, du_mois(_titre(categorie, moyen, jour, avis), jour.replace(day=1))) for categorie, nom in CATEGORIES],
        }  # fmt: skip
    return render(request, "pension_invalidite/estimer.html", {"form": formulaire, "resultat": resultat})


def _titre(categorie: int, moyen: SalaireMoyen, jour: Any, avis: dict[int, Avis]) -> Titre:
    premier = jour.replace(day=1)
    return Titre(categorie, mensuel(categorie, moyen.montant, premier), premier, avis=avis)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decliner(request: HttpRequest) -> HttpResponse:
    """« Refuser de donner suite » to what the caisse proposes: asked once more, done by POST."""
    assure = dossier_de(request)
    if request.method != "POST" and proposition.de(assure) is not None:
        return render(request, "pension_invalidite/decliner.html")
    if request.method == "POST" and invitations.decliner(
        regles.CODE, assure, acteur=acteur_de(request), le=maintenant()
    ):
        messages.success(request, "C’est noté. Rien ne change pour vous.")
    else:
        messages.info(request, "Votre caisse n’attend pas de réponse.")
    return redirect("accueil")


@require_safe
def agenda(request: HttpRequest, reference: str) -> HttpResponse:
    """The appointment, for the person's own calendar, where nothing says what it is about."""
    siennes = Demarche.objects.de(dossier_de(request))
    pris = rendez_vous.choisi(get_object_or_404(siennes, reference=reference, teleservice=regles.CODE))
    if pris is None:
        raise Http404
    moment = ics.RendezVous(pris.attente.public_id, pris.le, "Rendez-vous, Assurance Maladie", pris.lieu)
    return ics.reponse("rendez-vous.ics", [moment], ecrit_le=maintenant())


@peut_ecrire("the paper is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def formulaire_papier(request: HttpRequest) -> HttpResponse:
    """The form S4150, with the identity of the signed-in person."""
    assure = dossier_de(request)
    return _remettre(
        request,
        papiers.s4150(assure, destinataire=destinataire(assure), edite_le=aujourdhui()),
        assure,
        "demarches:depart",
        regles.CODE,
    )


@peut_ecrire("the paper is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def papier(request: HttpRequest, reference: str, quoi: str) -> HttpResponse:
    """The notification or the title of a pension; 404 for what this person has not been granted."""
    assure = dossier_de(request)
    demarche = get_object_or_404(Demarche.objects.de(assure), reference=reference, teleservice=regles.CODE)
    pension = effets.pension_de(demarche)
    if pension is None or demarche.oubliee_le is not None or quoi not in ("notification", "titre"):
        raise Http404
    compose = papiers.composer(demarche, pension, quoi, destinataire=destinataire(assure))
    return _remettre(request, compose, assure, "demarches:detail", reference)


def _remettre(request: HttpRequest, compose: Any, assure: Assure, page: str, argument: str) -> HttpResponse:
    try:
        return remettre(request, compose, assure=assure, personnes=[assure.personne.public_id])
    except Echec as echec:
        messages.error(
            request,
            f"Le papier n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect(page, argument)
