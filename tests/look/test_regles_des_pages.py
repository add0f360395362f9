"""The rules by which every page is read: each bites on what it forbids, and lets pass what is right."""

from __future__ import annotations

import pytest

from tests.outils.accessibilite import fautes, titres_partages

CADRE = """<!doctype html><html lang="fr"><head><title>Une page · compte ameli</title></head><body>
<a href="#contenu">Aller au contenu</a><header></header><main id="contenu"><h1>Une page</h1>{}</main><footer></footer></body></html>"""


@pytest.mark.parametrize(
    ("html", "dite"),
    [
        ("<h1>Encore une</h1>", "2 h1"),
        ('<button aria-label="Afficher le mot de passe">Masquer</button>', "« Masquer » is named"),
        ('<a href="/a/">Télécharger</a><a href="/b/">Télécharger</a>', "« télécharger » leads to"),
        ('<a href="/a/"><svg aria-hidden="true"></svg></a>', "a link without a name"),
        ('<form action="/a/"><button>Oublier</button></form><form action="/b/"><button>Oublier</button></form>', "2 buttons"),
        ('<label for="a">A</label><select id="a" name="a" required></select>', "a: native required"),
        ('<label for="a">A</label><input id="a" name="a" aria-invalid="true">', "a: invalid, and nothing says why"),
        ('<input name="a">', "a: no label"),
        ('<label>A <input type="date" name="a"></label>', "a: a date that is picked"),
        ('<label for="a">Commune</label><input id="a" name="a" autocomplete="off">', "« Commune » has autocomplete 'off'"),
        ('<label for="a">Nom de naissance</label><input id="a" name="a">', "« Nom de naissance » has autocomplete None"),
        ('<figure aria-label="La photo"><figcaption>La photo</figcaption></figure>', "a figure without a role"),
        ('<figure role="figure"><figcaption>La photo</figcaption></figure>', "does not hold its caption"),
        ('<svg viewBox="0 0 1 1"></svg>', "neither silent nor named"),
        ('<iframe src="/a/"></iframe>', "a frame without a title"),
        ("<h3>Trop bas</h3>", "h3 after h1"),
        ("<main></main>", "not one main"),
        ('<table><tr><th scope="col">A</th></tr></table>', "a table without a title"),
        ("<table><caption>T</caption><tr><th>A</th></tr></table>", "does not say of what"),
        ('<img src="/a.png">', "/a.png: no text"),
        ('<label><input type="radio" name="a">A</label><label><input type="radio" name="a">B</label>', "choices without"),
    ],
)  # fmt: skip
def test_each_fault_is_said(html, dite):
    dites = set(fautes(CADRE.format(html)))
    assert len(dites) == 1 and dite in dites.pop()


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/a/">Télécharger<span class="hors-ecran"> le relevé</span></a><a href="/b/">Télécharger</a>',
        '<a href="/a/">Suite</a><a href="/a/#bas">Suite</a>',
        '<label for="a">Commune</label><input id="a" name="a" autocomplete="address-level2" aria-required="true">',
        '<label for="a">Nom du second titulaire</label><input id="a" name="a" autocomplete="off">',
        '<p class="erreur">Écrivez A.</p><label>A <input name="a" aria-invalid="true"></label>',
        '<figure role="figure" aria-label="La photo"><img alt="x" src="x"><figcaption>La photo</figcaption></figure>',
        '<svg role="img" aria-label="Un dessin"></svg><svg aria-hidden="true"></svg>',
    ],
)
def test_what_is_right_is_let_pass(html):
    assert not fautes(CADRE.format(html))


def test_a_page_says_its_type_and_its_language_and_lets_its_head_be_skipped():
    assert fautes(CADRE.format("").replace('lang="fr"', "")) == ["language None"]
    assert fautes(CADRE.format("").removeprefix("<!doctype html>")) == ["no type of document"]
    assert fautes(CADRE.format("").replace("#contenu", "/")) == ["no link goes to the content first"]


def test_agents_write_of_others():
    commune = '<label for="a">Commune</label><input id="a" name="a" autocomplete="off">'
    assert not fautes(CADRE.format(commune), agents=True)


def test_a_title_that_two_pages_share_is_said():
    page = CADRE.format("")
    assert titres_partages([("/a/", page), ("/b/", page)]) == [
        "« Une page · compte ameli » is the title of ['/a/', '/b/']"
    ]
    assert not titres_partages([("/a/", page), ("/a/", page)])
