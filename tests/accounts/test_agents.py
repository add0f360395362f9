"""The agents' site: own sign-in, own caisse, masked data, each reading written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Connexion, Personne
from accounts.securite import gel
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree
from tests.fabriques import (
    MOT_DE_PASSE,
    connecter,
    creer_assure,
    creer_caisse,
    creer_enfant,
    dire_la_raison,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guichet(client, agent):
    return connecter(client, agent.compte)


def entrer(client: Client, matricule: str, mot_de_passe: str = MOT_DE_PASSE):
    return client.post(
        reverse("admin:login"), {"username": matricule, "password": mot_de_passe, "next": reverse("admin:index")}
    )


def test_an_agent_signs_in_with_a_matricule(client, agent):
    assert entrer(client, agent.matricule)["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index"))["Location"] == reverse("agents_verification"), "a code comes next"
    page = connecter(client, agent.compte).get(reverse("admin:index"))
    assert page.status_code == 200
    assert "Espace agents" in page.content.decode()
    assert Connexion.objects.get(compte=agent.compte).voie == "agent"


def test_tries_of_agents_are_counted_too(agent):
    pages = [entrer(Client(), agent.matricule, "Faux-2026").content.decode() for _ in range(6)]
    assert "ne correspondent pas" in pages[0]
    assert "Connexion bloquée jusqu’à" in pages[5]
    assert "Connexion bloquée jusqu’à" in entrer(Client(), agent.matricule).content.decode()


def test_an_insured_person_cannot_sign_in_among_the_agents(client, lea):
    for nom in (lea.personne.nir, lea.compte.identifiant, lea.compte.email):
        assert "ne correspondent pas" in entrer(client, nom).content.decode()


def test_an_agent_sees_the_files_of_their_caisse_only(guichet, lea):
    ailleurs = creer_assure("Tom", "Bidart", caisse=creer_caisse("641", "CPAM de Bayonne"))
    liste = guichet.get(reverse("admin:accounts_assure_changelist")).content.decode()
    assert "Léa Duprat" in liste
    assert "Bidart" not in liste
    assert guichet.get(reverse("admin:accounts_assure_change", args=[ailleurs.pk])).status_code == 404
    assert guichet.get(reverse("admin:accounts_assure_rouvrir", args=[ailleurs.pk])).status_code == 404


def test_a_file_is_masked_and_its_reading_is_written_down(guichet, lea, agent):
    creer_enfant(lea)
    html = dire_la_raison(guichet, lea).get(reverse("admin:accounts_assure_change", args=[lea.pk])).content.decode()
    assert lea.personne.nir not in html
    assert lea.coordonnees_bancaires.get().iban not in html
    assert lea.coordonnees_bancaires.get().iban_masque in html
    assert lea.compte.email not in html
    assert 'type="submit"' not in html.split('id="assure_form"')[1]
    entree = Entree.objects.get(genre="dossier.consulte")
    assert (entree.acteur, entree.assure_ref) == (f"agent:{agent.matricule}", lea.public_id)


def test_the_people_of_a_file_are_told_with_what_is_worth_knowing(guichet, lea):
    hier = aujourdhui() - timedelta(days=1)
    creer_enfant(lea, "Tom")
    creer_enfant(lea, "Lou", nir=None)
    creer_enfant(lea, "Nino", droits_au=hier)
    creer_enfant(lea, "Zoé", droits_du=aujourdhui() + timedelta(days=1))
    mort = creer_enfant(lea, "Paul").personne
    with auteur("systeme:essai"):
        Personne.objects.filter(pk=mort.pk).update(date_deces=hier)
    page = dire_la_raison(guichet, lea).get(reverse("admin:accounts_assure_change", args=[lea.pk])).content.decode()
    for ligne in (
        "Tom Duprat, enfant",
        "Lou Duprat, enfant, numéro en cours d’attribution",
        f"Nino Duprat, enfant, droits finis le {formats.jour(hier)}",
        f"Zoé Duprat, enfant, droits à partir du {formats.jour(hier + timedelta(days=2))}",
        f"Paul Duprat, enfant, décès le {formats.jour(hier)}",
    ):
        assert f"<div>{ligne}</div>" in page


def test_a_list_and_a_file_stay_within_their_budget(guichet, django_assert_num_queries, django_assert_max_num_queries):
    dossiers = [creer_assure() for _ in range(4)]
    dire_la_raison(guichet, dossiers[0])
    with django_assert_num_queries(7):  # session, account, agent, permissions (2), count, page
        guichet.get(reverse("admin:accounts_assure_changelist"))
    with django_assert_max_num_queries(19):  # one less when the content type is already known
        guichet.get(reverse("admin:accounts_assure_change", args=[dossiers[0].pk]))


def test_a_file_is_found_by_number_without_showing_it_in_the_address(guichet, lea):
    adresse = reverse("admin:accounts_assure_trouver")
    assert guichet.get(adresse).status_code == 200
    reponse = guichet.post(adresse, {"nir": lea.personne.nir_complet})
    assert reponse["Location"] == reverse("admin:accounts_assure_change", args=[lea.pk])
    ailleurs = creer_assure(caisse=creer_caisse("641", "CPAM de Bayonne"))
    assert "Aucun dossier de votre caisse" in guichet.post(adresse, {"nir": ailleurs.personne.nir}).content.decode()


def test_an_agent_opens_a_frozen_account_again_with_a_reason(guichet, lea):
    dossier = reverse("admin:accounts_assure_change", args=[lea.pk])
    rouvrir = reverse("admin:accounts_assure_rouvrir", args=[lea.pk])
    dire_la_raison(guichet, lea)
    assert "n’est pas gelé" in guichet.get(rouvrir, follow=True).content.decode()
    gel.geler(lea.compte, "demande suspecte", "essai")
    assert rouvrir in guichet.get(dossier).content.decode()
    assert guichet.post(rouvrir, {"motif": ""}).status_code == 200
    assert guichet.post(rouvrir, {"motif": "Pièce d’identité vue à l’accueil"})["Location"] == dossier
    lea.compte.refresh_from_db()
    assert lea.compte.gele_le is None
    assert Entree.objects.get(genre="compte.degele").motif == "Pièce d’identité vue à l’accueil"
    trop_tard = guichet.post(rouvrir, {"motif": "Vue aussi par un collègue"}).content.decode()
    assert "déjà rouvert" in trop_tard and "Vue aussi par un collègue" in trop_tard
    assert Entree.objects.filter(genre="compte.degele").count() == 1


def test_an_agent_freezes_an_account_while_its_owner_is_on_the_phone(guichet, lea):
    dossier = reverse("admin:accounts_assure_change", args=[lea.pk])
    geler = reverse("admin:accounts_assure_geler", args=[lea.pk])
    chez_elle = connecter(Client(), lea.compte)
    assert chez_elle.get("/").status_code == 200
    dire_la_raison(guichet, lea)
    assert geler in guichet.get(dossier).content.decode()
    assert guichet.post(geler, {"motif": ""}).status_code == 200
    assert guichet.post(geler, {"motif": "Ne reconnaît pas une connexion"})["Location"] == dossier
    lea.compte.refresh_from_db()
    assert lea.compte.gele_le is not None
    assert Entree.objects.get(genre="compte.gele").acteur.startswith("agent:")
    assert chez_elle.get("/").status_code == 302
    assert "déjà gelé" in guichet.get(geler, follow=True).content.decode()
    trop_tard = guichet.post(geler, {"motif": "Un appel d’une autre ligne"}).content.decode()
    assert "déjà gelé" in trop_tard and "Un appel d’une autre ligne" in trop_tard
    assert Entree.objects.filter(genre="compte.gele").count() == 1
    assert geler not in guichet.get(dossier).content.decode()
