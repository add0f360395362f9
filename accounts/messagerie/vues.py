"""`/messagerie/`: the list, one thread, its attachments, put aside."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.fichiers.depot import Depot
from accounts.messagerie import lecture, themes
from accounts.messagerie.formulaires import FormulaireReponse
from accounts.messagerie.pieces import servir_piece
from accounts.models import Fil
from accounts.models.messagerie import AUTOMATIQUES
from accounts.securite.dossier import dossier_de
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.plan import au_plan
from ameli.noyau.saisie import requete

BOITES = {lecture.RECUS: "Reçus", lecture.ENVOYES: "Envoyés", lecture.ARCHIVES: "Archivés"}


@au_plan("Ma messagerie")
@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """The received threads, those sent with `?boite=envoyes`, those put aside with `?boite=archives`; `?theme=` keeps one."""
    boite = request.GET.get("boite", "")
    boite = boite if boite in BOITES else lecture.RECUS
    theme = request.GET.get("theme", "")
    theme = theme if theme in AUTOMATIQUES or theme in themes.THEMES else ""
    apres = requete.place(request, "apres")
    page = lecture.lire_page(dossier_de(request), boite=boite, theme=theme, apres=apres)
    return render(
        request,
        "messagerie/liste.html",
        {
            "fils": page.fils,
            "en_retard": lecture.en_retard(page.fils),
            "boite": boite,
            "boites": [(code, nom, _adresse(code, theme)) for code, nom in BOITES.items()],
            "theme": theme,
            "themes": [(code, themes.libelle(code)) for code in (*AUTOMATIQUES, *themes.THEMES)],
            "sans_filtre": _adresse(boite),
            "plus_recents": _adresse(boite, theme) if apres else "",
            "plus_anciens": _adresse(boite, theme, page.suivante) if page.suivante else "",
        },
    )


def _adresse(boite: str, theme: str = "", apres: str = "") -> str:
    donnees = {"boite": boite if boite != lecture.RECUS else "", "theme": theme, "apres": apres}
    requete = urlencode({nom: valeur for nom, valeur in donnees.items() if valeur})
    return reverse("messagerie:liste") + (f"?{requete}" if requete else "")


@require_GET
def fil(request: HttpRequest, public_id: str) -> HttpResponse:
    """One thread. Opening it is reading it: the mark is written on this GET, and nothing else is."""
    trouve = mon_fil(request, public_id)
    return page_fil(request, trouve, FormulaireReponse(depot=depot_de(trouve)))


def depot_de(fil: Fil) -> Depot:
    """Where the files of a reply wait."""
    return Depot(fil.assure, f"fil:{fil.public_id}")


def page_fil(request: HttpRequest, trouve: Fil, formulaire: FormulaireReponse) -> HttpResponse:
    """The page of a thread, with the reply as it was typed."""
    if trouve.reponse_prevue_le is not None:
        formulaire.fields["texte"].label = "Ce que vous voulez ajouter"
    ecrits = lecture.messages_de(trouve)
    if lecture.nouveaux(ecrits):
        with ecriture_autorisee(
            "a message is read when its page opens; asking for one more button would leave it unread"
        ):
            lecture.marquer_lus(trouve)
    contexte = {
        "fil": trouve,
        "ecrits": ecrits,
        "automatique": trouve.theme in AUTOMATIQUES,
        "theme": themes.libelle(trouve.theme),
        "en_retard": bool(lecture.en_retard([trouve])),
        "form": formulaire,
    }
    return render(request, "messagerie/fil.html", contexte)


def mon_fil(request: HttpRequest, public_id: str) -> Fil:
    """A thread of the signed-in person, or a 404."""
    trouve = get_object_or_404(Fil.objects.de(dossier_de(request)), public_id=public_id)
    trouve.assure = dossier_de(request)
    return trouve


@never_cache
@require_safe
def piece(request: HttpRequest, public_id: str, piece: str) -> HttpResponse:
    """An attachment, as a download."""
    return servir_piece(mon_fil(request, public_id), piece)


@require_POST
@transaction.atomic
def archiver(request: HttpRequest, public_id: str) -> HttpResponse:
    lecture.archiver(mon_fil(request, public_id))
    messages.success(request, "Le message est archivé. Vous le retrouvez dans « Archivés ».")
    return redirect("messagerie:liste")


@require_POST
@transaction.atomic
def ressortir(request: HttpRequest, public_id: str) -> HttpResponse:
    lecture.ressortir(mon_fil(request, public_id))
    messages.success(request, "Le message n’est plus archivé.")
    return redirect("messagerie:fil", public_id=public_id)
