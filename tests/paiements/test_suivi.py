"""What is withheld in a year, a year of care, and the file for a spreadsheet."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from ameli.noyau import horloge
from paiements import depenses, suivi
from paiements.graphique import HAUTEUR, barres
from paiements.models import Paiement, Prestation, Retenue, Tiers
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant
from tests.outils.requetes import requetes
from tests.paiements.dossier import payer, payer_une_consultation

pytestmark = pytest.mark.django_db


@pytest.fixture
def connectee(client, lea):
    return connecter(client, creer_compte(lea))


def retenir(ligne: Prestation, montant: str = "2.00", genre: str = "PF", *, pris: bool = True, **champs) -> Retenue:
    paiement = ligne.paiement
    return Retenue.objects.create(
        assure=paiement.assure, personne=ligne.personne, prestation=ligne, genre=genre, annee=ligne.soins_le.year,
        acte_le=ligne.soins_le, montant=Decimal(montant), paiement=paiement if pris else None,
        recupere_le=paiement.emis_le if pris else None, **champs,
    )  # fmt: skip


def lu(reponse) -> str:
    assert reponse.status_code == 200
    page = html.unescape(re.sub(r"<[^>]*>", " ", reponse.content.decode().split("<main", 1)[1]))
    return re.sub(r"\s+", " ", page)


def test_gauges_count_the_year_of_the_care_for_each_person(lea):
    jour = date(2026, 1, 3)
    veille = payer_une_consultation(lea, jour)
    assert veille.soins_le.year == 2025
    retenir(veille)
    ligne = payer_une_consultation(lea, date(2026, 3, 3))
    retenir(ligne)
    retenir(ligne, "1.00", "FRB")
    retenir(ligne, "4.00", "FRT", pris=False)
    retenir(payer_une_consultation(creer_assure("Marc", "Lafitte", sexe="M"), date(2026, 3, 3)))
    (elle,) = suivi.suivre(lea, 2026)
    assert [(jauge.compteur, jauge.total, jauge.reste) for jauge in elle.jauges] == [("PF", 2, 48), ("FR", 5, 45)]
    assert suivi.en_attente(lea) == 4
    assert suivi.suivre(lea, 2024) == ()


def test_years_go_back_as_far_as_the_list():
    assert suivi.annees(date(2026, 11, 23)) == [2026, 2025, 2024]


def test_the_page_shows_gauges_details_and_what_is_owed(connectee, lea):
    jour = horloge.aujourdhui()
    ligne = payer_une_consultation(lea, jour)
    retenir(ligne)
    retenir(ligne, "1.00", "FRB", pris=False)
    page = lu(connectee.get("/mes-paiements/retenues/", {"annee": ligne.soins_le.year}))
    for attendu in ("Participations forfaitaires en", "2,00 €", "sur 50,00 €", "Solde à retenir", "en attente"):
        assert attendu in page
    assert "Aucune retenue" in lu(connectee.get("/mes-paiements/retenues/", {"annee": jour.year - 1}))
    assert (
        f'<option value="{jour.year}" selected' in connectee.get("/mes-paiements/retenues/?annee=zz").content.decode()
    )


def test_a_year_of_care_counts_everybody_and_every_recipient(connectee, lea, pharmacie):
    enfant = creer_enfant(lea)
    ligne = payer_une_consultation(lea, date(2026, 3, 10))
    chez = payer(lea, date(2026, 4, 1), "6.35", famille="TIERS", destinataire=pharmacie, postes=2, rangs=2)
    Prestation.objects.create(
        paiement=chez, rang=1, code="PH7", soins_le=date(2026, 3, 28), personne=enfant.personne, paye=Decimal("8.20"),
        base=Decimal("8.20"), taux=65, verse=Decimal("5.33"), motif_taux="HAB",
    )  # fmt: skip
    ij = payer(lea, date(2026, 4, 2), "400.00", famille="IJ", postes=8192)
    Prestation.objects.create(
        paiement=ij, rang=1, code="IJN", soins_le=date(2026, 3, 1), personne=lea.personne, paye=0, verse=400,
        motif_taux="FOR",
    )  # fmt: skip
    assert ligne.soins_le == date(2026, 3, 4)
    with requetes() as faites:
        annee = depenses.lire(lea, 2026)
    assert len(faites) == 1
    assert annee.mois[2] == annee.total == depenses.Depense(Decimal("38.20"), Decimal("24.33"))
    assert annee.total.reste == Decimal("13.87")
    assert [nom for nom, _ in annee.sortes] == ["Médecin", "Pharmacie"]
    page = lu(connectee.get("/mes-paiements/depenses/", {"annee": 2026}))
    for attendu in ("38,20 €", "24,33 €", "13,87 €", "Mars", "Médecin"):
        assert attendu in page
    assert "Aucun soin cette année-là" in lu(connectee.get("/mes-paiements/depenses/", {"annee": 2025}))


def test_bars_stay_in_the_drawing_and_the_part_paid_inside_its_bar():
    mois = [depenses.Depense(Decimal(n * 10), Decimal(n * 7)) for n in range(12)]
    dessinees = barres(mois)
    assert max(barre.hauteur for barre in dessinees) == HAUTEUR
    assert all(barre.haut + barre.hauteur == HAUTEUR == barre.paye_haut + barre.paye_hauteur for barre in dessinees)
    assert all(barre.paye_hauteur <= barre.hauteur for barre in dessinees)
    assert all(barre.hauteur == 0 for barre in barres([depenses.Depense()] * 12))


def test_the_file_for_a_spreadsheet_has_every_line_of_the_search(connectee, lea, pharmacie):
    jour = horloge.aujourdhui()
    for n in range(40):
        payer_une_consultation(lea, jour - timedelta(days=n))
    chez = payer(lea, jour, "5.33", famille="TIERS", destinataire=pharmacie, postes=2)
    mechant = Tiers.objects.create(genre="PRO", nom='=HYPERLINK("x")')
    Prestation.objects.create(
        paiement=chez, rang=1, code="PH7", soins_le=jour, personne=lea.personne, professionnel=mechant,
        paye=Decimal("8.20"), base=Decimal("8.20"), taux=65, verse=Decimal("5.33"), motif_taux="HAB",
    )  # fmt: skip
    payer_une_consultation(creer_assure("Marc", "Lafitte", sexe="M"), jour)
    reponse = connectee.get("/mes-paiements/liste.csv")
    assert reponse["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in reponse["Cache-Control"]
    texte = reponse.content.decode("utf-8-sig")
    lignes = list(csv.DictReader(io.StringIO(texte), delimiter=";"))
    assert len(lignes) == 41
    assert lignes[0]["Professionnel"] == '\'=HYPERLINK("x")'
    assert (lignes[1]["Montant payé"], lignes[1]["Montant versé"], lignes[1]["Retenue due"]) == (
        "30,00",
        "21,00",
        "2,00",
    )
    filtre = connectee.get("/mes-paiements/liste.csv", {"famille": "TIERS"}).content.decode()
    assert filtre.count("\r\n") == 2


def test_pages_of_a_year_cost_few_queries(connectee, lea):
    jour = horloge.aujourdhui()
    for n in range(30):
        retenir(payer_une_consultation(lea, jour - timedelta(days=n)))
    for adresse in ("/mes-paiements/retenues/", "/mes-paiements/depenses/"):
        with requetes() as faites:
            assert connectee.get(adresse).status_code == 200
        assert len(faites) <= 6, faites
    assert Paiement.objects.de(lea).count() == 30


def test_the_running_year_is_this_year_and_an_empty_gauge_is_drawn_empty(connectee, lea):
    jour = horloge.aujourdhui()
    ligne = payer_une_consultation(lea, jour)
    retenir(ligne)
    annee = ligne.soins_le.year
    page = connectee.get("/mes-paiements/retenues/", {"annee": annee}).content.decode()
    assert "48,00" in page and page.count("cette année.") == 2 and "cette année-là" not in page
    assert page.count("delai__barre--vide") == 1, "the franchises are at 0 €, the participations are not"
    avant = payer_une_consultation(lea, date(annee - 1, 6, 3))
    retenir(avant)
    assert f"pour {annee - 1}." in lu(connectee.get("/mes-paiements/retenues/", {"annee": annee - 1}))
