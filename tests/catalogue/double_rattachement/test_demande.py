"""Asking: who may, for whom, with what; the same answer whoever has that number; once; corrected or withdrawn until it is taken."""

from __future__ import annotations

import re
import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connections, transaction
from django.urls import reverse

from ameli.noyau import formats, horloge
from demarches.catalogue.double_rattachement import enfants
from demarches.models import Brouillon, Demarche, Etat
from demarches.moteur import depot, transitions
from tests.catalogue.double_rattachement.acteurs import Agent, Parent, identite, passer
from tests.fabriques import creer_assure, creer_caisse, creer_enfant, nir_d_essai
from tests.outils.requetes import requetes
from tests.outils.temps import ECART_PERMIS_MS, ecart_ms

pytestmark = pytest.mark.django_db
INCONNU = {"nom": "Lafitte", "prenom": "Marc", "naissance": "14/03/1985"}


@pytest.fixture
def lea() -> Parent:
    return Parent()


@pytest.fixture
def marc() -> Parent:
    return Parent("Marc", "Lafitte", sexe="M", date_naissance=date(1985, 3, 14))


@pytest.fixture
def zoe(lea):
    return creer_enfant(lea.assure, "Zoé", date_naissance=date(2014, 9, 16))


@pytest.fixture
def tom(lea, zoe):
    return creer_enfant(lea.assure, "Tom", date_naissance=date(2026, 8, 20))


class TestQuiPeut:
    def test_the_same_page_for_everybody_who_is_no_childs_referent(self, lea, marc, zoe):
        seul = Parent("Odette", "Labat")
        with_child = Parent("Paul", "Second", sexe="M")
        zoe.assure.beneficiaires.model.objects.create(
            assure=with_child.assure, personne=zoe.personne, rang=2, lien="ENFANT", parent_referent=False,
            droits_du=date(2026, 1, 1),
        )  # fmt: skip
        pages = {parent.porte().partition("<main")[2].partition("</main")[0] for parent in (marc, seul, with_child)}
        assert len(pages) == 1
        page = pages.pop()
        assert "réservée au parent référent" in page and "S3705" in page and "Zoé" not in page

    def test_the_tile_is_there_for_a_referent_only(self, lea, marc, zoe):
        titre = "Inscrire votre enfant sur la carte Vitale de l’autre parent"
        assert titre in lea.page("demarches:accueil") and titre not in marc.page("demarches:accueil")

    @pytest.mark.ce_lundi("ages of children")
    def test_the_answers_and_the_reasons_of_each_child_are_shown(self, lea, marc, zoe, tom):
        creer_enfant(lea.assure, "Enzo", date_naissance=date(2009, 1, 1))
        creer_enfant(lea.assure, "Lou", date_naissance=date(2026, 11, 1), nir=None)
        lea.remplir(identite(marc.assure), zoe)
        page = lea.client.get(lea.adresse("enfants")).content.decode().replace("\u00a0", " ")
        assert "Zoé, 12 ans" in page and "Tom, moins de 1 an" in page
        assert "à son nom" in page and "attendu vers le" in page and page.count(" disabled") == 2


