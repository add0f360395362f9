"""The pilots of the journeys bite: each fault of a page that they stand for is seen by them, and a sound page is not accused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.outils import axe, clavier, nuit
from tests.outils.page_lue import PageLue
from tests.parcours.ecran import PiloteAEcran
from tests.parcours.lecteur import Lecteur
from tests.parcours.site import Site

ICI: Any = Site("http://localhost", {}, None, None)  # type: ignore[arg-type]
CADRE = """<!doctype html><html lang="fr"><head><title>Essai · ameli</title><style>:focus-visible {{ outline: 3px solid }}
.voile {{ position: fixed; inset: 0 }} .muet:focus-visible {{ outline: none }} .large {{ inline-size: 40rem }}
</style></head><body><main><h1>Essai</h1>{}</main></body></html>"""
SAINE = """<a href="/un">Un</a> <form><label>Nom <input name="nom"></label>
<fieldset><legend>Motif</legend><label><input type="radio" name="m" value="1">Vol</label>
<label><input type="radio" name="m" value="2" checked>Perte</label></fieldset>
<details><summary>Plus</summary><a href="/deux">Deux</a></details><button disabled>Non</button>
<button hidden>Plus tard</button><button>Oui</button></form><p style="height: 200vh">Long</p><a href="/trois">Trois</a>"""


@pytest.fixture
def page(chromium):
    contexte = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield contexte.new_page()
    contexte.close()


@pytest.mark.navigateur
def test_a_sound_page_is_walked_from_end_to_end_and_left_as_it_was(page):
    page.set_content(CADRE.format(SAINE))
    page.locator("[name=nom]").focus()
    assert clavier.fautes(page) == []
    assert page.evaluate("[document.activeElement.name, scrollY, window.__clavier]") == ["nom", 0, None]


@pytest.mark.navigateur
@pytest.mark.parametrize(
    ("corps", "faute"),
    [
        ('<a href="/un">Un</a><a href="/deux" tabindex="1">Deux</a>', "out of its turn"),
        ('<a href="/un" id="un">Un</a><a href="/deux" onfocus="un.focus()">Deux</a>', "Tab goes back"),
        ('<a href="/un">Un</a><a href="/deux" class="muet">Deux</a>', "the focus is not marked"),
        ('<a href="/un" style="position: fixed; top: -9rem">Un</a>', "out of the screen"),
        (
            '<a href="/un">Un</a><input onkeydown="event.key === \'Tab\' && event.preventDefault()"><a href="/x">X</a>',
            "Tab never reaches",
        ),
    ],
)
def test_what_stops_a_keyboard_is_said(page, corps, faute):
    page.set_content(CADRE.format(corps))
    assert any(faute in dite for dite in clavier.fautes(page))


@pytest.mark.navigateur
@pytest.mark.parametrize(
    ("corps", "faute"),
    [
        ('<p class="large">Trop large</p>', "px wide on a screen of 320 px"),
        ('<a href="/un" class="muet">Un</a>', "the focus is not marked"),
        ("<p>Un</p><h1>Deux</h1>", "one h1"),
        ('<input name="seul">', "label"),
    ],
)
def test_a_new_page_is_narrowed_walked_and_judged(page, corps, faute):
    page.set_content(CADRE.format(corps))
    with pytest.raises(AssertionError, match=faute):
        PiloteAEcran(page, ICI).verifier_la_page()


@pytest.mark.navigateur
def test_a_page_met_again_is_judged_where_it_is_new(page):
    """By its template and its state, at each width, in each choice of colours; other words are nothing new."""
    page.set_content(CADRE.format("<p>Sombre le soir</p>"))
    assert axe.violations(page) == []
    avant = axe.lire(page).forme
    page.set_content(CADRE.format("<p>Sombre le matin du 12/03</p>"))
    assert axe.lire(page).forme == avant
    for autre in (
        "<p></p>",
        "<p class='vif'>Sombre</p>",
        "<p aria-label='Sombre'>Sombre</p>",
        "<p>Sombre</p><button>Oui</button>",
    ):
        page.set_content(CADRE.format(autre))
        assert axe.lire(page).forme != avant, autre
    nuit = "<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #000 } }</style>"
    page.set_content(CADRE.format(f"{nuit}<p>Sombre le soir</p>"))
    assert axe.violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert any("color-contrast" in faute for faute in axe.violations(page))


@pytest.mark.navigateur
def test_at_night_the_wide_page_is_judged_too(page, monkeypatch):
    page.set_content(CADRE.format("<style>@media (min-width: 400px) { em { color: #ccc } }</style><em>Pâle</em>"))
    monkeypatch.setenv(nuit.VARIABLE, "1")
    with pytest.raises(AssertionError, match="color-contrast"):
        PiloteAEcran(page, ICI).verifier_la_page()
    monkeypatch.delenv(nuit.VARIABLE)
    PiloteAEcran(page, ICI).verifier_la_page()


@pytest.mark.navigateur
def test_a_page_met_again_with_other_words_is_measured_again(page):
    pilote = PiloteAEcran(page, ICI)
    for mot in ("Court", "Court"):
        page.set_content(CADRE.format(f"<p>{mot}</p>"))
        pilote.verifier_la_page()
    page.set_content(CADRE.format(f"<p>{'Longtemps' * 9}</p>"))
    with pytest.raises(AssertionError, match="px wide on a screen of 320 px"):
        pilote.verifier_la_page()


@pytest.mark.navigateur
def test_what_is_clicked_lies_under_the_mouse_and_hears_a_key(page):
    page.set_default_timeout(500)
    pilote = PiloteAEcran(page, ICI)
    page.set_content(CADRE.format('<button onclick="this.textContent = event.detail">Agir</button>'))
    pilote.appuyer("Agir")
    assert pilote.texte("button") == "0", "a key has no position"
    page.set_content(CADRE.format('<button>Agir</button><div class="voile"></div>'))
    with pytest.raises(Exception, match="Timeout"):
        pilote.appuyer("Agir")


def lecteur(corps: str) -> Lecteur:
    lu = Lecteur(ICI)
    lu.page = PageLue("http://localhost/essai/", CADRE.format(corps))
    return lu


@pytest.mark.parametrize(
    ("corps", "faute"),
    [
        ('<form><label>Nom <input name="n"></label><button type="button">Valider</button></form>', "needs a script"),
        ("<button>Valider</button>", "needs a script"),
        ('<a href="javascript:ouvrir()">Ouvrir</a>', "needs a script"),
        ('<input name="seul">', "no label"),
        ("<h1>Encore</h1>", "one h1"),
    ],
)
def test_a_page_that_promises_what_a_script_would_keep_is_refused_to_the_reader(corps, faute):
    with pytest.raises(AssertionError, match=faute):
        lecteur(corps).verifier_la_page()


@pytest.mark.parametrize(
    "corps",
    [
        "<form><button hidden>Valider</button></form>",
        "<form><details><summary>Plus</summary><button>Valider</button></details></form>",
        "<form><template><button>Valider</button></template></form>",
    ],
)
def test_the_reader_clicks_only_what_is_shown(corps):
    with pytest.raises(AssertionError, match="no button is named"):
        lecteur(corps).cliquer("Valider")


def test_the_reader_fills_by_labels_and_sends_what_a_browser_sends():
    lu = lecteur(
        """<form method="post" action="/envoyer/" enctype="multipart/form-data"><input type="hidden" name="jeton" value="j">
        <label for="a">Nom</label><input id="a" name="nom"><label>Pays <select name="pays"><option value="">Choisir</option>
        <option value="NO">Norvège</option></select></label><label><input type="radio" name="m" value="1" checked>Vol</label>
        <label><input type="radio" name="m" value="2">Perte</label><label><input type="checkbox" name="lu">Lu</label>
        <label>Note <textarea name="note">ancienne</textarea></label><input name="mort" value="x" disabled>
        <label>Photo <input type="file" name="photo"></label><label>Autre <input type="file" name="autre"></label>
        <button name="action" value="garder">Garder</button><button name="action" value="envoyer">Envoyer</button></form>"""
    )
    lu.remplir("Nom", "Duprat")
    lu.remplir("Pays", "Norvège")
    lu.choisir("Perte")
    lu.choisir("Lu")
    lu.decocher("Lu")
    lu.remplir("Note", "une\ndeux")
    lu.joindre("Photo", ("a.jpg", b"a"))
    envoi = lu.page.envoi(lu.page.actionnable("button", "Envoyer"))
    assert (envoi.methode, envoi.adresse) == ("POST", "http://localhost/envoyer/")
    assert envoi.champs == [
        ("jeton", "j"), ("nom", "Duprat"), ("pays", "NO"), ("m", "2"), ("note", "une\r\ndeux"), ("action", "envoyer"),
    ]  # fmt: skip
    assert envoi.fichiers == [("photo", ("a.jpg", b"a")), ("autre", ("", b""))]


def test_a_field_that_cannot_be_seen_or_filled_is_no_field():
    lu = lecteur(
        '<form><label hidden>Nom <input name="n"></label><label>Ville <input name="v" disabled></label></form>'
    )
    with pytest.raises(AssertionError, match="no field is labelled"):
        lu.remplir("Nom", "x")
    with pytest.raises(AssertionError, match="cannot be filled"):
        lu.remplir("Ville", "x")
