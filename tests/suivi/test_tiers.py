"""A third person who has no account: a number and a code, by post or by mail, open one question and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ameli.noyau import horloge
from ameli.noyau.calendrier import jours
from ameli.noyau.echeances import balayer
from ameli.noyau.journal.models import Entree
from ameli.noyau.models import Envoi
from demarches.models import AccesTiers, Attente, Demarche, Etat, Evenement
from demarches.moteur import attentes, tiers
from demarches.moteur.attendus import De, Genre, SiRien
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, dire_la_raison
from tests.outils.salles import changer, installer
from tests.suivi.lettres import ENTRER, REPONDRE, code_de, entrer, numero_de, texte
from tests.suivi.salle import envoyer, lu

pytestmark = pytest.mark.django_db


@pytest.fixture
def salle():
    with installer("tests.exemple_teleservice") as service:
        attendu = replace(
            service.attentes[0], de=De.TIERS, genre=Genre.CONSENTEMENT, libelle="Donner votre accord", recue=None,
            rappels=(jours(2),), si_rien=SiRien.CONTINUER,
        )  # fmt: skip
        yield changer(service, attentes=(attendu,))


@pytest.fixture
def demarche(salle, lea) -> Demarche:
    return envoyer(lea, salle, le=horloge.maintenant())


@pytest.fixture
def marc(db):
    """In the registry, with an address and no account."""
    return creer_assure("Marc", "Etcheverry", sexe="M")


def par_lettre(demarche: Demarche, marc) -> Attente:
    joindre = tiers.par_lettre(marc.personne, marc)
    return ouvrir(demarche, joindre, tiers=marc)


def par_courriel(demarche: Demarche) -> Attente:
    return ouvrir(demarche, tiers.par_courriel("marc@exemple.fr"))


def ouvrir(demarche: Demarche, joindre, **champs) -> Attente:
    return attentes.ouvrir(
        demarche, "accord", le=horloge.maintenant(), joindre=joindre, motif="Pour un rendez-vous à deux.", **champs
    )


def parti(canal: str = "LETTRE", rang: int = -1) -> str:
    return texte(
        list(Envoi.objects.filter(canal=canal, gabarit__in=("reponse_attendue", "code_de_preuve")).order_by("id"))[rang]
    )


def relue(attente: Attente) -> Attente:
    return Attente.objects.systeme("test").get(pk=attente.pk)


def test_a_letter_brings_a_number_and_a_code_that_open_the_question_and_take_the_answer_once(demarche, marc, lea):
    attente = par_lettre(demarche, marc)
    lettre, client = parti(), Client()
    page = lu(entrer(client, numero_de(lettre), code_de(lettre)))
    assert "Pour un rendez-vous à deux." in page and "Donner votre accord" in page
    secrets = (demarche.reference, lea.personne.prenom, lea.personne.nom_naissance, lea.personne.nir_complet)
    for ecrit in (page, lettre):
        assert not [secret for secret in secrets if secret in ecrit]
    assert "Votre réponse est enregistrée" in lu(client.post(REPONDRE, {"convient": "oui"}, follow=True))
    lue = relue(attente)
    assert (lue.issue, lue.reponse, lue.voie) == (Attente.Issue.RECUE, {"convient": "oui"}, Attente.Voie.NUMERO)
    client.post(REPONDRE, {"convient": "non"}, follow=True)
    assert relue(attente).reponse == {"convient": "oui"}
    evenement = Evenement.objects.systeme("test").filter(demarche=demarche).last()
    assert (evenement.nom, evenement.acteur) == ("repondre", Evenement.Acteur.TIERS)
    assert Entree.objects.get(genre="attente.repondue").assure_ref == marc.public_id


def test_a_mail_brings_a_number_and_the_code_leaves_when_it_is_asked_for(demarche):
    par_courriel(demarche)
    courriel, client = parti("COURRIEL"), Client()
    numero = numero_de(courriel)
    lien = re.search(r"\S+/a-faire/\?numero=\w+", courriel)[0]
    assert numero.replace(" ", "").lower() in lien and not re.search(r"\b\d{6}\b", courriel)
    assert f'value="{numero}"' in lu(client.get(lien.partition("/a-faire/")[1] + lien.partition("/a-faire/")[2]))
    assert "un code vient d’y partir" in lu(entrer(client, numero, action="code"))
    code = code_de(parti("COURRIEL"))
    assert "Donner votre accord" in lu(entrer(client, numero, code))
    autre = Client()
    assert "ne vont pas ensemble" in lu(entrer(autre, numero, code))  # spent


def test_a_code_of_a_mail_lives_a_quarter_of_an_hour(demarche):
    par_courriel(demarche)
    numero = numero_de(parti("COURRIEL"))
    entrer(Client(), numero, action="code")
    code = code_de(parti("COURRIEL"))
    horloge.regler_decalage(timedelta(minutes=15))
    assert "ne vont pas ensemble" in lu(entrer(Client(), numero, code))


def test_a_number_of_nobody_is_answered_like_any_other(demarche):
    par_courriel(demarche)
    numero, inconnu = numero_de(parti("COURRIEL")), "2222 3333 4444 5555"
    combien = Envoi.objects.count()
    pages = [lu(entrer(Client(), un, action="code")).replace(un, "") for un in (numero, inconnu)]
    assert pages[0].split("</h1>")[1].split("csrf")[0] == pages[1].split("</h1>")[1].split("csrf")[0]
    assert Envoi.objects.count() == combien + 1
    for un in (numero, inconnu):
        assert "ne vont pas ensemble" in lu(entrer(Client(), un, "000000"))


def test_ten_wrong_codes_close_the_number_and_an_agent_writes_again(demarche, marc, settings):
    settings.LIMITES = {**settings.LIMITES, "a_faire_adresse": {**settings.LIMITES["a_faire_adresse"], "essais": 99}}
    attente = par_lettre(demarche, marc)
    ancienne = parti()
    juste = code_de(ancienne)
    faux = "000000" if juste != "000000" else "111111"
    for _ in range(10):
        entrer(Client(), numero_de(ancienne), faux)
    assert "ne vont pas ensemble" in lu(entrer(Client(), numero_de(ancienne), juste))
    guichet = dire_la_raison(connecter(Client(), creer_agent().compte), demarche.assure)
    fiche = lu(guichet.get(reverse("admin:demarches_demarche_change", args=[demarche.pk])))
    assert "Dix codes étaient faux" in fiche
    ecrire = reverse("admin:demarches_demarche_tiers", args=[demarche.pk, attente.public_id])
    assert ecrire in fiche
    guichet.post(ecrire, {"canal": "LETTRE"})
    nouvelle = parti()
    assert numero_de(nouvelle) != numero_de(ancienne)
    assert "Donner votre accord" in lu(entrer(Client(), numero_de(nouvelle), code_de(nouvelle)))


def test_an_agent_sends_the_link_to_the_mail_address_that_this_person_gives(demarche, marc):
    attente = par_lettre(demarche, marc)
    guichet = dire_la_raison(connecter(Client(), creer_agent().compte), demarche.assure)
    ecrire = reverse("admin:demarches_demarche_tiers", args=[demarche.pk, attente.public_id])
    assert "Écrivez son adresse" in lu(guichet.post(ecrire, {"canal": "COURRIEL"}))
    guichet.post(ecrire, {"canal": "COURRIEL", "courriel": "marc@exemple.fr"})
    assert numero_de(parti("COURRIEL"))
    assert Entree.objects.get(genre="attente.ecrite").assure_ref == marc.public_id


def test_a_network_that_tries_many_numbers_waits(demarche):
    client = Client()
    for _ in range(30):
        entrer(client, "2222 3333 4444 5555", "123456")
    assert "Réponse bloquée" in lu(entrer(client, "2222 3333 4444 5555", "123456"))


def test_what_is_not_awaited_any_more_says_so_and_where_to_write_is_forgotten(demarche, marc):
    attente = par_lettre(demarche, marc)
    lettre, client = parti(), Client()
    attentes.retirer(attente, motif="Plus besoin.", le=horloge.maintenant())
    assert "Ce n’est plus attendu" in lu(entrer(client, numero_de(lettre), code_de(lettre)))
    assert AccesTiers.objects.systeme("test").get().destination == ""


def test_a_letter_is_awaited_five_days_longer_and_sent_again_with_another_number(demarche, marc, salle):
    le = demarche.deposee_le
    attente = par_lettre(demarche, marc)
    assert attente.echeance == attentes.dernier_moment(salle.attentes[0], le + timedelta(days=5))
    premiere = parti()
    horloge.regler_decalage(timedelta(days=2, minutes=1))
    balayer()
    assert Envoi.objects.filter(canal="LETTRE").count() == 2
    assert "ne vont pas ensemble" in lu(entrer(Client(), numero_de(premiere), code_de(premiere)))
    horloge.regler_decalage(timedelta(days=30))
    balayer()
    assert relue(attente).issue == Attente.Issue.EXPIREE
    assert Demarche.objects.systeme("test").get(pk=demarche.pk).etat == Etat.EN_COURS


def test_an_agent_writes_down_an_answer_that_came_on_paper(demarche, marc):
    attente = par_lettre(demarche, marc)
    guichet = dire_la_raison(connecter(Client(), creer_agent().compte), demarche.assure)
    guichet.post(
        reverse("admin:demarches_demarche_attente", args=[demarche.pk, attente.public_id]), {"convient": "non"}
    )
    lue = relue(attente)
    assert (lue.issue, lue.voie) == (Attente.Issue.REFUSEE, Attente.Voie.AGENT)
    evenement = Evenement.objects.systeme("test").filter(demarche=demarche).last()
    assert evenement.acteur == Evenement.Acteur.TIERS and evenement.auteur.startswith("agent:")
    assert "Notée par un agent" in lu(guichet.get(reverse("admin:demarches_demarche_change", args=[demarche.pk])))


def test_nothing_of_a_number_nor_of_a_code_is_kept_and_the_owner_reads_nothing_of_them(demarche, marc, lea):
    par_lettre(demarche, marc)
    lettre, acces = parti(), AccesTiers.objects.systeme("test").get()
    assert numero_de(lettre).replace(" ", "").lower() not in (acces.numero, acces.code)
    assert code_de(lettre) not in acces.code
    suivi = lu(connecter(Client(), lea.compte).get(reverse("demarches:detail", args=[demarche.reference])))
    assert marc.personne.nom_naissance not in suivi
    assert not Envoi.objects.filter(canal="LETTRE", assure_ref=lea.public_id).exists()


def test_the_question_opens_to_nobody_without_a_number(demarche, marc):
    par_lettre(demarche, marc)
    assert Client().get(REPONDRE).url == ENTRER
    compte = creer_compte(creer_assure("Paul", "Voisin", sexe="M"))
    assert connecter(Client(), compte).get(REPONDRE).url == ENTRER


def test_the_way_in_lasts_half_an_hour(demarche, marc):
    par_lettre(demarche, marc)
    lettre, client = parti(), Client()
    entrer(client, numero_de(lettre), code_de(lettre))
    horloge.regler_decalage(timedelta(minutes=30))
    assert client.get(REPONDRE).url == ENTRER


def test_two_readers_of_one_letter_answer_once(demarche, marc):
    attente = par_lettre(demarche, marc)
    lettre, un, deux = parti(), Client(), Client()
    for client in (un, deux):
        entrer(client, numero_de(lettre), code_de(lettre))
    un.post(REPONDRE, {"convient": "oui"})
    with transaction.atomic():
        deux.post(REPONDRE, {"convient": "non"})
    assert relue(attente).issue == Attente.Issue.RECUE
