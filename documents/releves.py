"""`/documents/releves/`: statements of a month or of a year. A short one is made at once, a long one by the worker."""

from __future__ import annotations

import re
from datetime import date

import structlog
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Assure
from ameli.noyau.echeances import planifier
from ameli.noyau.formats import MOIS
from ameli.noyau.horloge import aujourdhui, maintenant
from documents import moteur
from documents.commande import Echec, assure_de, destinataire, editer
from documents.editions.releve import RelevePapier, composer
from documents.models import Commande
from paiements import releves

PREPARER = "documents.preparer"
LONG = 60  # lines: about a second of layout; beyond, a page of somebody else would wait behind it

journal_technique = structlog.get_logger()


@never_cache
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """The months and the years that have a statement."""
    assure, jour = assure_de(request), aujourdhui()
    mois = releves.mois_disponibles(assure, jour)
    return render(
        request, "documents/releves.html",
        {
            "annees": releves.annees_disponibles(mois, jour),
            "mois": [(f"{un:%Y-%m}", f"{MOIS[un.month - 1]} {un.year}") for un in mois],
        },
    )  # fmt: skip


@never_cache
@require_POST
def demander(request: HttpRequest, periode: str) -> HttpResponse:
    """Made at once, or ordered from the worker."""
    assure = assure_de(request)
    du, au = _bornes(assure, periode)
    releve = releves.lire(assure, du, au)
    if releve.nombre > LONG and len(periode) > 4:
        return redirect("documents:releve_en_preparation", _commander(assure, request.user.acteur, periode).public_id)
    papier = composer(assure, releve, mensuel=len(periode) > 4, destinataire=destinataire(assure))
    try:
        document = editer(request, papier, assure=assure, personnes=_personnes(releve))
    except Echec:
        return redirect("documents:releve_en_preparation", _commander(assure, request.user.acteur, periode).public_id)
    return redirect(document.get_absolute_url())


@never_cache
@require_safe
def preparation(request: HttpRequest, public_id: str) -> HttpResponse:
    """« En préparation », then the link; the person reads the page again."""
    commandes = Commande.objects.de(assure_de(request)).select_related("document")
    return render(
        request, "documents/preparation.html", {"commande": get_object_or_404(commandes, public_id=public_id)}
    )


def preparer(public_id: str) -> None:
    """The due date: the worker makes the paper. A failure is tried again by the next order."""
    commande = (
        Commande.objects.systeme("a paper that the worker makes").select_related("assure__personne", "assure__caisse")
        .filter(public_id=public_id).first()
    )  # fmt: skip
    if commande is None:
        return
    assure = commande.assure
    du, au = _jours(commande.periode)
    releve = releves.lire(assure, du, au)
    papier: RelevePapier = composer(
        assure, releve, mensuel=len(commande.periode) > 4, destinataire=destinataire(assure)
    )
    try:
        commande.document = moteur.produire(papier, assure=assure, acteur=commande.acteur, personnes=_personnes(releve))
        commande.etat = Commande.Etat.PRETE
    except moteur.EchecRendu as echec:
        journal_technique.error("edition_en_echec", genre=papier.genre, cause=str(echec))
        commande.etat = Commande.Etat.ECHEC
    commande.save(update_fields=["document", "etat"])


def _commander(assure: Assure, acteur: str, periode: str) -> Commande:
    """One order for a period, however often it is asked for; asked again, it is made again when something has changed."""
    le = maintenant()
    with transaction.atomic():
        commande, _ = Commande.objects.de(assure).update_or_create(
            assure=assure, genre="releve", periode=periode,
            defaults={"etat": Commande.Etat.EN_PREPARATION, "acteur": acteur, "demandee_le": le, "document": None},
        )  # fmt: skip
        planifier(
            PREPARER, objet=f"commande:{commande.public_id}", du_le=le, cle=f"{PREPARER}:{commande.public_id}:{le.timestamp():.6f}",
            donnees={"commande": commande.public_id},
        )  # fmt: skip
    return commande


def _bornes(assure: Assure, periode: str) -> tuple[date, date]:
    """The days of a period that has a statement. Raises Http404."""
    jour = aujourdhui()
    mois = releves.mois_disponibles(assure, jour)
    offerts = {f"{un:%Y-%m}" for un in mois} | {str(un) for un in releves.annees_disponibles(mois, jour)}
    if not re.fullmatch(r"\d{4}(-\d\d)?", periode) or periode not in offerts:
        raise Http404
    return _jours(periode)


def _jours(periode: str) -> tuple[date, date]:
    """The first and the last day of "2026-03" or "2025"."""
    if len(periode) == 4:
        return date(int(periode), 1, 1), date(int(periode), 12, 31)
    return releves.du_mois(date.fromisoformat(f"{periode}-01"))


def _personnes(releve: releves.Releve) -> list[str]:
    return [groupe.personne.public_id for groupe in releve.groupes]
