"""« Mes informations », and the dated rows behind it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.informations import adresse, coordonnees, en_cours
from accounts.models import Complementaire, MedecinTraitant
from ameli.noyau import horloge
from ameli.noyau.models import Entree
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant, iban_d_essai

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea():
    assure = creer_assure()
    creer_compte(assure)
    return assure


@pytest.fixture
def page(client, lea):
    connecter(client, lea.compte)
    return lambda: client.get(reverse("informations:accueil")).content.decode()


def changer(assure, cause="DEM-1", effet=None, **champs):
    valeurs = {"titulaire": "DUPRAT LEA", "civilite": "MADAME", "banque": "Banque des Pins", **champs}
    return coordonnees.remplacer(
        assure, iban=iban_d_essai(), effet=effet or horloge.maintenant(), cause=cause, **valeurs
    )


def test_replacing_bank_details_closes_the_former_at_the_same_instant(lea):
    avant = coordonnees.actuelles(lea)
    effet = horloge.maintenant() + timedelta(hours=48)
    apres = changer(lea, effet=effet)
    avant.refresh_from_db()
    assert avant.fin_le == apres.effet_le == effet
    assert coordonnees.actuelles(lea) == apres
    assert list(coordonnees.historique(lea)) == [apres, avant]
    assert not avant.en_vigueur(effet)
    assert apres.en_vigueur(effet)


def test_the_same_cause_changes_bank_details_once(lea):
    assert changer(lea) == changer(lea)
    assert coordonnees.historique(lea).count() == 2


def test_a_change_of_bank_details_names_its_author_in_the_journal(lea):
    changer(lea, acteur="agent:A00007")
    entree = Entree.objects.get(genre="iban.remplace")
    assert (entree.acteur, entree.motif, entree.assure_ref) == ("agent:A00007", "DEM-1", lea.public_id)


def test_details_that_would_take_effect_before_the_current_ones_are_refused(lea):
    with pytest.raises(coordonnees.EffetAnterieur):
        changer(lea, effet=coordonnees.actuelles(lea).effet_le - timedelta(days=1))


def test_a_person_without_bank_details_receives_their_first(page):
    sans = creer_assure(iban=None)
    assert coordonnees.actuelles(sans) is None
    assert changer(sans) == coordonnees.actuelles(sans)


def test_replacing_an_address_keeps_the_former(lea):
    nouvelle = adresse.remplacer(
        lea, ligne_1="1 place Neuve", code_postal="33000", commune="Bordeaux", effet=horloge.maintenant(), cause="DEM-2"
    )
    assert adresse.actuelle(lea) == nouvelle
    assert lea.adresses.count() == 2


def test_the_page_shows_the_file_with_numbers_masked(page, lea):
    html = page()
    assert "•••" in html
    rib = coordonnees.actuelles(lea)
    assert rib.iban_masque in html
    assert rib.iban not in html.replace(" ", "")
    assert lea.personne.cartes_vitale.get().serie not in html.replace(" ", "")
    assert "8 rue des Arènes" in html


def test_the_page_reveals_the_whole_number_of_the_person_in_a_details_element(page, lea):
    revele = page().split("<details", 1)[1].split("</details>", 1)[0]
    assert lea.personne.nir in revele.replace("\u00a0", "")


def test_a_change_on_its_way_is_shown_until_it_is_lifted(page, lea):
    jusqu_a = horloge.maintenant() + timedelta(hours=48)
    en_cours.annoncer(lea, "coordonnees_bancaires", "DEM-3", jusqu_a=jusqu_a, apercu="FR76 •••• •••• 694")
    en_cours.annoncer(lea, "coordonnees_bancaires", "DEM-3", jusqu_a=jusqu_a, apercu="FR76 •••• •••• 694")
    assert page().count("Modification de vos coordonnées bancaires en cours") == 1
    en_cours.lever(lea, "coordonnees_bancaires", "DEM-3")
    en_cours.lever(lea, "coordonnees_bancaires", "DEM-3")
    assert "en cours" not in page()


def test_the_page_costs_the_same_whatever_the_family(client, lea, django_assert_num_queries):
    connecter(client, lea.compte)
    for prenom in ("Zoé", "Tom", "Ana"):
        enfant = creer_enfant(lea, prenom)
        MedecinTraitant.objects.create(personne=enfant.personne, nom="Dr Pin", commune="Dax", depuis=date(2020, 1, 1))
        Complementaire.objects.create(personne=enfant.personne, organisme="Mutuelle des Pins", du=date(2020, 1, 1))
    # account and file, offset of the clock, beneficiaries, cards, covers, doctors, bank details, address, changes, unread
    with django_assert_num_queries(10):
        html = client.get(reverse("informations:accueil")).content.decode()
    assert html.count("Mutuelle des Pins") == 3


def test_a_person_without_anything_is_told_so(client):
    vide = creer_assure(iban=None, serie=None)
    connecter(client, creer_compte(vide))
    html = client.get(reverse("informations:accueil")).content.decode()
    assert "Aucun compte connu" in html
    assert "Aucune carte" in html
    assert "Aucun bénéficiaire" in html
