"""A child in two files: one référent, held by PostgreSQL; each parent reads what their own file knows, and nothing of the other's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.dossier import foyer, rattachements
from accounts.informations import famille
from accounts.models import Adresse, Assure, Beneficiaire, Exoneration, MedecinTraitant
from ameli.noyau import horloge
from ameli.noyau.journal import auteur
from ameli.noyau.journal.models import Entree
from tests.fabriques import connecter, creer_assure, creer_caisse, creer_compte, creer_enfant
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
ACTEUR, CAUSE = "agent:LANDES-01", "D-TEST"


@pytest.fixture
def lea():
    assure = creer_assure("Léa", "Duprat")
    creer_compte(assure)
    return assure


@pytest.fixture
def marc():
    assure = creer_assure("Marc", "Lafitte", sexe="M", caisse=creer_caisse("331"))
    creer_compte(assure)
    return assure


@pytest.fixture
def zoe(lea):
    """Covered by Léa, who declared a doctor, an exemption and another address for her."""
    zoe = creer_enfant(lea)
    MedecinTraitant.objects.create(
        assure=lea, personne=zoe.personne, nom="Dr Secret", commune="Capbreton", depuis=date(2020, 1, 1)
    )
    Exoneration.objects.create(assure=lea, personne=zoe.personne, nature="ALD_30", du=date(2020, 1, 1))
    with auteur(ACTEUR):
        Adresse.objects.create(
            assure=lea, beneficiaire=zoe, ligne_1="3 rue Cachée", code_postal="40130", commune="Capbreton",
            effet_le=horloge.maintenant(),
        )  # fmt: skip
    return zoe


def joindre(origine: Beneficiaire, chez: Assure, *, referent: bool = False) -> Beneficiaire:
    with transaction.atomic():
        return rattachements.joindre(
            origine, chez, referent=referent, acteur=ACTEUR, cause=CAUSE, le=horloge.maintenant()
        )


def detacher(rattachement: Beneficiaire) -> None:
    with transaction.atomic():
        rattachements.detacher(rattachement, acteur=ACTEUR, cause=CAUSE, le=horloge.maintenant())


def lue(client, assure, nom: str) -> str:
    connecter(client, assure.compte)
    return client.get(reverse(nom), follow=True).content.decode()


def test_the_child_stands_at_the_next_rank_of_the_second_file_with_rights_from_that_day(lea, marc, zoe):
    tom = creer_enfant(lea, "Tom", date_naissance=date(2026, 8, 20))
    jour = horloge.aujourdhui()
    lignes = [joindre(un, marc) for un in (zoe, tom)]
    assert [(un.rang, un.parent_referent, un.droits_du) for un in lignes] == [(2, False, jour), (3, False, jour)]
    assert all(un.droits_au == marc.droits_au for un in lignes)
    assert rattachements.partages(lea, jour) == {zoe.personne_id, tom.personne_id} == rattachements.partages(marc, jour)
    assert set(Entree.objects.filter(genre="famille.second").values_list("assure_ref", flat=True)) == {
        lea.public_id, marc.public_id,
    }  # fmt: skip


@pytest.mark.parametrize(
    "page", ["accueil", "informations:accueil", "demarches:delais", "documents:attestation_droits", "paiements:liste"]
)
def test_no_page_of_the_second_parent_tells_what_the_first_ones_file_knows(client, lea, marc, zoe, page):
    joindre(zoe, marc)
    html = lue(client, marc, page)
    assert not [mot for mot in ("Secret", "Capbreton", "Cachée", "ALD") if mot in html]
    Beneficiaire.objects.de(lea).filter(pk=zoe.pk).get()
    if page == "informations:accueil":
        assert "Zoé" in html and "Secret" in lue(client, lea, page)


def test_the_referent_is_moved_and_what_the_former_one_declared_stays_in_the_former_file(client, lea, marc, zoe):
    chez_marc = joindre(zoe, marc, referent=True)
    zoe.refresh_from_db()
    assert (zoe.parent_referent, chez_marc.parent_referent) == (False, True)
    assert "Secret" not in lue(client, marc, "informations:accueil")
    assert "Secret" in lue(client, lea, "informations:accueil")
    assert [membre.medecin for membre in famille.lire(marc, horloge.maintenant())] == ["", ""]


def test_a_child_has_one_referent_whatever_is_written(lea, marc, zoe):
    with pytest.raises(IntegrityError, match="un_parent_referent"), transaction.atomic():
        Beneficiaire.objects.create(
            assure=marc, personne=zoe.personne, rang=2, lien="ENFANT", droits_du=date(2026, 1, 1)
        )


def test_a_child_taken_out_leaves_at_once_and_the_other_parent_is_the_referent(lea, marc, zoe):
    chez_marc = joindre(zoe, marc, referent=True)
    detacher(chez_marc)
    zoe.refresh_from_db()
    assert zoe.parent_referent
    assert [m.personne.prenom for m in foyer.lire(marc, horloge.maintenant()).presents] == ["Marc"]
    de_nouveau = joindre(zoe, marc)
    assert (de_nouveau.pk, de_nouveau.rang) == (chez_marc.pk, 2), "the same rank as before"
    assert len(foyer.lire(marc, horloge.maintenant()).presents) == 2


def test_a_parent_whose_rights_are_over_gives_the_reference_back(lea, zoe):
    jour = horloge.aujourdhui()
    cle = zoe.personne.nir_empreinte
    assert rattachements.avec_referent([cle], jour=jour) == {cle}
    with auteur(ACTEUR):
        Beneficiaire.objects.de(lea).update(droits_au=jour - timedelta(days=1))
    assert not rattachements.avec_referent([cle], jour=jour)
    with auteur(ACTEUR):
        rattachements.rendre_la_reference(zoe.personne, jour=jour)
    zoe.refresh_from_db()
    assert not zoe.parent_referent


def test_a_file_without_a_rank_left_says_so(lea, marc, zoe):
    for rang in range(2, 20):
        creer_enfant(marc, f"Enfant{rang}")
    with pytest.raises(rattachements.DossierComplet):
        joindre(zoe, marc)


def test_who_has_two_files_is_read_in_one_query(lea, marc, zoe):
    joindre(zoe, marc)
    jour = horloge.aujourdhui()
    with requetes() as vues:
        rattachements.partages(lea, jour)
    assert len(vues) == 1
