"""The site can be installed on a telephone; what its service worker keeps is nobody's, and follows each deployment."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image, ImageChops

from ameli.noyau import installable
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.gardes.html import fautes
from tests.outils import icones

RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def rien_de_garde():
    """Both are made once in the life of a process, whose settings and files do not change; those of a test do."""
    vider()
    yield
    vider()


def vider() -> None:
    installable._page.cache_clear()
    installable._travailleur.cache_clear()


def manifeste(client) -> dict:
    reponse = client.get(reverse("manifeste"))
    assert reponse["Content-Type"] == "application/manifest+json"
    return json.loads(reponse.content)


def coquille(client) -> dict:
    return json.loads(
        client.get(reverse("service_worker")).content.decode().split("\n")[0][len("const COQUILLE = ") : -1]
    )


def test_the_manifest_says_all_that_a_telephone_needs_in_french(client):
    contenu = manifeste(client)
    assert contenu["display"] == "standalone" and contenu["lang"] == "fr"
    assert contenu["id"] == contenu["start_url"] == contenu["scope"] == "/"
    jetons = (RACINE / "static" / "css" / "socle.css").read_text("utf-8")
    assert f"--fond: {contenu['background_color']};" in jetons and f"--titre: {contenu['theme_color']};" in jetons
    assert f'content="{contenu["theme_color"]}"' in client.get(reverse("hors_ligne")).content.decode()


@pytest.mark.parametrize(("exercice", "nom", "court"), [
    (True, "Exercice · compte ameli", "Exercice"), (False, "compte ameli", "compte ameli"),
])  # fmt: skip
def test_a_practice_site_is_not_taken_for_the_true_one_among_applications(client, settings, exercice, nom, court):
    reverse("manifeste")  # the addresses are read before the site changes its nature
    settings.BAC_A_SABLE = exercice
    contenu = manifeste(client)
    assert (contenu["name"], contenu["short_name"]) == (nom, court)
    assert len(court) <= 12, "a telephone cuts what is longer"
    assert all(("exercice-" in une["src"]) == exercice for une in contenu["icons"])


def test_icons_have_the_sizes_that_the_manifest_says_and_one_may_be_cut_to_a_circle(client):
    les_siennes = manifeste(client)["icons"]
    assert {une["sizes"] for une in les_siennes} >= {"192x192", "512x512"}
    assert [une["purpose"] for une in les_siennes if "purpose" in une] == ["maskable"]
    for une in les_siennes:
        with Image.open(finders.find(une["src"].removeprefix("/static/"))) as image:
            assert f"{image.width}x{image.height}" == une["sizes"]
            assert ("A" in image.getbands()) == ("purpose" not in une), "what is cut has no corner of its own"


@pytest.mark.parametrize("site", icones.COULEURS)
@pytest.mark.parametrize("forme", icones.FORMES)
def test_icons_are_the_drawing_that_we_keep(site, forme):
    with Image.open(icones.DOSSIER / f"{site}-{forme}.png") as gardee:
        dessinee = icones.dessiner(site, forme)
        assert gardee.mode == dessinee.mode
        assert ImageChops.difference(gardee, dessinee).getbbox() is None


def test_the_sign_of_a_maskable_icon_stays_in_the_circle_that_no_telephone_cuts():
    for site, (fond, _) in icones.COULEURS.items():
        image = icones.dessiner(site, "masquable-512")
        uni = Image.new("RGB", image.size, fond)
        gauche, haut, droite, bas = ImageChops.difference(image, uni).getbbox()
        coins = [(x, y) for x in (gauche, droite) for y in (haut, bas)]
        assert all((x - 256) ** 2 + (y - 256) ** 2 <= (0.4 * 512) ** 2 for x, y in coins)


@pytest.mark.django_db
def test_every_page_names_the_manifest_and_an_icon_for_iphones(client):
    connectee = connecter(type(client)(), creer_compte(creer_assure()))
    for page in (client.get("/connexion/"), connectee.get("/"), client.get(reverse("hors_ligne"))):
        html = page.content.decode()
        assert f'<link rel="manifest" href="{reverse("manifeste")}">' in html
        [iphone] = re.findall(r'<link rel="apple-touch-icon" href="/static/([^"]+)">', html)
        with Image.open(finders.find(iphone)) as image:
            assert image.size == (180, 180)


@pytest.mark.django_db
def test_what_the_worker_keeps_is_the_same_for_everybody_and_holds_no_token(client):
    connectee = connecter(type(client)(), creer_compte(creer_assure()))
    pages = {une.get(reverse("hors_ligne")).content for une in (client, connectee)}
    travailleurs = {une.get(reverse("service_worker")).content for une in (client, connectee)}
    assert len(pages) == len(travailleurs) == 1
    html = pages.pop().decode()
    assert "csrfmiddlewaretoken" not in html and "Se déconnecter" not in html and "nonce" not in html


def test_the_worker_keeps_its_page_and_the_files_that_draw_it_and_no_other(client):
    gardee = coquille(client)
    html = client.get(gardee["page"]).content.decode()
    assert gardee["page"] == reverse("hors_ligne")
    assert set(gardee["fichiers"]) == set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    assert all(finders.find(un.removeprefix("/static/")) for un in gardee["fichiers"])
    assert {"/static/css/socle.css", "/static/js/ameli.js"} <= set(gardee["fichiers"])


def test_the_page_without_network_says_in_plain_french_what_to_do(client):
    html = client.get(reverse("hors_ligne")).content.decode()
    assert not fautes(html)
    assert "<h1>Pas de réseau</h1>" in html and 'href="">Réessayer</a>' in html
    for phrase in ("mode avion", "rien de votre compte n’est gardé sur cet appareil"):
        assert phrase in html


@pytest.mark.parametrize("ce_qui_change", ["un fichier", "la page", "le travailleur"])
def test_a_deployment_that_changes_anything_of_the_shell_gives_it_another_name(
    client, monkeypatch, settings, tmp_path, ce_qui_change
):
    avant = coquille(client)["nom"]
    vider()
    assert coquille(client)["nom"] == avant
    vider()
    if ce_qui_change == "un fichier":  # its name holds the hash of what it says
        page = installable._page().replace("css/socle.css", "css/socle.0123456789ab.css")
        monkeypatch.setattr(installable, "render_to_string", lambda gabarit: page)
        vider()
    elif ce_qui_change == "la page":
        settings.BAC_A_SABLE = False
    else:
        copie = tmp_path / "static" / "js" / "hors_ligne.js"
        copie.parent.mkdir(parents=True)
        copie.write_text((RACINE / "static" / "js" / "hors_ligne.js").read_text("utf-8") + "\n// another one", "utf-8")
        settings.RACINE = tmp_path
    assert coquille(client)["nom"] != avant


def test_the_worker_sees_the_whole_site_and_browsers_ask_for_it_each_time(client):
    reponse = client.get(reverse("service_worker"))
    assert reponse.status_code == 200 and reverse("service_worker").count("/") == 1
    assert reponse["Content-Type"] == "text/javascript; charset=utf-8"
    assert reponse["Cache-Control"] == "no-cache"


def test_workers_and_manifests_come_from_here_only(client):
    politique = client.get(reverse("hors_ligne"))["Content-Security-Policy"]
    assert "worker-src 'self'" in politique and "manifest-src 'self'" in politique


@pytest.mark.navigateur
def test_a_browser_takes_the_worker_of_a_deployment_and_sweeps_what_the_former_kept(ouvrir, monkeypatch):
    page = ouvrir()
    page.wait_for_function("() => navigator.serviceWorker.controller")
    [avant] = page.evaluate("() => caches.keys()")
    ailleurs = installable._page().replace("Pas de réseau", "Pas de réseau du tout")
    monkeypatch.setattr(installable, "render_to_string", lambda gabarit: ailleurs)
    vider()
    page.reload()
    [apres] = page.evaluate(
        """async (avant) => {
            await (await navigator.serviceWorker.ready).update();
            while ((await caches.keys()).includes(avant)) await new Promise((suite) => setTimeout(suite, 20));
            return caches.keys();
        }""",
        avant,
    )
    assert apres.startswith("coquille-")
    gardee = page.evaluate("async (page) => (await caches.match(page)).text()", reverse("hors_ligne"))
    assert "<h1>Pas de réseau du tout</h1>" in gardee


@pytest.mark.django_db
def test_a_browser_that_asks_for_the_worker_keeps_no_session_alive(client):
    connectee = connecter(client, creer_compte(creer_assure()))
    connectee.get("/")
    avant = dict(connectee.session.items())
    connectee.get(reverse("service_worker"))
    assert dict(connectee.session.items()) == avant
