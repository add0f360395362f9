"""« Préparer un voyage » : the rule, then the page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import CertificatProvisoire
from ameli.noyau import horloge
from demarches.catalogue.ceam.regles.voyage import Besoin, Possession, Sejour, besoin
from tests.catalogue.ceam.salle import Carte, apres, changer_les_droits, enfant, texte

JOUR = date(2026, 11, 23)


def dans(jours: int) -> date:
    return JOUR + timedelta(days=jours)


@pytest.mark.parametrize(
    ("possession", "sejour", "attendu"),
    [
        (Possession(sans_numero=True), (10, 20), Besoin.NUMERO),
        (Possession(droits_ouverts=False, fin=dans(300)), (10, 20), Besoin.DROITS),
        (Possession(fin=dans(20)), (10, 20), Besoin.CARTE),
        (Possession(fin=dans(19)), (10, 20), Besoin.RENOUVELER),
        (Possession(), (10, 20), Besoin.COMMANDER),
        (Possession(fin=dans(100)), (80, 120), Besoin.RENOUVELER_PLUS_TARD),
        (Possession(fin=dans(100)), (10, 120), Besoin.FINIT_PENDANT),
        (Possession(attendue=True, arrivee=dans(8)), (8, 20), Besoin.CARTE_EN_CHEMIN),
        (Possession(attendue=True, arrivee=dans(8)), (7, 20), Besoin.CERTIFICAT),
        (Possession(attendue=True, arrivee=dans(8), certificat_au=dans(90)), (2, 20), Besoin.CERTIFICAT_EN_MAIN),
        (Possession(attendue=True, arrivee=dans(8), certificat_au=dans(19)), (2, 20), Besoin.CERTIFICAT),
        (Possession(attendue=True, arrivee=None), (30, 40), Besoin.CERTIFICAT),
        (Possession(attendue=True, arrivee=dans(8), fin=dans(30)), (2, 20), Besoin.CARTE),
    ],
)
def test_a_stay_asks_for_one_thing(possession, sejour, attendu):
    assert besoin(possession, Sejour(dans(sejour[0]), dans(sejour[1])), JOUR) is attendu


@pytest.mark.django_db
class TestThePage:
    def demander(self, famille, depart: int, retour: int, pays: str = "ES") -> str:
        jour = horloge.aujourdhui()
        return texte(
            famille.client.post(
                reverse("demarches:ceam_voyage"),
                {"pays": pays, "depart": (jour + timedelta(days=depart)).isoformat(),
                 "retour": (jour + timedelta(days=retour)).strftime("%d/%m/%Y")},
            )
        )  # fmt: skip

    def test_each_person_of_the_family_is_told_what_they_need(self, famille):
        petit = enfant(famille)
        famille.carte(jours=300)
        page = self.demander(famille, 5, 12)
        assert "La carte suffit" in page and "Il faut une carte" in page
        assert str(petit) in page and "un certificat est prêt tout de suite" in page
        assert "Selon votre nationalité" not in page
        assert "Selon votre nationalité" in self.demander(famille, 5, 12, "GB")

    def test_who_leaves_before_the_card_arrives_gets_a_certificate_there_and_then(self, famille):
        famille.commander()
        page = self.demander(famille, 3, 8)
        carte = famille.cartes()[0]
        lien = reverse("demarches:ceam_certifier", args=[carte.public_id])
        assert "Il faut un certificat" in page and f'action="{lien}"' in page
        pdf = famille.client.post(lien, follow=True)
        assert pdf.content.startswith(b"%PDF")
        assert famille.client.post(lien).status_code == 302
        assert CertificatProvisoire.objects.de(famille.assure).count() == 1
        assert "Le certificat suffit" in self.demander(famille, 3, 8)
        apres(famille, days=11)
        assert famille.client.post(lien).status_code == 404

    def test_rights_that_end_during_the_stay_are_said(self, famille):
        changer_les_droits(famille, horloge.aujourdhui() + timedelta(days=20))
        assert "ni carte ni certificat ne va plus loin" in self.demander(famille, 10, 30)

    def test_a_card_that_came_back_by_the_post_gives_a_certificate(self, famille):
        famille.commander()
        Carte.objects.de(famille.assure).update(etat=Carte.Etat.RETOURNEE)
        assert "Il faut un certificat" in self.demander(famille, 30, 40)

    @pytest.mark.parametrize(
        ("jours", "pays", "phrase"),
        [
            ((-1, 5), "ES", "Cette date est passée."),
            ((9, 5), "ES", "Le retour est avant le départ."),
            ((5, 400), "ES", "pas pour une installation"),
            ((5, 6), "", "Choisissez un pays."),
        ],
    )
    def test_what_is_wrong_is_said_twice_and_kept(self, famille, jours, pays, phrase):
        page = self.demander(famille, *jours, pays=pays)
        assert page.count(phrase) == 2 and "Emportez" not in page

    def test_it_is_offered_before_the_order(self, famille):
        lien = f'href="{reverse("demarches:ceam_voyage")}"'
        assert lien in texte(famille.client.get(reverse("demarches:depart", args=["ceam"])))
        assert lien in texte(famille.commencer())
