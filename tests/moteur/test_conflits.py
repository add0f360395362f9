"""Two tabs, old drafts, late doubts: what is sent is what was read, by somebody who may, on questions that still stand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from ameli.noyau import formats, horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from demarches.models import Brouillon, Demarche, Etat
from demarches.moteur import brouillons
from demarches.moteur.declaration import Action, RefusAction
from demarches.moteur.depot import deposer
from tests.moteur.test_assistant import adresse, commencer, demarches, envoyer, relire, remplir
from tests.moteur.test_transitions import brouillon_de
from tests.outils.salles import changer

TOUR = re.compile(r'name="tour" value="(\d+)"')


def tour_de(page) -> str:
    trouve = TOUR.search(page.content.decode())
    assert trouve
    return trouve.group(1)


def valider(navigateur, brouillon: Brouillon, tour: str):
    return navigateur.post(adresse(brouillon, "verification"), {"honneur": "on", "tour": tour})


def test_an_answer_changed_since_the_check_page_was_read_is_shown_before_it_is_sent(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    lu = tour_de(marcheuse.get(adresse(brouillon, "verification")))
    marcheuse.post(adresse(brouillon, "nuance"), {"nuance": "nuit", "tour": "99"})
    reponse = valider(marcheuse, brouillon, lu)
    assert "Une réponse a changé dans un autre onglet" in reponse.content.decode()
    assert "nuit" in reponse.content.decode() and "checked" in reponse.content.decode()
    assert demarches() == []
    assert valider(marcheuse, brouillon, tour_de(reponse)).status_code == 302
    assert len(demarches()) == 1


def test_the_same_answer_given_again_does_not_stop_the_check_page(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    lu = tour_de(marcheuse.get(adresse(brouillon, "verification")))
    marcheuse.post(adresse(brouillon, "nuance"), {"nuance": "azur", "tour": "99"})
    valider(marcheuse, brouillon, lu)
    assert len(demarches()) == 1


def test_a_draft_that_is_too_old_neither_opens_nor_leaves(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    horloge.regler_decalage(timedelta(days=31))
    assert marcheuse.get(adresse(brouillon, "couleur")).url == "/demarches/essai/"
    assert envoyer(marcheuse, brouillon).url == "/demarches/essai/"
    assert demarches() == []


def test_answers_to_questions_that_have_changed_are_not_sent(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    changer(essai, reponses=type("Suivante", (essai.reponses,), {"version": 2}))
    assert envoyer(marcheuse, brouillon).url == "/demarches/essai/"
    assert "Reprendre" not in marcheuse.get("/demarches/essai/").content.decode()
    marcheuse.post("/demarches/essai/")
    assert demarches() == [] and relire(brouillon).etat == "ABANDONNE"


def test_two_clicks_on_start_at_the_same_instant_give_one_draft(essai, marcheuse, monkeypatch):
    brouillon = commencer(marcheuse)
    monkeypatch.setattr(brouillons, "ouvert", lambda *_: None)  # the second click read before the first wrote
    assert marcheuse.post("/demarches/essai/").url == adresse(brouillon, "couleur")
    assert relire(brouillon).etat == "OUVERT"


def test_a_page_that_came_too_late_says_what_was_recorded_when_and_from_which_browser(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    tour = tour_de(marcheuse.get(adresse(brouillon, "verification")))
    marcheuse.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    valider(marcheuse, brouillon, tour)
    seconde = marcheuse.post(adresse(brouillon, "verification"), {"honneur": "on", "tour": tour}, follow=True)
    assert "déjà été envoyée" not in seconde.content.decode(), "the same button, pressed twice"
    quand = formats.quand(demarches()[0].deposee_le).replace("\u00a0", " ")
    for place, saisie in (
        ("verification", {"honneur": "on", "tour": "1"}),
        ("nuance", {"nuance": "nuit", "tour": tour}),
    ):
        page = marcheuse.post(adresse(brouillon, place), saisie, follow=True).content.decode().replace("\u00a0", " ")
        assert f"déjà été envoyée {quand} (Firefox sur Windows)" in page, place
        assert "n’a pas été enregistré" in page
    assert "déjà été envoyée" not in marcheuse.get(adresse(brouillon, "nuance"), follow=True).content.decode()
    assert len(demarches()) == 1


def test_resuming_returns_to_what_was_typed_and_not_sent(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    marcheuse.post(adresse(brouillon, "nuance"), {"nuance": "nuit", "action": "retour"})
    assert f'href="{adresse(brouillon, "nuance")}"' in marcheuse.get("/demarches/essai/").content.decode()


def avec_action(essai, nom, action) -> None:
    etapes = tuple(replace(etape, actions=(action,)) if etape.nom == nom else etape for etape in essai.etapes)
    changer(essai, etapes=etapes)


def test_an_extra_button_may_end_the_draft(essai, marcheuse):
    def en_rester_la(contexte):
        raise RefusAction("Trop d’essais.", fin=True)

    avec_action(essai, "preuve", Action("souffler", "Soufflez", faire=en_rester_la))
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "nuance")
    reponse = marcheuse.post(adresse(brouillon, "preuve"), {"action": "souffler"}, follow=True)
    assert "Trop d’essais." in reponse.content.decode()
    assert relire(brouillon).contenu == {}


def test_an_extra_button_of_a_proof_gives_back_what_is_typed_and_stores_none_of_it(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "nuance")
    page = marcheuse.post(adresse(brouillon, "preuve"), {"action": "souffler", "mot": "xylophone"}).content.decode()
    assert 'value="xylophone"' in page and "Le mot commence par s." in page and "<title>Erreur" not in page
    assert "xylophone" not in str(relire(brouillon).contenu)


def test_an_extra_button_reads_what_is_typed_and_may_change_it(essai, marcheuse):
    def completer(contexte):
        contexte.saisie["nuance"] += "ur"
        return ""

    avec_action(essai, "nuance", Action("completer", "Compléter", faire=completer))
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "couleur")
    reponse = marcheuse.post(adresse(brouillon, "nuance"), {"action": "completer", "nuance": "az"}, follow=True)
    assert 'value="azur"' in reponse.content.decode()
    assert "nuance" not in relire(brouillon).contenu["reponses"]


def test_the_clock_accepts_nothing_that_a_person_must_look_at(essai, lea):
    demarche = deposer(brouillon_de(lea))
    demarche.signaler("nom", "Le nom est proche.")
    horloge.regler_decalage(timedelta(hours=49))
    balayer()
    assert Demarche.objects.systeme("test").get(pk=demarche.pk).etat == Etat.DEPOSEE
    assert not Echeance.objects.filter(objet=demarche.objet).exclude(erreur="").exists()


def test_two_points_to_check_noted_at_once_are_both_kept(essai, lea):
    demarche = deposer(brouillon_de(lea))
    un, deux = (Demarche.objects.systeme("test").get(pk=demarche.pk) for _ in range(2))
    un.signaler("nom", "Le nom est proche.")
    deux.signaler("partage", "Ce compte sert déjà.")
    deux.signaler("nom", "Le nom est proche.")
    relue = Demarche.objects.systeme("test").get(pk=demarche.pk)
    assert [alerte["code"] for alerte in relue.alertes] == ["nom", "partage"]
