"""Food without gluten, from the switch to the last button: the month, the label, the price, the gauge (chapter 17)."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.informations import parametres
from accounts.models import Beneficiaire
from ameli.noyau.calendrier import PARIS
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.journal import auteur
from demarches.catalogue.sans_gluten import accords, regles
from demarches.catalogue.sans_gluten.models import AccordCoeliaque
from demarches.models import Relais
from demarches.moteur.fichiers_d_exemple import Fichier
from demarches.moteur.relais import service
from tests.catalogue.sans_gluten.acteurs import ARTICLE, GALETTE, PAIN, Acheteuse, compte_de, dans, image
from tests.fabriques import connecter, creer_assure, creer_personne
from tests.fabriques_codes import Prise, avec_cle, photographier
from tests.fabriques_fichiers import heic, photo

pytestmark = pytest.mark.django_db
INCONNU = avec_cle("049811100222")


def enfant(parent: Acheteuse, naissance: date, rang: int = 2):
    """A child of the file, with an agreement."""
    personne = creer_personne("Lina", "Bordenave", date_naissance=naissance)
    Beneficiaire.objects.create(
        assure=parent.assure,
        personne=personne,
        rang=rang,
        lien=Beneficiaire.Lien.ENFANT,
        droits_du=parent.assure.droits_du,
    )
    parent.accorder(personne, dans(-400))
    return personne


def test_without_the_switch_the_tile_says_so_and_leads_to_it(camille):
    parametres.regler(camille.compte, regles.PREFERENCE, actif=False)
    page = camille.client.get("/demarches/").content.decode()
    tuile = page[page.index("Prise en charge de la maladie cœliaque") - 400 :][:900]
    assert "À activer" in tuile and 'href="/mes-informations/parametres/"' in tuile
    depart = camille.client.get(reverse("demarches:depart", args=["sans-gluten"])).content.decode()
    assert "Ce service est à activer" in depart and "/mes-informations/parametres/" in depart


def test_without_an_agreement_the_start_page_says_to_see_the_doctor(db):
    lea = Acheteuse(creer_assure(), accord=False)
    page = lea.client.get(reverse("demarches:depart", args=["sans-gluten"])).content.decode()
    assert "Il faut d’abord un accord" in page and "médecin traitant" in page


@pytest.mark.parametrize(
    ("mois", "jusqu_au"),
    [
        (date(2024, 10, 1), date(2026, 12, 31)), (date(2024, 9, 1), date(2026, 9, 30)), (date(2025, 1, 1), date(2027, 3, 31)),
        (date(2024, 12, 1), date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_a_month_may_be_asked_for_during_two_years_from_the_next_quarter(mois, jusqu_au):
    assert regles.demandable_jusqu_au(mois) == jusqu_au
    assert mois in regles.mois_ouverts(jusqu_au)
    assert mois not in regles.mois_ouverts(jusqu_au + timedelta(days=1))


def test_no_month_is_to_come_and_the_next_one_opens_at_midnight_in_paris():
    avant, apres = list(regles.mois_ouverts(date(2026, 11, 30))), list(regles.mois_ouverts(date(2026, 12, 1)))
    assert avant[0] == date(2026, 11, 1) and apres[:2] == [date(2026, 12, 1), date(2026, 11, 1)]


@pytest.mark.ce_lundi("the night that follows")
def test_five_past_midnight_on_the_first_december_appears_and_november_stays(camille):
    from datetime import datetime

    with time_machine.travel(datetime(2026, 12, 1, 0, 5, tzinfo=PARIS), tick=False):
        from tests.fabriques import connecter

        connecter(camille.client, camille.compte)
        page = camille.page(camille.commencer(), "mois")
    assert "décembre 2026" in page and "novembre 2026" in page and "janvier 2027" not in page


@pytest.mark.parametrize(
    ("du", "au", "couvert"),
    [
        (date(2026, 11, 10), None, {date(2026, 11, 1)}),
        (date(2026, 1, 1), date(2026, 11, 9), {date(2026, 11, 1)}),
        (date(2026, 12, 1), None, set()),
    ],
)
def test_any_day_of_an_agreement_opens_its_month(du, au, couvert):
    assert {un for un in (date(2026, 11, 1), date(2026, 12, 1)) if regles.couvre(du, au, un)} - {
        date(2026, 12, 1)
    } == couvert
    assert regles.couvre(date(2026, 1, 1), date(2026, 11, 9), date(2026, 12, 1)) is False


def test_a_month_after_the_agreement_is_refused_in_words(camille):
    AccordCoeliaque.objects.de(camille.assure).update(au=dans(-60))
    fille = enfant(camille, date(2018, 6, 12))
    brouillon = camille.commencer()
    page = camille.choisir(brouillon, camille.assure.personne, aujourdhui()).content.decode()
    assert "a fini le" in page and "demandez à votre médecin" in page
    assert camille.choisir(brouillon, fille, aujourdhui()).status_code == 302


def test_the_month_and_the_person_are_chosen_with_what_is_left_of_this_month(camille):
    enfant(camille, date(2018, 6, 12))
    camille.demander((GALETTE, "18,95", 4))
    page = camille.page(camille.commencer(), "mois").replace("\xa0", " ")
    mois = regles.en_mots(aujourdhui().replace(day=1))
    assert f"Il reste pour {mois} : 30,49 € pour Camille et 33,54 € pour Lina." in page


def test_the_last_page_says_what_a_complementary_cover_may_add(camille):
    page = camille.page(camille.remplir([(GALETTE, "18,95", 1)]), "verification").replace("\xa0", " ")
    assert "peut ajouter jusqu’à 2,54 €" in page


def test_who_has_died_leaves_the_list(camille):
    fille = enfant(camille, date(2018, 6, 12))
    with auteur("systeme:essai", "essai"):
        fille.date_deces = dans(-3)
        fille.save()
    assert [un.membre.personne for un in accords.titulaires(camille.assure, aujourdhui())] == [camille.assure.personne]


def test_a_label_gives_its_product_and_the_row_says_price_tariff_base_and_refund(camille):
    brouillon = camille.remplir([(GALETTE, "18,95", 1)])
    page = camille.page(brouillon, "produits")
    for mot in ("Galette", "1 × 18,95", "6,35", "3,81", "45,73", "41,92"):
        assert mot in page.replace("\xa0", " "), mot


def test_the_key_of_a_typed_code_is_checked(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    faux = GALETTE[:-1] + str((int(GALETTE[-1]) + 1) % 10)
    assert "recopiez les 13 chiffres" in camille.acheter(brouillon, "aaaa", code=faux, prix="3").content.decode()


def test_the_code_of_the_packet_is_not_that_of_the_label(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    assert "celui du magasin" in camille.acheter(brouillon, "aaaa", code=ARTICLE, prix="3").content.decode()


def test_a_barcode_of_france_beside_an_error_is_read_at_an_address_and_stays_in_its_field(camille):
    """It looks like somebody's number, which the practice site keeps nowhere."""
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    adresse = reverse("demarches:etape", args=["sans-gluten", brouillon.public_id, "produits/aaaa"])
    saisie = {"quantite": "1", "code": "3017620422003", "prix": "trois", "tour": brouillon.tour}
    reponse = camille.client.post(adresse, saisie, headers={"Accept": "text/html"})
    assert reponse.status_code == 303
    page = camille.client.get(reponse["Location"]).content.decode()
    assert 'value="3017620422003"' in page and "Erreur" in page


