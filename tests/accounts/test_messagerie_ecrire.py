"""« Écrire à ma caisse »: the person's side of a conversation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.messagerie import ecriture, reponse, themes
from accounts.messagerie.ecriture import EcritureRefusee
from accounts.models import DelaiDeReponse, Fil, Message, PieceJointe
from ameli.noyau import horloge
from ameli.noyau.models import Entree, Envoi
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_compte
from tests.fabriques_fichiers import envoi, heic, photo

pytestmark = pytest.mark.django_db

JETON = "0" * 32
VENDREDI = datetime(2026, 11, 20, 15, tzinfo=UTC)
SAISIE = {"theme": "remboursement", "sujet": "Soins du 3 mai", "texte": "Bonjour,\nje n’ai rien reçu.", "jeton": JETON}
ECRIRE = "/messagerie/ecrire/remboursement/"


@pytest.fixture
def lea(client):
    assure = creer_assure()
    connecter(client, creer_compte(assure))
    return assure


def ecrire(assure, cle="a", **options) -> Fil:
    valeurs = {"theme": "remboursement", "sujet": "Soins du 3 mai", "texte": f"Rien reçu ({cle})", **options}
    return ecriture.ecrire(assure, cle=cle, acteur="assure:essai", **valeurs)


def repondu(fil: Fil, texte: str = "Bonjour, c’est parti.", **options) -> Message:
    agent = creer_agent(fil.assure.caisse)
    dernier = Message.objects.systeme("test").filter(fil=fil).order_by("-id").first()
    return reponse.repondre(fil, agent, texte=texte, cle=texte, dernier_vu=dernier.pk, **options)


def test_a_message_is_sent_confirmed_with_a_day_and_found_again(client, lea):
    assert "Remboursement de soins" in client.get(reverse("messagerie:ecrire")).content.decode()
    page = client.get(ECRIRE).content.decode()
    assert "2 jours ouvrés au plus" in page
    recu = client.post(ECRIRE, SAISIE)
    fil = Fil.objects.de(lea).get()
    assert recu["Location"] == reverse("messagerie:envoye", args=[fil.public_id])
    assert "Votre message est envoyé" in client.get(recu["Location"]).content.decode()
    page = client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    for texte in ("Soins du 3 mai", "je n’ai rien reçu.", "Pas encore lu par votre caisse", "au plus tard le"):
        assert texte in page
    assert "Soins du 3 mai" in client.get("/messagerie/", {"boite": "envoyes"}).content.decode()
    assert "Soins du 3 mai" not in client.get("/messagerie/").content.decode()
    assert Entree.objects.get(genre="message.envoye").assure_ref == lea.public_id
    assert Envoi.objects.count() == 0


def test_what_the_person_typed_is_encrypted_and_stays_out_of_titles_and_labels(client, lea):
    client.post(ECRIRE, SAISIE)
    fil = Fil.objects.de(lea).get()
    assert (fil.sujet, str(fil), fil.intitule) == ("Remboursement de soins",) * 2 + ("Soins du 3 mai",)
    page = client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert "Soins du 3 mai" not in page.split("</title>")[0]


def test_a_form_sent_twice_is_one_message_and_the_same_confirmation(client, lea):
    premiere, seconde = client.post(ECRIRE, SAISIE), client.post(ECRIRE, SAISIE)
    assert premiere["Location"] == seconde["Location"]
    assert Message.objects.de(lea).count() == 1


def test_a_form_that_comes_back_changed_is_another_message(client, lea):
    """« Précédent », a few words more, « Envoyer »: the page still holds the token of the first message."""
    premiere, seconde = client.post(ECRIRE, SAISIE), client.post(ECRIRE, {**SAISIE, "texte": "Il manque une date."})
    assert premiere["Location"] != seconde["Location"]
    reponse = reverse("messagerie:repondre", args=[Fil.objects.de(lea).order_by("id")[0].public_id])
    for texte in ("Le 3 mai.", "Le 4 mai.", "Le 4 mai."):
        client.post(reponse, {"texte": texte, "jeton": JETON})
    textes = list(Message.objects.de(lea).order_by("id").values_list("corps", flat=True))
    assert textes == [SAISIE["texte"].strip(), "Il manque une date.", "Le 3 mai.", "Le 4 mai."]


def test_a_key_of_somebody_else_is_not_theirs(lea):
    assert ecrire(lea, JETON) != ecrire(creer_assure("Tom"), JETON)


def test_the_same_words_twice_in_a_day_are_shown_where_they_are(client, lea):
    client.post(ECRIRE, SAISIE)
    page = client.post(ECRIRE, {**SAISIE, "texte": "Bonjour, JE n’ai rien reçu. ", "jeton": "1" * 32}).content.decode()
    assert "Vous avez déjà envoyé ce message" in page
    assert reverse("messagerie:fil", args=[Fil.objects.de(lea).get().public_id]) in page
    assert client.post(ECRIRE, {**SAISIE, "theme": "carte", "jeton": "2" * 32}).status_code == 302
    ecrire(lea, "x", texte="Encore", le=VENDREDI)
    assert ecrire(lea, "y", texte="Encore", le=VENDREDI + timedelta(hours=24)).pk


def test_errors_keep_what_was_typed_and_the_files_that_are_good(client, lea):
    fichiers = [envoi("facture.jpg", photo()), envoi("IMG.HEIC", heic())]
    page = client.post(ECRIRE, {**SAISIE, "sujet": "", "fichiers": fichiers}).content.decode()
    assert "<title>Erreur" in page
    assert "Donnez un sujet" in page
    assert "IMG.HEIC" in page
    assert "je n’ai rien reçu." in page
    assert "Fichiers prêts à partir" in page
    assert "facture.jpg" in page
    assert JETON in page
    page = client.post(ECRIRE, {**SAISIE, "texte": "é" * 4001}).content.decode()
    assert "4000 caractères au plus" in page
    assert Message.objects.de(lea).count() == 0
    assert client.post(ECRIRE, {**SAISIE, "texte": "a\r\n" * 2000}).status_code == 302


def test_an_unknown_theme_does_not_exist(client, lea):
    assert client.get("/messagerie/ecrire/politique/").status_code == 404
    assert client.post(ECRIRE, {**SAISIE, "theme": "politique"}).status_code == 200


def test_each_theme_shows_its_promise_and_pages_that_exist(client, lea):
    for theme in themes.THEMES.values():
        page = client.get(reverse("messagerie:ecrire_sur", args=[theme.code]))
        assert f"{theme.delai(date(2026, 11, 23))} au plus" in page.content.decode()
        for service in theme.services:
            adresse = reverse(service.nom, args=[service.argument] if service.argument else [])
            assert adresse in page.content.decode()
            assert client.get(adresse).status_code in (200, 302), adresse


def test_the_promised_day_counts_working_days_of_the_caisse():
    lea, eva = creer_assure(), creer_assure("Eva", caisse=creer_caisse("671", "CPAM du Bas-Rhin", departement="67"))
    assert ecrire(lea, le=VENDREDI).reponse_prevue_le == date(2026, 11, 24)
    noel = datetime(2028, 12, 22, 10, tzinfo=UTC)  # a Friday; 26 December is a holiday in Alsace
    assert ecrire(lea, "b", le=noel).reponse_prevue_le == date(2028, 12, 27)
    assert ecrire(eva, "b", le=noel).reponse_prevue_le == date(2028, 12, 28)


def test_a_caisse_may_promise_something_else_from_a_day_on():
    lea = creer_assure()
    DelaiDeReponse.objects.create(caisse=lea.caisse, theme="remboursement", jours_ouvres=5, du=date(2026, 11, 20))
    assert ecrire(lea, "a", le=VENDREDI - timedelta(days=1)).reponse_prevue_le == date(2026, 11, 23)
    assert ecrire(lea, "b", le=VENDREDI).reponse_prevue_le == date(2026, 11, 27)
    assert ecrire(lea, "c", theme="carte", le=VENDREDI).reponse_prevue_le == date(2026, 11, 24)


def test_a_broken_promise_is_said_honestly(client, lea):
    fil = ecrire(lea, le=horloge.maintenant() - timedelta(days=20))
    assert "Votre caisse est en retard" in client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert "Réponse en retard" in client.get("/messagerie/", {"boite": "envoyes"}).content.decode()


def test_too_many_messages_in_a_day_wait_with_a_sentence(client, lea, settings):
    settings.LIMITES = {**settings.LIMITES, "messages": {**settings.LIMITES["messages"], "essais": 2}}
    ecrire(lea, "a")
    ecrire(lea, "b")
    page = client.post(ECRIRE, SAISIE).content.decode()
    assert "beaucoup de messages" in page
    assert "je n’ai rien reçu." in page
    with pytest.raises(EcritureRefusee):
        ecriture.repondre(Fil.objects.de(lea).first(), texte="Encore", cle="z", acteur="assure:essai")
    assert Message.objects.de(lea).count() == 2


def test_a_reply_keeps_the_promise_that_runs_and_makes_a_new_one_after_an_answer(client, lea):
    fil = ecrire(lea, le=horloge.maintenant() - timedelta(days=1))
    promis = fil.reponse_prevue_le
    adresse = reverse("messagerie:repondre", args=[fil.public_id])
    page = client.post(adresse, {"texte": "", "jeton": JETON}).content.decode()
    assert "Écrivez votre message." in page
    client.post(adresse, {"texte": "J’ajoute la date.", "jeton": JETON})
    client.post(adresse, {"texte": "J’ajoute la date.", "jeton": JETON})
    fil.refresh_from_db()
    assert (fil.messages.count(), fil.reponse_prevue_le) == (2, promis)
    repondu(fil)
    fil.refresh_from_db()
    assert fil.reponse_prevue_le is None
    client.post(reverse("messagerie:archiver", args=[fil.public_id]))
    horloge.regler_decalage(timedelta(days=7))
    client.post(adresse, {"texte": "Merci, mais encore ?", "jeton": "1" * 32})
    fil.refresh_from_db()
    assert fil.reponse_prevue_le > promis
    assert fil.archive_le is None


def test_a_closed_conversation_takes_no_reply(client, lea):
    fil = ecrire(lea)
    repondu(fil, clore=True)
    page = client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert "Cette conversation est close" in page
    assert "Envoyer ma réponse" not in page
    recu = client.post(reverse("messagerie:repondre", args=[fil.public_id]), {"texte": "Et alors ?", "jeton": JETON})
    assert "conversation est close" in recu.content.decode()
    assert fil.messages.count() == 2


def test_attachments_are_kept_encrypted_and_nobody_else_has_them(client, lea):
    fichiers = [envoi("ma facture.jpg", photo()), envoi("autre.jpg", photo())]
    client.post(ECRIRE, {**SAISIE, "fichiers": fichiers})
    fil, pieces = Fil.objects.de(lea).get(), list(PieceJointe.objects.de(lea))
    adresses = [reverse("messagerie:piece", args=[fil.public_id, piece.public_id]) for piece in pieces]
    page = client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
    assert "2\u00a0fichiers joints" in page
    assert all(adresse in page for adresse in adresses)
    with default_storage.open(pieces[0].fichier.name) as garde:
        assert not garde.read().startswith(b"\xff\xd8")
    servie = client.get(adresses[0])
    assert servie.content.startswith(b"\xff\xd8")
    assert "attachment" in servie["Content-Disposition"]
    connecter(client, creer_compte(creer_assure("Tom")))
    assert client.get(adresses[0]).status_code == 404
    assert client.get(reverse("messagerie:fil", args=[fil.public_id])).status_code == 404
    autre = ecrire(creer_assure("Zoé"))
    assert client.get(reverse("messagerie:piece", args=[autre.public_id, pieces[0].public_id])).status_code == 404


def test_when_a_file_cannot_be_kept_nothing_is(lea, monkeypatch):
    from ameli.noyau.televersement import verifier

    sains = [verifier(envoi("a.jpg", photo())), verifier(envoi("b.jpg", photo()))]
    garder, gardes = PieceJointe.remplir, []

    def tomber(piece, sain):
        if gardes:
            raise OSError("no room left")
        gardes.append(garder(piece, sain))
        return piece

    monkeypatch.setattr(PieceJointe, "remplir", tomber)
    with pytest.raises(OSError, match="no room"):
        ecrire(lea, fichiers=sains)
    assert Fil.objects.de(lea).count() == 0
    assert not default_storage.exists(gardes[0].fichier.name)


def test_the_message_about_a_demarche_begins_with_its_reference(client, lea):
    choix = client.get("/messagerie/ecrire/", {"demarche": "D-7K3M-92QX-4HTB"}).content.decode()
    assert "/messagerie/ecrire/suivi/?demarche=D-7K3M-92QX-4HTB" in choix
    page = client.get("/messagerie/ecrire/suivi/", {"demarche": "D-7K3M-92QX-4HTB"}).content.decode()
    assert "Démarche D-7K3M-92QX-4HTB" in page
    assert "script" not in client.get("/messagerie/ecrire/", {"demarche": "<script>"}).content.decode().split("main")[1]


def test_unread_threads_come_first_and_a_theme_can_be_kept(client, lea):
    vieux = ecrire(lea, "vieux", sujet="Vieux sujet", theme="carte", le=horloge.maintenant() - timedelta(days=30))
    repondu(vieux, "vieille", le=horloge.maintenant() - timedelta(days=29))
    recent = ecrire(lea, "recent", sujet="Sujet récent")
    repondu(recent, "recente")
    client.get(reverse("messagerie:fil", args=[recent.public_id]))
    page = client.get("/messagerie/").content.decode()
    assert page.index("Vieux sujet") < page.index("Sujet récent")
    page = client.get("/messagerie/", {"theme": "carte"}).content.decode()
    assert "Sujet récent" not in page
    assert "Vieux sujet" in page
    assert "Aucun message sur ce thème" in client.get("/messagerie/", {"theme": "arret"}).content.decode()


def test_pages_of_unread_then_read_threads_miss_none(client, lea, monkeypatch):
    monkeypatch.setattr("accounts.messagerie.lecture.PAR_PAGE", 2)
    for numero in range(7):
        fil = ecrire(lea, f"m{numero}", sujet=f"Sujet {numero}")
        repondu(fil, f"r{numero}")
        if numero % 2:
            Message.objects.systeme("test").filter(fil=fil).update(lu_le=horloge.maintenant())
        if numero == 6:
            break
        ecriture.limites.oublier("messages", ecriture.empreinte("messages", lea.public_id))
    vus, adresse = [], reverse("messagerie:liste")
    while adresse:
        page = client.get(adresse)
        vus += [fil.sujet_saisi for fil in page.context["fils"]]
        adresse = page.context["plus_anciens"]
    assert vus == [f"Sujet {numero}" for numero in (6, 4, 2, 0, 5, 3, 1)]
    perdue = client.get(reverse("messagerie:liste"), {"apres": "zrien"})
    assert [fil.sujet_saisi for fil in perdue.context["fils"]] == ["Sujet 6", "Sujet 4"]


def test_conversations_cost_the_same_however_many(client, lea, django_assert_num_queries):
    fils = [ecrire(lea, f"m{numero}") for numero in range(4)]
    repondu(fils[0])
    with django_assert_num_queries(5):  # session, account and file, threads, clock of the practice site, unread
        client.get("/messagerie/", {"boite": "envoyes"})
    adresse = reverse("messagerie:fil", args=[fils[0].public_id])
    client.get(adresse)
    # session, account and file, thread, messages, attachments, unread, files that wait, draft
    with django_assert_num_queries(8):
        client.get(adresse)
