"""Chapter 15 § 6: what the certificate says, heading by heading, on one page."""

from __future__ import annotations

from documents.editions.certificat_europeen import grouper
from tests.documents.papiers import CERTIFICAT, TOUS
from tests.documents.rendus import imprimer
from tests.outils.pdf import pages, texte


def test_each_heading_of_the_card_is_on_the_certificate():
    lu = texte(imprimer(CERTIFICAT).octets)
    for attendu in (
        "Certificat provisoire de remplacement",
        "Valable du 14 mars 2026 au 13 juin 2026",
        "3. Nom DUPRAT",
        "4. Prénoms Inès Marie",
        "5. Date de naissance 01/12/2015",
        "2 15 12 40 999 003 51",
        "01 401 0000 – CPAM des Landes",
        "80250 999401 01000 0007",
        "9. Fin de validité du certificat 13/06/2026",
        "7K3M 92QX 4HTB 8NPR",
        "Page 1 sur 1",
    ):
        assert attendu in lu, attendu


def test_it_fits_on_one_page_even_with_the_longest_names():
    for nom in ("certificat europeen", "certificat europeen debordant"):
        assert pages(imprimer(TOUS[nom]).octets) == 1, nom


def test_neither_the_title_nor_the_name_of_the_file_holds_a_number():
    assert CERTIFICAT.titre == "Certificat provisoire de remplacement de la carte européenne – Inès DUPRAT"
    assert CERTIFICAT.nom_fichier == "certificat-carte-europeenne_2026-03-14.pdf"


def test_the_number_is_grouped_as_on_the_card():
    assert grouper("80250999401010000007").replace("\u00a0", " ") == "80250 999401 01000 0007"
