"""What holds for every request: known methods, declared types, known hosts, an address that nobody can choose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver

from accounts.securite.connexions import adresse_de
from tests.fabriques import MOT_DE_PASSE, connecter, creer_assure, creer_compte
from tests.machine.deploiement import environnement
from tests.machine.test_environnement import manage

pytestmark = pytest.mark.django_db
RACINE = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("methode", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_a_method_that_the_site_does_not_use_is_refused(methode):
    client = connecter(Client(), creer_compte(creer_assure()))
    for adresse in ("/", "/connexion/", "/deconnexion/", "/agents/", "/healthz"):
        assert client.generic(methode, adresse).status_code == 405, adresse


def test_another_host_name_is_refused(settings):
    settings.ALLOWED_HOSTS = ["compte.exemple"]
    assert Client().get("/connexion/", headers={"host": "voleur.exemple"}).status_code == 400


def test_nobody_chooses_the_address_that_is_counted(settings):
    """A browser may begin X-Forwarded-For with a lie; the proxy writes the true address at its end."""
    mensonge = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "1.2.3.4, 203.0.113.9"})
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert adresse_de(mensonge) == "203.0.113.9"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert adresse_de(mensonge) == "10.0.0.1"


def test_a_failure_says_nothing_of_its_cause(monkeypatch):
    def en_panne(*args, **kwargs):
        raise RuntimeError("SELECT secret FROM coffre")

    monkeypatch.setattr("accounts.connexion.voies.ouvertes", en_panne)
    reponse = Client(raise_request_exception=False).get("/connexion/")
    assert reponse.status_code == 500
    for indiscret in ("secret", "coffre", "RuntimeError", "Traceback", "/accounts/"):
        assert indiscret not in reponse.content.decode()


def test_an_installation_on_https_speaks_nothing_else_for_a_year():
    """Pages, machines' addresses, refusals: every answer says so."""
    code = (
        "from django.test import Client; "
        "c = Client(raise_request_exception=False, headers={'host': 'compte.exemple'}); "
        "ou = ('/healthz', '/conditions/', '/robots.txt', '/nulle-part/'); "
        "print(*{c.get(o, secure=True).headers.get('Strict-Transport-Security', '').replace(' ', '') for o in ou}); "
        "a = c.get('/conditions/'); print(a.status_code, a.headers['Location'])"
    )
    fait = manage("shell", "-v", "0", "-c", code, **environnement())
    assert fait.stdout.split() == [
        "max-age=31536000;includeSubDomains;preload", "301", "https://compte.exemple/conditions/",
    ], fait.stderr  # fmt: skip


def test_only_the_kiosk_and_the_organisms_speak_without_the_token_of_a_form():
    """They sign what they say; every other act asks for the token."""

    def vues(resolveur) -> Iterator[tuple[str, object]]:
        for motif in resolveur.url_patterns:
            if isinstance(motif, URLResolver):
                yield from vues(motif)
            else:
                yield str(motif.name), motif.callback

    sans = {nom for nom, vue in vues(get_resolver()) if getattr(vue, "csrf_exempt", False)}
    assert sans == {"creance_notification", "avis"}


def test_what_is_in_the_address_fills_no_field():
    """A form is read from its body alone; a field sent twice counts once."""
    assure = creer_assure()
    creer_compte(assure)
    juste = {"nir": assure.personne.nir, "mot_de_passe": MOT_DE_PASSE}
    ailleurs = urlencode({"mot_de_passe": MOT_DE_PASSE})
    assert Client().post(f"/connexion/?{ailleurs}", {"nir": assure.personne.nir}).status_code == 200
    deux = {"nir": [assure.personne.nir, "1850540999001"], "mot_de_passe": MOT_DE_PASSE}
    assert Client().post("/connexion/", deux).status_code == 200
    assert Client().post("/connexion/", juste).status_code == 302


def test_production_has_neither_debug_nor_practice_pages():
    code = (
        "from django.conf import settings as s; from django.urls import get_resolver; "
        "from django.urls import NoReverseMatch, reverse; "
        "print(s.DEBUG, 'ameli.bac_a_sable' in s.INSTALLED_APPS, any('bac-a-sable' in str(p.pattern) or "
        "'composants' in str(p.pattern) for p in get_resolver().url_patterns))"
    )
    fait = manage("shell", "-v", "0", "-c", code, **environnement())
    assert fait.stdout.split() == ["False", "False", "False"], fait.stderr


def test_the_image_takes_nothing_but_the_product():
    """A list of what enters, not of what stays out: neither history nor tests nor secrets."""
    lignes = (RACINE / ".dockerignore").read_text().split()
    assert lignes[0] == "*"
    assert {ligne.lstrip("!") for ligne in lignes[1:] if ligne.startswith("!")} == {
        "manage.py", "requirements/production.txt", "ameli", "accounts", "paiements", "documents", "demarches",
        "templates", "static", "docs/accessibilite.md",
    }  # fmt: skip
    assert "\nUSER ameli\n" in (RACINE / "Dockerfile").read_text()


def test_every_package_comes_by_its_hash():
    """From PyPI: no other index, no address, no folder."""
    for lot in ("production", "demo", "dev"):
        lignes = (RACINE / "requirements" / f"{lot}.txt").read_text().split("\n")
        assert not [
            une
            for une in lignes
            if re.search(r"://|@|^-e|^-f|--(extra-)?index-url|--find-links", une) and not une.lstrip().startswith("#")
        ]
        paquets = [i for i, ligne in enumerate(lignes) if re.match(r"[a-z0-9][\w.-]*==", ligne, re.IGNORECASE)]
        assert len(paquets) > 20
        assert all("--hash=sha256:" in "".join(lignes[i : i + 2]) for i in paquets), lot


def test_a_password_is_compared_as_it_is_typed():
    assure = creer_assure()
    creer_compte(assure, "Bonjour-Landes-2026 ")
    for essai, statut in (
        ("Bonjour-Landes-2026", 200), ("bonjour-landes-2026 ", 200), ("Bonjour-Landes-2026 x", 200),
        ("Bonjour-Landes-2026 ", 302),
    ):  # fmt: skip
        reponse = Client().post("/connexion/", {"nir": assure.personne.nir, "mot_de_passe": essai})
        assert reponse.status_code == statut, essai


def test_a_space_that_came_with_a_copied_password_is_forgiven():
    assure = creer_assure()
    creer_compte(assure, "Bonjour-Landes-2026")
    for colle in ("Bonjour-Landes-2026 ", "\u200bBonjour-Landes-2026\u00a0\n", " Bonjour-Landes-2026"):
        reponse = Client().post("/connexion/", {"nir": assure.personne.nir, "mot_de_passe": colle})
        assert reponse.status_code == 302, colle


def test_password_managers_and_pasting_are_welcome():
    """On each page where a password is typed, masked."""
    client = connecter(Client(), creer_compte(creer_assure()))
    champs = [
        champ
        for page in (Client().get("/connexion/"), client.get("/mes-informations/securite/mot-de-passe/"), client.get("/connexion/confirmer/"))
        for champ in re.findall(r"<input[^>]*>", page.content.decode()) if "password" in champ
    ]  # fmt: skip
    assert len(champs) == 5
    for champ in champs:
        assert 'type="password"' in champ and re.search(r'autocomplete="(current|new)-password"', champ)
        assert not re.search(r"onpaste|readonly|autocomplete=.off", champ)
    scripts = "".join(chemin.read_text() for chemin in (RACINE / "static" / "js").rglob("*.js"))
    assert '"paste"' not in scripts or "preventDefault" not in scripts.split('"paste"')[1][:200]
