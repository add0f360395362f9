"""« Ma sécurité »: see where the account is open, end it, read who looked, freeze, close."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.connexion.franceconnect.rattachement import empreinte_du_sub
from accounts.messagerie.depot import deposer_message
from accounts.models import Appareil, Compte, Connexion, LienFranceConnect, SessionOuverte
from ameli.noyau import horloge
from ameli.noyau.journal import journaliser
from ameli.noyau.models import Entree, Envoi
from tests.fabriques import MOT_DE_PASSE, connecter, creer_agent, creer_assure, creer_compte, dire_la_raison
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def mot_de_passe_seul(settings):
    settings.SECOND_FACTEUR = "jamais"


def entrer(assure, navigateur: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": navigateur})
    reponse = client.post(reverse("connexion"), {"nir": assure.personne.nir, "mot_de_passe": MOT_DE_PASSE})
    assert reponse.status_code == 302
    return client


def ouvert(client: Client) -> bool:
    return client.get("/mes-informations/").status_code == 200


def page(client: Client, nom: str) -> str:
    return client.get(reverse(f"informations:{nom}")).content.decode()


def test_the_table_of_contents_leads_only_to_pages_that_open(lea):
    client = entrer(lea)
    html = page(client, "securite")
    for nom in ("mot_de_passe", "courriel", "telephone", "appareils", "connexions", "consultations", "notifications"):
        assert f'href="{reverse(f"informations:{nom}")}"' in html
    for adresse in {ligne.split('"')[0] for ligne in html.split('<p class="demarche__tete"><a href="')[1:]}:
        assert client.get(adresse).status_code == 200, adresse
    assert reverse("informations:securite") in page(client, "accueil")


def test_each_open_session_is_listed_and_ended_alone(lea):
    ici, telephone = entrer(lea), entrer(lea, CHROME)
    html = page(ici, "appareils")
    assert "Firefox sur Windows" in html and "Chrome sur Android" in html
    assert html.count("Cet appareil") == 2  # among the sessions, among the known devices
    autre = SessionOuverte.objects.get(appareil__resume__startswith="Chrome")
    assert ici.post(reverse("informations:fermer_session", args=[autre.public_id])).status_code == 302
    assert not ouvert(telephone)
    assert ouvert(ici)


def test_the_session_of_somebody_else_cannot_be_ended(lea):
    marc = creer_assure("Marc", "Lafitte")
    creer_compte(marc)
    chez_marc, voleur = entrer(marc), entrer(lea)
    la_sienne = SessionOuverte.objects.get(compte=marc.compte)
    son_appareil = Appareil.objects.get(compte=marc.compte)
    assert voleur.post(reverse("informations:fermer_session", args=[la_sienne.public_id])).status_code == 404
    assert voleur.post(reverse("informations:oublier_appareil", args=[son_appareil.public_id])).status_code == 404
    assert ouvert(chez_marc)


def test_every_other_session_ends_and_this_one_goes_on(lea):
    ici, telephone, tablette = entrer(lea), entrer(lea, CHROME), entrer(lea, FIREFOX)
    ici.post(reverse("informations:fermer_les_autres"))
    assert ouvert(ici)
    assert not ouvert(telephone) and not ouvert(tablette)
    assert SessionOuverte.objects.filter(compte=lea.compte).count() == 1
    assert "Seulement sur cet appareil" not in page(ici, "appareils")


def test_the_list_survives_a_change_of_password(lea):
    ici = entrer(lea)
    entrer(lea, CHROME)
    ici.post(
        reverse("informations:mot_de_passe"),
        {"actuel": MOT_DE_PASSE, "mot_de_passe": "Maree-basse-79", "confirmation": "Maree-basse-79"},
    )
    html = page(ici, "appareils")
    assert "Firefox sur Windows" in html.split("Appareils connus")[0]
    assert "Chrome" not in html.split("Appareils connus")[0]


def test_a_session_left_too_long_is_not_listed(lea):
    ici = entrer(lea)
    entrer(lea, CHROME)
    with time_machine.travel(horloge.temps_reel() + timedelta(minutes=16)):
        frais = entrer(lea)
        assert page(frais, "appareils").split("Appareils connus")[0].count("demarche__tete") == 1
    assert ouvert(ici)


def test_a_forgotten_device_loses_its_sessions_and_is_unknown_again(lea, settings):
    ici, telephone = entrer(lea), entrer(lea, CHROME)
    appareil = Appareil.objects.get(resume__startswith="Chrome")
    ici.post(reverse("informations:oublier_appareil", args=[appareil.public_id]))
    assert not ouvert(telephone)
    settings.SECOND_FACTEUR = "inconnu"
    donnees = {"nir": lea.personne.nir, "mot_de_passe": MOT_DE_PASSE}
    assert telephone.post(reverse("connexion"), donnees)["Location"] == reverse("second_facteur")


def test_the_list_of_sessions_keeps_its_query_count(lea):
    ici = entrer(lea)
    with requetes() as une:
        page(ici, "appareils")
    for _ in range(4):
        entrer(lea, CHROME)
    with requetes() as cinq:
        page(ici, "appareils")
    assert len(une) == len(cinq)


def test_connections_are_told_with_their_result_and_a_cut_address(lea):
    ici = entrer(lea)
    Client(REMOTE_ADDR="203.0.113.77").post(reverse("connexion"), {"nir": lea.personne.nir, "mot_de_passe": "Faux-7"})
    html = page(ici, "connexions")
    assert "Réussie" in html and "Mot de passe faux" in html
    assert "203.0.113.0" in html and "203.0.113.77" not in html


def test_connections_are_read_page_by_page_at_the_same_cost(lea):
    ici, le = entrer(lea), horloge.temps_reel()
    Connexion.objects.bulk_create(
        Connexion(compte=lea.compte, le=le, resultat="REUSSIE", resume=f"Appareil {n}") for n in range(45)
    )
    vues, adresse, couts = [], reverse("informations:connexions"), set()
    while adresse:
        with requetes() as faites:
            reponse = ici.get(adresse)
        couts.add(len(faites))
        vues += [connexion.pk for connexion, _ in reponse.context["lignes"]]
        adresse = reponse.context["plus_anciens"]
    assert len(vues) == len(set(vues)) == 46
    assert len(couts) == 1


@pytest.mark.parametrize("avant", ["x", "-1", "9" * 30, "٣"])
def test_a_page_that_does_not_exist_begins_at_the_top(lea, avant):
    assert entrer(lea).get(reverse("informations:connexions"), {"avant": avant}).status_code == 200


def test_who_looked_is_told_within_the_same_second_without_the_name_of_the_agent(lea):
    agent = creer_agent()
    guichet = connecter(Client(), agent.compte)
    ici = entrer(lea)
    assert "Personne n’a consulté votre dossier" in page(ici, "consultations")
    dire_la_raison(guichet, lea).get(reverse("admin:accounts_assure_change", args=[lea.pk]))
    html = page(ici, "consultations")
    assert "Un agent de votre caisse" in html
    assert agent.nom not in html and agent.matricule not in html


def test_looking_five_times_in_a_row_is_one_line(lea):
    agent = creer_agent()
    for _ in range(5):
        journaliser("dossier.consulte", acteur=agent.compte.acteur, assure_ref=lea.public_id, objet="assure:x")
    journaliser("dossier.consulte", acteur=creer_agent().compte.acteur, assure_ref=lea.public_id, objet="assure:x")
    html = page(entrer(lea), "consultations")
    assert html.count("dossier consulté") == 2
    assert "(5 fois)" in html


def test_nobody_reads_the_readings_of_somebody_else(lea):
    marc = creer_assure("Marc", "Lafitte")
    creer_compte(marc)
    journaliser("dossier.consulte", acteur="agent:A1", assure_ref=marc.public_id)
    assert "Personne n’a consulté" in page(entrer(lea), "consultations")


def test_choices_of_notices_are_kept_and_followed(lea):
    ici = entrer(lea)
    ici.post(reverse("informations:notifications"), {"alerte_chaque_connexion": "on"})
    compte = Compte.objects.get(assure=lea)
    assert (compte.alerte_chaque_connexion, compte.notifier_les_messages) == (True, False)
    ici.post(reverse("informations:notifications"), {"notifier_les_messages": ""})
    assert Compte.objects.get(assure=lea).alerte_chaque_connexion is False
    with transaction.atomic():
        deposer_message(
            lea,
            sujet="Essai",
            gabarit="contact_change",
            contexte={"quoi": "x", "nouveau": "y", "caisse": "z"},
            cle="essai",
        )
    assert not Envoi.objects.filter(gabarit="nouveau_message").exists()
    html = page(ici, "notifications")
    assert "vous ne pouvez pas les arrêter" in html


def test_each_sign_in_sends_its_mail_to_who_wants_them_all(lea):
    Compte.objects.filter(assure=lea).update(alerte_chaque_connexion=True)
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        ici = entrer(lea)
        for _ in range(3):
            voyage.shift(timedelta(minutes=1))
            ici.post(reverse("connexion"), {"nir": lea.personne.nir, "mot_de_passe": MOT_DE_PASSE})
            ici.post(reverse("deconnexion"))
            voyage.shift(timedelta(minutes=1))
            ici.post(reverse("connexion"), {"nir": lea.personne.nir, "mot_de_passe": MOT_DE_PASSE})
    assert Envoi.objects.filter(gabarit="connexion").count() >= 3


def test_freezing_signs_everybody_out_at_once(lea):
    ici, telephone = entrer(lea), entrer(lea, CHROME)
    assert ici.get(reverse("informations:geler")).status_code == 200
    assert ouvert(ici)
    assert ici.post(reverse("informations:geler"))["Location"].startswith(reverse("compte_gele"))
    assert not ouvert(ici) and not ouvert(telephone)
    assert Envoi.objects.filter(gabarit="compte_gele").count() == 1


def test_closing_says_what_goes_on_and_ends_everything(lea):
    ici, telephone = entrer(lea), entrer(lea, CHROME)
    assert "Vos droits et vos remboursements ne changent pas." in page(ici, "fermer")
    assert ici.post(reverse("informations:fermer"))["Location"].startswith(reverse("compte_ferme"))
    assert not ouvert(telephone)
    assert not Compte.objects.get(assure=lea).is_active
    assert Envoi.objects.filter(gabarit="compte_ferme").count() == 1
    encore = Client().post(reverse("connexion"), {"nir": lea.personne.nir, "mot_de_passe": MOT_DE_PASSE})
    assert encore["Location"] == reverse("compte_ferme")


@pytest.mark.parametrize("nom", ["fermer", "liens"])
def test_what_is_grave_asks_the_password_again(lea, nom):
    ici = entrer(lea)
    with time_machine.travel(horloge.temps_reel() + timedelta(minutes=11)):
        assert ici.get(reverse(f"informations:{nom}"))["Location"].startswith("/connexion/confirmer/")


def test_franceconnect_is_untied_unless_it_is_the_only_way_in(lea):
    LienFranceConnect.objects.create(
        compte=lea.compte,
        emetteur="https://fc",
        sub_empreinte=empreinte_du_sub("https://fc", "s"),
        lie_le=horloge.maintenant(),
    )
    ici = entrer(lea)
    hache = lea.compte.password
    Compte.objects.filter(assure=lea).update(password="!" + "x" * 40)
    seul = connecter(Client(), Compte.objects.get(assure=lea))
    seul.post(reverse("informations:liens"))
    assert LienFranceConnect.objects.count() == 1
    Compte.objects.filter(assure=lea).update(password=hache)
    assert ici.post(reverse("informations:liens"))["Location"] == reverse("informations:securite")
    assert LienFranceConnect.objects.count() == 0
    assert Entree.objects.filter(genre="franceconnect.delie").count() == 1
    assert Envoi.objects.filter(gabarit="franceconnect_delie").count() == 1


def test_old_rows_of_sessions_are_dropped(lea):
    from accounts.securite import sessions

    entrer(lea)
    assert Session.objects.count() == 1
    with time_machine.travel(horloge.temps_reel() + timedelta(days=2)):
        assert sessions.purger() == 1
