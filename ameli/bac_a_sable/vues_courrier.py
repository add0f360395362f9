"""The practice letter box: one's own first, that of a person by name, everybody's for the trainer."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ameli.bac_a_sable.boite import courriers_d_un_compte, courriers_d_une_persona, courriers_de
from ameli.bac_a_sable.formateur import est_formateur, refuser
from ameli.bac_a_sable.models import CourrierRecu
from ameli.bac_a_sable.personas import personas
from ameli.bac_a_sable.vues_personnes import persona_ou_404
from ameli.noyau.saisie.requete import numero

PAR_PAGE = 30
TOUS = "tous"


@dataclass(frozen=True)
class Boite:
    """One letter box. `cle` is what its address says: the key of a persona, `TOUS`, or nothing for one's own."""

    titre: str
    cle: str
    courriers: QuerySet[CourrierRecu]


@login_not_required
@never_cache
@require_safe
def courrier(request: HttpRequest) -> HttpResponse:
    """Mails, SMS and letters, newest first. `?personne=<key>` is somebody's box, `tous` everybody's; `?avant=<id>` goes to older ones."""
    cle = request.GET.get("personne", "")
    formateur = est_formateur(request)
    if cle == TOUS and not formateur:
        return refuser(request)
    boite = _boite(request, cle or (TOUS if formateur and not _a_une_boite(request) else ""))
    contexte = {"boite": boite, "formateur": formateur, "a_une_boite": _a_une_boite(request), "personas": personas()}
    return render(request, "bac_a_sable/courrier.html", contexte | _page(boite, request.GET.get("avant", "")))


@login_not_required
@never_cache
@require_safe
def lettre(request: HttpRequest, public_id: str) -> HttpResponse:
    """One mail, SMS or letter. Links lead to the site as this browser reaches it, wherever mails say that it is."""
    recu = get_object_or_404(CourrierRecu.objects.order_by("pk"), public_id=public_id)
    ici = request.build_absolute_uri("/").rstrip("/")
    contexte = {
        "courrier": recu,
        "retour": request.GET.get("personne", ""),
        "texte": recu.texte.replace(settings.URL_PUBLIQUE, ici),
        "html": recu.html.replace(settings.URL_PUBLIQUE, ici),
    }
    return render(request, "bac_a_sable/lettre.html", contexte)


def _a_une_boite(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.assure_id is not None


def _boite(request: HttpRequest, cle: str) -> Boite | None:
    """None before a person is chosen."""
    if cle == TOUS:
        return Boite("Tout le courrier", cle, courriers_de().order_by("-id"))
    if cle:
        une = persona_ou_404(cle)
        return Boite(f"Courrier de {une.prenom} {une.nom_courant}", cle, courriers_d_une_persona(une))
    if _a_une_boite(request):
        return Boite("Mon courrier", cle, courriers_d_un_compte(request.user))  # type: ignore[arg-type]
    return None


def _page(boite: Boite | None, avant: str) -> dict[str, object]:
    """One page of the box, and the address of the next."""
    if boite is None:
        return {"courriers": [], "suivante": ""}
    lignes = boite.courriers
    borne = numero(avant)
    if borne is not None:
        lignes = lignes.filter(pk__lt=borne)
    page = list(lignes[: PAR_PAGE + 1])
    if len(page) <= PAR_PAGE:
        return {"courriers": page, "suivante": ""}
    page = page[:PAR_PAGE]
    devant = f"personne={boite.cle}&" if boite.cle else ""
    return {"courriers": page, "suivante": f"?{devant}avant={page[-1].pk}"}
