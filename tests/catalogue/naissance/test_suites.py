"""What follows a declaration, each thing at its date: the child in the file, the civil register, the number, five weeks without it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.dossier.foyer import Obstacle
from accounts.models import Exoneration, Message, Personne
from ameli.bac_a_sable import etat_civil
from ameli.noyau import horloge
from ameli.noyau.calendrier import jours
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois.models import Envoi
from demarches.models import Demarche, Etat
from documents.editions import attestation_droits
from tests.catalogue.naissance.salle import Parent, il_y_a, passer
from tests.fabriques import creer_enfant

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea() -> Parent:
    return Parent()


def muet(donnees: dict[str, Any]) -> dict[str, str]:
    """A register that knows the child and has no number to give."""
    return {cle: valeur for cle, valeur in etat_civil.repondre(donnees).items() if cle != "nir"}


class TestLeJourMeme:
    def test_the_receipt_says_what_comes_and_the_file_has_no_child_yet(self, lea):
        demarche = lea.declarer()
        assert lea.messages == ["Votre déclaration est enregistrée"]
        assert lea.famille == [] and demarche.etat == Etat.DEPOSEE
        assert "cours d’attribution" in Message.objects.de(lea.assure).get().corps

    def test_it_may_be_cancelled_until_the_next_day_and_leaves_nothing(self, lea):
        demarche = lea.declarer()
        assert reverse("demarches:annuler", args=[demarche.reference]) in lea.suivi(demarche)
        lea.client.post(reverse("demarches:annuler", args=[demarche.reference]))
        passer(40)
        assert (lea.relire(demarche).etat, lea.famille) == (Etat.ANNULEE, [])
        assert lea.declarer().etat == Etat.DEPOSEE

    def test_after_a_jump_of_48_hours_it_is_too_late_and_the_page_says_why(self, lea):
        demarche = lea.declarer()
        passer(2)
        assert reverse("demarches:annuler", args=[demarche.reference]) not in lea.suivi(demarche)
        page = lea.client.post(reverse("demarches:annuler", args=[demarche.reference]), follow=True).content.decode()
        assert "est déjà dans votre dossier" in page
        assert lea.relire(demarche).etat == Etat.EN_COURS


class TestLeLendemain:
    def test_the_child_is_in_the_file_with_rights_from_the_day_of_birth_and_without_a_number(self, lea):
        lea.declarer({"naissance": il_y_a(40), "mairie_le": il_y_a(37)})
        ne_le = il_y_a(40)
        passer(1.01)
        (membre,) = lea.famille
        assert membre.droits_du == ne_le == membre.personne.date_naissance
        assert membre.personne.sans_numero and membre.obstacles == [Obstacle.SANS_NUMERO]

    def test_the_pages_name_the_child_and_never_a_number_of_theirs(self, lea, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        demarche = lea.declarer({"prenoms": "Lou-Ann"})
        passer(1.01)
        for page in ("informations:accueil", "documents:attestation_droits", "paiements:liste"):
            assert "Lou-Ann" in lea.page(page), page
        assert "En cours d’attribution" in lea.page("informations:accueil")
        assert "Obtenir mon attestation de droits" in lea.suivi(demarche)

    def test_the_first_thirty_days_are_exempted_as_the_setting_says(self, lea, settings):
        settings.NOUVEAU_NE = {"jours": 30, "condition": "soins à l’hôpital"}
        lea.declarer()
        passer(1.01)
        exoneration = Exoneration.objects.de(lea.assure).get(personne=lea.famille[0].personne)
        assert (exoneration.au - exoneration.du).days == 29
        assert (exoneration.nature, exoneration.condition) == ("NOUVEAU_NE", "soins à l’hôpital")

    @pytest.mark.parametrize(("jours", "provisoire"), [(1.01, True), (29, False)])
    def test_the_attestation_is_provisional_until_there_is_a_number(self, lea, jours, provisoire):
        lea.declarer()
        passer(jours)
        instant = horloge.maintenant()
        dossier = attestation_droits.ouvrir_dossier(lea.assure, instant=instant, jour=horloge.aujourdhui())
        papier = attestation_droits.composer(dossier, pour=attestation_droits.FAMILLE, avec_exonerations=False)
        assert (papier.provisoire, len(papier.beneficiaires)) == (provisoire, 2)

    def test_ranks_follow_those_of_the_file(self, lea):
        creer_enfant(lea.assure, "Tom")
        lea.declarer({"prenoms": "Lou"}, {"prenoms": "Rose"})
        passer(1.01)
        assert [(membre.rang, membre.personne.prenom) for membre in lea.famille] == [
            (2, "Tom"),
            (3, "Lou"),
            (4, "Rose"),
        ]


class TestLEtatCivil:
    def test_it_is_asked_once_a_child_from_the_third_day_on_and_never_before(self, lea):
        lea.declarer({"prenoms": "Lou"}, {"prenoms": "Rose"})
        passer(2.9)
        assert not Envoi.objects.filter(partenaire="etat_civil").exists()
        passer(0.2)
        assert Envoi.objects.filter(partenaire="etat_civil").count() == 2

    def test_a_child_it_knows_is_found_and_the_place_of_birth_comes_with_it(self, lea):
        demarche = lea.declarer({"departement": "64"})
        passer(3.1)
        assert lea.relire(demarche).jalon == "retrouve"
        assert lea.famille[0].personne.lieu_naissance_insee == "64999"

    @pytest.mark.parametrize("ecrit", ["LOU-ANN", "Lou Ann, Marie", "lou-ann"])
    def test_capitals_dashes_and_more_given_names_are_no_difference(self, lea, ecrit):
        demarche = lea.declarer({"prenoms": "Lou-Ann, Rose"})
        passer(3.1, registre=lambda donnees: {**muet(donnees), "prenoms": ecrit.replace("Lou Ann", "Lou-Ann")})
        assert lea.relire(demarche).jalon == "retrouve"

    @pytest.mark.parametrize(
        "autre", [{"prenoms": "Marie"}, {"nom": "Dupré"}, {"sexe": "M"}, {"naissance": "2026-01-02"}]
    )
    def test_another_name_sex_or_day_goes_to_an_agent_and_the_person_is_told_without_alarm(self, lea, autre):
        demarche = lea.declarer()
        passer(3.1, registre=lambda donnees: {**muet(donnees), **autre})
        relue = lea.relire(demarche)
        assert (relue.jalon, [a["code"] for a in relue.alertes]) == ("a_verifier", ["ecart"])
        assert lea.messages[-1] == "Un conseiller vérifie votre déclaration"
        assert lea.famille[0].personne.prenoms == "Zoé"

    def test_a_birth_it_does_not_know_is_asked_again_then_goes_to_an_agent_after_ten_days(self, lea):
        demarche = lea.declarer({"prenoms": "Noa"})
        passer(9.9)
        assert lea.relire(demarche).alertes == []
        passer(0.2)
        assert [a["code"] for a in lea.relire(demarche).alertes] == ["introuvable"]

    def test_a_register_that_does_not_answer_leads_to_an_agent_too(self, lea):
        demarche = lea.declarer()
        passer(10.1, registre=None)
        assert [a["code"] for a in lea.relire(demarche).alertes] == ["introuvable"]

    def test_without_a_register_agents_read_the_acts(self, lea, monkeypatch):
        monkeypatch.delitem(settings.PARTENAIRES, "etat_civil")
        demarche = lea.declarer()
        passer(10.1)
        assert [a["code"] for a in lea.relire(demarche).alertes] == ["introuvable"]
        assert not Envoi.objects.filter(partenaire="etat_civil").exists()


class TestLeNumero:
    def test_it_ends_the_demarche_and_asks_for_the_card_to_be_brought_up_to_date(self, lea):
        demarche = lea.declarer()
        passer(29)
        relue, (membre,) = lea.relire(demarche), lea.famille
        assert relue.etat == Etat.ACCEPTEE and not relue.verrous.exists()
        assert membre.personne.numero_definitif and membre.personne.nir.startswith("2")
        assert lea.messages[-1] == "Mettez votre carte Vitale à jour"
        assert "félicitation" not in " ".join(Message.objects.de(lea.assure).values_list("corps", flat=True)).lower()

    def test_it_comes_in_two_to_four_weeks(self, lea):
        demarche = lea.declarer({"naissance": il_y_a(6), "mairie_le": il_y_a(5)})
        passer(8)
        assert lea.relire(demarche).etat == Etat.EN_COURS
        passer(7)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE

    def test_twins_wait_for_each_other(self, lea):
        demarche = lea.declarer({"prenoms": "Lou"}, {"prenoms": "Mathéo", "sexe": "M"})
        passer(29)
        assert lea.relire(demarche).etat == Etat.EN_COURS
        numeros = {membre.personne.prenom: membre.personne.sans_numero for membre in lea.famille}
        assert numeros == {"Lou": False, "Mathéo": True}

    def test_two_children_of_one_month_have_two_numbers(self, lea):
        lea.declarer({"prenoms": "Lou"}, {"prenoms": "Rose"})
        passer(29)
        assert len({membre.personne.nir for membre in lea.famille}) == 2

    def test_five_weeks_without_it_are_told_as_they_are_and_nobody_asks_to_begin_again(self, lea):
        demarche = lea.declarer()
        passer(34.9, registre=muet)
        assert "Le numéro de votre enfant prend plus de temps" not in lea.messages
        passer(5, registre=muet)
        relue = lea.relire(demarche)
        assert [a["code"] for a in relue.alertes] == ["sans_numero"]
        assert lea.messages.count("Le numéro de votre enfant prend plus de temps") == 1
        assert "prend plus de temps que prévu" not in " ".join(lea.messages)
        assert "vous n’avez pas à recommencer" in Message.objects.de(lea.assure).latest("id").corps

    def test_a_number_in_time_leaves_nothing_to_say_after_five_weeks(self, lea):
        lea.declarer()
        passer(40)
        assert "Le numéro de votre enfant prend plus de temps" not in lea.messages


class TestNeAilleurs:
    def test_papers_are_read_by_an_agent_before_the_child_is_in_the_file(self, lea):
        from demarches.moteur import registre
        from tests.catalogue.marche import Marche

        service = registre.celui_de("naissance")
        marche = Marche(service, service.exemples.variantes[0])
        demarche = marche.deposer()
        assert [a["code"] for a in demarche.alertes] == ["papiers"]
        passer(12)
        assert not Personne.objects.filter(prenoms="Inès").exists()
        assert not Envoi.objects.filter(partenaire="etat_civil").exists()


def test_a_jump_of_six_weeks_plays_everything_in_its_order(lea):
    demarche = lea.declarer()
    passer(42)
    faits = [e.nom for e in lea.relire(demarche).evenements.order_by("le", "id")]
    assert faits == ["deposer", "prendre", "rattache", "retrouve", "accepter"]
    assert not Echeance.objects.filter(objet=demarche.objet).exclude(erreur="").exists()
    assert horloge.maintenant() > jours(40).apres(demarche.deposee_le)
    assert Demarche.objects.de(lea.assure).count() == 1
