"""An agent finds who calls by the telephone that calls; the number is never kept in clear to be searched."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.informations.contacts.empreintes import completer
from accounts.models import Compte
from tests.fabriques import connecter, creer_assure, creer_caisse, creer_compte

pytestmark = pytest.mark.django_db
TROUVER = "admin:accounts_assure_trouver"


@pytest.fixture
def guichet(client, agent):
    return connecter(client, agent.compte)


def donner(assure, **numeros):
    if not Compte.objects.filter(assure=assure).exists():
        creer_compte(assure)
    for champ, numero in numeros.items():
        setattr(assure.compte, champ, numero)
    assure.compte.save(update_fields=list(numeros))


def chercher(guichet, telephone):
    return guichet.post(reverse(TROUVER), {"telephone": telephone})


@pytest.mark.parametrize("ecrit", ["06 39 98 00 01", "+33 (0)6.39.98.00.01", "0033639980001", "tél. 0639980001"])
def test_any_writing_of_the_mobile_opens_the_file(guichet, lea, ecrit):
    donner(lea, telephone="0639980001")
    assert chercher(guichet, ecrit)["Location"] == reverse("admin:accounts_assure_change", args=[lea.pk])


def test_a_fixed_line_and_a_foreign_number_are_found_too(guichet, lea):
    donner(lea, telephone="+32470123456", telephone_fixe="0536490011")
    for ecrit in ("05 36 49 00 11", "0032 470 12 34 56"):
        assert chercher(guichet, ecrit).status_code == 302


def test_a_family_with_one_telephone_is_shown_to_be_chosen_from(guichet, lea):
    tom = creer_assure("Tom", "Duprat")
    for un in (lea, tom):
        donner(un, telephone_fixe="0536490011")
    page = chercher(guichet, "0536490011").content.decode()
    assert "Ce téléphone est celui de 2 dossiers" in page
    for un in (lea, tom):
        assert reverse("admin:accounts_assure_change", args=[un.pk]) in page


def test_the_telephone_of_another_caisse_is_nobodys(guichet, lea):
    ailleurs = creer_assure("Tom", "Bidart", caisse=creer_caisse("641", "CPAM de Bayonne"))
    donner(ailleurs, telephone="0639980077")
    page = chercher(guichet, "06 39 98 00 77").content.decode()
    assert "Aucun dossier de votre caisse ne correspond." in page and "Bidart" not in page


def test_what_is_no_telephone_is_said_beside_the_field_and_kept(guichet):
    page = chercher(guichet, "06 39 98").content.decode()
    assert "Écrivez un numéro complet." in page and 'value="06 39 98"' in page


def test_a_telephone_that_is_replaced_or_removed_finds_nobody_any_more(guichet, lea):
    donner(lea, telephone="0639980001")
    donner(lea, telephone="0639980002", telephone_fixe="")
    assert chercher(guichet, "0639980001").status_code == 200
    assert chercher(guichet, "0639980002").status_code == 302
    assert Compte.objects.get(pk=lea.compte.pk).telephone_fixe_empreinte is None


def test_saving_something_else_touches_no_fingerprint(lea, django_assert_num_queries):
    donner(lea, telephone="0639980001")
    avant = Compte.objects.get(pk=lea.compte.pk).telephone_empreinte
    peu = Compte.objects.only("pk", "gel_motif").get(pk=lea.compte.pk)
    peu.gel_motif = "essai"
    with django_assert_num_queries(1):
        peu.save()
    assert Compte.objects.get(pk=lea.compte.pk).telephone_empreinte == avant


def test_what_the_version_before_wrote_is_completed_lot_by_lot_and_once(guichet, lea):
    """It knows no fingerprint: it leaves none, or the one of the former number."""
    tom, zoe = creer_assure("Tom", "Duprat"), creer_assure("Zoé", "Duprat")
    for un, numero in ((lea, "0639980001"), (tom, "0639980002"), (zoe, "0639980003")):
        donner(un, telephone=numero)
    Compte.objects.filter(pk=lea.compte.pk).update(telephone_empreinte=None)
    Compte.objects.filter(pk=tom.compte.pk).update(telephone="0639980012")
    reprise = completer(lot=1)
    assert next(reprise) + next(reprise) <= 2, "stopped here, what is done is done"
    assert sum(completer(lot=2)) <= 2
    assert sum(completer()) == 0
    assert chercher(guichet, "0639980001").status_code == 302
    assert chercher(guichet, "0639980012").status_code == 302
    assert chercher(guichet, "0639980002").status_code == 200
