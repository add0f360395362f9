"""The key of the fingerprints turns: everybody is found meanwhile, and the old key can go afterwards."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from accounts.informations import cartes_vitale
from accounts.models import CarteVitale, CoordonneesBancaires, Personne
from ameli.noyau.chiffrement import de_donnees, empreinte, en_donnees, retrouver
from ameli.noyau.empreintes import ChampEmpreinte, nom_de, tourner, tours
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree
from ameli.noyau.sauvegarde.cles import fautes
from tests.fabriques import creer_assure, creer_compte
from tests.outils.cles import NEUVE


def dire() -> str:
    sortie = StringIO()
    call_command("tourner_empreintes", "--lot", "2", stdout=sortie)
    return sortie.getvalue()


def test_the_first_key_writes_and_all_of_them_are_believed(cles):
    avant = empreinte("nir", "1")
    assert avant.anciennes == () and avant.toutes == (avant,) and avant.premiere == avant
    cles(NEUVE, cles.ancienne)
    pendant = empreinte("nir", "1")
    assert pendant != avant and pendant.toutes == (pendant, avant) and pendant.premiere == avant
    assert (
        pendant.vaut(avant)
        and pendant.vaut(pendant)
        and not pendant.vaut(empreinte("nir", "2"))
        and not pendant.vaut("")
    )
    cles(NEUVE)
    assert empreinte("nir", "1") == pendant and not empreinte("nir", "1").vaut(avant)


def test_a_fingerprint_goes_through_a_due_date_with_its_old_ones(cles):
    cles(NEUVE, cles.ancienne)
    une = empreinte("nir", "1")
    assert de_donnees("nir_empreinte", en_donnees("nir_empreinte", une)).toutes == une.toutes
    assert de_donnees("nir_empreinte", {"nir_empreinte": "a"}).toutes == ("a",)  # as the version before wrote it
    assert en_donnees("nir_empreinte", "a") == {"nir_empreinte": "a"}


def test_what_was_found_is_named_as_it_was_looked_for(cles):
    ancienne = empreinte("nir", "1")
    cles(NEUVE, cles.ancienne)
    neuve = empreinte("nir", "1")
    assert retrouver([neuve, empreinte("nir", "2")], {str(ancienne): "Léa"}) == {neuve: "Léa"}


def test_a_second_key_that_cannot_be_read_is_refused(cles):
    cles(NEUVE, "YQ==")
    with pytest.raises(ImproperlyConfigured, match="AMELI_CLE_EMPREINTE"):
        empreinte("nir", "1")


@pytest.mark.django_db
def test_people_cards_and_accounts_are_found_before_during_and_after(cles):
    assure = creer_assure()
    compte = creer_compte(assure)
    compte.telephone = "0639981234"
    compte.save()
    personne = assure.personne
    carte = CarteVitale.objects.get(personne=personne)
    nir, serie = personne.nir, carte.serie

    def trouves() -> list[bool]:
        return [
            Personne.objects.filter(nir_empreinte=empreinte("nir", nir)).exists(),
            Personne.objects.filter(nir_empreinte__in=[empreinte("nir", nir), empreinte("nir", "0")]).exists(),
            type(assure).objects.systeme("test").filter(personne__nir_empreinte=empreinte("nir", nir)).exists(),
            cartes_vitale.reconnaitre(personne.pk, serie) == carte,
            not cartes_vitale.possessions([personne.pk])[personne.pk].identite_changee(personne),
            type(compte).objects.filter(telephone_empreinte=empreinte("telephone", "0639981234")).exists(),
            CoordonneesBancaires.objects.de(assure).count() == CoordonneesBancaires.objects.de(assure).filter(
                iban_empreinte__in=[empreinte("iban", un.iban) for un in CoordonneesBancaires.objects.de(assure)]
            ).count(),
            Personne.objects.get(pk=personne.pk).a_pour_numero(nir),
            not fautes(),
        ]  # fmt: skip

    assert all(trouves())
    cles(NEUVE, cles.ancienne)
    assert all(trouves())
    assert dire().endswith("Relancez jusqu’à lire 0.\n")
    assert all(trouves())
    assert "0 empreintes refaites" in dire()
    cles(NEUVE)
    assert all(trouves())
    assert Entree.objects.filter(genre="empreintes.tournees").exists()


@pytest.mark.django_db
def test_it_stops_and_goes_on_anywhere(cles):
    for _ in range(3):
        creer_assure()
    cles(NEUVE, cles.ancienne)
    champ = Personne._meta.get_field("nir_empreinte")
    combien = Personne.objects.exclude(nir_empreinte=None).count()
    assert next(tourner(champ, 1)) == (1, 1)  # and stopped there
    *_, (lues, ecrites) = tourner(champ, 2)
    assert (lues, ecrites) == (combien, combien - 1)


@pytest.mark.django_db
def test_what_no_key_explains_is_left_alone(cles):
    """The name that was printed on a card and is no longer the person's."""
    personne = creer_assure().personne
    with auteur("systeme:essai"):
        Personne.objects.filter(pk=personne.pk).update(nir_empreinte="0" * 64)
    cles(NEUVE, cles.ancienne)
    dire()
    assert Personne.objects.get(pk=personne.pk).nir_empreinte == "0" * 64


@pytest.mark.django_db
def test_with_one_key_there_is_nothing_to_turn():
    with pytest.raises(CommandError, match="n’a qu’une clé"):
        dire()


def test_every_column_of_a_number_that_somebody_may_guess_is_made_again():
    assert tours().keys() == {
        "accounts.carteeuropeenne.numero_empreinte", "accounts.cartevitale.identite_empreinte", "accounts.cartevitale.serie_empreinte",
        "accounts.compte.telephone_empreinte", "accounts.compte.telephone_fixe_empreinte",
        "accounts.coordonneesbancaires.iban_empreinte", "accounts.personne.nir_empreinte", "demarches.brouillon.sujet",
        "demarches.factureetrangere.empreinte", "demarches.personnedemandee.empreinte", "demarches.procuration.code_empreinte",
        "demarches.verrou.empreinte",
    }  # fmt: skip
    assert nom_de(Personne._meta.get_field("nir_empreinte")) in tours()


def test_every_column_of_keyed_fingerprints_is_looked_up_under_every_key():
    sans_cle = {"accounts.avisorganisme.empreinte", "noyau.maillon.empreinte"}  # hashes of what is not looked up
    autres = {
        nom_de(champ)
        for modele in apps.get_models()
        for champ in modele._meta.local_fields
        if "empreinte" in champ.name and not isinstance(champ, ChampEmpreinte)
    }
    assert autres == sans_cle
