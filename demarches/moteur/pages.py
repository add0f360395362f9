"""The pages around a draft: before it, when it is refused, when it is given up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.saisie.requete import place
from demarches.moteur import besoins, brouillons, registre, sujets
from demarches.moteur.acces import refus
from demarches.moteur.declaration import Contexte, Issue, Refus, Teleservice
from demarches.moteur.models import Brouillon, Demarche
from demarches.moteur.parcours import Parcours
from demarches.moteur.pieces_du_brouillon import objet_de
from documents.models import Piece
from documents.pieces import servir_a_la_personne


class Depart(View):
    """What it is for, what to have at hand, what happens next; « Reprendre » or « Recommencer » when there is a draft."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        teleservice, contexte = teleservice_ou_404(code), _contexte(request)
        commences = brouillons.ouverts(teleservice, contexte)
        empeche = refus(teleservice, contexte)
        if empeche is not None:
            return page_de_refus(request, teleservice, empeche)
        a_reprendre = ("", sujets.empreinte_du_brouillon(teleservice, contexte) if commences else "")
        siens = (un for un in commences if un.sujet in a_reprendre)
        brouillon = next((un for un in siens if un.contenu or not contexte.pour), None)
        return render(
            request,
            teleservice.gabarit_depart,
            {
                "teleservice": teleservice,
                "prevoir": teleservice.a_preparer,
                "duree": teleservice.duree,
                "suites": teleservice.a_venir(contexte),
                "brouillon": brouillon,
                "commences": [_commence(teleservice, un, contexte) for un in commences if un != brouillon],
                "url_reprendre": url_de_reprise(teleservice, brouillon, contexte) if brouillon else "",
                "url_recommencer": reverse("demarches:recommencer", args=(code,))
                + (f"?pour={contexte.pour}" if contexte.pour else ""),
                "libelle_commencer": teleservice.libelle_commencer,
                **teleservice.au_depart(contexte),
            },
        )

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """« Commencer ». A draft that exists is opened, never doubled; an empty one makes room for one about whom the link named."""
        teleservice, contexte = teleservice_ou_404(code), _contexte(request)
        empeche = refus(teleservice, contexte)
        if empeche is not None:
            return page_de_refus(request, teleservice, empeche)
        sujet = sujets.empreinte_du_brouillon(teleservice, contexte)
        brouillon = brouillons.ouvert(teleservice, contexte, sujet) or brouillons.commencer(teleservice, contexte)
        if contexte.pour and not brouillon.contenu:
            brouillon = brouillons.recommencer(teleservice, contexte, sujet)
        return redirect(url_de_reprise(teleservice, brouillon, contexte))


@require_POST
def recommencer(request: HttpRequest, code: str) -> HttpResponse:
    """« Recommencer »: the open draft goes, a new one starts."""
    teleservice, contexte = teleservice_ou_404(code), _contexte(request)
    empeche = refus(teleservice, contexte)
    if empeche is not None:
        return page_de_refus(request, teleservice, empeche)
    sujet = sujets.empreinte_du_brouillon(teleservice, contexte)
    brouillon = brouillons.recommencer(teleservice, contexte, sujet)
    return redirect(url_de_reprise(teleservice, brouillon, contexte))


class Abandonner(View):
    """« Annuler ma demande »: asked once more on a GET, done on a POST."""

    def get(self, request: HttpRequest, code: str, brouillon: str) -> HttpResponse:
        teleservice = teleservice_ou_404(code)
        ligne = Brouillon.objects.de(dossier_de(request)).filter(public_id=brouillon, teleservice=code).first()
        if ligne is None:
            raise Http404
        if ligne.etat != brouillons.OUVERT:
            return redirect("demarches:depart", code)
        contexte = {
            "teleservice": teleservice,
            "url_reprendre": url_de_reprise(teleservice, ligne, _contexte(request)),
            "correction": ligne.corrige_id is not None,
        }
        return render(request, "moteur/abandonner.html", contexte)

    def post(self, request: HttpRequest, code: str, brouillon: str) -> HttpResponse:
        lignes = Brouillon.objects.de(dossier_de(request)).filter(public_id=brouillon, teleservice=code)
        if not lignes.exists():
            raise Http404
        brouillons.effacer(lignes.filter(etat=brouillons.OUVERT))
        return redirect("demarches:accueil")


@never_cache
@require_safe
def piece_du_brouillon(request: HttpRequest, code: str, brouillon: str, public_id: str) -> HttpResponse:
    """A file that the person sent with their open draft. Somebody else's does not exist."""
    assure = dossier_de(request)
    ouverts = Brouillon.objects.de(assure).filter(public_id=brouillon, teleservice=code, etat=brouillons.OUVERT)
    ligne = get_object_or_404(ouverts)
    miennes = Piece.objects.de(assure).filter(objet=objet_de(ligne))
    return servir_a_la_personne(get_object_or_404(miennes, public_id=public_id))


def _commence(teleservice: Teleservice, brouillon: Brouillon, contexte: Contexte) -> dict[str, Any]:
    """A draft that is told from the others by what it is about."""
    reponses = brouillon.contenu.get("reponses", {})
    sujet = sujets.du_brouillon(teleservice, replace(contexte, brouillon=brouillon, reponses=reponses))
    return {
        "libelle": sujet.libelle if sujet else "", "brouillon": brouillon,
        "url_reprendre": url_de_reprise(teleservice, brouillon, contexte),
        "url_abandon": reverse("demarches:abandonner", args=[teleservice.code, brouillon.public_id]),
    }  # fmt: skip


def _adresse(issue: Issue) -> str:
    if issue.besoin is not None:
        return besoins.depart(issue.besoin)
    if not issue.nom_url:
        return ""
    suite = f"?{issue.requete}" if issue.requete else ""
    return reverse(issue.nom_url, args=issue.arguments) + suite


def page_de_refus(request: HttpRequest, teleservice: Teleservice, empeche: Refus) -> HttpResponse:
    """Why not, until when, and the ways out."""
    issues: list[dict[str, Any]] = [
        {"libelle": i.libelle, "detail": i.detail, "url": _adresse(i)} for i in empeche.issues
    ]
    return render(
        request,
        "moteur/refus.html",
        {
            "teleservice": teleservice,
            "titre": empeche.titre,
            "motif": empeche.motif,
            "jusqu_a": empeche.jusqu_a,
            "issues": issues,
        },
    )


def arrivee(teleservice: Teleservice, demarche: Demarche) -> str:
    """Where the deposit leads: the confirmation, or home, which then says it."""
    if teleservice.confirmee_a_l_accueil:
        return reverse("accueil")
    return reverse("demarches:confirmation", args=[demarche.reference])


def url_de_reprise(teleservice: Teleservice, brouillon: Brouillon, contexte: Contexte) -> str:
    """Where the draft stopped: its first step not finished, or the check of the answers."""
    parcours = Parcours(teleservice, Contexte(contexte.assure, contexte.compte, contexte.le, brouillon))
    etape = parcours.premiere_a_finir()
    nom = etape.nom if etape else "verification"
    return reverse("demarches:etape", args=(teleservice.code, brouillon.public_id, nom))


def teleservice_ou_404(code: str) -> Teleservice:
    """The téléservice of this address."""
    teleservice = registre.trouver(code)
    if teleservice is None:
        raise Http404
    return teleservice


def _contexte(request: HttpRequest) -> Contexte:
    return Contexte(dossier_de(request), request.user, maintenant(), pour=place(request, "pour"))
