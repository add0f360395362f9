"""The copy of one's data: asked for behind the password, made by a due date, encrypted, taken, forgotten after a week."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.informations import coordonnees
from accounts.informations.securite import copie
from accounts.models import CopieDesDonnees, Message
from ameli.noyau import echeances, horloge
from ameli.noyau.models import Entree
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dossier_des_fichiers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def lea():
    assure = creer_assure()
    creer_compte(assure, telephone="0639980021")
    creer_enfant(assure)
    return assure


@pytest.fixture
def client(lea):
    return connecter(Client(), lea.compte)


def demander(client: Client) -> CopieDesDonnees:
    assert client.post(reverse("informations:exporter")).status_code == 302
    return CopieDesDonnees.objects.systeme("essai").order_by("-id")[0]


def prendre(client: Client, une: CopieDesDonnees):
    return client.get(reverse("informations:copie", args=[une.public_id]))


def test_a_copy_is_asked_for_made_told_and_taken(client, lea):
    une = demander(client)
    assert "Votre copie se prépare." in client.get(reverse("informations:exporter")).content.decode()
    assert prendre(client, une).status_code == 404
    echeances.balayer()
    assert "Votre copie est prête" in client.get(reverse("informations:exporter")).content.decode()
    assert Message.objects.de(lea).get().sujet == "La copie de vos données est prête"
    reponse = prendre(client, une)
    assert reponse["Content-Type"] == "application/zip"
    assert "no-store" in reponse["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(reponse.content)) as archive:
        donnees = json.loads(archive.read("mes-donnees.json"))
        page = archive.read("mes-donnees.html").decode()
    assert donnees["Identité"][0]["numéro de Sécurité sociale"] == lea.personne.nir
    assert donnees["Comptes bancaires"][0]["IBAN"] == coordonnees.actuelles(lea).iban
    assert donnees["Droits"][0]["situation"] == "salariée"
    assert donnees["Bénéficiaires"][0]["lien"] == "enfant"
    assert {"Messages", "Démarches", "Documents produits", "Paiements", "Connexions"} <= set(donnees)
    assert lea.personne.nir in page and "<script" not in page
    assert Entree.objects.filter(genre="donnees.telechargees", assure_ref=lea.public_id).count() == 1


def test_every_floor_tells_what_it_holds():
    etages = {contribuer.__module__.split(".")[0] for contribuer in copie.CONTRIBUTIONS}
    assert etages == {"accounts", "paiements", "documents", "demarches"}


def test_the_copy_holds_nothing_of_anybody_else(lea):
    marc = creer_assure("Marc", "Lafitte")
    creer_compte(marc)
    texte = zipfile.ZipFile(io.BytesIO(copie.composer(lea))).read("mes-donnees.json").decode()
    assert "Lafitte" not in texte and marc.personne.nir not in texte


def test_the_file_is_encrypted_at_rest(client, lea):
    demander(client)
    echeances.balayer()
    [fichier] = [chemin for chemin in settings.MEDIA_ROOT.rglob("*") if chemin.is_file()]
    assert not fichier.read_bytes().startswith(b"PK")


def test_one_copy_is_made_at_a_time_and_two_a_day(client, lea):
    demander(client)
    assert client.post(reverse("informations:exporter")).status_code == 302
    assert CopieDesDonnees.objects.de(lea).count() == 1
    assert "Vous avez demandé deux copies" in client.post(reverse("informations:exporter")).content.decode()


def test_a_week_later_nothing_is_left(client, lea):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        connecter(client, lea.compte)
        une = demander(client)
        echeances.balayer()
        voyage.shift(timedelta(days=7))
        connecter(client, lea.compte)
        assert prendre(client, une).status_code == 404
        echeances.balayer()
        assert not CopieDesDonnees.objects.de(lea).exists()


@pytest.mark.parametrize("nom", ["exporter", "copie"])
def test_the_password_is_asked_again(client, lea, nom):
    une = demander(client)
    echeances.balayer()
    adresse = reverse(f"informations:{nom}", args=[une.public_id] if nom == "copie" else [])
    with time_machine.travel(horloge.temps_reel() + timedelta(minutes=11)):
        assert client.get(adresse)["Location"].startswith("/connexion/confirmer/")
