"""The wizard's traps, each shown closed (docs/decisions/0006-assistant-formtools.md)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections
from django.test import Client

from demarches.models import Brouillon, Demarche
from demarches.moteur.depot import deposer
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.moteur.essai import appels, ne_tient_plus, refuser_apres

ETAPES = (
    ("couleur", {"couleur": "bleu", "le": "25/11/2026"}),
    ("nuance", {"nuance": "azur"}),
    ("preuve", {"mot": "sésame"}),
)


def commencer(navigateur) -> Brouillon:
    navigateur.post("/demarches/essai/")
    return Brouillon.objects.systeme("test").get(teleservice="essai", etat="OUVERT")


def adresse(brouillon: Brouillon, etape: str) -> str:
    return f"/demarches/essai/{brouillon.public_id}/{etape}/"


def remplir(navigateur, brouillon: Brouillon, jusqu_a: str = "preuve") -> None:
    for nom, saisie in ETAPES:
        reponse = navigateur.post(adresse(brouillon, nom), saisie)
        assert reponse.status_code == 302, reponse.content.decode()
        if nom == jusqu_a:
            return


def envoyer(navigateur, brouillon: Brouillon):
    return navigateur.post(adresse(brouillon, "verification"), {"honneur": "on"})


def relire(brouillon: Brouillon) -> Brouillon:
    return Brouillon.objects.systeme("test").get(pk=brouillon.pk)


def demarches() -> list[Demarche]:
    return list(Demarche.objects.systeme("test").order_by("id"))


def test_a_plain_link_to_the_end_deposits_nothing(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    for fin in ("verification", "done"):
        marcheuse.get(adresse(brouillon, fin))
    assert demarches() == []


def test_a_deposit_asks_for_the_csrf_token(essai, lea):
    navigateur = connecter(Client(enforce_csrf_checks=True), lea.compte)
    brouillon = Brouillon.objects.create(
        assure=lea, compte=lea.compte, teleservice="essai", commence_le="2026-01-01T00:00Z",
        enregistre_le="2026-01-01T00:00Z", expire_le="2099-01-01T00:00Z",
    )  # fmt: skip
    assert envoyer(navigateur, brouillon).status_code == 403


def test_a_reset_in_the_address_empties_nothing(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    marcheuse.get(adresse(brouillon, "couleur"), {"reset": "1"})
    assert relire(brouillon).contenu["reponses"]["couleur"]["couleur"] == "bleu"


def test_a_step_does_not_open_before_the_ones_ahead_of_it(essai, marcheuse):
    brouillon = commencer(marcheuse)
    assert marcheuse.get(adresse(brouillon, "preuve")).url == adresse(brouillon, "couleur")
    assert marcheuse.post(adresse(brouillon, "preuve"), {"mot": "sésame"}).url == adresse(brouillon, "couleur")
    assert marcheuse.get(adresse(brouillon, "verification")).url == adresse(brouillon, "couleur")


def test_going_back_keeps_what_was_typed_even_when_it_is_not_valid(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "couleur")
    retour = marcheuse.post(adresse(brouillon, "nuance"), {"nuance": "bien trop longue", "action": "retour"})
    assert retour.url == adresse(brouillon, "couleur")
    assert "bien trop longue" in marcheuse.get(adresse(brouillon, "nuance")).content.decode()
    assert "nuance" not in relire(brouillon).contenu["reponses"]


def test_only_the_declared_fields_are_stored(essai, marcheuse):
    brouillon = commencer(marcheuse)
    marcheuse.post(
        adresse(brouillon, "couleur"), {**ETAPES[0][1], "csrfmiddlewaretoken": "x", "assure": "1", "etat": "ACCEPTEE"}
    )
    assert relire(brouillon).contenu["reponses"] == {"couleur": {"couleur": "bleu", "le": "2026-11-25"}}


def test_what_proves_something_is_never_stored(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "nuance")
    marcheuse.post(adresse(brouillon, "preuve"), {"mot": "erreur"})
    marcheuse.post(adresse(brouillon, "preuve"), {"mot": "sesame", "action": "retour"})
    marcheuse.post(adresse(brouillon, "preuve"), {"mot": "sésame"})
    contenu = str(relire(brouillon).contenu)
    assert "sésame" not in contenu and "erreur" not in contenu and "sesame" not in contenu


def test_the_answers_are_encrypted_at_rest(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "couleur")
    with connection.cursor() as curseur:
        curseur.execute("SELECT contenu FROM demarches_brouillon WHERE id = %s", [brouillon.pk])
        assert b"bleu" not in bytes(curseur.fetchone()[0])


def test_two_drafts_of_two_people_share_nothing(essai, marcheuse):
    autre = creer_assure("Marc", "Autre", sexe="M")
    navigateur = connecter(Client(), creer_compte(autre))
    mien = commencer(marcheuse)
    navigateur.post("/demarches/essai/")
    remplir(marcheuse, mien, "couleur")
    sien = Brouillon.objects.de(autre).get()
    assert not sien.contenu.get("reponses")
    assert navigateur.get(adresse(mien, "couleur")).status_code == 404
    assert navigateur.post(adresse(mien, "couleur"), ETAPES[0][1]).status_code == 404
    assert navigateur.post(f"/demarches/essai/{mien.public_id}/abandonner/").status_code == 404


def test_a_draft_opens_only_under_its_own_teleservice(essai, marcheuse):
    brouillon = commencer(marcheuse)
    assert marcheuse.get(f"/demarches/autre/{brouillon.public_id}/couleur/").status_code == 404


def test_starting_twice_opens_the_same_draft(essai, marcheuse):
    premier = commencer(marcheuse)
    marcheuse.post("/demarches/essai/")
    assert Brouillon.objects.systeme("test").get() == premier


def test_the_start_page_offers_to_resume_or_to_start_again(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "couleur")
    page = marcheuse.get("/demarches/essai/").content.decode()
    assert "Reprendre" in page and "Recommencer" in page and adresse(brouillon, "nuance") in page
    marcheuse.post("/demarches/essai/recommencer/")
    assert relire(brouillon).etat == "ABANDONNE" and relire(brouillon).contenu == {}
    assert marcheuse.get("/demarches/essai/recommencer/").status_code == 405


def test_a_condition_adds_or_removes_a_step(essai, marcheuse):
    brouillon = commencer(marcheuse)
    reponse = marcheuse.post(adresse(brouillon, "couleur"), {"couleur": "vert", "le": "25/11/2026"})
    assert reponse.url == adresse(brouillon, "preuve")
    assert marcheuse.get(adresse(brouillon, "nuance")).status_code == 404


def test_a_changed_answer_drops_those_that_depended_on_it_and_says_so(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    reponse = marcheuse.post(
        adresse(brouillon, "couleur") + "?retour=verification", {"couleur": "vert", "le": "25/11/2026", "tour": "3"}
    )
    assert reponse.url == adresse(brouillon, "preuve")
    assert "Répondez de nouveau à" in marcheuse.get(reponse.url).content.decode()


def test_an_unchanged_answer_drops_nothing_and_returns_to_the_check(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    reponse = marcheuse.post(adresse(brouillon, "couleur") + "?retour=verification", ETAPES[0][1])
    assert reponse.url == adresse(brouillon, "verification")


def test_an_answer_of_a_step_no_longer_asked_is_not_sent(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    marcheuse.post(adresse(brouillon, "couleur"), {"couleur": "vert", "le": "25/11/2026", "tour": "3"})
    marcheuse.post(adresse(brouillon, "preuve"), {"mot": "sésame"})
    envoyer(marcheuse, brouillon)
    assert "nuance" not in demarches()[0].reponses


def test_an_answer_changed_in_another_tab_is_seen_and_nothing_typed_is_lost(essai, marcheuse):
    brouillon = commencer(marcheuse)
    marcheuse.post(adresse(brouillon, "couleur"), {"couleur": "vert", "le": "25/11/2026", "tour": "0"})
    reponse = marcheuse.post(adresse(brouillon, "couleur"), {**ETAPES[0][1], "tour": "0"})
    page = reponse.content.decode()
    assert "dans un autre onglet" in page and "25/11/2026" in page
    assert marcheuse.post(adresse(brouillon, "couleur"), {**ETAPES[0][1], "tour": "1"}).status_code == 302


def test_the_back_button_and_the_same_answer_again_disturb_nobody(essai, marcheuse):
    brouillon = commencer(marcheuse)
    for _ in range(2):
        assert marcheuse.post(adresse(brouillon, "couleur"), {**ETAPES[0][1], "tour": "0"}).status_code == 302


@pytest.mark.parametrize("tour", ["", "x", "-1", "9" * 40, "²"])
def test_a_forged_counter_of_tabs_breaks_nothing(essai, marcheuse, tour):
    brouillon = commencer(marcheuse)
    assert marcheuse.post(adresse(brouillon, "couleur"), {**ETAPES[0][1], "tour": tour}).status_code == 302


def test_the_hook_of_a_step_that_refuses_keeps_what_is_typed_and_stores_nothing(essai, marcheuse):
    refuser_apres.append("oui")
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "couleur")
    page = marcheuse.post(adresse(brouillon, "nuance"), {"nuance": "azur"}).content.decode()
    assert "Pas cette nuance-là." in page and "azur" in page
    assert "nuance" not in relire(brouillon).contenu["reponses"]


def test_an_extra_button_acts_on_a_post_and_comes_after_the_main_one(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "nuance")
    page = marcheuse.get(adresse(brouillon, "preuve")).content.decode()
    assert page.index(">Suivant<") < page.index("Soufflez-moi le mot")
    reponse = marcheuse.post(adresse(brouillon, "preuve"), {"action": "souffler", "mot": ""}, follow=True)
    assert "Le mot commence par s." in reponse.content.decode()


def test_bad_input_is_said_twice_kept_and_named_in_the_title(essai, marcheuse):
    brouillon = commencer(marcheuse)
    page = marcheuse.post(adresse(brouillon, "couleur"), {"couleur": "bleu", "le": "demain"}).content.decode()
    assert "<title>Erreur" in page and 'value="demain"' in page
    assert "demain" in marcheuse.get(adresse(brouillon, "couleur")).content.decode()


def test_nothing_leaves_without_the_certification(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    page = marcheuse.post(adresse(brouillon, "verification"), {}).content.decode()
    assert "Cochez la case" in page and "Le bleu" in page and demarches() == []


def test_sending_freezes_answers_and_recap_and_empties_the_draft(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    assert envoyer(marcheuse, brouillon).status_code == 302
    demarche = demarches()[0]
    assert demarche.reponses["nuance"] == {"nuance": "azur"}
    assert demarche.recapitulatif["sections"][1]["lignes"] == [["Nuance", "•••r"]]
    assert demarche.recapitulatif["sections"][0]["lignes"][1] == ["Date souhaitée", "25\u00a0novembre 2026"]
    assert relire(brouillon).contenu == {}


def test_sending_twice_going_back_and_replaying_give_one_demarche_and_one_confirmation(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    premiere, seconde = envoyer(marcheuse, brouillon), envoyer(marcheuse, brouillon)
    assert premiere.url == seconde.url
    assert marcheuse.get(adresse(brouillon, "couleur")).url == premiere.url
    assert marcheuse.post(adresse(brouillon, "couleur"), ETAPES[0][1]).url == premiere.url
    assert len(demarches()) == 1 and appels.count("depot") == 1


def test_a_proof_that_no_longer_holds_sends_the_person_back_to_it(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    ne_tient_plus.append("oui")
    assert envoyer(marcheuse, brouillon).url == adresse(brouillon, "preuve")
    assert demarches() == []


def test_an_exclusive_demarche_is_refused_while_one_is_open(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    envoyer(marcheuse, brouillon)
    page = marcheuse.get("/demarches/essai/").content.decode()
    assert "Une demande est déjà en cours" in page and demarches()[0].reference in page
    assert marcheuse.post("/demarches/essai/").status_code == 200


def test_an_expired_session_comes_back_to_the_same_step_with_the_draft(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "couleur")
    reponse = Client().post(adresse(brouillon, "nuance"), {"nuance": "azur"})
    assert reponse.status_code == 302 and f"next={adresse(brouillon, 'nuance')}" in reponse.url.replace("%2F", "/")
    assert relire(brouillon).contenu["reponses"]["couleur"]


def test_a_draft_is_resumed_from_another_device(essai, marcheuse, lea):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "couleur")
    telephone = connecter(Client(), lea.compte)
    assert adresse(brouillon, "nuance") in telephone.get("/demarches/essai/").content.decode()
    assert telephone.get(adresse(brouillon, "nuance")).status_code == 200


def test_giving_up_is_confirmed_then_forgets_what_was_typed(essai, marcheuse):
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon, "couleur")
    assert marcheuse.get(f"/demarches/essai/{brouillon.public_id}/abandonner/").status_code == 200
    assert relire(brouillon).etat == "OUVERT"
    marcheuse.post(f"/demarches/essai/{brouillon.public_id}/abandonner/")
    assert relire(brouillon).contenu == {}
    assert marcheuse.get(adresse(brouillon, "couleur")).url == "/demarches/essai/"


@pytest.mark.django_db(transaction=True)
def test_two_deposits_at_the_same_instant_make_one_demarche(essai, client):
    assure = creer_assure()
    marcheuse = connecter(client, creer_compte(assure))
    brouillon = commencer(marcheuse)
    remplir(marcheuse, brouillon)
    depart, recues = threading.Barrier(2), []

    def envoyer_aussi() -> None:
        depart.wait()
        try:
            recues.append(deposer(relire(brouillon)).reference)
        finally:
            connections.close_all()

    fils = [threading.Thread(target=envoyer_aussi) for _ in range(2)]
    [fil.start() for fil in fils]
    [fil.join() for fil in fils]
    assert len(recues) == 2 and len(set(recues)) == 1 and len(demarches()) == 1
