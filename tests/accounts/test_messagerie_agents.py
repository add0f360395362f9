"""Agents answer the messages of their caisse."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.messagerie import ecriture, reponse
from accounts.messagerie.reponse import ReponseRefusee
from accounts.models import Fil, Message, PieceJointe
from ameli.noyau import horloge
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree, Envoi
from tests.fabriques import connecter, creer_agent, creer_caisse, dire_la_raison
from tests.fabriques_fichiers import envoi, photo

pytestmark = pytest.mark.django_db

JETON = "0" * 32
LISTE = "/agents/accounts/fil/"


@pytest.fixture
def guichet(client, agent):
    return connecter(client, agent.compte)


def ecrire(assure, sujet="Soins du 3 mai", **options) -> Fil:
    valeurs = {"theme": "remboursement", "texte": f"Rien reçu : {sujet}", "cle": sujet, **options}
    return ecriture.ecrire(assure, sujet=sujet, acteur="assure:essai", **valeurs)


def page_de(fil: Fil) -> str:
    return reverse("admin:accounts_fil_change", args=[fil.pk])


def repondre(guichet, fil, **options):
    vu = Message.objects.systeme("test").filter(fil=fil).order_by("-id").values_list("pk", flat=True).first()
    donnees = {"texte": "Votre remboursement part demain.", "jeton": JETON, "vu": vu, **options}
    return guichet.post(reverse("admin:accounts_fil_repondre", args=[fil.pk]), donnees)


def test_the_queue_begins_with_the_first_promised_day_and_says_it_in_words(guichet, lea):
    le = horloge.maintenant()
    ecrire(lea, "Bientôt")
    ecrire(lea, "Trop tard", le=le - timedelta(days=20))
    page = guichet.get(LISTE).content.decode()
    assert page.index("Trop tard") < page.index("Bientôt")
    assert "en retard de" in page
    assert "delai--retard" in page
    assert lea.personne.nir not in page


def test_automatic_and_answered_threads_do_not_wait(guichet, lea):
    Fil.objects.create(assure=lea, sujet="Demande reçue", cree_le=horloge.maintenant(), dernier_le=horloge.maintenant())
    fil = ecrire(lea)
    repondre(guichet, fil)
    page = guichet.get(LISTE).content.decode()
    assert "Soins du 3 mai" not in page
    for etat in ("repondus", "tous"):
        page = guichet.get(LISTE, {"etat": etat}).content.decode()
        assert "Soins du 3 mai" in page
        assert "Demande reçue" not in page


def test_filters_by_theme_and_by_who_follows(guichet, lea, agent):
    ecrire(lea, "A")
    reponse.prendre(ecrire(lea, "Carte perdue", theme="carte"), agent)
    assert "Carte perdue" not in guichet.get(LISTE, {"theme": "remboursement"}).content.decode()
    assert "Carte perdue" in guichet.get(LISTE, {"suivi": "moi"}).content.decode()
    assert "Carte perdue" not in guichet.get(LISTE, {"suivi": "personne"}).content.decode()


def test_opening_a_conversation_is_a_receipt_and_an_entry_of_the_journal(guichet, client, lea, agent):
    fil = ecrire(lea)
    page = guichet.get(page_de(fil)).content.decode()
    assert "Rien reçu" in page
    assert lea.personne.nir not in page
    entree = Entree.objects.get(genre="message.lu")
    assert (entree.acteur, entree.assure_ref) == (f"agent:{agent.matricule}", lea.public_id)
    connecter(client, lea.compte)
    assert "Lu par votre caisse le" in client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()


def test_an_answer_reaches_the_person_with_a_notice_that_says_nothing(guichet, client, lea, agent):
    fil = ecrire(lea)
    assert repondre(guichet, fil).status_code == 302
    contenu = json.loads(Envoi.objects.get().contenu)
    assert not any(mot in json.dumps(contenu, ensure_ascii=False) for mot in ("Soins", "remboursement", "demain"))
    assert "Pas encore lu par la personne" in guichet.get(page_de(fil)).content.decode()
    connecter(client, lea.compte)
    assert "Non lu" in client.get("/messagerie/").content.decode()
    page = client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert "Votre remboursement part demain." in page
    assert agent.nom not in page
    assert "Non lu" not in client.get("/messagerie/").content.decode()
    dire_la_raison(connecter(client, agent.compte), lea)
    assert "Lu par la personne le" in client.get(page_de(fil)).content.decode()


def test_an_answer_sent_twice_is_one_answer_and_one_notice(guichet, lea):
    fil = ecrire(lea)
    vu = fil.messages.get().pk
    repondre(guichet, fil, vu=vu)
    repondre(guichet, fil, vu=vu)
    assert fil.messages.count() == 2
    assert Envoi.objects.count() == 1


def test_an_answer_that_comes_back_changed_is_not_lost(guichet, lea):
    fil = ecrire(lea)
    vu = fil.messages.get().pk
    repondre(guichet, fil, vu=vu)
    page = repondre(guichet, fil, vu=vu, texte="Il part jeudi, pas demain.").content.decode()
    assert "a écrit entre-temps" in page and "Il part jeudi, pas demain." in page


def test_what_was_written_meanwhile_is_shown_before_the_answer_leaves(guichet, lea):
    fil = ecrire(lea)
    vu = fil.messages.get().pk
    ecriture.repondre(fil, texte="C’est réglé, merci.", cle="suite", acteur="assure:essai")
    page = repondre(guichet, fil, vu=vu).content.decode()
    assert "La personne a écrit entre-temps" in page
    assert "C’est réglé, merci." in page
    assert "Votre remboursement part demain." in page
    assert fil.messages.count() == 2


def test_of_two_agents_one_answers_and_the_other_is_told(guichet, lea, agent):
    fil, collegue = ecrire(lea), creer_agent()
    assert guichet.get(page_de(fil)).status_code == 200
    vu = fil.messages.get().pk
    reponse.repondre(fil, collegue, texte="Bonjour", cle="b", dernier_vu=vu)
    assert f"{collegue.nom} a écrit entre-temps" in repondre(guichet, fil, vu=vu).content.decode()
    with pytest.raises(ReponseRefusee, match="déjà suivie"):
        reponse.prendre(fil, agent)


def test_take_the_next_gives_the_first_promise_that_nobody_follows(guichet, lea, agent):
    urgent = ecrire(lea, "Urgent", le=horloge.maintenant() - timedelta(days=9))
    autre = ecrire(lea, "Autre")
    suivante = reverse("admin:accounts_fil_suivante")
    assert guichet.get(suivante).status_code == 405
    assert guichet.post(suivante)["Location"] == page_de(urgent)
    assert reponse.prendre_la_suivante(creer_agent()) == autre
    assert guichet.post(suivante)["Location"] == LISTE
    urgent.refresh_from_db()
    assert urgent.pris_par == agent


def test_a_person_who_moves_takes_their_conversations_along(guichet, lea, agent):
    fil = ecrire(lea)
    reponse.prendre(fil, agent)
    ailleurs = creer_agent(creer_caisse("641", "CPAM de Bayonne"))
    with auteur("systeme:essai"):
        type(lea).objects.systeme("test").filter(pk=lea.pk).update(caisse=ailleurs.caisse)
    assert guichet.get(page_de(fil)).status_code == 404
    assert reponse.prendre_la_suivante(ailleurs) == fil


def test_another_caisse_finds_nothing(client, lea):
    from ameli.noyau.televersement import verifier

    fil = ecrire(lea, fichiers=[verifier(envoi("a.jpg", photo()))])
    piece = PieceJointe.objects.de(lea).get().public_id
    connecter(client, creer_agent(creer_caisse("641", "CPAM de Bayonne")).compte)
    assert "Soins du 3 mai" not in client.get(LISTE).content.decode()
    assert client.get(page_de(fil)).status_code == 404
    assert client.get(reverse("admin:accounts_fil_piece", args=[fil.pk, piece])).status_code == 404
    assert repondre(client, fil).status_code == 404
    for geste in ("prendre", "clore"):
        assert client.post(reverse(f"admin:accounts_fil_{geste}", args=[fil.pk])).status_code == 404


def test_attachments_go_both_ways_and_their_reading_is_written_down(guichet, client, lea):
    from ameli.noyau.televersement import verifier

    fil = ecrire(lea, fichiers=[verifier(envoi("facture.jpg", photo()))])
    piece = PieceJointe.objects.de(lea).get()
    adresse = reverse("admin:accounts_fil_piece", args=[fil.pk, piece.public_id])
    assert adresse in guichet.get(page_de(fil)).content.decode()
    assert guichet.get(adresse).content.startswith(b"\xff\xd8")
    assert Entree.objects.get(genre="message.piece").assure_ref == lea.public_id
    repondre(guichet, fil, fichiers=[envoi("decompte.jpg", photo())])
    connecter(client, lea.compte)
    assert "decompte.jpg" in client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()


def test_an_attachment_put_aside_is_told_to_its_sender_and_not_to_be_opened(guichet, client, lea, settings):
    from ameli.noyau.televersement import quarantaine, verifier
    from tests.outils.clamd import clamd

    fil = ecrire(lea, fichiers=[verifier(envoi("facture.jpg", photo()))])
    piece = PieceJointe.objects.de(lea).get()
    adresse = reverse("admin:accounts_fil_piece", args=[fil.pk, piece.public_id])
    with clamd() as veille:
        settings.ANTIVIRUS, veille.reponse = veille.adresse, b"stream: Win.Test FOUND\0"
        assert guichet.get(adresse).status_code == 404
        assert quarantaine.controler() == 1
    assert "mis à l’écart" in guichet.get(page_de(fil)).content.decode()
    assert guichet.get(adresse).status_code == 404
    connecter(client, lea.compte)
    assert "Un de vos fichiers" in client.get(reverse("messagerie:liste")).content.decode()
    assert "mis à l’écart" in client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()


def test_a_conversation_is_closed_once_it_is_answered(guichet, lea):
    fil = ecrire(lea)
    clore = reverse("admin:accounts_fil_clore", args=[fil.pk])
    assert guichet.get(clore).status_code == 405
    assert "Répondez-lui avant" in guichet.post(clore, follow=True).content.decode()
    repondre(guichet, fil)
    assert "La conversation est close" in guichet.post(clore, follow=True).content.decode()
    fil.refresh_from_db()
    assert (fil.reponse_possible, fil.ferme_le is None) == (False, False)
    page = repondre(guichet, fil, jeton="1" * 32).content.decode()
    assert "close entre-temps" in page
    assert "déjà close" in guichet.post(clore, follow=True).content.decode()
    assert (
        "déjà close" in guichet.post(reverse("admin:accounts_fil_prendre", args=[fil.pk]), follow=True).content.decode()
    )


def test_an_empty_answer_is_not_sent(guichet, lea):
    fil = ecrire(lea)
    page = repondre(guichet, fil, texte="").content.decode()
    assert "Écrivez votre réponse." in page
    assert "<title>Erreur" in page
    assert fil.messages.count() == 1
    assert guichet.get(reverse("admin:accounts_fil_repondre", args=[fil.pk])).status_code == 302
    assert guichet.get(reverse("admin:accounts_fil_history", args=[fil.pk])).status_code == 404
    assert guichet.post(page_de(fil)).status_code == 405


def test_the_queue_and_a_conversation_have_a_known_cost(guichet, lea, django_assert_num_queries):
    fils = [ecrire(lea, f"Sujet {numero}") for numero in range(4)]
    guichet.get(LISTE)
    # session, account, agent, permissions (2), count, page, clock of the practice site
    with django_assert_num_queries(8):
        guichet.get(LISTE)
    guichet.get(page_de(fils[0]))
    # session, account, agent, rights, thread, messages, files, clock, receipt, journal (2), templates, queue beside, notes, draft
    with django_assert_num_queries(15):
        guichet.get(page_de(fils[0]))
