"""The adhesion: signed online it opens the right by itself, on paper an agent reads it; three months, and « ce n’est pas moi »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.a_faire import Regard
from accounts.dossier import c2s, c2s_lue, complementaires
from accounts.informations import coordonnees, famille
from accounts.models import AccordC2S, Assure, DroitC2S, LiaisonComplementaire, Message
from ameli.noyau import horloge
from ameli.noyau.journal import auteur
from ameli.noyau.masquage import masquer_iban
from ameli.noyau.models import Envoi
from demarches.catalogue.adhesion_c2s import a_faire, effets, lu, papier
from demarches.moteur import registre, transitions
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.passages import TransitionInterdite
from documents import moteur
from documents.models import Document
from paiements import participations
from paiements.models import TermeC2S
from tests.catalogue.c2s.salle import passer
from tests.catalogue.marche import Marche
from tests.fabriques import (
    connecter,
    creer_agent,
    creer_assure,
    creer_caisse,
    creer_compte,
    creer_enfant,
    dire_la_raison,
    mourir,
)
from tests.outils.pdf import texte
from tests.outils.requetes import requetes
from tests.outils.solidaire import AGENT, accorder, adherer

pytestmark = pytest.mark.django_db
EN_LIGNE = {"bulletin": {"maniere": "en_ligne", "adhere": True}}
SIGNE = {"signe_caisse": True, "signe_banque": True}
CONNU = {"mandat": {"compte": "connu", **SIGNE}}


@pytest.fixture(autouse=True)
def lundi() -> Iterator:
    with time_machine.travel(datetime(2026, 11, 23, 8, 12, tzinfo=UTC)) as instant:
        yield instant


def marche(**variante) -> Marche:
    return Marche(registre.celui_de("adhesion-c2s"), {**EN_LIGNE, **CONNU, **variante})


def accord_de(demarche: Demarche) -> AccordC2S:
    trouve = lu.accord_de(demarche)
    assert trouve is not None
    return trouve


def test_signed_online_with_the_known_account_the_right_opens_and_its_terms_are_planned():
    une = marche()
    demarche = une.deposer()
    assert une.relire(demarche).etat == Etat.ACCEPTEE
    droit = c2s_lue.dernier_de(une.assure)
    assert droit is not None and (droit.du, droit.au) == (date(2026, 12, 1), date(2027, 11, 30))
    assert [un.montant for un in TermeC2S.objects.de(une.assure)] == [Decimal(14)] * 12
    mandat = accord_de(demarche).mandat
    assert mandat["preuve"] == f"code:{demarche.reference}" and mandat["reference"].startswith("C2S-")
    assert mandat["iban"] == coordonnees.actuelles(une.assure).iban
    sujets = [str(un.sujet) for un in Message.objects.de(une.assure).order_by("id")]
    assert sujets[-2:] == ["Votre Complémentaire santé solidaire", "Votre adhésion est complète"]
    assert Envoi.objects.filter(gabarit="adhesion_c2s_alerte").exists()


def test_each_of_the_two_signatures_is_needed_and_the_code_signs_both():
    une = marche()
    une.commencer()
    une.envoyer("bulletin", EN_LIGNE["bulletin"])
    for manque in ("signe_caisse", "signe_banque"):
        page = une.envoyer("mandat", {**CONNU["mandat"], manque: ""})
        assert page.status_code == 200 and "signature" in page.content.decode()
    assert une.envoyer("mandat", CONNU["mandat"]).status_code == 302
    assert une.envoyer("code", {"code": "0000"}).status_code == 200
    assert c2s_lue.attendu_de(une.assure) is not None


def test_a_mandate_changed_after_the_code_is_signed_again():
    une = marche()
    une.commencer()
    une.repondre()
    autre = {"compte": "autre", "iban": "FR7630004001230000123456705", "titulaire": "Jeanne", "signe_caisse": True, "signe_banque": True}  # fmt: skip
    une.envoyer("mandat", autre)
    assert une.prochaine() is not None and une.prochaine().nom == "code"


def test_on_the_check_page_an_iban_that_was_typed_is_whole_and_the_known_one_stays_masked():
    autre = {"compte": "autre", "iban": "FR7630004001230000123456705", "titulaire": "Léa Duprat", **SIGNE}
    for mandat, entier in ((autre, True), (CONNU["mandat"], False)):
        une = marche(mandat=mandat)
        une.commencer()
        une.repondre()
        page = une.client.get(une.adresse("verification")).content.decode()
        iban = coordonnees.actuelles(une.assure).iban if mandat["compte"] == "connu" else mandat["iban"]
        assert (" ".join(iban[i : i + 4] for i in range(0, len(iban), 4)) in page) is entier
        assert (masquer_iban(iban) in page) is not entier


def test_on_paper_somebody_reads_it_and_the_right_counts_from_the_day_when_it_came(lundi):
    une = marche(bulletin={"maniere": "papier", "adhere": True}, mandat={"compte": "connu"})
    demarche = une.deposer()
    assert [un["code"] for un in demarche.alertes] == ["papiers"]
    assert c2s_lue.dernier_de(une.assure) is None and accord_de(demarche).recue_le is not None
    lundi.move_to(datetime(2026, 12, 4, 9, tzinfo=UTC))
    transitions.passer(demarche, "accepter", acteur=AGENT, le=horloge.maintenant())
    droit = c2s_lue.dernier_de(une.assure)
    assert droit is not None and droit.du == date(2026, 12, 1)


def test_a_paper_that_is_refused_is_awaited_again(lundi):
    une = marche(bulletin={"maniere": "papier", "adhere": True}, mandat={"compte": "connu"})
    demarche = une.deposer()
    transitions.passer(demarche, "refuser", acteur=AGENT, le=horloge.maintenant(), motif="signature")
    attendu = c2s_lue.attendu_de(une.assure)
    assert attendu is not None and (attendu.recue_le, attendu.mandat) == (None, {})


def test_another_account_of_theirs_pays_with_its_rib_and_an_agent_looks():
    une = marche(mandat={"compte": "autre", "iban": "FR7630004001230000123456705", "titulaire": "Léa Duprat", **SIGNE})
    demarche = une.deposer()
    assert [un["code"] for un in demarche.alertes] == ["rib"]
    assert c2s_lue.dernier_de(une.assure) is None


def test_accepted_after_another_decision_took_its_place_nothing_opens_and_the_message_says_so():
    une = marche(bulletin={"maniere": "papier", "adhere": True}, mandat={"compte": "connu"})
    demarche = une.deposer()
    accorder(une.assure, cause="D-2")
    transitions.passer(demarche, "accepter", acteur=AGENT, le=horloge.maintenant())
    assert TermeC2S.objects.de(une.assure).count() == 0
    assert "n’était plus attendue" in Message.objects.de(une.assure).order_by("-id").first().corps


def test_a_member_who_died_before_the_adhesion_is_neither_named_nor_paid_for():
    une = marche()
    zoe = creer_enfant(une.assure, "Zoé")
    accorder(une.assure, gratuite=False)
    mourir(zoe.personne)
    assert "Zoé" not in une.client.get(une.porte).content.decode()
    une.deposer()
    assert {un.montant for un in TermeC2S.objects.de(une.assure)} == {Decimal(8)}
    assert (
        "Zoé"
        not in Message.objects.de(une.assure).filter(sujet="Votre Complémentaire santé solidaire").latest("id").corps
    )
    assert not LiaisonComplementaire.objects.de(une.assure).filter(beneficiaire=zoe).exists()


def test_when_who_adhered_on_paper_dies_nothing_opens_and_the_agent_is_told(lundi):
    une = marche(bulletin={"maniere": "papier", "adhere": True}, mandat={"compte": "connu"})
    demarche = une.deposer()
    mourir(une.assure.personne)
    demarche = Demarche.objects.de(une.assure).select_related("assure__personne").get()
    with pytest.raises(TransitionInterdite, match="décédée"):
        transitions.passer(demarche, "accepter", acteur=AGENT, le=horloge.maintenant())
    avant = Message.objects.de(une.assure).count()
    transitions.passer(demarche, "refuser", acteur=AGENT, le=horloge.maintenant(), motif="signature")
    assert Message.objects.de(une.assure).count() == avant and c2s_lue.dernier_de(une.assure) is None


def test_nobody_reminds_the_dead_of_their_adhesion(lundi):
    lea = creer_assure()
    creer_compte(lea)
    accorder(lea, gratuite=False)
    mourir(lea.personne)
    avant = Message.objects.de(lea).count()
    passer(100)
    assert Message.objects.de(lea).count() == avant
    assert AccordC2S.objects.de(lea).get().etat == AccordC2S.Etat.CADUC


def test_who_moves_to_another_caisse_before_the_adhesion_has_it_from_the_new_one():
    une = marche()
    ailleurs = creer_caisse("331", "CPAM de la Gironde")
    with auteur("systeme:test"):
        Assure.objects.de(une.assure).update(caisse=ailleurs)
    demarche = une.deposer()
    droit = c2s_lue.dernier_de(une.assure)
    assert droit is not None and droit.accord.organisme.caisse == ailleurs
    assert demarche.caisse == ailleurs and TermeC2S.objects.de(une.assure).count() == 12


def test_not_me_ends_the_right_and_takes_nothing_more():
    une = marche()
    demarche = une.deposer()
    effets.contester(demarche, "assure:x", horloge.maintenant())
    droit = c2s_lue.dernier_de(une.assure)
    assert droit is not None and (droit.motif, droit.clos_le is not None) == (DroitC2S.ERREUR, True)
    assert {un.etat for un in TermeC2S.objects.de(une.assure)} == {TermeC2S.Etat.ANNULE}


# The door


def ouvrir_la_porte(assure: Assure) -> str:
    return connecter(Client(), assure.compte).get(reverse("demarches:depart", args=["adhesion-c2s"])).content.decode()


def test_nobody_adheres_to_what_was_not_granted_nor_to_what_an_organism_manages():
    lea = creer_assure()
    creer_compte(lea)
    assert "Aucune adhésion n’est attendue de vous" in ouvrir_la_porte(lea)
    pins = complementaires.organisme_nomme("Mutuelle des Pins", numero="40123456")
    accorder(lea, gratuite=False, organisme=str(pins.numero))
    assert "gérée par Mutuelle des Pins" in ouvrir_la_porte(lea)


def test_the_start_says_who_pays_what_and_until_when():
    lea = creer_assure()
    creer_compte(lea)
    creer_enfant(lea, "Zoé")
    accorder(lea, gratuite=False)
    page = ouvrir_la_porte(lea)
    assert "16" in page and "23 février 2027" in page.replace("\N{NO-BREAK SPACE}", " ") and "Zoé" in page


def trentenaire() -> Assure:
    """30 on 1 January 2027 and 29 on 1 January 2026: 8 euros a month until then, 14 afterwards."""
    assure = creer_assure("Ana", date_naissance=date(1997, 1, 1))
    creer_compte(assure)
    accorder(assure, gratuite=False)
    return assure


def sans_insecable(mots: str) -> str:
    return mots.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_who_may_still_adhere_for_another_year_reads_what_it_will_cost_then():
    ana, plus_tard = trentenaire(), "Si elle s’ouvre en 2027, ce sera 14,00 € par mois"
    page = sans_insecable(ouvrir_la_porte(ana))
    assert "8,00 €" in page and plus_tard in page
    dit = Message.objects.de(ana).get(sujet__endswith="attend votre adhésion").corps
    assert "Si elle s’ouvre en 2027, la participation est de 14,00 €" in sans_insecable(dit)
    compose = papier.composer(c2s_lue.attendu_de(ana), le=horloge.aujourdhui())
    assert (sans_insecable(compose.total), compose.plus_tard[0]) == ("8,00 €", "2027")


@pytest.mark.parametrize(
    ("le", "du", "prix"), [((2026, 11, 30), date(2026, 12, 1), 8), ((2026, 12, 1), date(2027, 1, 1), 14)]
)
def test_what_is_paid_is_that_of_the_age_on_1_january_of_the_year_in_which_it_opens(lundi, le, du, prix):
    ana = trentenaire()
    accord = c2s_lue.attendu_de(ana)
    lundi.move_to(datetime(*le, 12, tzinfo=UTC))
    assert f"{prix},00 €" in sans_insecable(ouvrir_la_porte(ana))
    c2s.recevoir(accord, {"iban": "FR7630004009990000000020280"}, cause="D-A", le=horloge.maintenant())
    lundi.move_to(datetime(2027, 1, 12, tzinfo=UTC))
    droit = c2s.adherer(accord, acteur=AGENT, le=horloge.maintenant())
    assert droit.du == du
    assert {un.montant for un in TermeC2S.objects.de(ana)} == {Decimal(prix)}


# The paper


def test_the_papers_to_sign_have_two_signatures_and_those_that_were_signed_say_when_and_hide_the_account():
    lea = creer_assure()
    creer_compte(lea)
    accorder(lea, gratuite=False)
    client = connecter(Client(), lea.compte)
    assert client.get(reverse("demarches:adhesion_c2s_papiers")).status_code == 302
    lu = texte(moteur.lire(Document.objects.de(lea).get()))
    assert "Première signature" in lu and "Seconde signature" in lu
    une = marche()
    accord = accord_de(une.deposer())
    compose = papier.composer(accord, le=horloge.aujourdhui())
    assert compose.signe_le and "•" in compose.compte
    autre = creer_assure()
    creer_compte(autre)
    assert connecter(Client(), autre.compte).get(reverse("demarches:adhesion_c2s_papiers")).status_code == 404


# Home


def lignes(assure: Assure) -> list[str]:
    regard = Regard(assure, assure.compte, horloge.maintenant())
    regard.lire(famille.lire)
    with requetes() as vues:
        dites = [une.titre for une in a_faire.lignes(regard)]
    assert len(vues) == 0
    return dites


def test_home_says_an_adhesion_that_is_awaited_a_suspension_and_an_end_and_asks_nothing_more(lundi):
    lea = creer_assure()
    creer_compte(lea)
    assert lignes(lea) == []
    accord = accorder(lea, gratuite=False)
    assert lignes(lea) == ["Adhérez à la Complémentaire santé solidaire"]
    c2s.adherer(accord, acteur=AGENT, le=horloge.maintenant())
    assert lignes(lea) == []
    lundi.move_to(datetime(2027, 10, 1, 9, tzinfo=UTC))
    assert lignes(lea) == ["Votre Complémentaire santé solidaire finit bientôt"]
    droit = c2s_lue.dernier_de(lea)
    assert droit is not None
    c2s.suspendre(droit, acteur=AGENT, le=horloge.maintenant())
    assert lignes(lea) == ["Votre Complémentaire santé solidaire est suspendue"]


# Agents


class TestAgents:
    @pytest.fixture
    def guichet(self):
        lea = creer_assure()
        creer_compte(lea)
        droit = adherer(lea)
        terme = TermeC2S.objects.de(lea).get(rang=1)
        participations.prelever(terme.public_id, horloge.maintenant())
        agent = creer_agent(lea.caisse)
        client = dire_la_raison(connecter(Client(), agent.compte), lea)
        return lea, droit, client

    def adresse(self, droit: DroitC2S, geste: str = "") -> str:
        pk = droit.accord_id
        return (
            reverse("admin:accounts_accordc2s_geste", args=[pk, geste])
            if geste
            else reverse("admin:accounts_accordc2s_change", args=[pk])
        )

    def test_they_see_who_is_covered_the_months_and_the_mandate_masked(self, guichet):
        lea, droit, client = guichet
        assert lea.personne.nom in client.get(reverse("admin:accounts_accordc2s_changelist")).content.decode()
        page = client.get(self.adresse(droit)).content.decode()
        assert (
            "prélevé" in page
            and "FR76" not in page.replace("FR76 ••••", "")
            and droit.accord.reference_du_mandat in page
        )

    def test_they_note_that_the_bank_refused_a_month_and_no_other(self, guichet):
        lea, droit, client = guichet
        adresse = self.adresse(droit, "refus-de-la-banque")
        page = client.get(adresse).content.decode()
        assert "5 décembre 2026" in page.replace("\N{NO-BREAK SPACE}", " ") and "5 janvier" not in page
        vu = re.search(r'name="vu" value="([^"]*)"', page)[1]
        assert client.post(adresse, {"vu": vu, "mois": "2", "motif": "liste de la banque"}).status_code == 200
        assert client.post(adresse, {"vu": vu, "mois": "1", "motif": "liste de la banque"}).status_code == 302
        assert TermeC2S.objects.de(lea).get(rang=1).etat == TermeC2S.Etat.IMPAYE

    def test_they_end_it_with_a_reason_and_everybody_is_told(self, guichet):
        lea, droit, client = guichet
        adresse = self.adresse(droit, "clore")
        vu = re.search(r'name="vu" value="([^"]*)"', client.get(adresse).content.decode())[1]
        assert client.post(adresse, {"vu": vu, "raison": "renonce", "motif": "courrier du 20"}).status_code == 302
        droit.refresh_from_db()
        assert droit.motif == DroitC2S.RENONCE
        assert "est fermée" in Message.objects.de(lea).order_by("-id").first().sujet

    def test_another_caisse_sees_nothing(self, guichet):
        _, droit, _ = guichet
        ailleurs = creer_agent(creer_caisse("331", "CPAM de la Gironde"))
        assert connecter(Client(), ailleurs.compte).get(self.adresse(droit)).status_code == 404