def test_a_photo_is_read_on_the_server_and_the_label_wins_over_the_packet(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    cliche = image(photographier(ARTICLE, GALETTE, prise=Prise(angle=6)))
    assert camille.acheter(brouillon, "aaaa", photo=cliche, prix="18,95").status_code == 302
    brouillon.refresh_from_db()
    assert brouillon.contenu["reponses"]["produits/aaaa"]["code"] == GALETTE


def test_the_photo_of_an_iphone_is_read_too(camille):
    pillow_heif = pytest.importorskip("pillow_heif")
    brouillon, sortie = camille.commencer(), io.BytesIO()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    pillow_heif.from_pillow(Image.open(io.BytesIO(photographier(GALETTE)))).save(sortie)
    cliche = Fichier("IMG_0417.HEIC", sortie.getvalue())
    assert camille.acheter(brouillon, "aaaa", photo=cliche, prix="18,95").status_code == 302
    brouillon.refresh_from_db()
    assert brouillon.contenu["reponses"]["produits/aaaa"]["code"] == GALETTE


def test_a_phone_takes_the_photo_of_one_product_of_the_list(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    attente = camille.acheter(brouillon, "aaaa", prix="18,95", action="telephone").url
    telephone, etape = connecter(Client(), camille.compte), reverse("demarches:telephone_etape")
    telephone.post(reverse("demarches:telephone"), {"code": service.code_de(Relais.objects.de(camille.assure).get())})
    page = telephone.get(etape).content.decode()
    assert "18,95" in page and "data-liste" not in page
    brouillon.refresh_from_db()
    cliche = {"photo": image(photographier(GALETTE)), "prix": "18,95", "quantite": "1", "tour": brouillon.tour}
    assert telephone.post(etape, cliche).url == etape
    brouillon.refresh_from_db()
    assert brouillon.contenu["reponses"]["produits/aaaa"]["code"] == GALETTE
    assert camille.client.get(attente).status_code == 302


def test_an_iphone_photo_that_cannot_be_read_says_what_to_do(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    page = camille.acheter(brouillon, "aaaa", photo=Fichier("IMG_0417.HEIC", heic()), prix="3").content.decode()
    assert "IMG_0417.HEIC" in page and ("abîmé" in page or "HEIC" in page.replace("IMG_0417.HEIC", ""))


def test_a_photo_of_two_labels_asks_which(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    page = camille.acheter(brouillon, "aaaa", photo=image(photographier(GALETTE, PAIN)), prix="3").content.decode()
    assert "plusieurs codes" in page and GALETTE in page and PAIN in page


def test_a_photo_without_a_code_says_to_copy_the_digits(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    page = camille.acheter(brouillon, "aaaa", photo=image(photo(300, 200)), prix="3").content.decode()
    assert "ne lisons pas de code" in page


def test_an_unknown_code_asks_for_a_photo_and_is_kept(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    assert "Ajoutez une photo" in camille.acheter(brouillon, "aaaa", code=INCONNU, prix="3").content.decode()
    cliche = image(photo(300, 200))
    assert camille.acheter(brouillon, "aaaa", code=INCONNU, photo=cliche, prix="3").status_code == 302
    assert "à vérifier" in camille.page(brouillon, "produits")


def test_the_same_photo_is_taken_once(camille):
    cliche = photographier(GALETTE)
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    assert camille.acheter(brouillon, "aaaa", photo=image(cliche), prix="18,95").status_code == 302
    assert (
        "déjà dans une de vos demandes"
        in camille.acheter(brouillon, "aaab", photo=image(cliche), prix="18,95").content.decode()
    )


@pytest.mark.parametrize(("prix", "quantite"), [("0", "1"), ("100", "1"), ("", "1"), ("3", "0"), ("3", "100")])
def test_a_price_and_a_number_have_their_bounds(camille, prix, quantite):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    assert camille.acheter(brouillon, "aaaa", code=GALETTE, prix=prix, quantite=quantite).status_code == 200


def test_one_more_may_be_added_at_once(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    suite = camille.acheter(brouillon, "aaaa", code=GALETTE, prix="18,95", action="encore").url
    assert "/produits/" in suite and not suite.endswith("/produits/") and "aaaa" not in suite


def test_a_product_that_was_asked_for_is_offered_again(camille):
    camille.demander((GALETTE, "18,95", 1))
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    camille.acheter(brouillon, "aaaa", favori=GALETTE, prix="17")
    brouillon.refresh_from_db()
    assert brouillon.contenu["reponses"]["produits/aaaa"]["code"] == GALETTE


def test_what_the_ceiling_takes_away_is_said_before_the_last_button(camille):
    brouillon = camille.remplir([(GALETTE, "18,95", 13)])
    page = camille.page(brouillon, "verification").replace("\xa0", " ")
    assert "Le plafond du mois retire 3,80" in page and "n’est pas reportée" in page and ">Valider</button>" in page


@pytest.mark.ce_lundi("ages at the first of that month")
@pytest.mark.parametrize(("naissance", "attendu"), [(date(2016, 11, 15), "33.54"), (date(2016, 10, 31), "45.73")])
def test_the_ceiling_of_a_child_is_that_of_their_age_on_the_first(camille, naissance, attendu):
    fille = enfant(camille, naissance)
    assert compte_de(camille.demander((GALETTE, "18,95", 20), personne=fille)) == D(attendu)


def test_what_a_browser_says_of_a_product_is_not_believed(camille):
    brouillon = camille.commencer()
    camille.choisir(brouillon, camille.assure.personne, aujourdhui())
    camille.acheter(brouillon, "aaaa", code=PAIN, prix="99", nom="Caviar", famille="biscuits", grammes="5000")
    brouillon.refresh_from_db()
    lu = brouillon.contenu["reponses"]["produits/aaaa"]
    assert (lu["famille"], lu["grammes"]) == ("pain", "300") and "Caviar" not in lu["nom"]
