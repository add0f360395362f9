"""`/aide/services/<code>/`: the product's own catalogue, written from the declarations. Public, and without a query."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ameli.noyau.calendrier import Duree
from demarches.accueil.ecrans import phrase
from demarches.accueil.services import SERVICES, Service
from demarches.moteur import registre
from demarches.moteur.declaration import Canaux, Etape, Teleservice


@dataclass(frozen=True)
class Ecran:
    """One screen: the name of its step, its title, what it asks in a sentence (empty: nothing), and whether everybody sees it."""

    nom: str
    titre: str
    demande: str
    pour_tous: bool


@dataclass(frozen=True)
class Fiche:
    """A page of the catalogue. `delais` are (what is done, « 48 heures »); a paper made at once has no screen and no delay."""

    code: str
    titre: str
    accroche: str
    icone: str
    rubriques: tuple[str, ...]
    canaux: Canaux
    pour_qui: tuple[str, ...]
    avantages: tuple[str, ...]
    duree: str
    depart: str
    a_preparer: tuple[str, ...] = ()
    ecrans: tuple[Ecran, ...] = ()
    delais: tuple[tuple[str, str], ...] = ()
    suites: tuple[str, ...] = ()
    annulable: bool = False
    brouillon: Duree | None = None

    @property
    def lien(self) -> str:
        return reverse("demarches:aide_service", args=[self.code])


def fiches() -> list[Fiche]:
    """Every service, papers first, in the order of « Mes démarches »."""
    return [*map(_du_papier, SERVICES), *map(_du_teleservice, registre.tous())]


@require_safe
@login_not_required
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service: whom it is for, what to have at hand, its screens, its delays, its advantages."""
    trouvee = next((fiche for fiche in fiches() if fiche.code == code), None)
    if trouvee is None:
        raise Http404
    return render(request, "aide/service.html", {"fiche": trouvee})


def _du_papier(papier: Service) -> Fiche:
    return Fiche(
        code=papier.code, titre=papier.titre, accroche=papier.accroche, icone=papier.icone,
        rubriques=tuple(rubrique.value for rubrique in papier.rubriques), canaux=papier.canaux,
        pour_qui=papier.pour_qui, avantages=papier.avantages, duree=papier.duree, depart=reverse(papier.nom_url),
    )  # fmt: skip


def _du_teleservice(teleservice: Teleservice) -> Fiche:
    return Fiche(
        code=teleservice.code, titre=teleservice.titre, accroche=teleservice.accroche, icone=teleservice.icone,
        rubriques=(teleservice.rubrique.value,), canaux=teleservice.canaux, pour_qui=teleservice.pour_qui,
        avantages=teleservice.avantages, duree=teleservice.duree,
        depart=reverse("demarches:depart", args=[teleservice.code]), a_preparer=teleservice.a_preparer,
        ecrans=tuple(map(_ecran, teleservice.etapes)),
        delais=tuple((delai.libelle, str(delai.duree)) for delai in teleservice.delais if delai.libelle),
        suites=teleservice.suites, annulable=teleservice.annulable is not None,
        brouillon=teleservice.conservation.brouillon,
    )  # fmt: skip


def _ecran(etape: Etape) -> Ecran:
    return Ecran(nom=etape.nom, titre=etape.titre, demande=phrase(etape.formulaire), pour_tous=etape.si is None)
