"""The screens of the first visit: who you are, what you hold, how you will sign in, look at your mails."""

from __future__ import annotations

from datetime import date
from email.utils import parseaddr
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.connexion import voies
from accounts.connexion.adresse_courriel import confirmation
from accounts.connexion.blocage import bloquee, sans_captcha
from accounts.connexion.choix_mot_de_passe import identite_de
from accounts.connexion.premiere_visite import attente, ouverture
from accounts.connexion.premiere_visite.formulaires import FormulaireCompte, FormulaireIdentite, FormulairePreuve
from accounts.connexion.premiere_visite.preuve import Reponses, verifier
from accounts.models import Assure, Compte
from accounts.securite import appareils, lieux, limites
from accounts.securite.captcha import risque
from accounts.securite.lieux import Lieu
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import decalage
from ameli.noyau.masquage import masquer_courriel
from ameli.noyau.plan import au_plan

GABARITS = "connexion/premiere_visite"


def ouverte(vue: Any) -> Any:
    """Public, while this way in is open; who is signed in has an account already."""

    @login_not_required
    @wraps(vue)
    def protegee(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        if not voies.ouverte(voies.PREMIERE_VISITE):
            return render(request, f"{GABARITS}/suspendue.html", status=503)
        return vue(request)

    return protegee


@au_plan("Créer un compte")
@require_http_methods(["GET", "HEAD", "POST"])
@ouverte
def identite(request: HttpRequest) -> HttpResponse:
    """Screen 1. Who was interrupted finds their answers there for an hour, and reads why."""
    restes, tard = attente.restes(request), attente.perdue(request) in ("preuve", "compte")
    saisie = restes[0] if restes else attente.reprendre(request).get("saisie")
    formulaire = FormulaireIdentite(request.POST or None, initial=saisie)
    if request.method == "POST" and formulaire.is_valid():
        propres = formulaire.cleaned_data
        attente.garder(
            request, etape="preuve", saisie={nom: request.POST[nom] for nom in formulaire.fields},
            identite={**propres, "naissance": propres["naissance"].isoformat()},
        )  # fmt: skip
        return redirect("premiere_visite_preuve")
    gardees_jusqu_a = formats.heure(restes[1] + decalage()) if restes else ""
    contexte = {"form": formulaire, "tard": tard and not formulaire.is_bound, "gardees_jusqu_a": gardees_jusqu_a}
    return render(request, f"{GABARITS}/identite.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@ouverte
def preuve(request: HttpRequest) -> HttpResponse:
    """Screen 2: everything is judged together, three times a day for one number at one place."""
    garde = attente.reprendre(request)
    if garde.get("etape") != "preuve":
        return _au_debut(request)
    if request.method == "POST":
        attente.prolonger(request)
    reseau, numero = lieux.reseau(request), empreinte("nir", garde["identite"]["nir"])
    formulaire = FormulairePreuve.recevoir(request, risque=risque.pese(reseau, numero))
    refusee = False
    if formulaire.is_bound and formulaire.is_valid() and (compte_tenu := risque.compter(formulaire, reseau, numero)):
        passage = _passer(request, numero)
        if passage.refus:
            return bloquee(request, *passage.refus, numero=numero)
        assure = verifier(_reponses(garde["identite"], formulaire.cleaned_data))
        if assure is not None:
            passage.rendre()
            compte_tenu.rendre()
            attente.garder(request, etape="compte", assure=assure.public_id, saisie=garde["saisie"])
            return redirect("premiere_visite_compte")
        if arret := passage.arret("premiere_visite_numero"):
            attente.oublier(request)
            return bloquee(request, *arret, numero=numero)
        refusee = True
        saisie = {nom: request.POST.get(nom, "") for nom in ("serie", "iban")}
        formulaire = FormulairePreuve.montrer(risque=risque.pese(reseau, numero), initial=saisie)
    secours = sans_captcha(request) if formulaire.demande_un_captcha else []
    return render(request, f"{GABARITS}/preuve.html", {"form": formulaire, "refusee": refusee, "secours": secours})


@require_http_methods(["GET", "HEAD", "POST"])
@ouverte
def compte(request: HttpRequest) -> HttpResponse:
    """Screen 3."""
    garde = attente.reprendre(request)
    if garde.get("etape") != "compte":
        return _au_debut(request)
    if request.method == "POST":
        attente.prolonger(request)
    assure = _dossier(garde["assure"])
    formulaire = FormulaireCompte(request.POST or None, identite=identite_de(assure.personne))
    if request.method == "POST" and formulaire.is_valid():
        propres = formulaire.cleaned_data
        try:
            ouvert = ouverture.ouvrir(
                assure, courriel=propres["courriel"], mot_de_passe=propres["mot_de_passe"],
                telephone=propres["telephone"], voie=voies.PREMIERE_VISITE.value,
            )  # fmt: skip
        except ouverture.DejaOuvert:
            attente.oublier(request)
            messages.info(request, "Un compte vient d’être ouvert pour ce dossier. Connectez-vous.")
            return redirect("connexion")
        return annoncer(request, ouvert)
    return render(request, f"{GABARITS}/compte.html", {"form": formulaire, "prenom": assure.personne.prenom})


def annoncer(request: HttpRequest, ouvert: Compte) -> HttpResponse:
    """After an account was opened: this browser is known from now on, and screen 4 says what to do."""
    appareils.reconnaitre(request, ouvert)
    attente.garder(request, etape="courriel", compte=ouvert.public_id)
    reponse = redirect("premiere_visite_courriel")
    appareils.poser(request, reponse)
    return reponse


@require_GET
@ouverte
def courriel(request: HttpRequest) -> HttpResponse:
    """Screen 4: look at your mails. A second click or a reload shows it again."""
    ouvert = _compte_en_attente(request)
    return _dire_ou_regarder(request, ouvert) if ouvert is not None else _a_la_connexion(request)


@require_POST
@ouverte
def renvoyer(request: HttpRequest) -> HttpResponse:
    """The same mail again, five times a day at most."""
    ouvert = _compte_en_attente(request)
    if ouvert is None:
        return _a_la_connexion(request)
    prise = limites.prendre("courriel_a_confirmer", ouvert.public_id)
    if not prise.permis:
        return bloquee(request, "courriel_a_confirmer", prise.jusqu_a)
    if ouvert.email_valide_le is None:
        confirmation.demander(ouvert)
    return _dire_ou_regarder(request, ouvert, renvoye=True)


def _passer(request: HttpRequest, numero: str) -> limites.Passage:
    """On this network, for this number wherever it is tried, and for this number here."""
    lieu = Lieu(lieux.reseau(request))
    return limites.passer(
        {
            "premiere_visite_adresse": lieu.reseau,
            "premiere_visite_partout": lieux.partout(numero),
            "premiere_visite_numero": lieu.pour(numero),
        }
    )


def _au_debut(request: HttpRequest) -> HttpResponse:
    """The first screen, which says why when what was kept has waited too long, and when another window took its place."""
    if attente.reprendre(request).get("etape") == "provisoire":
        messages.info(request, "Vous avez commencé autre chose dans une autre fenêtre. Recommencez ici.")
    return redirect("premiere_visite")


def _a_la_connexion(request: HttpRequest) -> HttpResponse:
    """The account is open already: what waited too long was only the page that says so."""
    if attente.perdue(request) == "courriel":
        messages.info(request, "Votre compte est ouvert. Pour recevoir un autre lien de confirmation, connectez-vous.")
    return redirect("connexion")


def _dire_ou_regarder(request: HttpRequest, ouvert: Compte, *, renvoye: bool = False) -> HttpResponse:
    contexte = {
        "courriel": masquer_courriel(ouvert.email), "expediteur": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "jusqu_a": confirmation.jusqu_a(ouvert), "renvoye": renvoye,
        "confirmee": ouvert.email_valide_le is not None,
    }  # fmt: skip
    return render(request, f"{GABARITS}/courriel.html", contexte)


def _compte_en_attente(request: HttpRequest) -> Compte | None:
    garde = attente.reprendre(request)
    if garde.get("etape") != "courriel":
        return None
    return Compte.objects.select_related("assure__personne").filter(public_id=garde["compte"]).first()


def _dossier(public_id: str) -> Assure:
    dossiers = Assure.objects.systeme("the proof of the screen before named this file")
    return dossiers.select_related("personne", "caisse").get(public_id=public_id)


def _reponses(identite: dict[str, str], preuve: dict[str, str]) -> Reponses:
    return Reponses(
        nir=identite["nir"], nom=identite["nom"], naissance=date.fromisoformat(identite["naissance"]),
        code_postal=identite["code_postal"].strip(), serie=preuve["serie"], iban=preuve["iban"],
    )  # fmt: skip
