"""Giving a procuration and taking it back: who may, until when, what it proves, what it never opens."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Assure, Compte, Message, Personne
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.envois.models import Envoi
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree
from demarches.catalogue.procuration import regles
from demarches.catalogue.procuration.models import Procuration
from demarches.models import Demarche, Etat
from documents.models import Document
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.procuration.acteurs import Mandant, liens
from tests.catalogue.procuration.conftest import LE
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.outils.pdf import texte as texte_du_pdf

pytestmark = pytest.mark.django_db


def courriel(gabarit: str) -> str:
    return json.loads(Envoi.objects.filter(gabarit=gabarit).order_by("-id")[0].contenu)["texte"].replace("\u00a0", " ")


def messages(assure: Assure) -> list[str]:
    return list(Message.objects.de(assure).order_by("id").values_list("sujet", flat=True))


def pdf(mandant: Mandant, procuration: Procuration):
    return mandant.client.get(reverse("demarches:procuration_papier", args=[procuration.public_id]), follow=True)


class TestLeParcours:
    def test_it_begins_at_once_and_runs_until_the_same_day_next_month(self, mandant):
        assert "Je démarre ma demande" in mandant.depart
        donnee = mandant.donner()
        assert (donnee.du, donnee.au) == (date(2026, 11, 29), date(2026, 12, 29))
        assert donnee.mandataire.entier == "Monsieur Paul D’Almeida"
        assert set(donnee.objets) == set(regles.OBJETS)
        assert mandant.demarche.etat == Etat.ACCEPTEE
        assert messages(mandant.assure) == ["Votre procuration commence"]

    def test_the_check_page_says_the_dates_in_words_and_keeps_the_label_of_the_catalogue(self, mandant):
        mandant.commencer()
        mandant.dire()
        mandant.prouver()
        page = mandant.lire(mandant.adresse("verification"))
        assert "du 29 novembre au 29 décembre 2026 inclus" in page
        assert "Je valide ma demande" in page and "Monsieur Paul D’Almeida" in page

    def test_the_person_reads_it_among_those_who_may_see_the_file(self, mandant):
        mandant.donner()
        lu = mandant.lire(reverse("informations:consultations")).replace("\u00a0", " ")
        assert "Vous : procuration donnée, quelqu’un peut agir pour vous à l’accueil" in lu

    def test_the_confirmation_says_what_to_bring_and_gives_the_paper(self, mandant):
        mandant.donner()
        page = mandant.lire(reverse("demarches:confirmation", args=[mandant.demarche.reference]))
        assert mandant.demarche.reference in page and "Télécharger / Imprimer" in page
        assert "sa pièce d’identité, votre numéro de Sécurité sociale" in page and "terminée" not in page

    @pytest.mark.parametrize(
        ("champs", "phrase"),
        [
            ({"naissance": "30/11/2008"}, "à partir du 30 novembre 2026"),
            ({"naissance": "01/12/2026"}, "à venir"),
            ({"nom": "D4lmeida"}, "que des lettres"),
            ({"nom": "Labat", "prenom": "Odette", "naissance": "02/11/1948"}, "C’est vous"),
            ({"etendue": "certaines"}, "Cochez au moins une démarche"),
        ],
    )
    def test_a_mandataire_who_cannot_be_is_refused_in_words(self, mandant, champs, phrase):
        mandant.commencer()
        page = texte_de(mandant.dire(**champs)).replace("\u00a0", " ")
        assert phrase in page
        assert not Envoi.objects.filter(gabarit="procuration_code").exists()

    @pytest.mark.parametrize("champs", [
        {"naissance": "29/11/2008"}, {"nom": "D'Almeida"}, {"nom": "Nguyễn", "prenom": "Thị"}, {"nom": "O", "prenom": "A"},
        {"etendue": "certaines", "objets": ["IJ", "C2S"]},
    ])  # fmt: skip
    def test_these_are_accepted(self, mandant, champs):
        assert mandant.donner(**champs) is not None

    @pytest.mark.parametrize(
        ("preparer", "mot"),
        [
            (lambda a: Assure.objects.de(a).update(majeur_protege=True), "tuteur"),
            (lambda a: Personne.objects.filter(pk=a.personne_id).update(date_naissance=date(2010, 3, 4)), "un parent"),
            (lambda a: Compte.objects.filter(assure=a).update(email_valide_le=None, telephone=""), "code de sécurité"),
        ],
    )
    def test_who_may_not_reads_why_and_who_can(self, mandant, preparer, mot):
        with auteur("systeme:essai"):
            preparer(mandant.assure)
        mandant.client.post(reverse("adresse_plus_tard"))
        assert mot in mandant.depart
        mandant.commencer()
        assert not Demarche.objects.de(mandant.assure).exists()


class TestLeCode:
    def test_nothing_is_given_without_the_code(self, mandant):
        mandant.commencer()
        mandant.dire()
        faux = f"{(int(mandant.code) + 1) % 10_000:04}"
        assert "Il vous reste 2 essais." in texte_de(mandant.prouver(faux))
        assert mandant.client.get(mandant.adresse("verification")).status_code == 302
        mandant.valider()
        assert mandant.courante is None

    def test_it_lives_ten_minutes(self, mandant):
        mandant.commencer()
        mandant.dire()
        ancien = mandant.code
        horloge.regler_decalage(timedelta(minutes=10, seconds=1))
        assert "a plus de 10 minutes" in texte_de(mandant.prouver(ancien))

    def test_it_is_good_for_this_very_mandataire(self, mandant):
        mandant.commencer()
        mandant.dire()
        mandant.prouver()
        mandant.dire(prenom="Jean")
        mandant.valider()
        assert mandant.courante is None

    def test_without_a_confirmed_address_it_goes_by_sms(self, mandant):
        Compte.objects.filter(assure=mandant.assure).update(email_valide_le=None)
        mandant.client.post(reverse("adresse_plus_tard"))
        mandant.commencer()
        mandant.dire()
        sms = Envoi.objects.get(canal=Envoi.Canal.SMS)
        assert sms.destination == "0639980021"
        code = re.search(r": (\d{4})\.", json.loads(sms.contenu)["texte"].replace("\u00a0", " "))[1]
        assert "envoyés au" in mandant.lire(mandant.adresse("code"))
        mandant.prouver(code)
        mandant.valider()
        assert mandant.courante is not None
        dit = json.loads(Envoi.objects.filter(canal=Envoi.Canal.SMS).order_by("-id")[0].contenu)["texte"]
        assert "peut agir pour vous à l’accueil" in dit


class TestCeQuiAttendUnAgent:
    def test_contacts_that_just_changed_are_checked_first_and_never_refused(self, mandant):
        Compte.objects.filter(assure=mandant.assure).update(contact_change_le=LE - timedelta(days=6, hours=23))
        assert mandant.donner() is None
        assert [a["code"] for a in mandant.demarche.alertes] == ["contacts_recents"]
        assert "Un conseiller vérifie" in mandant.suivi
        assert "elle ne vaut encore rien" in courriel("procuration_alerte")

    def test_the_agent_who_accepts_makes_it_begin_that_day(self, mandant):
        Compte.objects.filter(assure=mandant.assure).update(contact_change_le=LE)
        mandant.donner()
        from demarches.moteur import transitions

        horloge.regler_decalage(timedelta(days=2))
        transitions.passer(mandant.demarche, "accepter", acteur="agent:A100")
        assert mandant.courante.du == date(2026, 12, 1)

    def test_five_in_a_month_begin_at_once_and_the_sixth_waits(self, mandant, dimanche):
        for rang in range(6):
            dimanche.shift(timedelta(minutes=2))
            donnee = mandant.donner(remplacer="on", prenom=f"Paul{'abcdef'[rang]}")
            assert (mandant.demarche.etat == Etat.ACCEPTEE) is (rang < 5)
        assert donnee.mandataire.prenom == "Paule"
        assert [a["code"] for a in mandant.demarche.alertes] == ["trop_de_demandes"]


class TestUneALaFois:
    def test_the_same_person_again_proposes_to_replace(self, mandant):
        premiere = mandant.donner()
        mandant.commencer()
        assert "pour remplacer cette procuration" in texte_de(mandant.dire(nom="d'almeida"))
        mandant.dire(remplacer="on")
        mandant.prouver()
        mandant.valider()
        assert mandant.courante.pk != premiere.pk
        premiere.refresh_from_db()
        assert premiere.motif == Procuration.REMPLACEE

    def test_another_person_asks_that_the_first_be_revoked_in_the_same_step(self, mandant):
        premiere = mandant.donner()
        mandant.commencer()
        assert "pour révoquer la sienne" in texte_de(mandant.dire(prenom="Jeanne", civilite="MADAME"))
        assert mandant.courante.pk == premiere.pk

    def test_the_database_holds_one_at_most(self, mandant):
        donnee = mandant.donner()
        with pytest.raises(IntegrityError), transaction.atomic():
            Procuration(
                assure=donnee.assure, personne=donnee.personne, du=donnee.du, au=donnee.au, identite={}, objets=[]
            ).save()

    def test_the_start_page_shows_the_one_that_runs_first(self, mandant):
        mandant.donner()
        page = mandant.depart
        assert page.index("Révoquer") < page.index("En faire une autre")
        assert "Une erreur dans le nom" in page


class TestRevoquer:
    def test_two_clicks_from_mes_informations_no_code_no_mail_no_banner(self, mandant, dimanche):
        donnee = mandant.donner()
        page = mandant.client.get(reverse("informations:accueil")).content.decode()
        lien = reverse("demarches:procuration_revoquer", args=[donnee.public_id])
        assert f'href="{lien}"' in page
        assert mandant.client.get(lien).status_code == 200
        avant = Envoi.objects.count(), messages(mandant.assure)
        dimanche.shift(timedelta(minutes=12))
        mandant.client.post(lien)
        donnee.refresh_from_db()
        assert donnee.clos_le is not None and donnee.motif == Procuration.REVOQUEE
        assert (Envoi.objects.count(), messages(mandant.assure)) == avant
        mandant.client.get(reverse("informations:accueil"))
        assert "révoqu" not in mandant.lire(reverse("accueil"))
        assert "Procuration révoquée" in mandant.suivi

    def test_two_clicks_from_the_follow_up_page(self, mandant):
        donnee = mandant.donner()
        geste = reverse("demarches:geste", args=[mandant.demarche.reference, "revoquer"])
        assert (
            geste in mandant.client.get(reverse("demarches:detail", args=[mandant.demarche.reference])).content.decode()
        )
        mandant.client.post(geste, {"vu": ""})
        donnee.refresh_from_db()
        assert donnee.motif == Procuration.REVOQUEE
        assert (
            geste
            not in mandant.client.get(reverse("demarches:detail", args=[mandant.demarche.reference])).content.decode()
        )

    def test_in_two_tabs_it_is_revoked_once(self, mandant):
        donnee = mandant.donner()
        assert "est révoquée" in texte_de(mandant.revoquer(donnee))
        assert "ne vaut déjà plus rien" in texte_de(mandant.revoquer(donnee))
        assert Entree.objects.filter(genre="droit.procuration.clos").count() == 1

    def test_by_the_link_of_the_mail_without_signing_in_once(self, mandant):
        donnee = mandant.donner()
        texte = courriel("procuration_alerte")
        assert "M. D. peut agir pour vous à l’accueil jusqu’au 29 décembre 2026" in texte
        assert "Almeida" not in texte and mandant.assure.personne.nir not in texte
        lien = next(un for un in liens(texte) if "procuration" in un)
        passant = Client()
        page = texte_de(passant.get(lien))
        assert "Révoquer la procuration ?" in page.replace("\u00a0", " ") and "Odette" not in page
        donnee.refresh_from_db()
        assert donnee.clos_le is None, "reading the link changes nothing"
        chemin, _, jeton = lien.partition("?jeton=")
        assert "est révoquée" in texte_de(passant.post(chemin, {"jeton": jeton}))
        donnee.refresh_from_db()
        assert donnee.motif == Procuration.REVOQUEE
        assert Compte.objects.get(assure=mandant.assure).gele_le is None
        assert passant.post(chemin, {"jeton": jeton}).status_code == 404

    def test_ce_n_est_pas_moi_revokes_it_and_freezes_the_account(self, mandant):
        donnee = mandant.donner()
        lien = next(un for un in liens(courriel("procuration_alerte")) if "contester" in un)
        chemin, _, jeton = lien.partition("?jeton=")
        Client().post(chemin, {"jeton": jeton})
        donnee.refresh_from_db()
        assert donnee.motif == Procuration.REVOQUEE
        assert Compte.objects.get(assure=mandant.assure).gele_le is not None

    def test_that_of_another_person_does_not_exist(self, mandant):
        donnee = mandant.donner()
        marc = creer_assure("Marc", "Voisin", sexe="M")
        voisin = connecter(Client(), creer_compte(marc))
        for nom in ("demarches:procuration_revoquer", "demarches:procuration_papier"):
            adresse = reverse(nom, args=[donnee.public_id])
            assert voisin.get(adresse).status_code == voisin.post(adresse).status_code == 404 or nom.endswith("papier")
        donnee.refresh_from_db()
        assert donnee.clos_le is None


class TestLePapier:
    def test_it_names_the_mandataire_and_never_the_number_of_the_person(self, mandant):
        donnee = mandant.donner()
        lu = texte_du_pdf(pdf(mandant, donnee).content).replace("\u00a0", " ")
        assert donnee.reference in lu and donnee.code_verif[:4] in lu
        assert "Paul D’Almeida" in lu and "du 29 novembre au 29 décembre 2026 inclus" in lu
        nir = mandant.assure.personne.nir
        assert nir not in re.sub(r"\s", "", lu)

    def test_once_revoked_it_is_refused_with_the_hour_wherever_it_was_kept(self, mandant, dimanche):
        donnee = mandant.donner()
        pdf(mandant, donnee)
        garde = Document.objects.de(mandant.assure).get(genre="procuration").get_absolute_url()
        dimanche.shift(timedelta(minutes=12))
        mandant.revoquer(donnee)
        refus = texte_de(pdf(mandant, donnee)).replace("\u00a0", " ")
        assert "révoquée le 29 novembre 2026 à 10 h 52" in refus
        assert mandant.client.get(garde).status_code == 404

    def test_the_public_page_that_verifies_papers_does_not_answer_for_it(self, mandant):
        donnee = mandant.donner()
        pdf(mandant, donnee)
        document = Document.objects.de(mandant.assure).get(genre="procuration")
        assert document.code_verif == ""
        page = texte_de(Client().get(reverse("documents:verifier"), {"code": donnee.code_verif}))
        assert "procuration" not in page.lower()


class TestLaFin:
    def test_a_month_jumped_at_once_says_the_reminder_then_the_end_in_order_and_once(self, mandant):
        donnee = mandant.donner()
        horloge.regler_decalage(timedelta(days=31))
        balayer()
        balayer()
        assert messages(mandant.assure) == ["Votre procuration commence", "Votre procuration finit bientôt"]
        donnee.refresh_from_db()
        assert donnee.clos_le is not None and horloge.maintenant() > donnee.clos_le
        assert donnee.clos_le.astimezone(horloge.maintenant().tzinfo).isoformat().startswith("2026-12-29T22:59:59")
        assert "Procuration terminée" in mandant.suivi

    def test_it_is_good_until_the_last_second_of_paris_and_not_after(self, mandant):
        donnee = mandant.donner()
        derniere = LE.replace(year=2026, month=12, day=29, hour=22, minute=59, second=59)
        assert donnee.ouvert(derniere)
        assert not donnee.ouvert(derniere + timedelta(minutes=5))

    def test_it_ends_on_the_day_of_the_death_of_the_person(self, mandant):
        donnee = mandant.donner()
        donnee.personne.date_deces = date(2026, 12, 2)
        assert donnee.ouvert(LE)
        assert not donnee.ouvert(LE + timedelta(days=3))

    def test_a_year_after_the_end_nothing_says_who_the_mandataire_was(self, mandant):
        donnee = mandant.donner()
        mandant.revoquer(donnee)
        horloge.regler_decalage(timedelta(days=364))
        balayer()
        donnee.refresh_from_db()
        assert donnee.mandataire is not None
        horloge.regler_decalage(timedelta(days=366))
        balayer()
        donnee.refresh_from_db()
        assert donnee.mandataire is None and donnee.reference
        horloge.regler_decalage(timedelta(days=400))
        balayer()
        assert mandant.demarche.reponses == {}
