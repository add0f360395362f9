"""What nobody should type, into every field of the product, of insured people and of agents: a sentence of ours, never a breakdown."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from lxml.html import HtmlElement

from tests.accounts.test_reprises_partout import NAVIGATEUR, brouillons, marcher
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, dire_la_raison
from tests.outils.accessibilite import lire, texte

pytestmark = pytest.mark.django_db

INVISIBLES = (
    "\u200b",
    "\x00",
    "a\x00b",
    "\u202e4321",
    "\ufeff",
    "\u2066abc\u2069",
    "\u00ad",
    "\u3164",
    "\ud800",
    "\x1b[31m",
    "🙂",
    "\r\nSet-Cookie: a=b",
)
LONGUES = (
    "9" * 5000,
    "A" * 50_000,
    "é" * 5000,
    " " * 5000,
    "-" * 3000,
    "1 " * 4000,
    "AB12 " * 4000,
    "a@" * 4000,
    "+33" + " " * 9000,
)
NOMBRES = (
    "-1",
    "0",
    "0,001",
    "1e309",
    "NaN",
    "Infinity",
    "1_000",
    "0x10",
    "1,2,3",
    "12,",
    "½",
    "²³¹",
    "①②③",
    "１２,５０",
    "1 234,56 €",
    "99999999999999999999",
    "٣" * 13,
    "²" * 14,
)
DATES = (
    "0000-00-00",
    "31/02/2030",
    "99/99/9999",
    "1er",
    "29/02/1900",
    "1/1/1",
    "٣١/١٢/٢٠٢٠",
    "2026-11-23T00:00:00Z",
    "12/12/-1",
)
NUMEROS = (
    "2A",
    "0" * 13,
    "29006409990l4",
    "290O640999014",
    "2 90 06 99 999 014",
    "FR",
    "FR76 " * 30,
    "ZZ00 0000",
    "＃",
    "ＦＲ76",
    "+",
    "00",
    "06.39.98.00.0a",
    "(0)639980001",
)
COURRIELS = (
    "a@b",
    "@",
    "a@b@c.fr",
    "é@é.fr",
    "a@xn--.fr",
    "a@[127.0.0.1]",
    f"{'a' * 70}@c.fr",
    f"a@{'b' * 260}.fr",
    "a@b..fr",
    "a@b。fr",
    "Nom <a@b.fr>",
    "a@b.fr\n.x",
)
TEXTES = ("<script>", "</textarea><b>", "{{7*7}}", "{% url %}", "%s%n", "'\"--", "../../etc/passwd", "\\", "javascript:alert(1)", "' OR 1=1 --")  # fmt: skip
COURTES = (*INVISIBLES, *NOMBRES, *DATES, *NUMEROS, *COURRIELS, *TEXTES)
ENVOYEES = (
    "\x00",
    "\u3164",
    "9" * 5000,
    "AB12 " * 4000,
    "1e309",
    "99/99/9999",
    "٣" * 13,
    "a@b@c.fr",
    "<script>",
    "²³¹",
)
DE_DJANGO = re.compile(
    r"Assurez-vous que cette|Sélectionnez un choix|Saisissez un nombre entier|n’en fait pas partie|valeur valide"
)
APPLICATIONS = ("accounts", "paiements", "documents", "demarches", "ameli.bac_a_sable")


def champs() -> Iterator[tuple[str, forms.Field]]:
    """Each field of each form that is written in the product."""
    for application in APPLICATIONS:
        module = importlib.import_module(application)
        for un in pkgutil.walk_packages(module.__path__, f"{application}."):
            if "migrations" not in un.name and not un.name.endswith("__main__"):
                importlib.import_module(un.name)
    for forme in sorted(set(_sous(forms.BaseForm)), key=lambda forme: (forme.__module__, forme.__qualname__)):
        if forme.__module__.startswith(APPLICATIONS):
            for nom, champ in getattr(forme, "base_fields", {}).items():
                yield f"{forme.__module__}.{forme.__qualname__}.{nom}", champ


def _sous(classe: type) -> Iterator[type]:
    for fille in classe.__subclasses__():
        yield fille
        yield from _sous(fille)


def test_every_field_reads_them_or_says_a_sentence_of_ours():
    fautes, tous, vus = [], list(champs()), set()
    assert len(tous) > 150
    for ou, champ in tous:
        longues = LONGUES[:1] if type(champ) in vus else LONGUES  # all of them once for each kind of field
        vus.add(type(champ))
        for saisie in (*COURTES, *longues):
            try:
                champ.clean(champ.widget.value_from_datadict({"x": saisie}, {}, "x"))
            except ValidationError as refus:
                fautes += [f"{ou}: {phrase[:90]}" for phrase in refus.messages if DE_DJANGO.search(phrase)]
            except Exception as panne:  # noqa: BLE001 - whatever it is, it would be a 500
                fautes.append(f"{ou}: {type(panne).__name__} for {saisie[:20]!r}")
    assert not fautes, "\n".join(sorted(set(fautes)))


@pytest.fixture
def lea():
    assure = creer_assure()
    assure.compte_de_test = creer_compte(assure)
    return assure


def test_no_page_breaks_down_when_they_are_sent(lea):
    """One value of each kind at least in all the fields of each form at once: each that is refused says so in words of ours, beside
    the field and in the summary, and what was typed is still there."""
    siennes = connecter(Client(raise_request_exception=False), lea.compte_de_test)
    guichet = dire_la_raison(connecter(Client(raise_request_exception=False), creer_agent(lea.caisse).compte), lea)
    formes: list[tuple[Client, Any]] = [
        *((siennes, forme) for depart in ("/", "/mes-informations/") for forme in marcher(siennes, depart)),
        *((siennes, forme) for forme in brouillons(siennes)),
        *((guichet, forme) for forme in marcher(guichet, reverse("admin:index"), dans="/agents/")),
    ]
    assert len(formes) > 12
    refusees = 0
    for client, (page, chemin, cachees, saisis) in formes:
        venu = NAVIGATEUR | {"Referer": f"http://testserver{page}"}
        for saisie in ENVOYEES:
            reponse = client.post(chemin, {**cachees, **dict.fromkeys(saisis, saisie)}, headers=venu)
            if reponse.status_code == 303:
                reponse = client.get(reponse["Location"])
            assert reponse.status_code < 500, (chemin, saisie[:10])
            if reponse.content and reponse.headers.get("Content-Type", "").startswith("text/html"):
                refusees += dites(lire(reponse.content.decode()), saisis, saisie, chemin)
    assert refusees > 100


def dites(page: HtmlElement, saisis: list[str], saisie: str, chemin: str) -> int:
    """How many fields of the page refuse `saisie`, each as it should."""
    liens = {lien.get("href") for lien in page.iterfind(".//*[@id='resume-erreurs']//a")}
    refuses = 0
    for champ in page.iter("input", "textarea"):
        fautes = (
            page.xpath("//*[@id=$fautes]", fautes=f"{champ.get('id')}_error") if champ.get("name") in saisis else []
        )
        if fautes:
            refuses += 1
            ou = (chemin, champ.get("name"), saisie[:10])
            assert texte(fautes[0]).strip() and not DE_DJANGO.search(texte(fautes[0])), ou
            assert f"#{champ.get('id')}" in liens, ou
            assert saisie == "\x00" or saisie.strip() in (champ.get("value") or champ.text or ""), ou
    return refuses