class TestSaisie:
    @pytest.mark.parametrize(
        ("faute", "mots"),
        [
            ({"nir": "1 85 03 40 999 077 11"}, "clé"),
            ({"nom": ""}, "nom de naissance du second parent"),
            ({"prenom": ""}, "prénom du second parent"),
            ({"naissance": "31/12/2099"}, "pas encore passée"),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_field(self, lea, zoe, faute, mots):
        lea.client.post(reverse("demarches:depart", args=["double-rattachement"]))
        lea.envoyer("rappel")
        page = lea.envoyer("second_parent", **{**INCONNU, "nir": nir_d_essai("M"), **faute}).content.decode()
        assert mots in page

    def test_ones_own_number_is_refused(self, lea, zoe):
        lea.client.post(reverse("demarches:depart", args=["double-rattachement"]))
        lea.envoyer("rappel")
        assert "C’est votre numéro" in lea.envoyer("second_parent", **identite(lea.assure)).content.decode()

    def test_a_corsican_number_is_typed_with_its_letter_and_fifteen_digits_with_spaces(self, lea, zoe):
        corse = creer_assure("Ange", "Santoni", sexe="M", nir=nir_d_essai("M", date(1977, 10, 2), "2A"))
        complet = corse.personne.nir_complet
        assert "2A" in complet
        espace = (
            f"{complet[0]} {complet[1:3]} {complet[3:5]} {complet[5:7]} {complet[7:10]} {complet[10:13]} {complet[13:]}"
        )
        assert lea.demander(identite(corse, nir=espace), zoe).etat == Etat.DEPOSEE

    def test_no_child_is_an_error_and_a_greyed_one_is_refused_whatever_is_posted(self, lea, marc, zoe):
        enzo = creer_enfant(lea.assure, "Enzo", date_naissance=date(2009, 1, 1))
        lea.remplir(identite(marc.assure), zoe)
        assert "Choisissez au moins un enfant" in lea.envoyer("enfants").content.decode()
        assert "à son nom" in lea.envoyer("enfants", enfants=[enzo.personne.public_id]).content.decode()

    def test_each_tick_is_asked_for(self, lea, marc, zoe):
        lea.remplir(identite(marc.assure), zoe)
        page = lea.valider(honneur="on").content.decode()
        assert "Cochez la case pour confirmer cet accord" in page
        page = lea.valider(accord="on").content.decode()
        assert "Cochez la case pour certifier" in page
        assert lea.valider().status_code == 302
        assert "second parent est d’accord" in lea.suivi(Demarche.objects.de(lea.assure).get())


class TestMemeReponse:
    def test_known_unknown_mismatched_and_protected_read_the_same(self, lea, marc, zoe, tom):
        """Text and queries: who asks learns nothing of who has that number."""
        protege = creer_assure("Rachel", "Lacoste", adresse_protegee=True)
        quatre = [
            identite(marc.assure), {**INCONNU, "nir": nir_d_essai("M")}, identite(marc.assure, nom="Dupouy"), identite(protege),
        ]  # fmt: skip
        lus = []
        for second in quatre:
            lea.remplir(second, zoe)
            with requetes() as vues:
                fin = lea.valider()
            demarche = Demarche.objects.de(lea.assure).latest("id")
            pages = [lea.client.get(fin.url).content.decode(), lea.suivi(demarche), lea.messages[-1]]
            lus.append((len(vues), [_anonyme(page, demarche, second) for page in pages]))
            lea.client.post(reverse("demarches:annuler", args=[demarche.reference]), follow=True)
        assert len({nombre for nombre, _ in lus}) == 1
        for _, pages in lus[1:]:
            assert pages == lus[0][1]

    def test_known_and_unknown_take_the_same_time(self, lea, marc, zoe):
        lea.remplir(identite(marc.assure), zoe)

        def duree(second: dict[str, str]) -> float:
            assert lea.envoyer("second_parent", **second).status_code == 302
            with transaction.atomic():
                depart = time.perf_counter()
                fin = lea.valider()
                ecoule = (time.perf_counter() - depart) * 1000
                transaction.set_rollback(True)
            assert fin.status_code == 302
            return ecoule

        connu, inconnu = identite(marc.assure), {**INCONNU, "nir": nir_d_essai("M")}
        duree(inconnu), duree(connu)
        assert ecart_ms(lambda: duree(connu), lambda: duree(inconnu)) <= ECART_PERMIS_MS

    def test_the_receipt_has_the_number_masked(self, lea, marc, zoe):
        demarche = lea.demander(identite(marc.assure), zoe)
        recu = lea.messages[-1].replace("\u00a0", " ")
        assert "1 85 •• •• ••• •••" in recu and "Zoé" in recu and demarche.reference in recu
        assert marc.assure.personne.nir not in lea.suivi(demarche)


def _anonyme(page: str, demarche: Demarche, second: dict[str, str]) -> str:
    """What is read of it, without the reference, what was typed and the hour."""
    texte = re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main")[0] or page)
    for mot in (demarche.reference, formats.jour(date(1985, 3, 14)), *second.values()):
        texte = texte.replace(mot, "…")
    return " ".join(re.sub(r"[\d…•]+|(?:juin|mars)", " ", texte).split())


class TestQuinzeJours:
    def test_again_after_fifteen_days_to_the_minute_whatever_became_of_it(self, lea, marc, zoe, tom):
        demarche = lea.demander(identite(marc.assure), zoe)
        transitions.passer(demarche, "refuser", acteur="agent:A", motif="Illisible.")
        page = lea.porte()
        assert "Il faut attendre 15 jours" in page and "à partir du" in page
        horloge.regler_decalage(timedelta(days=15, minutes=-1))
        assert "Il faut attendre 15 jours" in lea.porte()
        horloge.regler_decalage(timedelta(days=15, minutes=1))
        assert "Commencer" in lea.porte()

    def test_one_that_was_cancelled_before_it_was_taken_does_not_count(self, lea, marc, zoe):
        demarche = lea.demander(identite(marc.assure), zoe)
        lea.client.post(reverse("demarches:annuler", args=[demarche.reference]))
        assert lea.relire(demarche).etat == Etat.ANNULEE and "Commencer" in lea.porte()

    def test_a_typo_is_corrected_without_waiting(self, lea, marc, zoe):
        demarche = lea.demander(identite(marc.assure, nom="Lafite"), zoe)
        lea.client.post(reverse("demarches:corriger", args=[demarche.reference]))
        assert lea.envoyer("second_parent", **identite(marc.assure)).status_code == 302
        assert lea.valider().status_code == 302
        corrigee = Demarche.objects.de(lea.assure).latest("id")
        assert corrigee.remplace_id == demarche.pk and lea.relire(demarche).etat == Etat.ANNULEE
        assert corrigee.reponses["second_parent"]["nom"] == "Lafitte"
        assert [un.personne.prenom for un in enfants.de_la_demande(corrigee)] == ["Zoé"]

    def test_once_taken_it_is_neither_corrected_nor_withdrawn(self, lea, marc, zoe):
        demarche = lea.demander(identite(marc.assure), zoe)
        transitions.passer(demarche, "prendre", acteur="agent:A")
        page = lea.suivi(demarche)
        assert "Corriger ma demande" not in page and "Annuler cette démarche" not in page


class TestEnfants:
    def test_four_children_one_already_on_both_make_three_rows_of_one_demarche(self, lea, marc, zoe, tom):
        lou, ana = (creer_enfant(lea.assure, prenom) for prenom in ("Lou", "Ana"))
        zoe.assure.beneficiaires.model.objects.create(
            assure=marc.assure,
            personne=ana.personne,
            rang=2,
            lien="ENFANT",
            parent_referent=False,
            droits_du=date(2026, 1, 1),
        )
        demarche = lea.demander(identite(marc.assure), zoe, tom, lou)
        assert len(enfants.de_la_demande(demarche)) == 3
        assert {un.prenom: bool(un.pourquoi_pas) for un in enfants.candidats(lea.assure, horloge.maintenant())}["Ana"]

    def test_sixteen_the_day_after_goes_on(self, lea, marc):
        bientot = creer_enfant(lea.assure, "Basile", date_naissance=_il_y_a_16_ans_demain())
        demarche = lea.demander(identite(marc.assure), bientot)
        passer(2)
        assert "n’a pas" not in Agent(lea).accorder(demarche, bientot)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE

    def test_the_request_is_beside_each_child_until_it_ends(self, lea, marc, zoe, tom):
        demarche = lea.demander(identite(marc.assure), zoe)
        page = lea.page("informations:accueil")
        assert page.count("Carte de l’autre parent") == 1 and demarche.reference in page
        transitions.passer(demarche, "refuser", acteur="agent:A", motif="Illisible.")
        assert "Carte de l’autre parent" not in lea.page("informations:accueil")

    def test_crossed_requests_are_two_and_the_same_child_twice_is_refused(self, lea, marc, zoe):
        lou = creer_enfant(marc.assure, "Lou")
        premiere, croisee = lea.demander(identite(marc.assure), zoe), marc.demander(identite(lea.assure), lou)
        assert (premiere.etat, croisee.etat) == (Etat.DEPOSEE, Etat.DEPOSEE)
        transitions.passer(premiere, "refuser", acteur="agent:A", motif="Illisible.")
        passer(16)
        lea.remplir(identite(marc.assure), zoe)
        Demarche.objects.de(lea.assure).filter(pk=premiere.pk).update(etat=Etat.DEPOSEE, close_le=None)
        assert (
            "Une demande est déjà en cours" in lea.envoyer("enfants", enfants=[zoe.personne.public_id]).content.decode()
        )


@pytest.mark.django_db(transaction=True)
def test_two_people_who_send_at_the_same_second_both_succeed_and_one_child_is_sent_once():
    lea, marc = Parent(), Parent("Marc", "Lafitte", sexe="M")
    zoe, lou = creer_enfant(lea.assure, "Zoé"), creer_enfant(marc.assure, "Lou")
    for un, autre, enfant in ((lea, marc, zoe), (marc, lea, lou)):
        un.remplir(identite(autre.assure), enfant)
    brouillons = list(Brouillon.objects.systeme("test").filter(etat="OUVERT")) * 2
    depart, issues = threading.Barrier(4), []

    def envoyer(brouillon):
        depart.wait()
        try:
            issues.append(depot.deposer(brouillon).reference)
        finally:
            connections.close_all()

    fils = [threading.Thread(target=envoyer, args=(brouillon,)) for brouillon in brouillons]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(issues) == 4 and len(set(issues)) == 2
    assert Demarche.objects.systeme("test").count() == 2


def test_the_start_page_and_the_children_cost_a_known_number_of_queries(lea, marc, zoe, tom):
    with requetes() as vues:
        lea.porte()
    depart = len(vues)
    lea.remplir(identite(marc.assure), zoe)
    with requetes() as vues:
        lea.client.get(lea.adresse("enfants"))
    assert (depart, len(vues)) == (14, 11)


def _il_y_a_16_ans_demain() -> date:
    demain = horloge.aujourdhui() + timedelta(days=1)
    return demain.replace(year=demain.year - 16)


def test_the_other_caisse_is_no_matter_at_the_deposit(lea, zoe):
    gironde = Parent("Paul", "Gironde", sexe="M", caisse=creer_caisse("331", "CPAM de la Gironde"))
    assert lea.demander(identite(gironde.assure), zoe).caisse == lea.assure.caisse
