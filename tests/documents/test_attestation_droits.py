"""Chapter 4 § 2: what the attestation says, block by block, and who is on it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accounts.models import Adresse, Beneficiaire, Exoneration, MedecinTraitant
from ameli.noyau.journal import auteur
from ameli.noyau.pays import nom_du_pays
from documents.editions.attestation_droits import FAMILLE, composer, ouvrir_dossier
from documents.editions.courrier import Destinataire
from tests.documents.rendus import imprimer
from tests.documents.situations import (
    ESSAI,
    MIDI,
    annoncer_une_adresse,
    changer_les_droits,
    changer_les_droits_des_enfants,
)
from tests.fabriques import creer_complementaire, creer_enfant
from tests.outils.pdf import texte

pytestmark = pytest.mark.django_db
JOUR = date(2026, 3, 14)


def dossier_de(assure, jour: date = JOUR):
    assure.refresh_from_db(fields=["droits_du", "droits_au"])
    return ouvrir_dossier(assure, instant=datetime(jour.year, jour.month, jour.day, 11, tzinfo=UTC), jour=jour)


def attestation(assure, pour: str = FAMILLE, *, jour: date = JOUR, exonerations: bool = False):
    return composer(dossier_de(assure, jour), pour=pour, avec_exonerations=exonerations)


def lire(papier) -> str:
    return texte(imprimer(papier).octets)


def test_each_block_of_the_reference_is_on_the_paper(lea, hugo):
    lu = lire(attestation(lea))
    for bloc, attendus in {
        "head": ["CPAM des Landes", "207 rue de Fontainebleau", "le 14/03/2026", "Attestation de droits"],
        "addressee": ["Léa Duprat", "8 rue des Arènes", "40100 DAX"],
        "insured": ["2 90 06 40 999 001 37", "LAFITTE", "DUPRAT", "Léa Marie", "06/06/1990"],
        "attachment": ["régime général", "01 401 0000", "Code gestion 10"],
        "validity": ["du 14 mars 2026 au 13 mars 2027"],
        "beneficiaries": [
            "06/06/1990 01 oui du 01/09/2010 au 13/03/2027",
            "29/02/2012 02 non du 29/02/2012 au 13/03/2027",
        ],
        "contact": [
            "36 46",
            "Par courrier : CPAM des Landes, 207 rue de",
            "Fontainebleau, 40013 MONT-DE-MARSAN CEDEX.",
        ],
        "verification": ["Vérifier ce document"],
        "foot": ["éditée automatiquement le 14/03/2026", "Page 1 sur 1"],
    }.items():
        for attendu in attendus:
            assert attendu in lu, f"{bloc}: {attendu}"


def test_the_name_of_the_doctor_is_never_printed(lea, hugo):
    assert "Castets" not in lire(attestation(lea))


def test_the_attestation_of_one_child_shows_this_child_alone(lea, hugo):
    creer_enfant(lea, "Inès")
    papier = attestation(lea, hugo.public_id)
    assert [ligne.prenoms for ligne in papier.beneficiaires] == ["Hugo"]
    assert papier.titre == "Attestation de droits – Hugo Lafitte"
    assert papier.personnes == (hugo.public_id,)
    assert "Inès" not in lire(papier)


def test_the_file_name_holds_the_day_and_nothing_of_the_person(lea):
    assert attestation(lea).nom_fichier == "attestation-droits_2026-03-14.pdf"


@pytest.mark.parametrize(
    ("jour", "presents"),
    [
        (date(2028, 2, 29), ["Léa Marie", "Hugo"]),  # 16 years old
        (date(2030, 2, 27), ["Léa Marie", "Hugo"]),
        (date(2030, 2, 28), ["Léa Marie", "Hugo"]),  # born on 29 February: still 17 on the 28th
        (date(2030, 3, 1), ["Léa Marie"]),
    ],
)
def test_a_dependant_stays_until_eighteen(lea, hugo, jour, presents):
    assert [ligne.prenoms for ligne in attestation(lea, jour=jour).beneficiaires] == presents


def test_an_adult_dependant_is_named_on_the_page_with_the_reason(lea, hugo):
    dossier = dossier_de(lea, date(2030, 3, 1))
    assert [(absent.nom, "propre compte" in absent.raison) for absent in dossier.absents] == [("Hugo", True)]
    with pytest.raises(LookupError):
        composer(dossier, pour=hugo.public_id, avec_exonerations=False)


def test_a_child_attached_to_both_parents_is_on_each_ones_paper(lea, voisin, hugo):
    with auteur(ESSAI):
        Beneficiaire.objects.create(
            assure=voisin, personne=hugo, rang=2, lien="ENFANT", parent_referent=False, droits_du=hugo.date_naissance
        )
    for parent in (lea, voisin):
        assert "Hugo" in [ligne.prenoms for ligne in attestation(parent).beneficiaires]


def test_a_child_of_the_other_parent_only_is_not_on_the_paper(lea, voisin, hugo):
    with pytest.raises(LookupError):
        attestation(voisin, hugo.public_id)


@pytest.mark.parametrize(
    ("du", "au", "mots"),
    [
        (None, None, "pas encore ouverts"),
        (date(2010, 1, 1), date(2026, 3, 13), "fermés depuis le 14 mars 2026"),
        (date(2026, 4, 1), None, "s’ouvrent le 1er avril 2026"),
    ],
)
def test_closed_rights_give_no_paper_but_a_reason_and_what_to_do(lea, du, au, mots):
    changer_les_droits(lea, droits_du=du, droits_au=au)
    dossier = dossier_de(lea)
    assert mots in dossier.refus.motif.replace("\u00a0", " ")
    assert dossier.refus.que_faire
    with pytest.raises(ValueError, match="closed"):
        composer(dossier, pour=FAMILLE, avec_exonerations=False)


@pytest.mark.parametrize(
    ("jour", "droits_au", "fin"),
    [
        (JOUR, None, date(2027, 3, 13)),
        (JOUR, date(2026, 8, 31), date(2026, 8, 31)),
        (JOUR, date(2026, 3, 14), date(2026, 3, 14)),
        (date(2028, 2, 29), None, date(2029, 2, 28)),
        (date(2027, 3, 1), None, date(2028, 2, 29)),
    ],
)
def test_the_paper_holds_for_a_year_bounded_by_the_rights(lea, jour, droits_au, fin):
    changer_les_droits(lea, droits_au=droits_au)
    papier = attestation(lea, jour=jour)
    assert (papier.valide_du, papier.valide_au) == (jour, fin)
    assert papier.beneficiaires[0].droits_au == fin


def test_the_rights_of_one_child_bound_the_paper_of_this_child_only(lea, hugo):
    changer_les_droits_des_enfants(lea, droits_au=date(2026, 6, 30))
    assert attestation(lea, hugo.public_id).valide_au == date(2026, 6, 30)
    famille = attestation(lea)
    assert famille.valide_au == date(2027, 3, 13)
    assert famille.beneficiaires[1].droits_au == date(2026, 6, 30)


def test_a_child_whose_rights_are_closed_is_left_out_with_the_reason(lea, hugo):
    changer_les_droits_des_enfants(lea, droits_au=date(2026, 1, 31))
    assert [
        "fermés depuis le 1er février 2026" in a.raison.replace("\u00a0", " ") for a in dossier_de(lea).absents
    ] == [True]


def test_exemptions_show_only_when_asked_and_only_those_in_force(lea, hugo):
    Exoneration.objects.create(assure=lea, personne=lea.personne, nature="ALD_30", du=date(2024, 1, 1))
    Exoneration.objects.create(
        assure=lea, personne=lea.personne, nature="MATERNITE", du=date(2020, 1, 1), au=date(2020, 9, 1)
    )
    assert attestation(lea).exonerations is None
    assert "Exonération" not in lire(attestation(lea))
    lu = lire(attestation(lea, exonerations=True))
    assert "affection de longue durée (liste)" in lu
    assert "100 %" in lu
    assert "maternité" not in lu


def test_the_exemption_of_the_mother_is_not_on_the_paper_of_the_child(lea, hugo):
    Exoneration.objects.create(assure=lea, personne=lea.personne, nature="ALD_30", du=date(2024, 1, 1))
    papier = attestation(lea, hugo.public_id, exonerations=True)
    assert papier.exonerations == ()
    assert "Aucune exonération en cours" in lire(papier)


def test_the_c2s_is_printed_and_a_mutuelle_is_not(lea):
    creer_complementaire(lea, "Mutuelle des Pins")
    creer_complementaire(
        lea,
        "CPAM des Landes",
        nature="C2SP",
        adresse="40013 Mont-de-Marsan",
        du=date(2025, 10, 1),
        au=date(2026, 9, 30),
    )
    lu = lire(attestation(lea))
    assert "Complémentaire santé solidaire" in lu
    assert "40013 Mont-de-Marsan" in lu
    assert "Mutuelle des Pins" not in lu


def test_an_address_that_is_still_to_come_leaves_the_former_one_on_the_paper(lea):
    annoncer_une_adresse(lea, datetime(2026, 3, 20, tzinfo=UTC))
    dossier = dossier_de(lea)
    assert dossier.adresse.commune == "Dax"
    assert dossier.adresse_a_venir.commune == "Bordeaux"
    assert "DAX" in composer(dossier, pour=FAMILLE, avec_exonerations=False).destinataire.lignes[-1]
    assert dossier_de(lea, date(2026, 3, 21)).adresse.commune == "Bordeaux"


def test_an_address_abroad_ends_with_the_country_in_french(lea):
    adresse = Adresse(ligne_1="Calle Mayor 3", code_postal="28013", commune="Madrid", pays="ES", effet_le=MIDI)
    assert Destinataire.de(lea.personne, adresse).lignes == ("Calle Mayor 3", "28013 MADRID", "ESPAGNE")
    assert nom_du_pays("ZZ") == "ZZ"


def test_someone_without_an_address_still_gets_the_paper(lea):
    with auteur(ESSAI):
        lea.adresses.all().delete()
    assert attestation(lea).destinataire.lignes == ()


def test_the_file_is_read_in_three_queries_whatever_the_family(lea, django_assert_num_queries):
    for prenom in ("Ana", "Bixente", "Chloé", "David", "Eneko"):
        enfant = creer_enfant(lea, prenom)
        MedecinTraitant.objects.create(
            assure=lea, personne=enfant.personne, nom="Dr Castets", commune="Dax", depuis=date(2020, 1, 1)
        )
    with django_assert_num_queries(3):
        dossier = ouvrir_dossier(lea, instant=MIDI, jour=JOUR)
    with django_assert_num_queries(2):
        composer(dossier, pour=FAMILLE, avec_exonerations=True)
