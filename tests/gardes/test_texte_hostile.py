"""A text that somebody wrote stays a text: on every page, in every file, whatever language it pretends to speak.

Every free text of the database becomes an attack at once, then every address is opened by those who may. A new column is
attacked as soon as it is there, unless it is named among the words of ours.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Fil, Message
from ameli.noyau.chiffrement import ChampChiffre
from ameli.noyau.envois import depot
from ameli.noyau.journal import auteur
from demarches.models import Demarche
from demarches.moteur.models import ChampJsonChiffre
from tests.fabriques import connecter, creer_agent, dire_la_raison
from tests.gardes.test_code_sur import MODULES, RACINE
from tests.gardes.test_objets_des_autres import adresses as adresses_a_parametre
from tests.gardes.test_objets_des_autres import lea  # noqa: F401 - a fixture
from tests.gardes.test_toutes_les_adresses import MACHINES
from tests.gardes.test_toutes_les_adresses import adresses as toutes_les_adresses

pytestmark = pytest.mark.django_db

# It leaves its quotes, opens an element, is a variable of a template, Markdown and BBCode; short, for short columns.
ATTAQUE = "\"><i-x>&'{{7}}*a*[b]"
SUITE = re.compile(re.escape("&amp;&#x27;{{7}}*a*[b]"), re.IGNORECASE)
# RFC 3986, and nothing that a browser would run.
ADRESSE = re.compile(r"(?!\s*(?:javascript|data|vbscript):)[\w.~:/?#\[\]@!$&()*+,;=%-]*", re.ASCII | re.IGNORECASE)
# Words of the product, ids, fingerprints and paths: nobody types them, and pages look them up in tables of ours.
A_NOUS = {
    "acteur", "auteur", "assure_ref", "bic", "cause", "centre", "cgu_version", "cle", "code", "code_gestion", "code_postal",
    "code_verif", "condition", "de", "demarche", "demarche_reference", "departement", "devise", "email", "email_refuse", "empreinte", "etape",
    "evenement", "emetteur", "fond", "genre", "geste", "gabarit", "iban", "identifiant", "identifiant_public", "lieu_naissance_insee",
    "matricule", "motif_retenue", "motif_taux", "nature", "nir", "nouveau", "ancien", "nom_fichier", "numero", "objet", "password",
    "partenaire", "pour", "precision", "public_id", "reference", "regime", "role", "scelle", "sel", "serie", "sub_empreinte", "teleservice",
    "telephone", "telephone_fixe", "theme", "tirage", "type_mime", "usage", "vers", "version", "verrou", "voie", "hache",
    "liaison", "erreur", "titre", "destination", "contenu", "apercu", "gele_motif",
}  # fmt: skip


@pytest.fixture(autouse=True)
def chaque_page_est_relue():
    """Here a page does hold « {{ »: as a text."""


def textes_libres() -> list[models.Field]:
    return [
        champ
        for app in ("noyau", "accounts", "paiements", "documents", "demarches")
        for modele in apps.get_app_config(app).get_models()
        for champ in modele._meta.local_fields
        if isinstance(champ, models.CharField | models.TextField | ChampChiffre)
        and not isinstance(champ, models.FileField | ChampJsonChiffre)
        and not (champ.choices or champ.unique or champ.is_relation or champ.name in A_NOUS)
        and not champ.name.endswith("_empreinte")
        and modele._meta.label_lower not in ("noyau.entree", "noyau.maillon")  # the journal refuses to be changed
    ]


def hostile(valeur: Any, cle: str = "") -> Any:
    """The same answers, each text of them the attack; ids of the steps stay."""
    if isinstance(valeur, dict):
        return {nom: hostile(une, nom) for nom, une in valeur.items()}
    if isinstance(valeur, list):
        return [hostile(une) for une in valeur]
    return ATTAQUE if isinstance(valeur, str) and cle != "etape" else valeur


def attaquer() -> None:
    with connection.cursor() as curseur, auteur("systeme:essai"):
        for demarche in Demarche.objects.systeme("essai"):
            demarche.recapitulatif = hostile(demarche.recapitulatif)
            demarche.save(update_fields=["recapitulatif"])
        for champ in textes_libres():
            valeur = champ.get_db_prep_save(ATTAQUE[: champ.max_length], connection)
            table = champ.model._meta.db_table
            curseur.execute(f'UPDATE "{table}" SET "{champ.column}" = %s', [valeur])


def html(reponse: HttpResponse) -> str:
    genre = reponse.headers.get("Content-Type", "")
    return "" if reponse.streaming or not genre.startswith("text/html") else reponse.content.decode()


def fautes(page: str) -> list[str]:
    """How the attack came through; empty where it stands word for word, escaped once."""
    trouvees = [] if "<i-x" not in page.lower() else ["markup"]
    trouvees += ["escaped twice"] if "&amp;lt;i-x" in page.lower() else []
    trouvees += [
        "read as another language" for fin in re.findall(r"&lt;i-x&gt;(.{24})", page, re.DOTALL) if not SUITE.match(fin)
    ]
    liens = re.findall(r"""\s(?:href|src|action|formaction)=["']([^"']*)["']""", page)
    dessins = "data:image/svg+xml;"  # a square to scan, drawn by us: an image runs nothing
    return trouvees + [
        f"address {lien}" for lien in liens if not lien.startswith(dessins) and not ADRESSE.fullmatch(unescape(lien))
    ]


def test_what_was_written_is_text_wherever_it_is_shown(lea):  # noqa: F811
    """Escaped once, as the page is drawn; neither markup, nor a template, Markdown or BBCode, nor a piece of an address."""
    vraies = [vraie for _, vraie, _ in adresses_a_parametre(lea)]
    attaquer()
    autres = (une for une in toutes_les_adresses() if not une.lstrip("/").startswith((*MACHINES, "bac-a-sable")))
    agent = dire_la_raison(connecter(Client(), creer_agent(lea.caisse).compte), lea)
    montrees, trouvees = 0, []
    for qui, client in {"owner": connecter(Client(), lea.compte), "agent": agent}.items():
        for adresse in sorted({*vraies, *autres}):
            if "logout" not in adresse:
                page = html(client.get(adresse))
                montrees += "&lt;i-x&gt;" in page.lower()
                trouvees += [f"{qui} {adresse}: {faute}" for faute in fautes(page)]
    assert montrees > 60
    assert not trouvees, "\n".join(trouvees)


def test_what_an_address_says_is_text_on_the_page(lea):  # noqa: F811
    """A link that somebody else made carries the attack in each parameter that a page reads."""
    lus = {
        nom for module in MODULES for nom in re.findall(r"""GET(?:\.get(?:list)?\(|\[)["'](\w+)["']""", module.read_text("utf-8"))
    }  # fmt: skip
    assert {"q", "next", "theme"} <= lus
    agent = creer_agent(lea.caisse)
    trouvees = []
    for qui, client in {"a stranger": Client(), "owner": connecter(Client(), lea.compte), "agent": connecter(Client(), agent.compte)}.items():  # fmt: skip
        for adresse in sorted({une for une in toutes_les_adresses() if "zzzz" not in une and "logout" not in une}):
            if not adresse.lstrip("/").startswith((*MACHINES, "bac-a-sable")):
                reponse = client.get(adresse, dict.fromkeys(lus, ATTAQUE))
                trouvees += [f"{qui} {adresse}: {faute}" for faute in fautes(html(reponse))]
                trouvees += [
                    f"{qui} {adresse}: header {nom}" for nom, valeur in reponse.headers.items() if "<i-x" in valeur
                ]
    assert not trouvees, "\n".join(trouvees)


class Partout(str):
    """The attack, whichever attribute of it a template names."""

    def __getattr__(self, nom: str) -> Partout:
        if nom.startswith("_"):
            raise AttributeError(nom)
        return self


COURRIELS = sorted((RACINE / "templates" / "courriels").glob("*.html"))


@pytest.mark.parametrize("gabarit", COURRIELS, ids=lambda gabarit: gabarit.stem)
def test_what_was_written_is_text_in_the_html_of_a_mail(gabarit):
    noms = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"{[{%].*?[}%]}", gabarit.read_text("utf-8")))))
    a_nous = dict.fromkeys(
        {nom for nom in noms if nom.startswith(("lien", "adresse", "url"))}, "https://compte.exemple/"
    )
    ecrit = depot._rendre_html(
        f"courriels/{gabarit.name}", {**dict.fromkeys(noms, Partout(ATTAQUE)), **a_nous}, ATTAQUE
    )
    assert not fautes(ecrit)


def test_what_is_typed_is_decoded_once(lea):  # noqa: F811
    """What looks like a code of a page or of an address is a text like any other, from the form to the page."""
    client, texte = connecter(Client(), lea.compte), "Bonjour, %253Ci-x%253E &lt;i-x&gt; \\u003ci-x&amp;"
    saisie = {"theme": "remboursement", "sujet": "Une question", "texte": texte, "jeton": "a" * 32}
    reponse = client.post(reverse("messagerie:ecrire_sur", args=["remboursement"]), saisie)
    assert reponse.status_code == 302
    assert texte in [message.corps for message in Message.objects.de(lea)]
    fil = Fil.objects.de(lea).latest("id")
    page = client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert "%253Ci-x%253E &amp;lt;i-x&amp;gt; \\u003ci-x&amp;amp;" in page
