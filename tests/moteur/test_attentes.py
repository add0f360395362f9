"""What a démarche waits for: from whom, until when, and what then. The clocks stand still for a person, and for nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.connexion.agents import roles
from accounts.models import Message
from ameli.noyau import horloge
from ameli.noyau.calendrier import heures, jours
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal import auteur
from ameli.noyau.journal.models import Entree
from demarches.models import Attente, Demarche, Etat, Evenement
from demarches.moteur import attentes, transitions
from demarches.moteur import sujets as sujets_tenus
from demarches.moteur.attendus import DOCUMENT, De, Genre, SiRien
from demarches.moteur.conditions import jusqu_a_la_fin
from demarches.moteur.declaration import Contexte, Delai
from demarches.moteur.passages import TransitionInterdite
from demarches.moteur.verifications import fautes
from tests.exemple_teleservice.effets import attribuer
from tests.exemple_teleservice.formulaires import Accord
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, dire_la_raison
from tests.outils.salles import changer, installer
from tests.suivi.salle import envoyer


@pytest.fixture
def salle():
    with installer("tests.exemple_teleservice") as service:
        yield service


@pytest.fixture
def demarche(salle, lea) -> Demarche:
    return envoyer(lea, salle, le=horloge.maintenant())


@pytest.fixture
def marc(db):
    assure = creer_assure("Marc")
    creer_compte(assure)
    return assure


def attendre(salle, **champs):
    """The room waits for what the sample waits for, otherwise."""
    return changer(salle, attentes=(replace(salle.attentes[0], **champs),))


def a(demarche: Demarche, **duree):
    horloge.regler_decalage(timedelta(**duree))
    return demarche.deposee_le + timedelta(**duree)


def relire(demarche: Demarche) -> Demarche:
    return Demarche.objects.systeme("test").get(pk=demarche.pk)


def la_ligne(attente: Attente) -> Attente:
    return Attente.objects.systeme("test").get(pk=attente.pk)


def sujets(assure) -> list[str]:
    return list(Message.objects.de(assure).order_by("id").values_list("sujet", flat=True))


def repondre(client: Client, attente: Attente, convient: str = "oui"):
    page = reverse("demarches:repondre", args=[attente.demarche.reference, attente.public_id])
    return client.post(page, {"convient": convient}, follow=True)


# The person's own answer


def test_the_person_is_told_finds_it_on_home_and_answers_with_the_form_of_the_room(demarche, lea, client):
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le, motif="Mardi à 10 h.")
    assert relire(demarche).etat == Etat.A_COMPLETER
    assert sujets(lea)[-1] == "Un autre jour vous est proposé"
    connectee = connecter(client, lea.compte)
    adresse = reverse("demarches:repondre", args=[demarche.reference, attente.public_id])
    for page in (reverse("accueil"), reverse("demarches:detail", args=[demarche.reference])):
        assert adresse in connectee.get(page).content.decode()
    assert "Mardi à 10 h." in connectee.get(adresse).content.decode()
    repondre(connectee, attente)
    lue = la_ligne(attente)
    assert (lue.issue, lue.reponse) == (Attente.Issue.RECUE, {"convient": "oui"})
    assert relire(demarche).etat == Etat.ACCEPTEE
    assert "Votre réponse est bien arrivée" in sujets(lea)


def test_a_no_is_an_answer_and_the_room_follows_it(demarche, lea, client):
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    repondre(connecter(client, lea.compte), attente, "non")
    assert la_ligne(attente).issue == Attente.Issue.REFUSEE
    assert (relire(demarche).etat, relire(demarche).alertes[-1]["code"]) == (Etat.EN_COURS, "jour_refuse")


def test_nothing_chosen_is_said_beside_the_question(demarche, lea, client):
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    page = repondre(connecter(client, lea.compte), attente, "").content.decode()
    assert "resume-erreurs" in page and la_ligne(attente).close_le is None


def test_answered_twice_the_second_reads_that_nothing_is_awaited(demarche, lea, client):
    attente, connectee = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le), connecter(client, lea.compte)
    repondre(connectee, attente, "non")
    page = repondre(connectee, attente, "oui").content.decode()
    assert "n’est plus attendue" in page and la_ligne(attente).reponse == {"convient": "non"}


def test_somebody_elses_wait_does_not_exist(demarche, marc, client):
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    autre = connecter(client, marc.compte)
    for nom, arguments in (("repondre", [demarche.reference, attente.public_id]), ("tiers", [attente.public_id])):
        assert autre.get(reverse(f"demarches:{nom}", args=arguments)).status_code == 404


def test_the_same_is_not_awaited_twice_and_what_is_not_declared_not_at_all(demarche):
    attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    with pytest.raises(TransitionInterdite, match="attend déjà"):
        attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    with pytest.raises(KeyError):
        attentes.ouvrir(demarche, "signature", le=demarche.deposee_le)


def test_nothing_is_awaited_once_it_is_over(salle, demarche, lea):
    attendre(salle, de=De.PARTENAIRE, gabarit="")
    transitions.passer(demarche, "annuler", acteur=lea.compte.acteur)
    with pytest.raises(TransitionInterdite, match="déjà annulée"):
        attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)


# When nothing comes


@pytest.mark.parametrize(
    ("suite", "etat"),
    [
        (SiRien.REFUSER, Etat.REFUSEE), (SiRien.CLASSER, Etat.CLASSEE), (SiRien.CONTINUER, Etat.EN_COURS),
        (SiRien.SIGNALER, Etat.EN_COURS),
    ],
)  # fmt: skip
def test_nothing_came_and_what_the_room_says_follows(salle, demarche, lea, suite, etat):
    attendre(salle, si_rien=suite)
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    a(demarche, days=3, hours=1)
    balayer()
    assert sujets(lea)[-1] == "Rappel\u00a0: un autre jour vous est proposé"
    a(demarche, days=6)
    balayer()
    lue = la_ligne(attente)
    assert (relire(demarche).etat, lue.issue, lue.close_le) == (etat, Attente.Issue.EXPIREE, lue.echeance)
    codes = [alerte["code"] for alerte in relire(demarche).alertes]
    assert ("rien_recu" in codes) == (suite is SiRien.SIGNALER)


@pytest.mark.parametrize(
    ("suite", "mot"),
    [(SiRien.REFUSER, "devrons refuser"), (SiRien.CLASSER, "classée sans suite"), (SiRien.CONTINUER, "sans attendre")],
)
def test_whoever_is_waited_for_reads_what_happens_without_an_answer(salle, demarche, lea, client, suite, mot):
    """On the page, in the message; for a document as for an answer."""
    attendu = replace(salle.attentes[0], si_rien=suite, gabarit="")
    document = replace(DOCUMENT, si_rien=suite)
    changer(salle, attentes=(attendu, document))
    reponse = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    attentes.ouvrir(demarche, "document", le=demarche.deposee_le, libelle="RIB", motif="Il manque.")
    connectee = connecter(client, lea.compte)
    page = reverse("demarches:repondre", args=[demarche.reference, reponse.public_id])
    for lue in (page, reverse("demarches:detail", args=[demarche.reference])):
        assert mot in connectee.get(lue).content.decode()
    corps = Message.objects.de(lea).order_by("id").values_list("corps", flat=True)
    assert [mot in un for un in corps][-2:] == [True, True]


def test_a_function_of_the_room_may_say_what_follows(salle, demarche):
    vues = []
    attendre(salle, si_rien=lambda demarche, attente, le: vues.append((attente.nom, le)))
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    a(demarche, days=6)
    balayer()
    assert vues == [("accord", attente.echeance)] and relire(demarche).etat == Etat.EN_COURS


def test_what_is_withdrawn_starts_the_clocks_again_and_is_told_to_nobody(demarche, lea):
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    avant = sujets(lea)
    attentes.retirer(attente, motif="Le conflit est fini.", le=a(demarche, hours=10))
    attentes.retirer(attente, motif="Encore.", le=a(demarche, hours=11))
    assert (la_ligne(attente).issue, la_ligne(attente).motif) == (Attente.Issue.RETIREE, "Le conflit est fini.")
    assert (relire(demarche).etat, sujets(lea)) == (Etat.EN_COURS, avant)


def test_the_end_of_the_demarche_ends_what_it_waits_for(salle, demarche, lea):
    changer(salle, annulable=jusqu_a_la_fin)
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    transitions.passer(demarche, "annuler", acteur=lea.compte.acteur, le=a(demarche, hours=5))
    relue = relire(demarche)
    assert la_ligne(attente).issue == Attente.Issue.RETIREE
    assert (relue.suspendue_le, relue.delais_suspendus, relue.temps_suspendu) == (None, [], timedelta(hours=5))
    assert not Echeance.objects.filter(objet=attentes.objet_de(attente), etat="EN_ATTENTE").exists()


# The clocks


def deux_attentes(salle):
    accord = salle.attentes[0]
    return changer(
        salle, delais=(Delai("attribution", heures(48), faire=attribuer), salle.delais[1]),
        attentes=(replace(accord, recue=None), replace(accord, nom="autre", recue=None, gabarit="")),
    )  # fmt: skip


def test_waits_that_overlap_move_a_delay_once(salle, lea):
    demarche = envoyer(lea, deux_attentes(salle), horloge.maintenant())
    transitions.programmer(demarche, "attribution", depuis=demarche.deposee_le)
    un = attentes.ouvrir(demarche, "accord", le=a(demarche, hours=1))
    deux = attentes.ouvrir(demarche, "autre", le=a(demarche, hours=2))
    assert not Echeance.objects.filter(objet=demarche.objet, etat="EN_ATTENTE").exists()
    for attente, quand in ((un, 9), (deux, 25)):
        formulaire = Accord({"convient": "oui"}, contexte=None)
        assert formulaire.is_valid()
        attentes.recevoir(attente, formulaire, acteur=lea.compte.acteur, le=a(demarche, hours=quand))
    relue = relire(demarche)
    due = Echeance.objects.get(objet=demarche.objet, etat="EN_ATTENTE")
    assert due.du_le == demarche.deposee_le + timedelta(hours=48 + 24)
    assert (relue.etat, relue.temps_suspendu, relue.suspendue_le) == (Etat.EN_COURS, timedelta(hours=24), None)


@pytest.mark.parametrize("de", [De.PARTENAIRE, De.MEDECIN])
def test_the_clocks_run_on_while_a_partner_or_a_doctor_is_waited_for(salle, demarche, lea, de):
    attendre(salle, de=de, gabarit="")
    avant, dites = list(Echeance.objects.filter(objet=demarche.objet).values_list("du_le", flat=True)), sujets(lea)
    attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    relue = relire(demarche)
    assert (relue.etat, relue.suspendue_le) == (Etat.DEPOSEE, None)
    assert list(Echeance.objects.filter(objet=demarche.objet).values_list("du_le", flat=True)) == avant
    assert sujets(lea) == dites


# Somebody else


def test_a_third_person_answers_without_learning_whose_demarche_it_is(salle, demarche, marc, lea):
    attendre(salle, de=De.TIERS, genre=Genre.CONSENTEMENT, libelle="Donner votre accord", recue=None)
    with auteur("systeme:test"):
        lea.personne.nom_naissance = "Etchegoyen"
        lea.personne.save()
    attente = attentes.ouvrir(
        demarche, "accord", le=demarche.deposee_le, tiers=marc, motif="Pour un rendez-vous à deux."
    )
    sien = connecter(Client(), marc.compte)
    page = reverse("demarches:tiers", args=[attente.public_id])
    message = Message.objects.de(marc).get()
    assert message.sujet == "Donner votre accord" and "Pour un rendez-vous à deux." in message.corps
    accueil = sien.get(reverse("accueil")).content.decode()
    html = sien.get(page).content.decode()
    assert page in accueil and "Pour un rendez-vous à deux." in html
    secrets = (
        demarche.reference,
        lea.personne.prenom,
        lea.personne.nom_naissance,
        lea.personne.nir_complet,
        salle.titre,
    )
    for texte in (message.corps, accueil, html):
        assert not [secret for secret in secrets if escape(secret) in texte]
    sien.post(page, {"convient": "oui"})
    assert (la_ligne(attente).issue, relire(demarche).etat) == (Attente.Issue.RECUE, Etat.EN_COURS)
    evenement = Evenement.objects.systeme("test").filter(demarche=demarche).last()
    assert (evenement.nom, evenement.acteur) == ("repondre", Evenement.Acteur.TIERS)
    assert Entree.objects.filter(genre="attente.repondue", assure_ref=marc.public_id).count() == 1
    suivi = connecter(Client(), lea.compte).get(reverse("demarches:detail", args=[demarche.reference])).content.decode()
    assert "Réponse reçue" in suivi and marc.personne.nom_naissance not in suivi


def test_the_owner_does_not_answer_for_the_third_person(salle, demarche, marc, lea, client):
    attendre(salle, de=De.TIERS, recue=None)
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le, tiers=marc)
    connectee = connecter(client, lea.compte)
    for nom, arguments in (("repondre", [demarche.reference, attente.public_id]), ("tiers", [attente.public_id])):
        assert connectee.post(reverse(f"demarches:{nom}", args=arguments), {"convient": "oui"}).status_code == 404
    suivi = connectee.get(reverse("demarches:detail", args=[demarche.reference])).content.decode()
    assert "la réponse d’une autre personne" in suivi


@pytest.mark.parametrize(
    ("de", "role", "ouverte"), [(De.PARTENAIRE, [], True), (De.MEDECIN, [], False), (De.MEDECIN, ["medical"], True)]
)
def test_an_agent_writes_down_what_a_partner_answered_and_the_doctor_alone_his_opinion(
    salle, demarche, client, de, role, ouverte
):
    attendre(salle, de=de, gabarit="", recue=None)
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    agent = creer_agent(superviseur=False)
    roles.donner(agent.compte, role)
    guichet = connecter(client, agent.compte)
    dire_la_raison(guichet, demarche.assure)
    page = reverse("admin:demarches_demarche_attente", args=[demarche.pk, attente.public_id])
    fiche = guichet.get(reverse("admin:demarches_demarche_change", args=[demarche.pk])).content.decode()
    assert attente.libelle in fiche and (page in fiche) == ouverte
    reponse = guichet.post(page, {"convient": "non"})
    assert reponse.status_code == (302 if ouverte else 404)
    assert la_ligne(attente).issue == (Attente.Issue.REFUSEE if ouverte else "")
    if ouverte:  # a colleague, or another tab
        trop_tard = guichet.post(page, {"convient": "oui"}).content.decode()
        assert attentes.RIEN_D_ATTENDU in trop_tard and "checked" in trop_tard and "Noter la réponse" not in trop_tard
        assert attentes.RIEN_D_ATTENDU in guichet.get(page, follow=True).content.decode()
        assert la_ligne(attente).issue == Attente.Issue.REFUSEE


# Closed without a decision, and open again


def test_what_was_closed_without_a_decision_gives_its_subject_back_and_takes_it_again(salle, demarche, lea):
    transitions.passer(demarche, "classer", acteur="horloge", motif="Rien n’est venu.")
    assert (relire(demarche).etat, relire(demarche).verrous.exists()) == (Etat.CLASSEE, False)
    assert sujets(lea)[-1] == "Votre demande est classée sans suite"
    page = connecter(Client(), lea.compte).get(reverse("demarches:detail", args=[demarche.reference])).content.decode()
    assert "Rien n’est venu." in page and "Ce n’est pas un refus." in page and "est refusée" not in page
    transitions.passer(demarche, "rouvrir", acteur=lea.compte.acteur)
    relue = relire(demarche)
    assert (relue.etat, relue.close_le, relue.verrous.count()) == (Etat.EN_COURS, None, 1)
    assert not Echeance.objects.filter(genre="demarche.conservation", etat="EN_ATTENTE").exists()
    assert sujets(lea)[-1] == "Nous reprenons votre demande"


def test_it_stays_closed_while_another_one_holds_its_subject(salle, demarche, lea):
    transitions.passer(demarche, "classer", acteur="horloge", motif="Rien n’est venu.")
    autre = envoyer(lea, salle, horloge.maintenant())
    with transaction.atomic():
        sujets_tenus.prendre(salle, Contexte(lea, lea.compte, autre.deposee_le), autre)
    with pytest.raises(TransitionInterdite):
        transitions.passer(demarche, "rouvrir", acteur=lea.compte.acteur)
    assert relire(demarche).etat == Etat.CLASSEE


# What `check` refuses


@pytest.mark.parametrize(
    ("champs", "faute"),
    [
        ({"formulaire": None}, "nothing says what is answered"),
        ({"genre": Genre.PIECE, "de": De.TIERS}, "a file is sent by the owner"),
        ({"de": De.MEDECIN, "arrete_les_delais": True}, "not for le service médical"),
        ({"si_rien": lambda demarche: None}, "si_rien is not a function of 3 arguments"),
        ({"recue": lambda demarche: None}, "recue is not a function of 4 arguments"),
        ({"gabarit": "inconnu"}, "inconnu_demande"),
        ({"de": De.TIERS, "gabarit": "rien"}, "what the third person reads (rien_tiers.txt) is missing"),
        ({"nom": "deplacer"}, "deplacer names two delays, gestures or waits"),
        ({"nom": "a" * 31}, "30 signs at most"),
    ],
)
def test_check_refuses_a_wait_that_could_not_be_answered(salle, champs, faute):
    attendu = replace(salle.attentes[0], **champs)
    assert any(faute in une for une in fautes(replace(salle, attentes=(attendu,))))
    assert not list(fautes(salle))


def test_a_wait_ends_on_the_last_second_of_its_day_in_paris(salle, demarche):
    attente = attentes.ouvrir(demarche, "accord", le=demarche.deposee_le)
    assert attente.echeance == attentes.dernier_moment(salle.attentes[0], demarche.deposee_le)
    assert horloge.maintenant() < attente.echeance and jours(5).apres(demarche.deposee_le) <= attente.echeance
