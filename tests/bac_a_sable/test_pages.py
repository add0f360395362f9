"""The pages of the practice site, and what keeps it out of production."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Voie
from ameli.bac_a_sable.boite import recevoir
from ameli.bac_a_sable.models import CourrierRecu, ModeSimulateur, Saut
from ameli.bac_a_sable.verifications import bac_a_sable_ferme
from ameli.bac_a_sable.voies import voies
from ameli.noyau import horloge
from tests.fabriques import devenir_formateur
from tests.outils.monde import monde_installe

CODE = CourrierRecu.Canal.COURRIEL


@pytest.fixture
def formatrice(client: Client) -> Client:
    return devenir_formateur(client)


def lire(reponse) -> str:
    return reponse.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_check_deploy_refuses_the_sandbox(settings):
    assert [faute.id for faute in bac_a_sable_ferme(None)] == ["bac_a_sable.E001"]
    settings.BAC_A_SABLE = False
    assert bac_a_sable_ferme(None) == []


def test_the_home_shows_each_person_without_a_query(client: Client):
    page = lire(client.get(reverse("bac_a_sable:accueil")))
    assert "Léa Duprat" in page and "2 90 06 40 999 014" in page and "Bonjour-Landes-2026" in page
    assert "LANDES-01" in page and "FR76 3000 4001 2300 0012 3456 705" in page
    assert page.count("<h1") == 1


def test_the_home_names_somebody_for_each_way_in(client: Client):
    assert len(voies()) == len(Voie.Code)
    page = lire(client.get(reverse("bac_a_sable:accueil")))
    for voie in voies():
        assert f'<a href="{voie.adresse}">{voie.nom}</a>' in page and voie.conseil in page


@pytest.mark.django_db
def test_the_mailbox_shows_mail_by_person_and_makes_links_lead_here(client: Client, settings):
    monde_installe()
    recevoir(
        CODE,
        "a",
        a="lea.duprat@exemple.fr",
        objet="Votre code",
        texte=f"Allez sur {settings.URL_PUBLIQUE}/suivi/ .",
        html='<p style="x">"Oui"</p>',
    )
    recevoir(CourrierRecu.Canal.SMS, "b", a="0639980001", texte="Code 1234")
    recevoir(CourrierRecu.Canal.LETTRE, "c", a="Léa Duprat\n8 rue des Arènes", objet="Votre carte", texte="Bonjour")
    assert "Votre code" not in lire(client.get(reverse("bac_a_sable:courrier")))
    page = lire(client.get(reverse("bac_a_sable:courrier"), {"personne": "lea"}))
    assert "Votre code" in page and "Votre carte" in page and "Code 1234" not in page
    assert client.get(reverse("bac_a_sable:courrier"), {"personne": "personne"}).status_code == 404
    recu = CourrierRecu.objects.get(objet="Votre code")
    adresse = reverse("bac_a_sable:lettre", args=[recu.public_id])
    assert f'href="{adresse}?personne=lea"' in page
    page = lire(client.get(adresse, {"personne": "lea"}))
    assert f'href="{reverse("bac_a_sable:courrier")}?personne=lea">Retour au courrier' in page
    assert 'href="http://testserver/suivi/"' in page and "sandbox=" in page and "&quot;Oui&quot;" in page
    assert client.get(reverse("bac_a_sable:lettre", args=["inconnu"])).status_code == 404


@pytest.mark.django_db
def test_a_long_mailbox_goes_by_pages(formatrice: Client):
    for n in range(35):
        recevoir(CODE, str(n), a="lea.duprat@exemple.fr", objet=f"Message {n}.", texte="Bonjour")
    page = lire(formatrice.get(reverse("bac_a_sable:courrier")))
    assert "Message 34." in page and "Message 4." not in page
    dernier = CourrierRecu.objects.get(objet="Message 5.")
    assert f"avant={dernier.pk}" in page
    assert "Message 4." in lire(formatrice.get(reverse("bac_a_sable:courrier"), {"avant": dernier.pk}))


@pytest.mark.django_db
def test_the_clock_page_moves_the_clock_and_says_what_happened(formatrice: Client):
    avant = horloge.maintenant()
    assert formatrice.get(reverse("bac_a_sable:horloge")).status_code == 200
    reponse = formatrice.post(reverse("bac_a_sable:avancer"), {"duree": "48h"})
    trajet = Saut.objects.get()
    assert reponse.headers["Location"] == reverse("bac_a_sable:saut", args=[trajet.public_id])
    page = lire(formatrice.get(reponse.headers["Location"]))
    assert "Le temps a avancé" in page and "0 échéance passée, 0 message envoyé" in page
    assert horloge.maintenant() - avant >= timedelta(hours=48)
    assert "Heure réelle" in lire(formatrice.get(reverse("bac_a_sable:horloge")))
    page = lire(formatrice.post(reverse("bac_a_sable:avancer"), {"duree": "bientôt"}))
    assert "<title>Erreur" in page and "n’est pas une durée" in page
    assert formatrice.get(reverse("bac_a_sable:avancer")).status_code == 405


@pytest.mark.django_db
def test_an_unfinished_jump_shows_its_progress_and_goes_on(formatrice: Client):
    debut = horloge.maintenant()
    trajet = Saut.objects.create(depuis=debut, cible=debut + timedelta(days=4), arrive_a=debut + timedelta(days=1))
    adresse = reverse("bac_a_sable:saut", args=[trajet.public_id])
    page = lire(formatrice.get(adresse))
    assert "Le temps avance" in page and 'value="25"' in page and "Continuer" in page
    formatrice.post(adresse)
    assert "Le temps a avancé" in lire(formatrice.get(adresse))


@pytest.mark.django_db
def test_the_strip_tells_the_practice_date_only_when_the_page_knows_it(formatrice: Client):
    horloge.regler_decalage(timedelta(days=60))
    assert "Ici, nous sommes le" in lire(formatrice.get(reverse("bac_a_sable:horloge")))
    assert "Ici, nous sommes le" not in lire(formatrice.get(reverse("bac_a_sable:accueil")))


@pytest.mark.django_db
def test_the_simulators_are_set_from_their_page(formatrice: Client):
    page = lire(formatrice.get(reverse("bac_a_sable:modes")))
    assert "répond normalement" in page
    formatrice.post(reverse("bac_a_sable:modes"), {"service": "banque", "mode": "refuse", "fois": "2"})
    reglage = ModeSimulateur.objects.get()
    assert (reglage.service, reglage.mode, reglage.restants) == ("banque", "refuse", 2)
    assert "Erreur" in lire(formatrice.post(reverse("bac_a_sable:modes"), {"service": "pigeon", "mode": "refuse"}))


@pytest.mark.django_db(transaction=True)
def test_a_fresh_start_asks_first_then_signs_everybody_out(formatrice: Client):
    assert "sera effacé" in lire(formatrice.get(reverse("bac_a_sable:remettre")))
    recevoir(CODE, "a", a="lea.duprat@exemple.fr", objet="Ancien", texte="Bonjour")
    reponse = formatrice.post(reverse("bac_a_sable:remettre"), follow=True)
    assert "Tout est revenu au départ" in lire(reponse)
    assert not CourrierRecu.objects.filter(objet="Ancien").exists()
