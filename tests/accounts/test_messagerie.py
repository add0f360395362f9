"""« Ma messagerie »: what the caisse writes, once, to one person."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from accounts.messagerie.depot import deposer_message
from accounts.messagerie.lecture import PAR_PAGE
from accounts.models import Compte, Fil, Message
from ameli.noyau import horloge
from ameli.noyau.envois import CleDejaPrise, EnvoiHorsTransaction
from ameli.noyau.models import Envoi
from tests.fabriques import connecter, creer_assure, creer_compte

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gabarit(tmp_path, settings):
    """A text of a room, found as those of the catalogue are."""
    (tmp_path / "essai").mkdir()
    (tmp_path / "essai" / "recu.txt").write_text("Bonjour {{ prenom }},\n\nNous avons <reçu> votre demande.\n")
    reglage = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**reglage, "DIRS": [*reglage["DIRS"], tmp_path]}]


def deposer(assure, cle="recu-1", **options) -> Message:
    valeurs = {"sujet": "Demande reçue", "gabarit": "essai/recu", "contexte": {"prenom": "Léa & co"}, **options}
    with transaction.atomic():
        return deposer_message(assure, cle=cle, **valeurs)


def test_a_message_and_its_notice_are_written_together(lea):
    message = deposer(lea)
    assert message.corps.startswith("Bonjour Léa & co,")
    contenu = json.loads(Envoi.objects.get(gabarit="nouveau_message").contenu)
    assert "demande" not in contenu["texte"].lower().replace("demandons", "")
    assert "Ma messagerie" in contenu["texte"]


def test_the_same_key_is_one_message_and_one_notice(lea):
    assert deposer(lea) == deposer(lea)
    assert (Fil.objects.systeme("count").count(), Message.objects.systeme("count").count()) == (1, 1)
    assert Envoi.objects.count() == 1


@pytest.mark.parametrize(
    "autrement", [{"contexte": {"prenom": "Tom"}}, {"sujet": "Demande refusée"}], ids=["text", "subject"]
)
def test_another_message_under_a_key_that_serves_already_is_never_dropped_in_silence(lea, autrement):
    deposer(lea)
    with pytest.raises(CleDejaPrise):
        deposer(lea, **autrement)


def test_a_key_of_somebody_elses_message_is_refused(lea):
    deposer(lea)
    with pytest.raises(CleDejaPrise):
        deposer(creer_assure("Tom"))


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_refused():
    lea = creer_assure()
    assert not connection.in_atomic_block
    with pytest.raises(EnvoiHorsTransaction):
        deposer_message(lea, sujet="x", gabarit="essai/recu", contexte={}, cle="a")


def test_no_notice_goes_to_an_unconfirmed_address_or_when_it_is_not_wanted(lea):
    deposer(lea, notifier=False)
    Compte.objects.update(email_valide_le=None)
    deposer(lea, "recu-2")
    deposer(creer_assure(), "recu-3")
    assert Envoi.objects.count() == 0


def test_messages_of_one_demarche_make_one_thread_that_comes_back(lea):
    deposer(lea, demarche_reference="DEM-1")
    Fil.objects.systeme("test").update(archive_le=horloge.maintenant())
    plus_tard = horloge.maintenant() + timedelta(hours=48)
    deposer(lea, "fin-1", sujet="Demande acceptée", demarche_reference="DEM-1", le=plus_tard)
    fil = Fil.objects.de(lea).get()
    assert (fil.sujet, fil.dernier_le, fil.archive_le) == ("Demande acceptée", plus_tard, None)
    assert [message.sujet for message in fil.messages.all()] == ["Demande reçue", "Demande acceptée"]


def test_a_thread_shows_unread_in_words_until_it_is_opened(client, lea):
    fil = deposer(lea).fil
    connecter(client, lea.compte)
    liste = client.get(reverse("messagerie:liste")).content.decode()
    assert "<strong>Demande reçue</strong>" in liste
    assert "Non lu" in liste
    assert "onglets__nombre" in liste
    page = client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert "Bonjour Léa &amp; co" in page
    assert "&lt;reçu&gt;" in page
    liste = client.get(reverse("messagerie:liste")).content.decode()
    assert "Non lu" not in liste
    assert "onglets__nombre" not in liste


def test_another_persons_thread_does_not_exist(client, lea):
    fil = deposer(lea).fil
    connecter(client, creer_compte(creer_assure("Tom")))
    assert client.get(reverse("messagerie:fil", args=[fil.public_id])).status_code == 404
    assert client.post(reverse("messagerie:archiver", args=[fil.public_id])).status_code == 404
    assert Message.objects.de(lea).get().lu_le is None


def test_a_thread_is_archived_and_brought_back_by_post(client, lea):
    fil = deposer(lea).fil
    connecter(client, lea.compte)
    assert client.get(reverse("messagerie:archiver", args=[fil.public_id])).status_code == 405
    client.post(reverse("messagerie:archiver", args=[fil.public_id]))
    assert "Demande reçue" not in client.get(reverse("messagerie:liste")).content.decode()
    assert "Demande reçue" in client.get(reverse("messagerie:liste"), {"boite": "archives"}).content.decode()
    client.post(reverse("messagerie:ressortir", args=[fil.public_id]))
    assert "Demande reçue" in client.get(reverse("messagerie:liste")).content.decode()


def test_the_list_is_read_page_by_page_without_missing_any(client, lea):
    le = horloge.maintenant()
    for numero in range(2 * PAR_PAGE + 3):
        deposer(lea, f"m{numero}", sujet=f"Message {numero:03}", le=le - timedelta(minutes=numero // 2), notifier=False)
    connecter(client, lea.compte)
    vus, adresse = [], reverse("messagerie:liste")
    while adresse:
        page = client.get(adresse)
        vus += [fil.sujet for fil in page.context["fils"]]
        adresse = page.context["plus_anciens"]
    assert len(vus) == len(set(vus)) == 2 * PAR_PAGE + 3


def test_an_empty_mailbox_says_so(client, lea):
    connecter(client, lea.compte)
    assert "Aucun message" in client.get(reverse("messagerie:liste")).content.decode()
    assert "Aucun message archivé" in client.get(reverse("messagerie:liste"), {"boite": "archives"}).content.decode()


def test_the_pages_of_the_mailbox_have_a_constant_cost(client, lea, django_assert_num_queries):
    fils = [deposer(lea, f"m{numero}").fil for numero in range(5)]
    connecter(client, lea.compte)
    with django_assert_num_queries(4):  # session, account and file, threads, unread
        client.get(reverse("messagerie:liste"))
    adresse = reverse("messagerie:fil", args=[fils[0].public_id])
    client.get(adresse)
    with django_assert_num_queries(6):  # session, account and file, thread, messages, what is attached, unread
        client.get(adresse)
