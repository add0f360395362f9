"""« Mes informations », and the dated rows behind it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import NoReverseMatch, reverse

from accounts.informations import adresse, coordonnees, en_cours
from accounts.models import CarteEuropeenne, Compte, LiaisonComplementaire, MedecinTraitant
from ameli.noyau import horloge
from ameli.noyau.formats import date_courte
from ameli.noyau.formats import jour as jour_dit
from ameli.noyau.models import Entree
from tests.fabriques import (
    connecter,
    creer_assure,
    creer_caisse,
    creer_complementaire,
    creer_compte,
    creer_enfant,
    iban_d_essai,
)

pytestmark = pytest.mark.django_db
PLACE_NEUVE = {"ligne_1": "1 place Neuve", "code_postal": "33000", "commune": "Bordeaux"}


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
    nouvelle = adresse.remplacer(lea, **PLACE_NEUVE, effet=horloge.maintenant(), cause="DEM-2")
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
        MedecinTraitant.objects.create(
            assure=enfant.assure, personne=enfant.personne, nom="Dr Pin", commune="Dax", depuis=date(2020, 1, 1)
        )
        creer_complementaire(lea, "Mutuelle des Pins", pour=enfant)
    for numero in range(3):
        cause = f"D-{numero}"
        changer(lea, cause=cause, effet=horloge.maintenant() + timedelta(seconds=numero))
        adresse.remplacer(lea, **PLACE_NEUVE, effet=horloge.maintenant(), cause=cause)
        en_cours.annoncer(lea, "adresse", cause, jusqu_a=None)
    # session, account and file, clock, beneficiaries, addresses, Vitale cards, European cards, covers, C2S, doctors, procurations, bank details, changes on their way,
    # children to attach, attached children, former addresses, covers set aside, changes of mail and phones, changes of caisse, unread messages
    with django_assert_num_queries(20):
        html = client.get(reverse("informations:accueil")).content.decode()
    assert html.count("Mutuelle des Pins") == 3


def test_a_person_without_anything_is_told_so(client):
    vide = creer_assure(iban=None, serie=None)
    connecter(client, creer_compte(vide))
    html = client.get(reverse("informations:accueil")).content.decode()
    assert "Aucun compte connu" in html
    assert "Aucune carte" in html
    assert "Aucun bénéficiaire" in html


class TestCrayons:
    """Each line that can be changed online leads to the téléservice, when it is in the catalogue."""

    def test_lines_with_a_teleservice_lead_to_it(self, page):
        html = page()
        for code, quoi in (("iban", "mes coordonnées bancaires"), ("adresse", "mon adresse postale")):
            assert re.search(rf'href="/demarches/{code}/">.*?{quoi}', html, re.DOTALL), code

    def test_each_contact_leads_to_its_own_page_and_an_empty_one_offers_to_add(self, page):
        html = page()
        for nom in ("courriel", "telephone", "fixe"):
            assert f'href="{reverse(f"informations:{nom}")}"' in html
        assert re.search(r"Ajouter<span[^>]*> mon téléphone fixe", html)

    def test_the_address_of_an_unknown_teleservice_is_not_made(self):
        with pytest.raises(NoReverseMatch):
            reverse("demarches:depart", args=["inconnu"])


def test_the_fixed_phone_is_shown_masked_and_can_be_revealed(page, lea):
    Compte.objects.filter(pk=lea.compte.pk).update(telephone_fixe="0536490011")
    html = page()
    assert "05 36 49 00 11" in html.replace("\u00a0", " ")
    assert html.index("Téléphone mobile") < html.index("Téléphone fixe")


class TestCartesEuropeennes:
    """Those in hand, those on the way, and what can be done."""

    def test_without_one_a_card_can_be_ordered(self, page):
        html = page()
        assert re.search(r"<dt>Carte européenne</dt><dd>Aucune carte</dd>", html)
        assert re.search(r'href="/demarches/ceam/">Commander<', html)

    def test_a_valid_card_can_be_looked_at_and_an_old_one_cannot(self, page, lea):
        carte = creer_carte_europeenne(lea, fin=horloge.aujourdhui() + timedelta(days=90))
        image = reverse("documents:carte_europeenne", args=[carte.public_id])
        html = page()
        assert f'href="{image}"' in html and "Renouveler" in html
        CarteEuropeenne.objects.de(lea).update(fin=horloge.aujourdhui() - timedelta(days=1))
        html = page()
        assert image not in html and "Finie depuis le" in html

    def test_a_card_on_its_way_says_where_it_stands(self, page, lea):
        creer_carte_europeenne(lea, etat=CarteEuropeenne.Etat.FABRICATION, debut=None, fin=None)
        assert "En fabrication" in page()


def creer_carte_europeenne(assure, **champs):
    valeurs = {"etat": CarteEuropeenne.Etat.ACTIVE, "debut": horloge.aujourdhui() - timedelta(days=300), **champs}
    le = horloge.maintenant()
    return CarteEuropeenne.objects.create(
        personne=assure.personne, demandee_par=assure, numero="80250999401000000001", motif="PREMIERE", demandee_le=le,
        etat_depuis=le, **valeurs,
    )  # fmt: skip


class TestHistorique:
    """What changed, when, at whose request; sensitive values masked."""

    def lignes(self, html: str) -> list[list[str]]:
        """The cells of the table, as text."""
        corps = html.split('id="historique"', 1)[1].split("<tbody>", 1)[1].split("</tbody>", 1)[0]
        cellules = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", rangee, re.DOTALL) for rangee in corps.split("</tr>")[:-1]]
        texte = re.compile(r"<[^>]+>")
        return [[" ".join(texte.sub("", c).split()) for c in rangee] for rangee in cellules]

    def test_what_the_caisse_wrote_first_is_there(self, page):
        sujets = [(ligne[1], ligne[3], ligne[4]) for ligne in self.lignes(page())]
        assert sujets == [
            ("Coordonnées bancaires", "vous, par courrier", "en vigueur"),
            ("Adresse postale", "votre caisse", "en vigueur"),
        ]

    def test_a_change_names_who_asked_and_closes_the_former_line(self, page, lea):
        effet = horloge.maintenant()
        changer(lea, cause="D-7K3M-92QX-4HTB", effet=effet, origine="WEB")
        adresse.remplacer(lea, **PLACE_NEUVE, effet=effet, cause="D-7K3M-92QX-4HTC")
        html = page()
        jour = date_courte(effet)
        lignes = self.lignes(html)
        assert [(ligne[0], ligne[1], ligne[3], ligne[4]) for ligne in lignes[:2]] == [
            (jour, "Coordonnées bancaires", "vous", "en vigueur"),
            (jour, "Adresse postale", "vous", "en vigueur"),
        ]
        assert lignes[2][4] == lignes[3][4] == f"jusqu’au {jour}"
        assert "33000 Bordeaux" in lignes[1][2]
        assert "8 rue des Arènes" not in html  # a former address is told by its town
        assert coordonnees.actuelles(lea).iban not in html.replace(" ", "")

    def test_a_change_on_its_way_comes_first_and_leads_to_its_demarche(self, page, lea):
        jusqu_a = horloge.maintenant() + timedelta(days=3)
        en_cours.annoncer(lea, "adresse", "D-7K3M-92QX-4HTB", jusqu_a=jusqu_a, apercu="5 Rue du Marché, 40100 Dax")
        html = page()
        premiere = self.lignes(html)[0]
        assert premiere[1:3] == ["Adresse postale", "5 Rue du Marché, 40100 Dax"]
        assert premiere[4].startswith(f"En cours de traitement prévu le {date_courte(jusqu_a)}")
        assert 'href="/suivi/D-7K3M-92QX-4HTB/"' in html

    def test_a_change_of_caisse_names_the_new_one(self, page, lea):
        adresse.confier(lea, creer_caisse("331", "CPAM de la Gironde"), cause="D-7K3M-92QX-4HTB")
        ligne = self.lignes(page())[0]
        assert ligne[1:4] == ["Caisse", "CPAM de la Gironde", "votre caisse"]

    def test_twenty_lines_at_most(self, page, lea):
        for numero in range(25):
            adresse.remplacer(lea, **PLACE_NEUVE, effet=horloge.maintenant(), cause=f"D-{numero}")
        assert len(self.lignes(page())) == 20


def test_covers_that_ended_in_the_last_three_years_are_told_with_their_days_and_why(page, lea):
    jour = horloge.aujourdhui()
    il_y_a = lambda jours: jour - timedelta(days=jours)  # noqa: E731
    fins = {"Mutuelle des Pins": "", "Santé du Sud": LiaisonComplementaire.AVIS, "Prévoyance du Nord": "impaye"}
    for rang, (organisme, motif) in enumerate(fins.items(), start=1):
        creer_complementaire(lea, organisme, du=il_y_a(900), au=il_y_a(100 * rang), motif_fin=motif)
    creer_complementaire(lea, "Trop vieille", du=il_y_a(3000), au=il_y_a(3 * 366 + 1))
    creer_complementaire(lea, "Jamais commencée", du=il_y_a(10), au=il_y_a(11))
    html = page()
    assert "Complémentaires finies depuis 3 ans" in html
    assert f"Mutuelle des Pins, du {jour_dit(il_y_a(900))} au {jour_dit(il_y_a(100))}\xa0: fin du contrat" in html
    assert "fin annoncée par l’organisme" in html and "participations non payées" in html
    assert "Trop vieille" not in html and "Jamais commencée" not in html
    assert html.index("Mutuelle des Pins") < html.index("Santé du Sud") < html.index("Prévoyance du Nord")


def test_a_cover_without_an_end_says_nothing_of_former_ones(page, lea):
    creer_complementaire(lea, "Mutuelle des Pins", du=horloge.aujourdhui())
    assert "Complémentaires finies" not in page()
