"""The home and « Mes démarches »: what matters today first, nothing empty, few queries."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.connexion import voies
from accounts.models import Compte, Message
from accounts.securite.connexions import CLE
from demarches.moteur import registre
from demarches.moteur.declaration import Canaux, Condition, Refus, moi
from tests.fabriques import connecter, creer_agent, creer_enfant
from tests.outils.requetes import requetes
from tests.outils.salles import changer
from tests.paiements.dossier import payer
from tests.suivi.salle import ESSAI, LUNDI, RAPIDE, commencer, ecrire_a, envoyer, lu

pytestmark = pytest.mark.django_db


def test_a_visitor_finds_what_this_site_does_and_signing_in_first(client):
    page = lu(client.get("/"))
    boutons = re.findall(r'class="bouton([^"]*)"[^>]*>([^<]+)<', page[page.index("<main") :])
    assert boutons[0] == ("", "Me connecter"), "the one filled button, before any other"
    assert [texte for genre, texte in boutons if not genre] == ["Me connecter"]
    assert 'href="/connexion/">Me connecter' in page
    assert 'href="/aide/services/"' in page
    assert 'href="/aide/faux-messages/"' in page


def test_a_way_in_that_is_closed_is_not_offered_to_a_visitor(client):
    assert "Créer un compte" in lu(client.get("/"))
    voies.basculer(voies.PREMIERE_VISITE, False, acteur="systeme:exploitant", motif="essai")
    page = lu(client.get("/"))
    assert "Créer un compte" not in page
    assert "J’ai un code provisoire" in page


def test_whoever_had_a_session_is_told_on_the_sign_in_page_why_it_ended(connectee, lea):
    Compte.objects.filter(pk=lea.compte.pk).update(generation_sessions=7)
    assert connectee.get("/")["Location"] == "/connexion/?next=/&expiree=1"


def test_the_home_of_a_visitor_costs_one_query(client):
    with requetes() as faites:
        client.get("/")
    assert len(faites) == 1, faites


def test_an_agent_is_led_to_the_queue_and_has_no_demarches(client):
    connecter(client, creer_agent().compte)
    assert client.get("/").url == reverse("admin:index")
    assert client.get("/demarches/").status_code == 404


def test_the_home_greets_by_the_first_name_which_is_not_in_the_title(connectee):
    page = lu(connectee.get("/"))
    assert "<h1>Bonjour Léa</h1>" in page
    assert "Léa" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


def test_the_sign_in_before_this_one_is_told(connectee):
    session = connectee.session
    session[CLE] = {"le": datetime(2026, 11, 22, 17, 5, tzinfo=UTC).timestamp(), "meme_appareil": True, "resume": ""}
    session.save()
    assert "Dernière connexion hier à 18 h 05, depuis cet appareil." in lu(connectee.get("/"))


def test_when_nothing_waits_the_home_says_so(connectee):
    page = lu(connectee.get("/"))
    assert 'id="a-faire">Rien à faire</h2>' in page
    assert "a-faire__ligne" not in page
    assert "En cours dans votre caisse" not in page
    assert "Mon dernier message" not in page


def test_services_in_two_clicks_come_from_the_declarations(connectee):
    page = lu(connectee.get("/"))
    assert 'href="/demarches/rapide/"' in page
    assert 'href="/documents/attestation-de-droits/"' in page
    assert 'href="/demarches/essai/"' not in page


def test_a_demarche_on_its_way_shows_its_state_its_date_and_its_page(connectee, lea):
    demarche = envoyer(lea)
    page = lu(connectee.get("/"))
    assert f'href="/suivi/{demarche.reference}/"' in page
    assert "En contrôle" in page
    assert "Enregistrée avant le mercredi 25 novembre à 9 h 12" in page


def test_three_demarches_at_most_and_the_way_to_the_others(connectee, lea):
    for jour in range(4):
        envoyer(lea, le=LUNDI - timedelta(days=jour))
    page = lu(connectee.get("/"))
    assert page.count('class="demarche"') == 3
    assert "Toutes mes démarches" in page


def test_each_draft_is_a_thing_to_do_and_is_offered_again(connectee, lea):
    commencer(lea)
    commencer(lea, RAPIDE)
    page = lu(connectee.get("/"))
    assert "2 choses à faire" in page
    assert 'href="/demarches/essai/">Reprendre' in page
    assert 'href="/demarches/rapide/">Reprendre' in page


def test_a_draft_of_somebody_else_or_past_its_end_is_not_offered(connectee, lea, voisin):
    commencer(voisin)
    commencer(lea, expire_le=LUNDI)
    commencer(lea, RAPIDE, etat="ABANDONNE")
    assert "Reprendre" not in lu(connectee.get("/")) + lu(connectee.get("/demarches/"))


def test_the_last_message_is_shown_with_how_many_wait(connectee, lea, voisin):
    ecrire_a(voisin)
    fil = ecrire_a(lea)
    page = lu(connectee.get("/"))
    assert "Mon dernier message" in page
    assert f'href="/messagerie/{fil.public_id}/"' in page
    assert "Nouveau" in page
    assert "messages non lus" not in page
    dernier = ecrire_a(lea)
    page = lu(connectee.get("/"))
    assert f'href="/messagerie/{dernier.public_id}/"' in page
    assert "Vous avez 2 messages non lus" in page
    Message.objects.de(lea).update(lu_le=LUNDI)
    assert "Nouveau" not in lu(connectee.get("/"))


def test_a_draft_that_would_be_refused_today_is_not_offered(connectee, lea):
    commencer(lea)
    with registre.avec(replace(ESSAI, ouvert_a=(Condition(lambda contexte: Refus("Les 4 jours sont passés.")),))):
        for adresse in ("/", "/demarches/"):
            assert "Reprendre" not in lu(connectee.get(adresse))
    assert "Reprendre" in lu(connectee.get("/"))


def test_an_address_to_confirm_is_said(connectee, lea):
    Compte.objects.filter(pk=lea.compte.pk).update(email_valide_le=None)
    assert connectee.get("/")["Location"] == "/connexion/adresse/rappel/?next=/"
    assert connectee.post("/connexion/adresse/plus-tard/", {"next": "/"})["Location"] == "/"
    assert "n’est pas confirmée" in lu(connectee.get("/"))


def test_mes_demarches_has_a_block_for_each_heading_that_holds_something(connectee):
    page = lu(connectee.get("/demarches/"))
    titres = re.findall(r'<h2 id="bloc-\d">(.*?)</h2>', page)
    assert titres == ["En 2 clics", "Déclarer un changement de situation", "Télécharger"]
    assert "Pour être remboursé sur le bon compte." in page
    assert "À terminer" not in page
    assert "Aucune démarche n’est en cours." in page


def test_each_service_says_where_it_works(connectee):
    changer(RAPIDE, canaux=Canaux(mobile=False))
    page = lu(connectee.get("/demarches/"))
    assert "Ordinateur, téléphone, tablette" in tuile(page, "essai")
    assert "Ordinateur seulement" in tuile(page, "rapide")


def test_a_service_that_is_refused_at_first_sight_says_why_and_still_leads_to_the_ways_out(connectee):
    gele = Condition(lambda contexte: Refus("Votre compte est gelé."), a_vue=True)
    changer(ESSAI, ouvert_a=(gele,))
    page = lu(connectee.get("/demarches/"))
    assert "Pas possible en ligne" in tuile(page, "essai")
    assert "Votre compte est gelé." in tuile(page, "essai")


def test_a_service_already_asked_for_leads_to_the_demarche_while_only_one_is_possible(connectee, lea):
    demarche = envoyer(lea)
    assert "En cours" not in tuile(lu(connectee.get("/demarches/")), "essai")
    changer(ESSAI, sujets=moi)
    page = lu(connectee.get("/demarches/"))
    assert 'href="/demarches/essai/"' not in page
    assert "Demande envoyée le 23 novembre 2026." in page
    assert f'class="service" href="/suivi/{demarche.reference}/"' in page


def tuile(page: str, code: str) -> str:
    """The tile of this service."""
    return re.search(rf'<a class="service" href="/demarches/{code}/">.*?</a>', page, re.DOTALL)[0]


def test_mes_demarches_shows_drafts_and_what_is_on_its_way(connectee, lea):
    commencer(lea)
    envoyer(lea, RAPIDE)
    page = lu(connectee.get("/demarches/"))
    assert "gardée jusqu’au 23 décembre 2026" in page
    assert "Reprendre" in page
    assert 'id="suivre"' in page
    assert "Commander une carte d’essai" in page


def test_queries_of_the_home_and_of_mes_demarches_do_not_grow(connectee, lea):
    for tour in range(2):
        envoyer(lea, le=LUNDI - timedelta(days=tour))
        commencer(lea, (ESSAI, RAPIDE)[tour])
        ecrire_a(lea)
        creer_enfant(lea)
        payer(lea, LUNDI.date())
        connectee.get("/")
        with requetes() as accueil:
            connectee.get("/")
        with requetes() as demarches:
            connectee.get("/demarches/")
        # One of each is the clock, which the practice site alone reads in the database.
        assert [len(accueil), len(demarches)] == [11, 5], "\n".join(q[-400:] for q in accueil)


def test_ten_more_services_cost_no_query(connectee):
    connectee.get("/demarches/")
    with requetes() as avant:
        connectee.get("/demarches/")
    with ExitStack() as ouverts:
        for numero in range(10):
            ouverts.enter_context(registre.avec(replace(ESSAI, code=f"essai-{numero}")))
        with requetes() as apres:
            page = lu(connectee.get("/demarches/"))
    assert "essai-9" in page
    assert [len(avant), len(apres)] == [5, 5]


def test_a_draft_of_older_questions_is_not_offered(connectee, lea):
    commencer(lea, version=0)
    page = lu(connectee.get("/")) + lu(connectee.get("/demarches/"))
    assert "Reprendre" not in page
