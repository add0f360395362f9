"""`/aide/pas-a-pas/` and `/aide/services/<service>/pas-a-pas/`: the guide, for anybody, without a query."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from ameli.noyau import formats
from ameli.noyau.plan import au_plan
from demarches.guide import films, images
from demarches.guide.chapitres import CHAPITRES, Chapitre, Vue, chapitre_de
from demarches.guide.papier import ENTIER, nom_du_papier


@dataclass(frozen=True)
class Etape:
    """A screen of the page: what the guide says of it, and its picture when there is one."""

    vue: Vue
    image: images.Image | None
    adresse: str
    alternative: str


@dataclass(frozen=True)
class Papier:
    """What can be printed: its address, and how much it weighs."""

    adresse: str
    poids: str


@dataclass(frozen=True)
class Film:
    """A film to play: its addresses, its size on the page, and how much it weighs."""

    adresse: str
    sous_titres: str
    affiche: str
    largeur: int
    hauteur: int
    poids: str


@au_plan("Le guide pas à pas")
@require_safe
@login_not_required
def guide(request: HttpRequest) -> HttpResponse:
    """The chapters, in their order."""
    return render(request, "guide/guide.html", {"chapitres": CHAPITRES, "papier": _papier(ENTIER)})


@require_safe
@login_not_required
def pas_a_pas(request: HttpRequest, code: str) -> HttpResponse:
    """One chapter, screen by screen. Services that share a chapter share its page."""
    chapitre = chapitre_de(code)
    if chapitre is None:
        raise Http404
    if chapitre.code != code:
        return HttpResponseRedirect(chapitre.lien)
    voisins = {un.numero: un for un in CHAPITRES}
    contexte = {
        "chapitre": chapitre,
        "parties": [(titre, [_etape(vue) for vue in vues]) for titre, vues in chapitre.vues],
        "papier": _papier(nom_du_papier(chapitre)),
        "film": _film(chapitre),
        "precedent": voisins.get(chapitre.numero - 1),
        "suivant": voisins.get(chapitre.numero + 1) if chapitre.numero else None,
    }
    return render(request, "guide/pas_a_pas.html", contexte)


def _etape(vue: Vue) -> Etape:
    image = images.de(vue, settings.GUIDE)
    adresse = _adresse(image.fichier) if image else ""
    return Etape(vue, image if adresse else None, adresse, image.alternative(vue) if image else "")


def _papier(nom: str) -> Papier | None:
    fichier = settings.GUIDE / nom
    adresse = _adresse(nom) if fichier.is_file() else ""
    return Papier(adresse, formats.poids(fichier.stat().st_size)) if adresse else None


def _film(chapitre: Chapitre) -> Film | None:
    film, nom = films.de(chapitre, settings.GUIDE), films.nom(chapitre)
    adresse, sous_titres, affiche = (_adresse(f"{nom}.{genre}") for genre in ("mp4", "vtt", "webp"))
    if film is None or not (adresse and sous_titres and affiche):
        return None
    poids = formats.poids((settings.GUIDE / film.fichier).stat().st_size)
    return Film(adresse, sous_titres, affiche, film.largeur, film.hauteur, poids)


def _adresse(nom: str) -> str:
    """Of a file of the guide; empty when it came after the static files were gathered."""
    try:
        return static(f"{settings.GUIDE.name}/{nom}")
    except ValueError:
        return ""
