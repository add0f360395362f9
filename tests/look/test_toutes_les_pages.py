"""Every kind of page, found by walking through the product, tells whoever does not see it, or sees it large, what it shows to the others."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve, reverse
from playwright.sync_api import Route, sync_playwright

from accounts.models import Agent, Compte
from ameli.bac_a_sable.installation import installer
from demarches.moteur import registre
from tests.catalogue.marche import Marche
from tests.fabriques import connecter, devenir_formateur
from tests.outils import visite
from tests.outils.accessibilite import fautes, titres_partages
from tests.outils.navigateur import OPTIONS, SANS_FENETRE
from tests.outils.nuit import c_est_la_nuit

pytestmark = pytest.mark.django_db
VISITEUR = (
    "/", "/connexion/", "/connexion/mot-de-passe-oublie/", "/connexion/code-provisoire/", "/connexion/premiere-visite/",
    "/borne/", "/documents/verifier/", "/conditions/", "/aide/pas-a-pas/",
)  # fmt: skip
# Somebody with a family, allowances and a card; somebody with debts, a recourse and no doctor.
PERSONNES = ("lea.duprat@exemple.fr", "patrick.lacoste@exemple.fr")
# (width, size of the text): a phone with text twice as large, the narrowest screen with text half larger.
GRANDEURS = ((390, 2), (320, 1.5))
LARGES = (
    (768, 2),
    (1279, 2),
)  # a tablet held upright, the narrowest of large screens: each page at night, one in eight by day


# What no scroll reaches, what is cut, what covers the page. Only what stands out is looked at closely: it is quick.
CE_QUI_MANQUE = """grandeur => {
    const large = innerWidth, fautes = [], racine = document.documentElement;
    racine.style.fontSize = '';
    racine.style.fontSize = `${parseFloat(getComputedStyle(racine).fontSize) * grandeur}px`;
    const dire = (quoi, e) => fautes.push(`${quoi}: ${e.tagName} ${e.className} « ${e.textContent.trim().slice(0, 50)} »`);
    const seVoit = e => e.checkVisibility({visibilityProperty: true}) && getComputedStyle(e).clipPath !== 'inset(50%)' && !e.closest('.hors-ecran, .visually-hidden, .evitement, .skip-to-content-link, svg, thead');
    const defile = e => { for (let a = e.parentElement; a && a !== document.body; a = a.parentElement)
        if (/auto|scroll/.test(getComputedStyle(a).overflowX)) return true; return false; };
    for (const e of document.body.querySelectorAll('*')) {
        const r = e.getBoundingClientRect();
        if (r.width && r.height && (r.right > large + 1 || r.left < -1) && seVoit(e) && !defile(e)) dire('off the screen', e);
        if (e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2) {
            const s = getComputedStyle(e);
            const coupe = /hidden|clip/.test(s.overflowX + s.overflowY), deborde = /^(A|BUTTON)$/.test(e.tagName) && s.display !== 'inline' && e.scrollWidth > e.clientWidth + 2;
            if ((coupe || deborde) && e.textContent.trim() && seVoit(e)) dire(coupe ? 'cut' : 'wider than its frame', e);
        }
    }
    const barre = document.querySelector('.onglets');
    if (barre && getComputedStyle(barre).position === 'fixed') {
        const reserve = parseFloat(getComputedStyle(document.body).paddingBottom);
        if (barre.offsetHeight > reserve + 1) fautes.push(`the bar hides ${barre.offsetHeight - reserve} px of the end`);
        if (barre.offsetHeight > innerHeight / 3) fautes.push('the bar takes a third of the screen');
    }
    return fautes.slice(0, 4);
}"""


class Page(NamedTuple):
    qui: str
    adresse: str
    html: str


def visiter() -> Iterator[Page]:
    """One page of each kind: of a visitor, of two people, of each téléservice to its end, of an agent, of the practice site."""
    installer()
    yield from (Page("visiteur", *page) for page in visite.marcher(Client(), *VISITEUR))
    formatrice = devenir_formateur(Client())
    yield from (
        Page("bac à sable", *page)
        for page in visite.marcher(formatrice, "/bac-a-sable/", dans="/bac-a-sable/", hors="/bac-a-sable/courrier/")
    )
    for courriel in PERSONNES:
        client = connecter(Client(), Compte.objects.get(email=courriel))
        yield from (Page("assuré", *page) for page in visite.marcher(client, "/", *visite.brouillons(client)))
    for teleservice in registre.tous():
        yield from _jusqu_au_bout(Marche(teleservice))
    guichet = connecter(Client(), Agent.objects.order_by("pk")[0].compte)
    yield from (Page("agent", *page) for page in visite.marcher(guichet, "/agents/", dans="/agents/"))


def _jusqu_au_bout(marche: Marche) -> Iterator[Page]:
    """Each step, the check of the answers, then the confirmation and what it leads to."""
    marche.commencer()
    etapes = [marche.adresse(nom) for nom in (*(etape.nom for etape, _ in marche.repondre()), "verification")]
    yield from (Page("assuré", *page) for page in visite.marcher(marche.client, *etapes, dans="/nulle-part/"))
    envoyee = reverse("demarches:confirmation", args=[marche.envoyer_tout().reference])
    yield from (Page("assuré", *page) for page in visite.marcher(marche.client, envoyee, dans="/suivi/"))


_vues: list[Page] = []


@pytest.fixture
def pages(db: None) -> list[Page]:
    """They are walked through once in a process."""
    if not _vues:
        _vues.extend(visiter())
    return _vues


def test_each_page_says_what_it_shows(pages):
    assert len({visite.forme(page.adresse) for page in pages}) > 120
    trouvees = [
        f"{page.qui} {page.adresse}: {faute}"
        for page in pages
        for faute in fautes(page.html, agents=page.qui == "agent")
    ]
    assert not trouvees, "\n".join(trouvees)


def test_no_two_pages_have_one_title(pages):
    """The same page of two people, or of two things of one kind, is one page; a filter makes no other one."""
    lues = [page for page in pages if page.qui in ("visiteur", "assuré")]
    par_titre = [(visite.forme(page.adresse).removesuffix("pour"), page.html) for page in lues]
    assert not titres_partages(par_titre)


def _sorte(page: Page) -> tuple[str, ...]:
    """Pages of one view are laid out alike; steps are not."""
    trouvee = resolve(page.adresse.partition("?")[0])
    return page.qui, trouvee.view_name, *(str(trouvee.kwargs.get(nom, "")) for nom in ("teleservice", "code", "step"))


def _servir(route: Route, html: str) -> None:
    """The page and its static files; of what its scripts ask beside them, nothing: no server stands behind."""
    chemin = urlsplit(route.request.url).path
    fichier = finders.find(chemin.removeprefix("/static/")) if chemin.startswith("/static/") else None
    if chemin == "/":
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif fichier:
        route.fulfill(path=fichier)
    else:
        route.abort()


def _mesurer(pages: list[Page]) -> list[str]:
    trouvees = []
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=SANS_FENETRE, args=OPTIONS)
        onglet = navigateur.new_page(locale="fr-FR", reduced_motion="reduce")
        montree = ""
        onglet.route("**/*", lambda route: _servir(route, montree))
        for rang, page in enumerate(pages):
            montree = page.html
            onglet.goto("http://pages.test/")
            for largeur, grandeur in (*GRANDEURS, *(LARGES if c_est_la_nuit() or rang % 8 == 0 else ())):
                onglet.set_viewport_size({"width": largeur, "height": 844})
                trouvees += [
                    f"{page.qui} {page.adresse} at {largeur} px × {grandeur}: {faute}"
                    for faute in onglet.evaluate(CE_QUI_MANQUE, grandeur)
                ]
        navigateur.close()
    return trouvees


@pytest.mark.navigateur
def test_large_text_is_reached_and_cut_nowhere(pages):
    """On a phone with text twice as large, at 320 px with text half larger, and twice as large on wider screens.

    The browser has a thread of its own: Playwright keeps a loop in the one that opens it, and Django another connection there.
    """
    sortes = {_sorte(page): page for page in pages}
    with ThreadPoolExecutor(1) as fil:
        trouvees = fil.submit(_mesurer, list(sortes.values())).result()
    assert not trouvees, "\n".join(trouvees)
