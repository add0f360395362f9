"""Error pages answer in the house style, in French, whatever is broken behind them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client, RequestFactory

from ameli.noyau import pages_erreur
from ameli.noyau.televersement.refus import REFUS
from tests.gardes.html import fautes


@pytest.mark.parametrize(
    ("vue", "statut"),
    [
        (pages_erreur.requete_invalide, 400),
        (pages_erreur.acces_refuse, 403),
        (pages_erreur.introuvable, 404),
        (pages_erreur.envoi_trop_lent, 408),
        (pages_erreur.envoi_trop_lourd, 413),
        (pages_erreur.trop_d_envois, 503),
        (pages_erreur.trop_d_essais, 429),
        (pages_erreur.panne, 500),
        (pages_erreur.maintenance, 503),
        (pages_erreur.indisponible, 503),
        (pages_erreur.csrf_refuse, 403),
    ],
)
def test_an_error_page_renders_without_a_database(vue, statut):
    reponse = vue(RequestFactory().get("/x/"))
    html = reponse.content.decode()
    assert reponse.status_code == statut
    assert html.count("<h1") == 1 and "36 46" in html
    assert reponse["Cache-Control"] == "no-store"
    assert not fautes(html)


def test_an_unknown_address_is_answered_by_our_page(client, db):
    reponse = client.get("/n-existe-pas/")
    assert reponse.status_code == 404
    assert "Nous ne trouvons pas cette page" in reponse.content.decode()


def test_too_many_tries_says_until_when():
    html = pages_erreur.trop_d_essais(
        RequestFactory().get("/"), datetime(2026, 11, 25, 8, 12, tzinfo=UTC)
    ).content.decode()
    assert "à partir de 9\u00a0h\u00a012" in html


def test_a_stale_form_is_explained_not_blamed(db):
    reponse = Client(enforce_csrf_checks=True).post("/composants/")
    assert reponse.status_code == 403
    assert "restée ouverte trop longtemps" in reponse.content.decode()


def test_bare_words_are_left_when_even_the_template_fails(monkeypatch):
    def en_panne(*args, **kwargs):
        raise RuntimeError("no template")

    monkeypatch.setattr(pages_erreur, "render_to_string", en_panne)
    reponse = pages_erreur.panne(RequestFactory().get("/"))
    assert reponse.status_code == 500
    assert "36 46" in reponse.content.decode()


@pytest.mark.parametrize(
    ("referent", "retour"),
    [
        ("http://testserver/demarches/iban/compte/?x=1", 'href="/demarches/iban/compte/"'),
        ("http://ailleurs.exemple/demarches/", ""),
        ("http://testserver//ailleurs.exemple/", ""),
        ("", ""),
    ],
)
def test_a_refused_body_leads_back_to_the_form_and_nowhere_else(referent, retour):
    requete = RequestFactory().post("/x/", headers={"Referer": referent, "Host": "testserver"})
    html = pages_erreur.envoi_trop_lent(requete).content.decode()
    assert ("Revenir à la page précédente" in html) is bool(retour)
    assert retour in html and "ailleurs" not in html


@pytest.mark.parametrize("statut", [408, 413, 503])
def test_a_body_that_was_not_taken_is_answered_before_anything_reads_it(statut):
    reponse = Client().post("/connexion/", {"nir": "x"}, **{REFUS: statut})
    assert reponse.status_code == statut
    assert "enregistré" in reponse.content.decode()
