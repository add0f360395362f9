"""The forgotten password: a link by mail to its owner, and the same answer to everybody."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.connexion import voies
from accounts.connexion.oubli import demande
from accounts.models import JetonSecurite
from accounts.securite import gel
from accounts.securite.captcha import defi
from ameli.noyau import echeances
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal import auteur
from ameli.noyau.models import Envoi
from tests.fabriques import MOT_DE_PASSE, connecter, creer_assure, creer_compte, nir_d_essai
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
BON = "Maree-basse-79"


def donnees(nir: str, naissance: str = "15/06/1990", **plus: str) -> dict[str, str]:
    une = defi.nouveau("oubli")
    return {"nir": nir, "naissance": naissance, "captcha_defi": une.jeton, "captcha": une.texte, **plus}


def demander(nir: str, naissance: str = "15/06/1990", client: Client | None = None, **plus: str):
    return (client or Client()).post(reverse("oubli"), donnees(nir, naissance, **plus))


def liens() -> list[str]:
    echeances.balayer()
    courriels = Envoi.objects.filter(gabarit="mot_de_passe_oublie").order_by("id")
    return [re.search(r"jeton=(\S+)", json.loads(un.contenu)["texte"])[1] for un in courriels]


def choisir(jeton: str, mot: str = BON, client: Client | None = None):
    envoi = {"jeton": jeton, "mot_de_passe": mot, "confirmation": mot}
    return (client or Client()).post(reverse("oubli_nouveau"), envoi)


def entrer(nir: str, mot: str):
    return Client().post(reverse("connexion"), {"nir": nir, "mot_de_passe": mot})


def test_from_the_question_to_the_new_password(lea):
    assert demander(lea.personne.nir_complet)["Location"] == reverse("oubli_envoye")
    [jeton] = liens()
    client = Client()
    page = client.get(f"{reverse('oubli_nouveau')}?jeton={jeton}").content.decode()
    assert "Valider le nouveau mot de passe" in page
    assert "Au moins une lettre minuscule" in page
    assert choisir(jeton, client=client)["Location"] == reverse("oubli_fait")
    assert "Votre mot de passe est changé" in client.get(reverse("oubli_fait")).content.decode()
    lea.compte.refresh_from_db()
    assert lea.compte.check_password(BON)
    assert Envoi.objects.filter(gabarit="mot_de_passe_modifie").count() == 1


def test_the_mail_says_until_when_and_nothing_personal_in_its_subject(lea):
    demander(lea.personne.nir)
    liens()
    envoi = Envoi.objects.get(gabarit="mot_de_passe_oublie")
    texte = json.loads(envoi.contenu)["texte"]
    assert envoi.sujet == demande.OBJET
    assert "heure de Paris" in texte
    assert "Renouveler mon mot de passe" in texte
    assert lea.personne.nom_naissance not in texte


def test_the_answer_is_the_same_for_every_number(lea):
    sans_compte = creer_assure()
    reponses, textes = [], []
    for rang, nir in enumerate((lea.personne.nir, sans_compte.personne.nir, nir_d_essai(numero=77)), start=1):
        client = Client(REMOTE_ADDR=f"203.0.113.{rang}")
        with requetes() as faites:
            reponse = demander(nir, client=client)
        reponses.append((reponse.status_code, reponse["Location"], [str(une) for une in faites]))
        textes.append(client.get(reponse["Location"]).content)
    assert reponses[0][:2] == reponses[1][:2] == reponses[2][:2]
    assert len(reponses[0][2]) == len(reponses[1][2]) == len(reponses[2][2])
    assert textes[0] == textes[1] == textes[2]
    assert len(liens()) == 1


def test_reading_the_link_does_not_spend_it(lea):
    demander(lea.personne.nir)
    [jeton] = liens()
    for _ in range(3):
        assert Client().get(f"{reverse('oubli_nouveau')}?jeton={jeton}").status_code == 200
    assert choisir(jeton).status_code == 302


def test_a_link_serves_once_and_a_mistake_does_not_spend_it(lea):
    demander(lea.personne.nir)
    [jeton] = liens()
    assert choisir(jeton, "court").status_code == 200
    assert choisir(jeton).status_code == 302
    assert choisir(jeton, "Maree-haute-24").status_code == 404


@pytest.mark.parametrize(("secondes", "statut"), [(29 * 60 + 59, 200), (30 * 60 + 1, 404)])
def test_a_link_lives_thirty_minutes(lea, secondes, statut):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        demander(lea.personne.nir)
        [jeton] = liens()
        voyage.shift(timedelta(seconds=secondes))
        assert Client().get(f"{reverse('oubli_nouveau')}?jeton={jeton}").status_code == statut


def test_only_the_last_of_two_links_works(lea):
    demander(lea.personne.nir)
    liens()
    demander(lea.personne.nir)
    premier, second = liens()
    assert choisir(premier).status_code == 404
    assert choisir(second).status_code == 302


def test_a_link_dies_when_the_password_changes_some_other_way(lea):
    demander(lea.personne.nir)
    [jeton] = liens()
    lea.compte.set_password("Autre-chemin-7")
    lea.compte.save()
    assert choisir(jeton).status_code == 404


def test_a_new_password_ends_the_sessions_and_opens_a_blocked_account(lea):
    voleur = connecter(Client(), lea.compte)
    for _ in range(5):
        entrer(lea.personne.nir, "Faux-faux-7")
    assert entrer(lea.personne.nir, MOT_DE_PASSE).status_code == 429
    demander(lea.personne.nir)
    [jeton] = liens()
    choisir(jeton)
    assert entrer(lea.personne.nir, BON).status_code == 302
    assert voleur.get("/")["Location"].startswith("/connexion/")


@pytest.mark.parametrize(
    "empeche",
    ["naissance", "courriel", "deces", "sans_compte"],
)
def test_who_cannot_be_sent_a_link_gets_no_mail(lea, empeche):
    if empeche == "courriel":
        lea.compte.email_valide_le = None
        lea.compte.save()
    elif empeche == "deces":
        with auteur("systeme:essai"):
            type(lea.personne).objects.filter(pk=lea.personne.pk).update(date_deces=date(2026, 1, 1))
    elif empeche == "sans_compte":
        lea.compte.delete()
    demander(lea.personne.nir, "16/06/1990" if empeche == "naissance" else "15/06/1990")
    assert liens() == []
    assert not Envoi.objects.exists()


def test_a_frozen_account_is_told_how_to_be_opened(lea):
    gel.geler(lea.compte, "essai", "essai")
    demander(lea.personne.nir)
    assert liens() == []
    texte = json.loads(Envoi.objects.get(gabarit="oubli_impossible").contenu)["texte"]
    assert "Votre compte est gelé" in texte


def test_a_link_of_an_account_frozen_since_does_nothing(lea):
    demander(lea.personne.nir)
    [jeton] = liens()
    gel.geler(lea.compte, "essai", "essai")
    assert choisir(jeton).status_code == 404
    assert JetonSecurite.objects.get(usage="mot_de_passe_oublie").utilise_le is None


def test_a_wrong_captcha_sends_nothing_and_keeps_the_rest(lea):
    reponse = demander(lea.personne.nir, captcha="ZZZZZZ")
    page = reponse.content.decode()
    assert reponse.status_code == 200
    assert f'value="{lea.personne.nir}"' in page
    assert 'value="15/06/1990"' in page
    assert "ZZZZZZ" not in page
    assert liens() == []


@pytest.mark.parametrize("naissance", ["15/06/1990", "15-06-1990", "15.6.1990", "15061990", " 15 06 1990 "])
def test_a_birth_date_is_read_as_people_type_it(lea, naissance):
    demander(lea.personne.nir, naissance)
    assert len(liens()) == 1


@pytest.mark.parametrize("naissance", ["", "hier", "31/02/1990", "15/06/20", "15/06/2199", "1990-15-06"])
def test_what_is_not_a_birth_date_gets_a_sentence(lea, naissance):
    reponse = demander(lea.personne.nir, naissance)
    assert reponse.context["form"].errors["naissance"]


def test_an_unknown_day_and_month_are_read_as_the_registry_keeps_them():
    assure = creer_assure(date_naissance=date(1972, 1, 1))
    creer_compte(assure)
    demander(assure.personne.nir, "00/00/1972")
    assert len(liens()) == 1


def test_the_fourth_mail_of_an_hour_is_refused_with_the_hour(lea):
    assert [demander(lea.personne.nir).status_code for _ in range(4)] == [302, 302, 302, 429]
    assert len(liens()) == 3


def test_a_room_may_ask_and_a_machine_does_not_go_through_many_numbers():
    statuts = [demander(nir_d_essai(numero=200 + n)).status_code for n in range(31)]
    assert statuts == [302] * 30 + [429]


def test_twelve_people_of_one_room_choose_a_new_password_in_ten_minutes_even_if_they_ask_three_times():
    salle = [creer_assure() for _ in range(12)]
    for assure in salle:
        creer_compte(assure)
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        for assure in salle:
            assert [demander(assure.personne.nir).status_code for _ in range(3)] == [302] * 3
            jeton = liens()[-1]
            voyage.shift(timedelta(seconds=50))
            assert choisir(jeton).status_code == 302
            assert entrer(assure.personne.nir, BON).status_code == 302


def test_whoever_floods_a_mailbox_sends_three_mails_an_hour_and_never_denies_a_link_to_its_owner(lea):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        for rang in range(6):
            demander(lea.personne.nir, client=Client(REMOTE_ADDR=f"203.0.113.{rang}"))
            voyage.shift(timedelta(seconds=1))
        assert len(liens()) == 3
        voyage.shift(timedelta(minutes=20))
        assert demander(lea.personne.nir).status_code == 302
        assert len(liens()) == 3, "the last one still works: it is in the mailbox"
        assert Client().get(f"{reverse('oubli_nouveau')}?jeton={liens()[-1]}").status_code == 200
        voyage.shift(timedelta(minutes=11))
        demander(lea.personne.nir)
        assert len(liens()) == 4, "it is dead: another one leaves"
        assert choisir(liens()[-1]).status_code == 302


def test_a_closed_way_says_so_and_names_the_others(lea):
    voies.basculer(voies.MOT_DE_PASSE_OUBLIE, False, acteur="systeme:essai", motif="essai")
    reponse = demander(lea.personne.nir)
    assert reponse.status_code == 503
    assert "code provisoire" in reponse.content.decode()
    assert reverse("oubli") not in Client().get(reverse("connexion")).content.decode()


def test_the_due_date_of_a_request_holds_neither_number_nor_birth_date(lea):
    demander(lea.personne.nir)
    donnees = json.dumps(Echeance.objects.get(genre="oubli.demande").donnees)
    assert lea.personne.nir not in donnees
    assert "1990" not in donnees
