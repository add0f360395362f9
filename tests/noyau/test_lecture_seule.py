"""A GET that writes is stopped, with its query."""

from __future__ import annotations

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import include, path

from ameli.noyau.horloge import temps_reel
from ameli.noyau.lecture_seule import EcritureInterdite, ecriture_autorisee, peut_ecrire
from ameli.noyau.models import Battement

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def _ecrire() -> str:
    Battement.objects.create(nom="trace", vu_le=temps_reel())
    return ""


@login_not_required
def ecrit(request):
    _ecrire()
    return HttpResponse("écrit")


@login_not_required
def ecrit_au_rendu(request):
    class Paresseuse:
        def __str__(self):
            return _ecrire()

    return SimpleTemplateResponse(engines["django"].from_string("{{ x }}"), {"x": Paresseuse()})


@login_not_required
def lit(request):
    return HttpResponse(str(Battement.objects.filter(nom="trace").select_for_update().exists()))


@login_not_required
def journalise(request):
    with ecriture_autorisee("lecture d’un dossier par un agent"):
        _ecrire()
    return HttpResponse("noté")


@peut_ecrire("lien de confirmation reçu par courriel")
@login_not_required
def confirme(request):
    _ecrire()
    return HttpResponse("confirmé")


urlpatterns = [
    path("ecrit", ecrit),
    path("rendu", ecrit_au_rendu),
    path("lit", lit),
    path("journalise", journalise),
    path("confirme", confirme),
    path("", include("ameli.urls")),  # what the page of an error leads to
]


@pytest.mark.parametrize("adresse", ["/ecrit", "/rendu"])
@pytest.mark.parametrize("methode", ["get", "head"])
def test_a_get_that_writes_is_stopped_in_the_view_and_in_the_template(client, adresse, methode):
    with pytest.raises(EcritureInterdite, match=r'INSERT INTO "noyau_battement"'):
        getattr(client, methode)(adresse)


def test_a_post_may_write():
    assert Client().post("/ecrit").status_code == 200


def test_a_get_may_read(client):
    assert client.get("/lit").content == b"False"


@pytest.mark.parametrize("adresse", ["/journalise", "/confirme"])
def test_a_get_that_says_why_may_write(client, adresse):
    assert client.get(adresse).status_code == 200
    assert Battement.objects.filter(nom="trace").exists()


def test_the_ban_ends_with_the_request(client):
    client.get("/lit")
    _ecrire()


@pytest.mark.parametrize("sans_raison", [lambda: peut_ecrire(""), lambda: ecriture_autorisee(" ").__enter__()])
def test_a_reason_is_required(sans_raison):
    with pytest.raises(ValueError, match="why"):
        sans_raison()
