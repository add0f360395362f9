"""Answering what a démarche waits for: one's own, or somebody else's, of which nothing is shown but the question."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.horloge import maintenant
from demarches.moteur import attentes, registre
from demarches.moteur.attendus import De, FormulaireReponse, Genre
from demarches.moteur.declaration import Contexte
from demarches.moteur.models_attente import Attente
from demarches.moteur.passages import TransitionInterdite
from demarches.suivi.vues import trouver

RECUE = "Votre réponse est enregistrée."
PAS_POUR_AUTRUI = "Seule la personne elle-même peut donner cette réponse. Elle se connecte à son compte, ou demande une lettre à sa caisse."
EN_PERSONNE = (Genre.SIGNATURE, Genre.CONSENTEMENT)  # nobody gives them for somebody else
PLUS_ATTENDU = "Cette réponse n’est plus attendue\u00a0: vous n’avez rien à faire."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def la_sienne(request: HttpRequest, reference: str, public_id: str) -> HttpResponse:
    """The owner of the démarche answers."""
    demarche = trouver(dossier_de(request), reference)
    siennes = Attente.objects.de(dossier_de(request)).filter(demarche=demarche, de=De.ASSURE)
    attente = get_object_or_404(siennes.select_related("demarche"), public_id=public_id)
    return _repondre(request, attente, acteur=acteur_de(request), retour=("demarches:detail", reference))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def de_tiers(request: HttpRequest, public_id: str) -> HttpResponse:
    """A third person answers: neither the démarche, nor its reference, nor whose it is."""
    assure = dossier_de(request)
    siennes = Attente.objects.de(assure).filter(tiers=assure).select_related("demarche")
    attente = get_object_or_404(siennes, public_id=public_id)
    if request.pour_autrui and attente.genre in EN_PERSONNE:  # type: ignore[attr-defined]
        messages.warning(request, PAS_POUR_AUTRUI)
        return redirect("accueil")
    return _repondre(request, attente, acteur=f"tiers:{assure.public_id}", retour=("accueil",))


def _repondre(request: HttpRequest, attente: Attente, *, acteur: str, retour: tuple[str, ...]) -> HttpResponse:
    attendu = registre.celui_de(attente.demarche.teleservice).attendu(attente.nom)
    if attendu.formulaire is None:
        raise Http404
    if attente.close_le is not None:
        messages.info(request, PLUS_ATTENDU)
        return redirect(*retour)
    formulaire = _formulaire(request, attente, attendu.formulaire)
    if request.method == "POST" and formulaire.is_valid():
        try:
            attentes.recevoir(attente, formulaire, acteur=acteur, le=maintenant())
        except TransitionInterdite as interdite:
            messages.warning(request, interdite.phrase)
        else:
            messages.success(request, RECUE)
        return redirect(*retour)
    contexte = {
        "attente": attente, "form": formulaire, "retour": retour, "prevenu": attendu.prevenu,
        "pour_un_autre": attente.tiers_id is not None,
    }  # fmt: skip
    return render(request, "suivi/repondre.html", contexte)


def _formulaire(request: HttpRequest, attente: Attente, classe: type[FormulaireReponse]) -> FormulaireReponse:
    """The form of the room: it knows who answers, and for a third person nothing of what was answered."""
    reponses = {} if attente.tiers_id else attente.demarche.reponses
    contexte = Contexte(dossier_de(request), request.user, maintenant(), reponses=reponses, attente=attente)
    return classe(request.POST if request.method == "POST" else None, contexte=contexte)
