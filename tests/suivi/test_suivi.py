"""Following what was sent: one's own only, in plain words, with dates; cancelling; the PDF."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.test import Client

from demarches.models import Demarche, Etat
from demarches.moteur import transitions
from documents import atelier, moteur
from documents.models import Document
from tests.fabriques import connecter, creer_agent
from tests.outils.pdf import texte
from tests.outils.requetes import requetes
from tests.outils.salles import changer
from tests.suivi.salle import ESSAI, LUNDI, RAPIDE, ecrire_a, envoyer, lu

pytestmark = pytest.mark.django_db
AGENT = "agent:A100"


@pytest.fixture
def demarche(lea):
    return envoyer(lea)


def page_de(demarche: Demarche, suite: str = "") -> str:
    return f"/suivi/{demarche.reference}/{suite}"


def relu(demarche: Demarche) -> Demarche:
    return Demarche.objects.de(demarche.assure).get(pk=demarche.pk)


@pytest.mark.parametrize("suite", ["", "confirmation/", "annuler/", "recapitulatif.pdf"])
def test_the_demarche_of_another_person_does_not_exist(client, demarche, voisin, suite):
    connecter(client, voisin.compte)
    assert client.get(page_de(demarche, suite)).status_code == 404
    assert client.post(page_de(demarche, "annuler/")).status_code == 404
    assert relu(demarche).ouverte


def test_an_agent_follows_nothing_by_this_way(client, demarche):
    connecter(client, creer_agent().compte)
    for adresse in ("/suivi/", page_de(demarche), page_de(demarche, "annuler/")):
        assert client.get(adresse).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client, demarche):
    assert client.get(page_de(demarche)).url.startswith("/connexion/")


def test_an_empty_list_says_what_to_do(connectee):
    page = lu(connectee.get("/suivi/"))
    assert "Aucune démarche envoyée" in page
    assert 'href="/demarches/"' in page


def test_the_list_goes_by_twenty_without_losing_or_repeating_any(connectee, lea, voisin):
    envoyer(voisin)
    toutes = [envoyer(lea, le=LUNDI - timedelta(minutes=rang // 2)).reference for rang in range(45)]
    vues_, adresse = [], "/suivi/"
    while adresse:
        page = lu(connectee.get(adresse))
        vues_.append(re.findall(r'href="/suivi/(D-[\w-]+)/"', page))
        suivante = re.search(r'rel="next" href="([^"]+)"', page)
        adresse = suivante[1] if suivante else ""
    assert [len(page) for page in vues_] == [20, 20, 5]
    assert sorted(sum(vues_, [])) == sorted(toutes)


def test_the_page_tells_state_date_and_what_was_sent_masked(connectee, demarche):
    page = lu(connectee.get(page_de(demarche)))
    assert demarche.reference in page
    assert "En contrôle" in page
    assert "Enregistrée avant le mercredi 25 novembre à 9 h 12" in page
    assert "FR76 •••• •••• 705" in page
    assert "Je certifie sur l’honneur" in page
    assert "Annuler cette démarche" in page


def test_the_reference_is_not_in_the_title_and_the_service_is(connectee, demarche):
    titre = re.search(r"<title>(.*?)</title>", lu(connectee.get(page_de(demarche))), re.DOTALL)[1]
    assert titre == "Exercice · Suivi de votre démarche · Modifier mes coordonnées d’essai · compte ameli"


def etapes(page: str) -> list[str]:
    return re.findall(
        r'frise__libelle">(.*?)</p>', page.replace('<span class="hors-ecran"> ', "").replace("</span>", "")
    )


def test_the_timeline_says_what_was_done_where_it_stands_and_what_comes(connectee, demarche, lundi_matin):
    assert etapes(lu(connectee.get(page_de(demarche)))) == [
        "Demande envoyée(fait)",
        "En contrôle(en cours)",
        "Enregistrée(à venir)",
    ]
    lundi_matin.move_to(LUNDI + timedelta(minutes=10))
    transitions.passer(demarche, "prendre", acteur=AGENT)
    assert etapes(lu(connectee.get(page_de(demarche)))) == [
        "Demande envoyée(fait)",
        "En cours de traitement(en cours)",
        "Enregistrée(à venir)",
    ]
    transitions.passer(demarche, "accepter", acteur=AGENT)
    page = lu(connectee.get(page_de(demarche)))
    assert etapes(page) == ["Demande envoyée(fait)", "En cours de traitement(fait)", "Enregistrée(fait)"]
    assert "Le lundi 23 novembre à 9 h 22" in page
    assert "Annuler cette démarche" not in page
    assert "avant le" not in page


def badges(page: str) -> list[str]:
    return re.findall(r'class="pastille[^"]*">(.*?)</span>', page)


def test_the_last_milestone_is_the_status_wherever_a_status_is_read(connectee, demarche, client):
    """Until the next change of state, which says more; after the end too, when something still happens."""
    changer(ESSAI, jalons={"partie": "Carte envoyée par la poste", "revenue": "Carte revenue"})
    agents = connecter(Client(), creer_agent(demarche.caisse).compte)

    def lus() -> set[str]:
        pages = [lu(connectee.get(adresse)) for adresse in ("/", "/demarches/", "/suivi/", page_de(demarche))]
        vus = {badge for page in pages for badge in badges(page)} - {"Oui"}  # home says too that one is covered
        assert etapes(pages[-1])[-2].startswith(next(iter(vus))) or not relu(demarche).ouverte
        liste = lu(agents.get("/agents/demarches/demarche/?etat=toutes"))
        return vus | set(re.findall(r'field-statut[^"]*">(.*?)</td>', liste))

    assert lus() == {"En contrôle"}
    transitions.noter(demarche, "partie", le=LUNDI)
    assert lus() == {"Carte envoyée par la poste"}
    transitions.passer(demarche, "prendre", acteur=AGENT)
    assert lus() == {"En cours de traitement"}
    transitions.passer(demarche, "accepter", acteur=AGENT)
    transitions.noter(demarche, "revenue", le=LUNDI, meme_close=True)
    assert lus() == {"Carte revenue"}


def test_a_date_that_is_past_or_cannot_be_promised_is_not_shown(connectee, lea, lundi_matin):
    a_controler = envoyer(lea, alertes=[{"code": "x", "phrase": "Nouveau titulaire"}])
    page = lu(connectee.get(page_de(a_controler)))
    assert "Un conseiller vérifie votre demande" in page
    assert "avant le" not in page
    assert "Nouveau titulaire" not in page
    assert etapes(page)[-1] == "Réponse de votre caisse(à venir)"
    en_retard = envoyer(lea, RAPIDE, le=LUNDI - timedelta(hours=49))
    page = lu(connectee.get(page_de(en_retard)))
    assert "Cela prend plus de temps que prévu" in page and "vers le lundi 23 novembre" in page
    assert f'href="/messagerie/ecrire/?demarche={en_retard.reference}"' in page
    assert "avant le" not in page


def test_what_waits_for_an_agent_says_how_long_and_once_it_is_passed_that_it_is_late_and_what_to_do(
    connectee, lea, lundi_matin
):
    attendue = envoyer(lea, alertes=[{"code": "x", "phrase": "Nouveau titulaire"}])
    for adresse in ("/", "/demarches/", "/suivi/", page_de(attendue)):
        assert "Comptez jusqu’au mercredi 25 novembre environ." in lu(connectee.get(adresse))
    lundi_matin.move_to(LUNDI + timedelta(days=3))
    connecter(connectee, lea.compte)
    for adresse in ("/", "/demarches/", "/suivi/", page_de(attendue)):
        page = lu(connectee.get(adresse))
        assert "nous pensions terminer vers le mercredi 25 novembre" in page and "Comptez" not in page
    assert "Écrire à ma caisse" in lu(connectee.get(page_de(attendue)))


def test_a_refusal_says_why_and_what_to_do_now(connectee, demarche):
    transitions.passer(demarche, "refuser", acteur=AGENT, motif="Le titulaire du compte n’est pas vous.")
    page = lu(connectee.get(page_de(demarche)))
    assert "Le titulaire du compte n’est pas vous." in page
    assert "Que faire maintenant" in page
    assert 'href="/demarches/essai/"' in page
    assert "36 46" in page


def test_the_thread_of_the_demarche_is_one_click_away(connectee, lea, demarche):
    assert "Lire les messages" not in lu(connectee.get(page_de(demarche)))
    fil = ecrire_a(lea, demarche.reference)
    assert f'href="/messagerie/{fil.public_id}/"' in lu(connectee.get(page_de(demarche)))


def test_cancelling_is_asked_once_more_then_done(connectee, demarche):
    page = lu(connectee.get(page_de(demarche, "annuler/")))
    assert "Annuler cette démarche ?" in page
    assert relu(demarche).ouverte
    suite = connectee.post(page_de(demarche, "annuler/"), follow=True)
    assert relu(demarche).etat == Etat.ANNULEE
    assert "Votre démarche est annulée." in lu(suite)
    assert "Annulée par vous" in lu(suite)


def test_cancelling_twice_or_too_late_is_explained(connectee, demarche):
    transitions.passer(demarche, "accepter", acteur=AGENT)
    for reponse in (connectee.get, connectee.post):
        page = reponse(page_de(demarche, "annuler/"), follow=True)
        assert "ne peut plus être annulée" in lu(page)
    assert relu(demarche).etat == Etat.ACCEPTEE


def test_a_race_lost_while_cancelling_is_explained(connectee, demarche, monkeypatch):
    def trop_tard(*_args, **_kwargs):
        raise transitions.TransitionInterdite("Cette démarche est déjà acceptée.")

    monkeypatch.setattr(transitions, "passer", trop_tard)
    assert "Cette démarche est déjà acceptée." in lu(connectee.post(page_de(demarche, "annuler/"), follow=True))


def test_the_confirmation_gives_reference_date_and_what_happens_next(connectee, demarche):
    page = lu(connectee.get(page_de(demarche, "confirmation/")))
    assert "<h1>Votre demande est envoyée</h1>" in page
    assert demarche.reference in page
    assert "Envoyée le 23 novembre 2026 à 9 h 12. Enregistrée avant le mercredi 25 novembre à 9 h 12." in page
    assert "Nous contrôlons votre demande pendant 48 heures." in page
    for suite in ("", "recapitulatif.pdf"):
        assert f'href="{page_de(demarche, suite)}"' in page
    assert 'href="/"' in page


def test_the_confirmation_opened_much_later_stays_true(connectee, demarche):
    transitions.passer(demarche, "annuler", acteur=demarche.compte.acteur)
    page = lu(connectee.get(page_de(demarche, "confirmation/")))
    assert "Cette démarche est terminée" in page
    assert "Nous contrôlons" not in page
    assert "avant le" not in page


def test_the_pdf_is_made_once_from_what_was_frozen(connectee, lea, demarche):
    premiere = connectee.get(page_de(demarche, "recapitulatif.pdf"))
    document = Document.objects.de(lea).get()
    assert premiere.url == document.get_absolute_url()
    contenu = " ".join(texte(connectee.get(premiere.url).content).split())
    assert demarche.reference in contenu
    assert "FR76 •••• •••• 705" in contenu
    assert "DUPRAT LEA" in contenu
    assert lea.personne.nir not in contenu
    assert connectee.get(page_de(demarche, "recapitulatif.pdf")).url == premiere.url
    assert Document.objects.de(lea).count() == 1


def test_a_summary_whose_file_is_gone_is_made_again(connectee, lea, demarche, settings):
    premiere = connectee.get(page_de(demarche, "recapitulatif.pdf"))
    (settings.MEDIA_ROOT / Document.objects.de(lea).get().fichier.name).unlink()
    assert connectee.get(page_de(demarche, "recapitulatif.pdf")).url == premiere.url
    assert connectee.get(premiere.url).status_code == 200


def test_while_another_paper_is_being_made_the_summary_goes_to_the_worker(connectee, lea, demarche, monkeypatch):
    monkeypatch.setattr(atelier, "presse", lambda: nullcontext(False))
    attente = connectee.get(page_de(demarche, "recapitulatif.pdf"), follow=True)
    assert "Document en préparation" in lu(attente) and not Document.objects.de(lea).exists()
    assert atelier.preparer_une()
    document = Document.objects.de(lea).get()
    assert document.nom_fichier == f"recapitulatif_{demarche.reference}.pdf"
    assert document.get_absolute_url() in lu(connectee.get(attente.redirect_chain[-1][0]))
    assert connectee.get(page_de(demarche, "recapitulatif.pdf")).url == document.get_absolute_url()


def test_a_summary_that_cannot_be_made_is_said_on_the_page(connectee, demarche, monkeypatch):
    def echouer(*_args, **_kwargs):
        raise moteur.EchecRendu("the layout failed")

    monkeypatch.setattr(moteur, "rendre_html", echouer)
    page = connectee.get(page_de(demarche, "recapitulatif.pdf"), follow=True)
    assert "n’a pas pu être préparé" in lu(page)


def test_queries_of_each_page(connectee, lea, demarche):
    for rang in range(3):
        envoyer(lea, le=LUNDI - timedelta(days=rang))
    comptes = {}
    for suite in ("", "confirmation/", "annuler/"):
        connectee.get(page_de(demarche, suite))
        with requetes() as faites:
            connectee.get(page_de(demarche, suite))
        comptes[suite] = len(faites)
    with requetes() as liste:
        connectee.get("/suivi/")
    assert comptes == {"": 6, "confirmation/": 4, "annuler/": 4}
    assert len(liste) == 4
