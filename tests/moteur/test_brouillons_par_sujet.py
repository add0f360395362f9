"""Drafts are told apart by what they are about: one for each, listed on the start page, never sent twice unseen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError

from demarches.models import Brouillon, Demarche
from demarches.moteur import brouillons
from demarches.moteur.declaration import Contexte, Sujet
from tests.catalogue.marche import Marche
from tests.outils.requetes import requetes
from tests.outils.salles import changer
from tests.salles_d_essai import soins
from tests.salles_d_essai.soins import Soins

pytestmark = pytest.mark.django_db
LIBELLES = {"es": "l’Espagne", "it": "l’Italie"}


def par_pays(contexte: Contexte) -> tuple[Sujet, ...]:
    pays = Soins.du(contexte).pays.pays
    return (Sujet(pays + contexte.assure.public_id, LIBELLES[pays]),)


@pytest.fixture
def marche() -> Iterator[Marche]:
    for service in soins.installer():
        yield Marche(changer(service, sujets=par_pays))


def commencer(marche: Marche, pays: str = "") -> Brouillon:
    """A draft as « Commencer » opens it; with a country, its first step is answered."""
    adresse = marche.client.post(marche.porte).url
    brouillon = Brouillon.objects.de(marche.assure).get(public_id=adresse.split("/")[3])
    if pays:
        choisir(marche, brouillon, pays)
    return relire(brouillon)


def choisir(marche: Marche, brouillon: Brouillon, pays: str):
    return marche.client.post(etape(brouillon, "pays"), {"pays": pays, "tour": relire(brouillon).tour})


def relire(brouillon: Brouillon) -> Brouillon:
    return Brouillon.objects.de(brouillon.assure).get(pk=brouillon.pk)


def etape(brouillon: Brouillon, nom: str) -> str:
    return f"/demarches/soins/{brouillon.public_id}/{nom}/"


def lire(marche: Marche, adresse: str) -> str:
    return marche.client.get(adresse).content.decode()


def test_begin_opens_the_draft_that_has_no_subject_yet_then_another_one(marche):
    premier = commencer(marche)
    assert commencer(marche) == premier and premier.sujet == ""
    choisir(marche, premier, "es")
    assert len(relire(premier).sujet) == 64 and "es" not in relire(premier).contenu.get("sujet", "")
    second = commencer(marche)
    assert second != premier and second.sujet == ""


def test_the_start_page_lists_the_drafts_by_what_they_are_about(marche):
    espagne, italie = commencer(marche, "es"), commencer(marche, "it")
    page = lire(marche, marche.porte)
    assert "L’Espagne" in page and "L’Italie" in page and "Commencer une autre demande" in page
    assert etape(espagne, "soin") in page and etape(italie, "soin") in page
    assert f"/demarches/soins/{espagne.public_id}/abandonner/" in page and "Recommencer" not in page
    marche.client.post(f"/demarches/soins/{espagne.public_id}/abandonner/")
    assert "L’Espagne" not in lire(marche, marche.porte) and "L’Italie" in lire(marche, marche.porte)


def test_starting_again_leaves_the_drafts_of_other_subjects_alone(marche):
    espagne, neuf = commencer(marche, "es"), commencer(marche)
    marche.client.post(f"{marche.porte}recommencer/")
    assert relire(espagne).etat == "OUVERT" and relire(neuf).etat == "ABANDONNE"


def test_a_second_draft_on_the_same_subject_says_so_with_a_link_to_the_first(marche):
    premier, second = commencer(marche, "es"), commencer(marche, "es")
    assert second.sujet == ""
    page = lire(marche, etape(second, "soin"))
    assert "Vous avez déjà commencé cette demande pour l’Espagne." in page and etape(premier, "verification") in page
    assert "déjà commencé" not in lire(marche, etape(premier, "soin"))
    choisir(marche, second, "it")
    assert relire(second).sujet and "déjà commencé" not in lire(marche, etape(second, "soin"))


def test_a_demarche_on_the_same_subject_is_named_at_once_with_its_link_and_the_deposit_looks_again(marche):
    commencer(marche, "es")
    demarche = _envoyer(marche)
    second = commencer(marche, "es")
    page = lire(marche, etape(second, "soin"))
    assert "Vous avez déjà envoyé cette demande pour l’Espagne." in page and f"/suivi/{demarche.reference}/" in page
    marche.repondre()
    refus = marche.client.post(marche.adresse("verification"), {"honneur": "on"}).content.decode()
    assert "Une demande est déjà en cours" in refus and demarche.reference in refus
    assert Demarche.objects.de(marche.assure).count() == 1
    assert demarche.brouillon_id != second.pk and second.sujet, "a sent draft holds its subject no more"


def _envoyer(marche: Marche):
    marche.repondre()
    return marche.envoyer_tout()


def test_the_table_holds_one_open_draft_for_each_subject(marche):
    espagne, italie = commencer(marche, "es"), commencer(marche, "it")
    with pytest.raises(IntegrityError):
        Brouillon.objects.de(marche.assure).filter(pk=italie.pk).update(sujet=espagne.sujet)


def test_a_race_for_a_subject_leaves_the_loser_without_one(marche, monkeypatch):
    commencer(marche, "es")
    second = commencer(marche)
    monkeypatch.setattr(brouillons, "autre", lambda *_: None)
    assert choisir(marche, second, "es").status_code == 302
    assert relire(second).sujet == "" and relire(second).contenu["reponses"]["pays"] == {"pays": "es"}


def test_a_draft_of_a_file_that_has_one_at_a_time_needs_no_subject(essai, marcheuse, lea):
    marcheuse.post("/demarches/essai/")
    (brouillon,) = Brouillon.objects.de(lea)
    marcheuse.post(
        f"/demarches/essai/{brouillon.public_id}/couleur/", {"couleur": "bleu", "le": "25/11/2026", "tour": 0}
    )
    assert relire(brouillon).sujet == ""


def test_home_tells_several_drafts_of_one_teleservice_once(marche):
    commencer(marche, "es"), commencer(marche, "it")
    assert lire(marche, "/demarches/").count("Reprendre<") == 1


def test_a_step_asks_once_whether_its_subject_is_taken(marche):
    brouillon = commencer(marche, "es")

    def combien(nom: str) -> int:
        with requetes() as vues:
            marche.client.get(etape(brouillon, nom))
        return len(vues)

    avec = combien("soin")
    changer(marche.teleservice, sujets=None)
    assert combien("soin") == avec - 1
