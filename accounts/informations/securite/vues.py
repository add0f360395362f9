"""Pages of « Ma sécurité »."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.connexion.reauthentification import recente
from accounts.connexion.vues import FAIT_LE
from accounts.informations.securite import bilan, fermeture, lecture
from accounts.informations.securite.formulaires import FormulaireNotifications
from accounts.models import Appareil, LienFranceConnect
from accounts.securite import alertes, appareils, gel, promesses, sessions
from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.horloge import temps_reel
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.plan import au_plan
from ameli.noyau.saisie import requete

declarer_genre("franceconnect.delie", "{acteur} : FranceConnect détaché du compte")

GABARITS = "informations/securite"
# Name of the page, its title, what it is for. A page that this installation has not is left out.
LIGNES = (
    ("informations:mot_de_passe", "Mon mot de passe", "Le changer."),
    ("informations:courriel", "Mon adresse de courriel", "La changer. Nous y envoyons les alertes et les codes."),
    ("informations:telephone", "Mon téléphone mobile", "Le changer ou l’ajouter."),
    ("informations:cles", "Clé d’accès et application de codes", "Se connecter avec le visage, le doigt ou un code du téléphone."),
    ("informations:appareils", "Mes appareils", "Voir où votre compte est ouvert. Déconnecter un appareil."),
    ("informations:connexions", "Mes connexions", "Les dates, les appareils, les essais refusés."),
    ("informations:consultations", "Qui a consulté mon dossier", "Ce que les agents de votre caisse ont regardé, et pourquoi."),
    ("informations:envois", "Les messages que nous vous avons envoyés", "Un message n’est pas dans la liste ? Il ne vient pas de nous."),
    ("faux_messages", "Reconnaître un faux message", "Trois signes sûrs, et que faire si vous avez répondu."),
    ("informations:notifications", "Mes alertes et courriels", "Choisir ce que vous recevez."),
    ("informations:liens", "FranceConnect", "Voir ou détacher FranceConnect."),
    ("informations:exporter", "Mes données", "Recevoir une copie de tout ce que votre compte contient."),
    ("informations:geler", "Geler mon compte", "Un doute ? Plus personne ne peut se connecter, tout de suite."),
    ("informations:fermer", "Fermer mon compte", "Vos droits et vos remboursements ne changent pas."),
)  # fmt: skip


@au_plan("Ma sécurité")
@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """What is well and what is not, then the table of contents."""
    lignes = [(adresse, titre, texte) for nom, titre, texte in LIGNES if (adresse := _adresse(nom))]
    points = bilan.lire(request.user, request.session.session_key)
    a_voir = sum(point.etat == bilan.A_VOIR for point in points)
    return render(request, f"{GABARITS}/accueil.html", {"lignes": lignes, "points": points, "a_voir": a_voir})


@au_plan("Mes appareils")
@require_GET
def mes_appareils(request: HttpRequest) -> HttpResponse:
    """Sessions that are open, and devices that are known."""
    ici = appareils.connu(request, request.user.pk)
    connus = Appareil.objects.filter(compte=request.user, oublie_le=None).order_by("-vu_dernier", "-id")
    contexte = {
        "sessions": sessions.lister(request.user, request.session.session_key), "appareils": connus,
        "ici": ici.public_id if ici is not None else "",
    }  # fmt: skip
    return render(request, f"{GABARITS}/appareils.html", contexte)


@require_POST
def fermer_une_session(request: HttpRequest, public_id: str) -> HttpResponse:
    if not sessions.fermer(request.user, public_id):
        raise Http404
    messages.success(request, "Cette session est fermée.")
    return redirect("informations:appareils")


@require_POST
def fermer_les_autres(request: HttpRequest) -> HttpResponse:
    sessions.fermer_les_autres(request, request.user)
    messages.success(request, "Tous les autres appareils sont déconnectés.")
    return redirect("informations:appareils")


@require_POST
def oublier_un_appareil(request: HttpRequest, public_id: str) -> HttpResponse:
    if sessions.oublier(request.user, public_id) is None:
        raise Http404
    messages.success(request, "Cet appareil est oublié. Il demandera un code à la prochaine connexion.")
    return redirect("informations:appareils")


@au_plan("Mes connexions")
@require_GET
def connexions(request: HttpRequest) -> HttpResponse:
    page = lecture.connexions(request.user, requete.place(request, "avant"))
    lignes = [(connexion, lecture.voie_de(connexion)) for connexion in page.lignes]
    return render(request, f"{GABARITS}/connexions.html", {"lignes": lignes, **_pages(request, page)})


@au_plan("Qui a consulté mon dossier")
@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    page = lecture.consultations(dossier_de(request), requete.place(request, "avant"))
    return render(request, f"{GABARITS}/consultations.html", {"lignes": page.lignes, **_pages(request, page)})


@au_plan("Les messages que nous vous avons envoyés")
@require_GET
def envois(request: HttpRequest) -> HttpResponse:
    page = lecture.envois(dossier_de(request), requete.place(request, "avant"))
    return render(request, f"{GABARITS}/envois.html", {"lignes": page.lignes, **_pages(request, page)})


@au_plan("Mes alertes et courriels")
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    formulaire = FormulaireNotifications(request.POST or None, instance=request.user)
    if request.method == "POST" and formulaire.is_valid():
        formulaire.instance.save(update_fields=list(formulaire.fields))
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("informations:notifications")
    return render(request, f"{GABARITS}/notifications.html", {"form": formulaire, "alertes": promesses.TABLE.values()})


@au_plan("FranceConnect")
@require_http_methods(["GET", "HEAD", "POST"])
@recente
def liens(request: HttpRequest) -> HttpResponse:
    """FranceConnect, and untie it when a password is left to come back with."""
    attaches = LienFranceConnect.objects.filter(compte=request.user).order_by("id")
    if request.method == "POST":
        if not request.user.has_usable_password():
            messages.error(
                request, "Choisissez d’abord un mot de passe : sans lui, vous ne pourriez plus vous connecter."
            )
            return redirect("informations:liens")
        with transaction.atomic():
            if attaches.delete()[0]:
                journaliser("franceconnect.delie", acteur=acteur_de(request), assure_ref=dossier_de(request).public_id)
                alertes.franceconnect_delie(request.user, temps_reel())
        messages.success(request, "FranceConnect est détaché de votre compte.")
        return redirect("informations:securite")
    contexte = {"attaches": attaches, "a_un_mot_de_passe": request.user.has_usable_password()}
    return render(request, f"{GABARITS}/liens.html", contexte)


@au_plan("Geler mon compte")
@require_http_methods(["GET", "HEAD", "POST"])
def geler(request: HttpRequest) -> HttpResponse:
    """In doubt, quickly: no password is asked, since freezing only ever hurts a thief."""
    if request.method == "POST":
        gel.geler(request.user, "à la demande de la personne", f"compte:{request.user.public_id}")
        return _sortir(request, "compte_gele", request.user.gele_le)
    return render(request, f"{GABARITS}/geler.html")


@au_plan("Fermer mon compte")
@require_http_methods(["GET", "HEAD", "POST"])
@recente
def fermer(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _sortir(request, "compte_ferme", fermeture.fermer(request.user))
    return render(request, f"{GABARITS}/fermer.html", {"suites": fermeture.suites(dossier_de(request))})


def _sortir(request: HttpRequest, page: str, le: datetime | None) -> HttpResponse:
    """Sign out and say that it is done, at the instant that the mail tells; `le` is None when it was done before."""
    logout(request)
    if le is None:
        return redirect(page)
    request.session[FAIT_LE] = le.timestamp()
    return redirect(f"{reverse(page)}?fait=1")


def _adresse(nom: str) -> str:
    try:
        return reverse(nom)
    except NoReverseMatch:
        return ""


def _pages(request: HttpRequest, page: lecture.Page) -> dict[str, Any]:
    suivante = f"{request.path}?{urlencode({'avant': page.suivante})}" if page.suivante else ""
    return {"plus_recents": request.path if requete.place(request, "avant") else "", "plus_anciens": suivante}
