"""« Je n'ai pas fait cette demande »: from a mail, without signing in, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from accounts.models import Compte
from demarches.models import Demarche, Etat
from demarches.moteur import transitions
from demarches.moteur.contestation import creer_lien
from tests.outils.salles import changer
from tests.suivi.salle import ESSAI, LUNDI, envoyer, lu

pytestmark = pytest.mark.django_db
ADRESSE = "/suivi/contester/"
DEUX_JOURS = timedelta(hours=48)


@pytest.fixture
def demarche(lea):
    return envoyer(lea)


@pytest.fixture
def jeton(demarche):
    return urlsplit(creer_lien(demarche, demarche.compte, DEUX_JOURS)).query.removeprefix("jeton=")


def etat(demarche: Demarche) -> str:
    return Demarche.objects.de(demarche.assure).get(pk=demarche.pk).etat


def gele(demarche: Demarche) -> bool:
    return Compte.objects.get(pk=demarche.compte_id).gele_le is not None


def test_the_link_is_absolute_and_its_token_is_in_the_query(demarche, settings):
    lien = creer_lien(demarche, demarche.compte, DEUX_JOURS)
    assert lien.startswith(f"{settings.URL_PUBLIQUE}{ADRESSE}?jeton=")
    assert demarche.reference not in lien


def test_opening_the_link_explains_and_changes_nothing(client, demarche, jeton):
    for _ in range(2):
        page = client.get(ADRESSE, {"jeton": jeton})
        assert "Cette demande sera arrêtée." in lu(page)
        assert "Votre compte sera gelé" in lu(page)
        assert "no-store" in page["Cache-Control"]
    assert etat(demarche) == Etat.DEPOSEE
    assert not gele(demarche)


def test_the_page_shows_nothing_of_the_file(client, demarche, jeton):
    page = lu(client.get(ADRESSE, {"jeton": jeton}))
    for secret in ("705", "DUPRAT", "Duprat", "Léa", demarche.reference):
        assert secret not in page


def test_confirming_stops_the_demarche_and_freezes_the_account(client, demarche, jeton):
    page = client.post(ADRESSE, {"jeton": jeton})
    assert page.status_code == 200
    assert "La demande est arrêtée, votre compte est gelé" in lu(page)
    assert "36 46" in lu(page)
    assert etat(demarche) == Etat.ANNULEE
    assert gele(demarche)


def test_a_link_serves_once(client, demarche, jeton):
    client.post(ADRESSE, {"jeton": jeton})
    for page in (client.post(ADRESSE, {"jeton": jeton}), client.get(ADRESSE, {"jeton": jeton})):
        assert page.status_code == 404
        assert "Ce lien ne fonctionne plus" in lu(page)


@pytest.mark.parametrize("faux", ["", "inconnu", "é" * 50, "a" * 5000, "\x00"])
def test_an_unknown_link_is_a_plain_page(client, demarche, faux):
    for page in (client.get(ADRESSE, {"jeton": faux}), client.post(ADRESSE, {"jeton": faux})):
        assert page.status_code == 404
        assert "Ce lien ne fonctionne plus" in lu(page)


def test_a_link_dies_of_age(client, demarche, jeton, lundi_matin):
    lundi_matin.move_to(LUNDI + DEUX_JOURS)
    assert client.post(ADRESSE, {"jeton": jeton}).status_code == 404
    assert not gele(demarche)


def test_a_demarche_already_registered_still_freezes_and_says_so(client, demarche, jeton):
    transitions.passer(demarche, "accepter", acteur="agent:A100")
    assert "déjà terminée" in lu(client.get(ADRESSE, {"jeton": jeton}))
    page = lu(client.post(ADRESSE, {"jeton": jeton}))
    assert "Cette demande était déjà enregistrée" in page
    assert etat(demarche) == Etat.ACCEPTEE
    assert gele(demarche)


def test_a_demarche_cancelled_meanwhile_still_freezes(client, demarche, jeton):
    transitions.passer(demarche, "annuler", acteur=demarche.compte.acteur)
    assert "elle n’a pas été enregistrée" in lu(client.post(ADRESSE, {"jeton": jeton}))
    assert gele(demarche)


def test_whoever_is_signed_in_to_that_account_is_out(connectee, demarche, jeton):
    page = connectee.post(ADRESSE, {"jeton": jeton})
    assert "Se déconnecter" not in lu(page)
    assert connectee.get("/demarches/").url.startswith("/connexion/")


def test_a_failure_half_way_leaves_the_link_alive(client, demarche, jeton, monkeypatch):
    from accounts.securite import gel

    def tomber(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as panne:
        panne.setattr(gel, "geler", tomber)
        with pytest.raises(RuntimeError):
            client.post(ADRESSE, {"jeton": jeton})
    assert etat(demarche) == Etat.DEPOSEE
    assert client.post(ADRESSE, {"jeton": jeton}).status_code == 200


def test_a_demarche_that_has_ended_lets_its_room_undo_what_it_gave(client, demarche, jeton):
    vues = []
    effets = replace(ESSAI.effets, contestee=lambda ligne, acteur, le: vues.append((ligne.reference, acteur)))
    changer(ESSAI, effets=effets)
    Demarche.objects.de(demarche.assure).update(etat=Etat.ACCEPTEE, close_le=LUNDI)
    client.post(ADRESSE, {"jeton": jeton})
    assert vues == [(demarche.reference, demarche.compte.acteur)]
    assert gele(demarche)
    assert etat(demarche) == Etat.ACCEPTEE
