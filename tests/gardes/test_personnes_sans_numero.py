"""A newborn has no number yet: every page and every paper says so in words.

The same walk is made with a file where nobody has a number: whoever reads one says what happens when there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Assure, Personne
from ameli.noyau.formats import SANS_NUMERO
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.journal import auteur
from ameli.noyau.sauvegarde import cles
from documents.models import Document
from paiements.models import Paiement
from tests.fabriques import connecter, creer_agent, creer_enfant, creer_personne, dire_la_raison
from tests.gardes.test_objets_des_autres import adresses as adresses_a_parametre
from tests.gardes.test_objets_des_autres import lea  # noqa: F401 - a fixture
from tests.gardes.test_toutes_les_adresses import MACHINES, nommee_pour_rien
from tests.gardes.test_toutes_les_adresses import adresses as toutes_les_adresses
from tests.outils import pdf
from tests.paiements.dossier import payer_des_indemnites, payer_une_consultation

pytestmark = pytest.mark.django_db


def donner_des_enfants_sans_numero(lea: Assure) -> None:  # noqa: F811
    """A baby whose care was paid last month, a child old enough for a Vitale card; allowances for the parent."""
    jour = aujourdhui()
    bebe = creer_enfant(lea, "Lou", date_naissance=jour - timedelta(days=60), nir=None)
    creer_enfant(lea, "Zoé", date_naissance=jour - timedelta(days=5000), nir=None)
    soin = payer_une_consultation(lea, jour - timedelta(days=40))
    soin.personne = bebe.personne
    soin.save(update_fields=["personne"])
    payer_des_indemnites(lea, date(2025, 3, 1), date(2025, 3, 20), date(2025, 3, 25))


def oter_tous_les_numeros() -> None:
    with auteur("systeme:essai"):
        Personne.objects.update(nir=None, nir_empreinte=None)


def visiter(lea: Assure, vraies: set[str]) -> Iterator[tuple[str, HttpResponse]]:  # noqa: F811
    """Every address that shows somebody, as the owner and as an agent; then every paper that may be made of this file."""
    chez_elle = connecter(Client(raise_request_exception=False), lea.compte)
    agent = connecter(Client(raise_request_exception=False), creer_agent(lea.caisse).compte)
    autres = {
        une
        for une in toutes_les_adresses()
        if not (une.lstrip("/").startswith(MACHINES) or "logout" in une or nommee_pour_rien(une))
    }
    for qui, client in {"owner": chez_elle, "agent": dire_la_raison(agent, lea)}.items():
        for adresse in sorted(vraies | autres):
            yield f"{qui} {adresse}", client.get(adresse)
    for nom, donnees in (
        ("attestation_droits", {"pour": "famille"}), ("indemnites", {"periode": "2025"}), ("releve_fiscal", {"annee": "2025"}),
    ):  # fmt: skip
        yield nom, chez_elle.post(reverse(f"documents:{nom}"), donnees)
    for un in soins_payes(lea):
        yield "décompte", chez_elle.get(reverse("documents:decompte", args=[un.public_id]))
        yield "relevé", chez_elle.post(reverse("documents:releve", args=[f"{un.emis_le:%Y-%m}"]))
    for document in Document.objects.de(lea):
        adresse = reverse("documents:telecharger", args=[document.public_id])
        yield f"paper {document.genre}", chez_elle.get(adresse)


def soins_payes(lea: Assure) -> QuerySet[Paiement]:  # noqa: F811
    return Paiement.objects.de(lea).filter(famille=Paiement.Famille.SOINS, emis_le__lt=aujourdhui().replace(day=1))


def lue(nom: str, reponse: HttpResponse) -> str:
    """What a person reads of a page or of a paper."""
    if reponse.streaming or reponse.status_code != 200:
        return ""
    if nom.startswith("paper "):
        return pdf.texte(reponse.content)
    return reponse.content.decode() if "html" in reponse.headers.get("Content-Type", "") else ""


def fautes_de(lea: Assure, vraies: set[str], dites: set[str]) -> list[str]:  # noqa: F811
    """What is wrong with a page or a paper; `dites` gets those that say that a number is awaited."""
    trouvees = []
    for nom, reponse in visiter(lea, vraies):
        texte = lue(nom, reponse)
        if reponse.status_code >= 500:
            trouvees.append(f"{nom}: {reponse.status_code}")
        if ecrit := re.search(r".{30}\bNone\b.{30}", texte, re.DOTALL):
            trouvees.append(f"{nom}: {ecrit[0]!r}")
        if SANS_NUMERO in texte.lower():
            dites.add(nom.split("/change/")[0])
    return trouvees


def test_every_page_and_paper_answers_and_says_so_in_words(lea):  # noqa: F811
    vraies, dites = {vraie for _, vraie, _ in adresses_a_parametre(lea)}, set()
    donner_des_enfants_sans_numero(lea)
    assert not fautes_de(lea, vraies, dites)
    assert "owner /mes-informations/" in dites
    oter_tous_les_numeros()
    assert not fautes_de(lea, vraies, dites)
    genres = {
        "attestation_droits",
        "attestation_ij",
        "releve_fiscal",
        "releve_mensuel",
        "decompte",
        "certificat_europeen",
    }
    assert dites >= {f"agent /agents/accounts/assure/{lea.pk}", *(f"paper {genre}" for genre in genres)}


def test_several_people_have_no_number_and_two_never_have_the_same():
    un, autre = creer_personne("Lou", nir=None), creer_personne("Tom", nir=None)
    assert un.sans_numero and autre.sans_numero and un.nir_empreinte is None
    assert not (un.nir_complet or un.numero_definitif or un.a_pour_numero("2900640999014"))
    un.nir = "2261140999014"
    with auteur("systeme:essai"):
        un.save()
    un.refresh_from_db()
    assert un.numero_definitif and un.a_pour_numero("2261140999014") and len(un.nir_complet) == 15
    with pytest.raises(IntegrityError), transaction.atomic():
        creer_personne("Zoé", nir="2261140999014")


def test_a_number_and_its_fingerprint_are_never_apart():
    lou, tom = creer_personne("Lou", nir=None), creer_personne("Tom")
    with auteur("systeme:essai"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Personne.objects.filter(pk=lou.pk).update(nir="2261140999014")
        tom.nir = ""
        tom.save()
    assert tom.sans_numero and tom.nir_empreinte is None


def test_the_keys_are_judged_by_the_first_who_has_a_number():
    creer_personne("Lou", nir=None)
    assert cles.fautes() == []
    creer_personne("Léa")
    assert cles.fautes() == []
