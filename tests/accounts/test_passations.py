"""Between agents of one caisse: a message goes to another service or to a colleague, with notes that the person never sees."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from accounts.informations.securite import copie
from accounts.messagerie import ecriture, reponse
from accounts.models import Fil, Message, NoteInterne
from ameli.noyau.models import Entree, Envoi
from demarches.models import ModeleReponse
from tests.fabriques import connecter, creer_agent, creer_caisse, dire_la_raison

pytestmark = pytest.mark.django_db


@pytest.fixture
def guichet(client, agent):
    return connecter(client, agent.compte)


@pytest.fixture
def fil(lea):
    return ecriture.ecrire(
        lea, theme="remboursement", sujet="Soins du 3 mai", texte="Rien reçu.", cle="un", acteur="assure:essai"
    )


def adresse(nom, fil):
    return reverse(f"admin:accounts_fil_{nom}", args=[fil.pk])


def page_de(guichet, fil):
    return guichet.get(adresse("change", fil)).content.decode()


def test_another_service_gets_the_message_and_the_person_reads_where_it_went(guichet, client, agent, fil, lea):
    reponse.prendre(fil, agent)
    promis = fil.reponse_prevue_le
    envoyee = guichet.post(adresse("transferer", fil), {"theme": "carte", "pourquoi": "Parle de sa carte"})
    assert envoyee["Location"] == adresse("change", fil)
    fil.refresh_from_db()
    assert (fil.theme, fil.pris_par, fil.reponse_prevue_le) == ("carte", None, promis), "what was promised stays"
    assert "Parle de sa carte" in page_de(guichet, fil)
    assert Entree.objects.get(genre="fil.transfere").acteur == agent.compte.acteur
    assert not Envoi.objects.exists(), "there is nothing to do: no mail"
    page = connecter(client, lea.compte).get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert "Votre message change de service" in page and "Carte Vitale" in page
    assert "Parle de sa carte" not in page and agent.nom not in page


def test_a_colleague_of_the_caisse_follows_it_and_nobody_elsewhere_can(guichet, agent, fil):
    collegue = creer_agent(caisse=agent.caisse)
    ailleurs = creer_agent(caisse=creer_caisse("641", "CPAM de Bayonne"))
    page = guichet.get(adresse("confier", fil)).content.decode()
    assert str(collegue) in page
    refus = guichet.post(adresse("confier", fil), {"collegue": ailleurs.pk, "pourquoi": "Connaît le dossier"})
    assert refus.status_code == 200 and "Connaît le dossier" in refus.content.decode()
    guichet.post(adresse("confier", fil), {"collegue": collegue.pk, "pourquoi": "Connaît le dossier"})
    fil.refresh_from_db()
    assert fil.pris_par == collegue
    assert NoteInterne.objects.pour_agent(agent).get().texte == f"Confiée à {collegue}. Connaît le dossier"
    assert Message.objects.pour_agent(agent).count() == 1, "the person is not told: nothing changes for them"


def test_nothing_is_handed_over_once_it_is_answered(guichet, agent, fil):
    reponse.repondre(fil, agent, texte="Il part demain.", cle="a", dernier_vu=fil.messages.get().pk)
    dire_la_raison(guichet, fil.assure)
    page = page_de(guichet, fil)
    assert adresse("transferer", fil) not in page and adresse("confier", fil) not in page
    refus = guichet.post(adresse("transferer", fil), {"theme": "carte"}).content.decode()
    assert "Aucune réponse n’est attendue" in refus


def test_a_note_is_for_agents_alone_encrypted_and_written_once(guichet, client, agent, fil, lea, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for _ in range(2):
        guichet.post(adresse("noter", fil), {"texte": "A rappelé à 10 h, RIB promis."})
    assert NoteInterne.objects.pour_agent(agent).count() == 1
    assert "A rappelé à 10 h" in page_de(guichet, fil)
    vide = guichet.post(adresse("noter", fil), {"texte": ""}).content.decode()
    assert "Écrivez votre note." in vide
    page = connecter(client, lea.compte).get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert "rappelé" not in page
    with ZipFile(BytesIO(copie.composer(lea))) as archive:
        tout = b"".join(archive.read(nom) for nom in archive.namelist()).decode()
    assert "Rien reçu." in tout and "rappelé" not in tout


def test_notes_of_another_caisse_do_not_exist(client, fil):
    ailleurs = connecter(client, creer_agent(caisse=creer_caisse("641", "CPAM de Bayonne")).compte)
    for nom in ("noter", "transferer", "confier"):
        assert ailleurs.get(adresse(nom, fil)).status_code == 404
        assert ailleurs.post(adresse(nom, fil), {"texte": "x"}).status_code == 404


def test_a_template_fills_the_answer_that_the_agent_reads_again(guichet, agent, fil):
    def modele(titre, **champs):
        ModeleReponse.objects.create(titre=titre, debut_le=date(2020, 1, 1), **champs)

    modele("Délai", texte="{prenom}, réponse avant le {delai}. {caisse}", theme="tous")
    modele("Autre thème", texte="Bonjour", theme="carte")
    modele("Pour une démarche", texte="{reference}")
    page = page_de(guichet, fil)
    assert "Utiliser ce modèle" in page and "Délai" in page
    assert "Autre thème" not in page and "Pour une démarche" not in page
    choisi = ModeleReponse.objects.pour_agent(agent).get(titre="Délai")
    vu = fil.messages.get().pk
    donnees = {"texte": "Bonjour.", "jeton": "0" * 32, "vu": vu, "modele": choisi.pk, "utiliser": "oui", "clore": "on"}
    page = guichet.post(adresse("repondre", fil), donnees).content.decode()
    assert "Bonjour.\n\nLéa, réponse avant le" in page.replace("\r", "")
    assert 'name="clore" id="id_clore" checked' in page, "what was ticked stays"
    assert Fil.objects.pour_agent(agent).get().messages.count() == 1, "nothing has left"


def test_the_page_of_a_conversation_costs_the_same_for_more_messages_and_notes(
    guichet, agent, fil, django_assert_max_num_queries
):
    page_de(guichet, fil)
    for rang in range(3):
        guichet.post(adresse("noter", fil), {"texte": f"Note {rang}"})
        ecriture.repondre(fil, texte=f"Encore {rang}", cle=str(rang), acteur="assure:essai")
    with django_assert_max_num_queries(20):
        page_de(guichet, fil)
