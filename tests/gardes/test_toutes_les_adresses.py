"""Every address of the site, whoever asks, answers under the same policy; nobody finds another person's object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_compte

pytestmark = pytest.mark.django_db

# An id that nobody has, whatever the kind that the address wants.
EXEMPLES = {"int": "987654321", "slug": "zzzzzzzzzzzzzzzz", "str": "zzzzzzzzzzzzzzzz", "path": "zzzz", "uuid": "0" * 32}
# They answer before Django's pages: probes of machines, files of the site.
MACHINES = ("healthz", "readyz", "metrics", "static/", "agents/jsi18n/")


def adresses(resolveur: URLResolver | None = None, avant: str = "/") -> Iterator[str]:
    """Each pattern of the site with an example in the place of its parameters."""
    for motif in (resolveur or get_resolver()).url_patterns:
        texte = str(motif.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        for nom, convertisseur in motif.pattern.converters.items():
            genre = type(convertisseur).__name__.removesuffix("Converter").lower()
            for ecrit in (f"<{genre}:{nom}>", f"<{nom}>"):
                texte = texte.replace(ecrit, EXEMPLES.get(genre, "zzzzzzzzzzzzzzzz"))
            if "<" in texte:  # a converter of ours, written under its registered name
                texte = texte.split("<")[0] + "zzzzzzzzzzzzzzzz" + texte.split(">", 1)[-1]
        if isinstance(motif, URLResolver):
            yield from adresses(motif, avant + texte)
        elif isinstance(motif, URLPattern) and "(?" not in texte:
            yield avant + texte


def nommee_pour_rien(adresse: str) -> bool:
    """Does it hold an id that nobody has?"""
    return "zzzz" in adresse or EXEMPLES["int"] in adresse


def visiteurs() -> dict[str, Client]:
    caisse = creer_caisse()
    return {
        "anonyme": Client(raise_request_exception=False),
        "assuré": connecter(Client(raise_request_exception=False), creer_compte(creer_assure(caisse=caisse))),
        "agent": connecter(Client(raise_request_exception=False), creer_agent(caisse=caisse).compte),
    }


class Recue(NamedTuple):
    qui: str
    adresse: str
    statut: int
    entetes: Mapping[str, str]
    pleine: bool


_recues: list[Recue] = []


@pytest.fixture
def recues(db: None) -> list[Recue]:
    """What every address answers everybody: asked once in a process."""
    if not _recues:
        vues = {une for une in adresses() if not une.lstrip("/").startswith(MACHINES) and "logout" not in une}
        for qui, client in visiteurs().items():
            for adresse in sorted(vues):
                reponse = client.get(adresse)
                pleine = reponse.streaming or bool(reponse.content)
                _recues.append(Recue(qui, adresse, reponse.status_code, reponse.headers, pleine))
    return _recues


def test_every_address_answers_everybody_under_the_same_policy(recues):
    assert len({une.adresse for une in recues}) > 60
    fautes = []
    for qui, adresse, statut, entetes, _ in recues:
        if statut >= 500:
            fautes.append(f"{qui} {adresse}: {statut}")
        politique = entetes.get("Content-Security-Policy", "")
        if "default-src 'self'" not in politique or "unsafe" in politique:
            fautes.append(f"{qui} {adresse}: policy {politique!r}")
        fautes += [
            f"{qui} {adresse}: policy without {directive}"
            for directive in ("object-src", "base-uri", "frame-ancestors")
            if f"{directive} 'none'" not in politique
        ]
        for nom, valeur in {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }.items():
            if entetes.get(nom) != valeur:
                fautes.append(f"{qui} {adresse}: {nom} is {entetes.get(nom)!r}")
        if entetes.get("Content-Type", "").startswith("text/html") and "no-store" not in entetes.get(
            "Cache-Control", ""
        ):
            fautes.append(f"{qui} {adresse}: a copy may be kept")
    assert not fautes, "\n".join(fautes)


def test_every_answer_names_its_type_and_its_alphabet_and_invites_no_other_site(recues):
    fautes = []
    for qui, adresse, _, entetes, pleine in recues:
        genre = entetes.get("Content-Type", "")
        if pleine and re.match(r"text/|application/(xml|xhtml)", genre) and "charset=utf-8" not in genre:
            fautes.append(f"{qui} {adresse}: {genre!r}")
        if pleine and not genre:
            fautes.append(f"{qui} {adresse}: no type")
        if "Access-Control-Allow-Origin" in entetes:
            fautes.append(f"{qui} {adresse}: another site is invited")
    assert not fautes, "\n".join(fautes)


def test_an_id_that_is_nobody_s_is_not_found_or_asks_to_sign_in(recues):
    """403 is what an agent gets for a gesture that nobody may make, whatever the id."""
    inventees = [une for une in recues if nommee_pour_rien(une.adresse)]
    assert len({une.adresse for une in inventees}) > 20
    permis = (301, 302, 403, 404, 405)
    fautes = [f"{une.qui} {une.adresse}: {une.statut}" for une in inventees if une.statut not in permis]
    assert not fautes, "\n".join(fautes)


def test_machines_and_files_are_answered_without_guessing_their_type(client):
    for adresse in ("/healthz", "/readyz", "/robots.txt", "/favicon.ico", "/nulle-part/", "/static/absent.css"):
        assert client.get(adresse).headers["X-Content-Type-Options"] == "nosniff", adresse


@pytest.mark.parametrize("nombre", [2**31, 2**63, 10**40])
def test_a_number_larger_than_any_column_is_nobody_s(nombre):
    """As an id, and as what a list is asked to begin at."""
    grands = sorted(
        {adresse.replace(EXEMPLES["int"], str(nombre)) for adresse in adresses() if EXEMPLES["int"] in adresse}
    )
    clients = visiteurs()
    fautes = [
        f"{qui} {adresse}: {statut}"
        for qui, client in clients.items()
        for adresse in grands
        if (statut := client.get(adresse).status_code) not in (301, 302, 403, 404, 405)
    ]
    for qui in ("assuré", "agent"):
        for adresse in sorted({une for une in adresses() if not nommee_pour_rien(une) and "logout" not in une}):
            if not adresse.lstrip("/").startswith(MACHINES):
                saisies = dict.fromkeys(("annee", "apres", "avant", "code", "theme", "p", "q", "page"), str(nombre))
                if (statut := clients[qui].get(adresse, saisies).status_code) >= 500:
                    fautes.append(f"{qui} {adresse}: {statut}")
    assert not fautes, "\n".join(fautes)
