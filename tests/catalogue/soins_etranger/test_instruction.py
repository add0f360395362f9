"""What follows a request: the doctor, Vannes, one verdict a care, the payment and its calculation, the refusal (chapter 21)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Beneficiaire, LiaisonComplementaire
from ameli.noyau import formats, horloge
from ameli.noyau.calendrier import jour_de
from ameli.noyau.echeances import balayer
from ameli.noyau.envois.models import Envoi
from ameli.noyau.journal import auteur
from demarches.catalogue.soins_etranger import avis, decision, depot, guichet, suivi, traduction
from demarches.models import Attente, Demarche, Etat
from demarches.moteur import accords, attentes, corrections, passages, pieces, transitions
from demarches.moteur.declaration import Contexte
from demarches.suivi import lecture
from paiements.models import DepenseEtrangere, Paiement
from tests.catalogue.soins_etranger.acteurs import (
    assure_avec_un_compte,
    beneficiaire,
    decider,
    donner_l_avis,
    il_y_a,
    messages,
    pour,
    publier,
    sejour,
    soin,
    texte,
    verdict,
)
from tests.catalogue.soins_etranger.acteurs import (
    suivi as page_de_suivi,
)
from tests.fabriques import connecter, creer_agent, creer_complementaire, creer_enfant
from tests.outils.pdf import pages
from tests.outils.pdf import texte as texte_du_pdf

pytestmark = pytest.mark.django_db
RECIT = "Une douleur vive au ventre la nuit, les urgences m’ont opéré le matin même."


@pytest.fixture
def chloe():
    return assure_avec_un_compte(date_naissance=date(2004, 7, 30))


@pytest.fixture
def aout():
    return il_y_a(3, 15), il_y_a(3, 1)


def espagne(assure, aout, *soins, **autres):
    return pour(assure, soins=list(soins) or [soin(aout[0])], sejour=sejour(*aout), **autres)


def ailleurs(assure, aout, pays="CA", devise="CAD", montant="120", raison="SOUDAINE"):
    publier(devise, {"CAD": "0.6250", "JPY": "0.0061", "THB": "0.0261"}[devise])
    return pour(
        assure, beneficiaire=beneficiaire(assure.personne, raison), soins=[soin(aout[0], montant=montant, devise=devise)],
        sejour=sejour(*aout, pays=pays, ceam="non"), recit={"recit": RECIT},
    )  # fmt: skip


def paye(assure) -> D:
    return Paiement.objects.de(assure).get().montant


def relire(demarche: Demarche) -> Demarche:
    return Demarche.objects.de(demarche.assure).get(pk=demarche.pk)


# What is paid


def ce_jour() -> str:
    return formats.jour(horloge.aujourdhui()).replace("\u00a0", " ")


def test_a_consultation_in_spain_gives_19_euros_the_day_it_is_accepted(chloe, aout):
    marche = espagne(chloe, aout)
    demarche = decider(marche.deposer(), {})
    assert demarche.etat == Etat.ACCEPTEE and paye(chloe) == D("19.00")
    page = page_de_suivi(marche, demarche)
    assert "30,00 € × 70 % = 21,00 €" in page and "19,00 €" in page and "Voir le paiement" in page
    assert any("Le paiement est dans « Mes paiements »" in un for un in messages(chloe))


def test_never_more_than_the_bill(chloe, aout):
    decider(espagne(chloe, aout, soin(aout[0], montant="15")).deposer(), {})
    assert paye(chloe) == D("13.00")


def test_a_canadian_bill_waits_for_the_doctor_then_gives_19_without_a_family_doctor(chloe, aout):
    demarche = ailleurs(chloe, aout).deposer()
    cle = decision.a_juger(demarche)[0].cle
    assert decision.AVIS_ATTENDU in str(verdict(demarche, cle).errors)
    donner_l_avis(demarche, favorable=True)
    decider(relire(demarche), {})
    assert paye(chloe) == D("19.00")
    depense = DepenseEtrangere.objects.de(chloe).get()
    assert (depense.cause, depense.soin, depense.valeur) == (demarche.reference, cle, D("0.625"))


def test_an_unfavourable_opinion_forbids_the_payment(chloe, aout):
    demarche = ailleurs(chloe, aout).deposer()
    donner_l_avis(demarche, favorable=False)
    assert decision.AVIS_DEFAVORABLE in str(verdict(relire(demarche), decision.a_juger(demarche)[0].cle).errors)


def test_without_a_published_rate_nobody_accepts(chloe, aout):
    demarche = espagne(chloe, aout, soin(aout[0], montant="90", devise="PLN")).deposer()
    assert "Aucun cours n’est publié pour PLN" in str(verdict(demarche, decision.a_juger(demarche)[0].cle).errors)


def test_the_care_of_a_child_leaves_no_participation_and_is_paid_to_the_parent_who_asked(aout):
    lea = assure_avec_un_compte("Léa", "Duprat")
    zoe = creer_enfant(lea, "Zoé", date_naissance=date(2014, 3, 9)).personne
    decider(espagne(lea, aout, beneficiaire=beneficiaire(zoe)).deposer(), {})
    paiement = Paiement.objects.de(lea).get()
    assert (paiement.montant, paiement.prestations.get().personne) == (D("21.00"), zoe)


def test_the_solidarity_cover_of_the_caisse_pays_its_part(chloe, aout):
    cover = creer_complementaire(chloe, nature=LiaisonComplementaire.Nature.C2S, du=date(2020, 1, 1))
    cover.organisme.genre, cover.organisme.caisse = "CAISSE", chloe.caisse
    cover.organisme.save()
    marche = espagne(chloe, aout)
    demarche = decider(marche.deposer(), {})
    assert paye(chloe) == D("30.00")
    assert "Complémentaire santé solidaire" in page_de_suivi(marche, demarche)


def test_a_part_may_be_refused_with_its_reason(chloe, aout):
    marche = espagne(chloe, aout, soin(aout[0]), soin(aout[0], nature="CURE", montant="300"))
    demarche = decider(marche.deposer(), {}, {"accorde": "non", "motif": "non_remboursable"})
    assert paye(chloe) == D("19.00") and demarche.jalon == "accordee_en_partie"
    page = page_de_suivi(marche, demarche)
    assert "Ce qui n’est pas remboursé" in page and guichet.MOTIFS["non_remboursable"] in page
    assert any("acceptée en partie" in un for un in messages(chloe))


def test_an_act_without_tariff_wants_a_base(chloe, aout):
    demarche = espagne(chloe, aout, soin(aout[0], nature="PHARMACIE", montant="40")).deposer()
    cle = decision.a_juger(demarche)[0].cle
    assert decision.SANS_TARIF in str(verdict(demarche, cle, acte="LPP").errors)
    assert verdict(demarche, cle, acte="LPP", base="12,50").is_valid()


def test_the_tariff_of_the_state_wants_what_the_state_answered(chloe, aout):
    demarche = espagne(chloe, aout, tarif={"tarif": "ETAT"}).deposer()
    cle = decision.a_juger(demarche)[0].cle
    assert "Écrivez ce que l’État de séjour rembourse" in str(verdict(demarche, cle).errors)
    decider(demarche, {"etat": "42,10"})
    assert paye(chloe) == D("42.10")


def test_the_papers_say_currency_rate_and_day(chloe, aout):
    marche = ailleurs(chloe, aout)
    demarche = marche.deposer()
    donner_l_avis(demarche, favorable=True)
    demarche = decider(relire(demarche), {})
    etapes = " ".join(e.texte for un in suivi.payes(demarche) for e in un.etapes).replace("\u00a0", " ")
    assert "Facture de 120,00 CAD : 75,00 €, au cours publié le" in etapes and "1 CAD = 0,6250 €" in etapes
    for adresse in (
        reverse("demarches:soins_etranger_decision", args=[demarche.reference]),
        reverse("demarches:soins_etranger_s3125"), reverse("demarches:soins_etranger_s3124"),
    ):  # fmt: skip
        papier = marche.client.get(adresse, follow=True)
        assert (papier.status_code, papier["Content-Type"]) == (200, "application/pdf")


# What is waited for


def test_a_form_to_fill_by_hand_holds_on_one_page(chloe):
    client = connecter(Client(), chloe.compte)
    for nom in ("s3125", "s3124"):
        papier = client.get(reverse(f"demarches:soins_etranger_{nom}"), follow=True).getvalue()
        assert pages(papier) == 1 and "Date et signature" in texte_du_pdf(papier)


def test_in_vannes_since_a_day_that_everybody_reads(chloe, aout):
    marche = espagne(chloe, aout, tarif={"tarif": "ETAT"})
    demarche, agent = marche.deposer(), creer_agent(chloe.caisse)
    transitions.prendre(demarche, acteur=agent.compte.acteur, le=horloge.maintenant())
    accords.faire(relire(demarche), avis.INTERROGER, agent.compte.acteur, {"motif": "tarif choisi"})
    page = page_de_suivi(marche, demarche)
    assert f"à Vannes, depuis le {ce_jour()}" in page
    assert any(f"à Vannes, depuis le {ce_jour()}" in un for un in messages(chloe))
    attente = next(une for une in attentes.ouvertes(demarche) if une.nom == avis.VANNES)
    reponse = avis.ReponseDeLEtat({"montant": "42,10"}, contexte=Contexte(chloe, chloe.compte, horloge.maintenant()))
    assert reponse.is_valid()
    attentes.recevoir(attente, reponse, acteur=agent.compte.acteur, le=horloge.maintenant())
    assert ("Réponse de l’État de séjour", "42,10\u00a0€") in guichet.connu(relire(demarche))


def test_a_bill_that_nobody_reads_is_translated_at_the_cost_of_the_caisse(chloe, aout):
    marche = espagne(chloe, aout)
    demarche, agent = marche.deposer(), creer_agent(chloe.caisse)
    transitions.prendre(demarche, acteur=agent.compte.acteur, le=horloge.maintenant())
    accords.faire(relire(demarche), traduction.FAIRE_TRADUIRE, agent.compte.acteur, {"motif": "facture en thaï"})
    assert f"Chez un traducteur depuis le {ce_jour()}" in page_de_suivi(marche, demarche)
    assert "rien à payer" in messages(chloe)[-1]
    assert not traduction.FAIRE_TRADUIRE.possible(relire(demarche), horloge.maintenant())
    attente = next(une for une in attentes.ouvertes(demarche) if une.nom == traduction.TRADUCTION)
    contexte = Contexte(chloe, chloe.compte, horloge.maintenant())
    assert not traduction.Traduction({"texte": ""}, contexte=contexte).is_valid()
    ecrite = traduction.Traduction({"texte": "Consultation, 60 euros, payé."}, contexte=contexte)
    assert ecrite.is_valid()
    attentes.recevoir(attente, ecrite, acteur=agent.compte.acteur, le=horloge.maintenant())
    assert ("Traduction, non officielle", "Consultation, 60 euros, payé.") in guichet.connu(relire(demarche))
    assert "Un agent lit vos factures" in page_de_suivi(marche, demarche)


def test_a_translation_that_does_not_come_is_looked_for_by_an_agent(chloe, aout):
    demarche = espagne(chloe, aout).deposer()
    accords.faire(
        demarche, traduction.FAIRE_TRADUIRE, creer_agent(chloe.caisse).compte.acteur, {"motif": "facture en thaï"}
    )
    horloge.regler_decalage(timedelta(days=23))
    balayer()
    assert "rien_recu" in [une["code"] for une in relire(demarche).alertes] and relire(demarche).ouverte


def test_a_missing_document_is_reminded_of_at_15_days_and_closes_at_30_without_a_refusal(chloe, aout):
    marche = espagne(chloe, aout)
    demarche = marche.deposer()
    agent = creer_agent(chloe.caisse)
    pieces.demander(
        demarche, agent, libelle="Facture lisible", motif="Le montant ne se lit pas.", le=horloge.maintenant()
    )
    horloge.regler_decalage(timedelta(days=16))
    balayer()
    assert Attente.objects.systeme("test").get(demarche=demarche, nom="document").relancee
    horloge.regler_decalage(timedelta(days=32))
    balayer()
    assert relire(demarche).etat == Etat.CLASSEE


def test_it_is_corrected_or_cancelled_until_an_agent_takes_it(chloe, aout):
    demarche = espagne(chloe, aout).deposer()
    assert corrections.possible(demarche, horloge.maintenant()) and passages.annulable(demarche)
    transitions.prendre(demarche, acteur="agent:LANDES-01", le=horloge.maintenant())
    prise = relire(demarche)
    assert not corrections.possible(prise, horloge.maintenant()) and not passages.annulable(prise)


def test_the_agents_queue_says_it_after_two_months(chloe, aout):
    demarche = espagne(chloe, aout).deposer()
    horloge.regler_decalage(timedelta(days=63))
    balayer()
    assert "attend" in [une["code"] for une in relire(demarche).alertes]


# Refused


def test_a_refusal_outside_europe_says_that_the_law_offers_no_appeal_and_still_shows_the_ways(chloe, aout):
    demarche = ailleurs(chloe, aout, "TH", "THB", "3200").deposer()
    accords.refuser(demarche, creer_agent(chloe.caisse).compte.acteur, motif="urgence")
    dernier = messages(chloe)[-1]
    assert (
        "ne se conteste pas" in dernier and "commission de recours amiable" in dernier and "carte bancaire" in dernier
    )
    assert "Thaïlande" not in dernier


def test_mails_name_neither_country_nor_care(chloe, aout):
    demarche = ailleurs(chloe, aout).deposer()
    donner_l_avis(demarche, favorable=True)
    decider(relire(demarche), {})
    partis = " ".join(str(envoi.contenu) for envoi in Envoi.objects.filter(canal="COURRIEL"))
    assert "Canada" not in partis and "onsultation" not in partis


# Who else


def test_the_same_bill_in_two_requests_is_shown_to_agents_and_not_refused(chloe, aout):
    premiere = espagne(chloe, aout).deposer()
    lea = assure_avec_un_compte("Léa", "Duprat", caisse=chloe.caisse)
    seconde = espagne(lea, aout).deposer()
    phrases = [une["phrase"] for une in seconde.alertes if une["code"] == "double"]
    assert len(phrases) == 1 and premiere.reference in phrases[0] and seconde.etat == Etat.DEPOSEE


@pytest.fixture
def sonia_et_enzo(aout):
    """Enzo is 16, in the file of his mother and with an account of his own."""
    sonia = assure_avec_un_compte("Sonia", "Pouydebat")
    enzo = assure_avec_un_compte("Enzo", "Pouydebat", date_naissance=date(2010, 3, 25))
    Beneficiaire.objects.create(
        assure=sonia, personne=enzo.personne, rang=2, lien="ENFANT", droits_du=date(2010, 3, 25)
    )
    return sonia, enzo


def test_enzo_is_told_of_what_is_asked_for_his_care_and_reads_it(sonia_et_enzo, aout):
    sonia, enzo = sonia_et_enzo
    demarche = espagne(sonia, aout, beneficiaire=beneficiaire(enzo.personne)).deposer()
    assert "soins que vous avez reçus" in messages(enzo)[0] and "Espagne" not in messages(enzo)[0]
    lui = connecter(Client(), enzo.compte)
    assert demarche.reference in texte(lui.get(reverse("demarches:depart", args=["soins-etranger"])))
    page = texte(lui.get(reverse("demarches:soins_etranger_pour_moi", args=[demarche.reference])))
    assert "Espagne" in page and "60,00" in page
    decider(demarche, {})
    assert "terminée" in messages(enzo)[-1]


def test_nobody_else_reads_it_there(sonia_et_enzo, aout, chloe):
    sonia, enzo = sonia_et_enzo
    demarche = espagne(sonia, aout, beneficiaire=beneficiaire(enzo.personne)).deposer()
    for autre in (chloe, sonia):
        adresse = reverse("demarches:soins_etranger_pour_moi", args=[demarche.reference])
        assert connecter(Client(), autre.compte).get(adresse).status_code == 404


def test_a_younger_child_has_nobody_to_tell(aout):
    lea = assure_avec_un_compte("Léa", "Duprat")
    zoe = creer_enfant(lea, "Zoé", date_naissance=date(2014, 3, 9)).personne
    demarche = espagne(lea, aout, beneficiaire=beneficiaire(zoe)).deposer()
    assert demarche.soins_etranger.lecteur is None


def test_after_a_death_nothing_is_written_to_the_account_and_the_estate_goes_on_by_paper(chloe, aout):
    demarche = espagne(chloe, aout).deposer()
    with auteur("systeme:test", "deces"):
        chloe.personne.date_deces = jour_de(horloge.maintenant())
        chloe.personne.save(update_fields=["date_deces"])
    combien = len(messages(chloe))
    pieces.demander(
        relire(demarche), creer_agent(chloe.caisse), libelle="Facture", motif="illisible", le=horloge.maintenant()
    )
    horloge.regler_decalage(timedelta(days=32))
    balayer()
    assert relire(demarche).etat == Etat.CLASSEE and len(messages(chloe)) == combien
    lettre = Envoi.objects.get(canal="LETTRE")
    assert "S3125" in str(lettre.contenu)


def test_the_european_card_is_offered_afterwards_but_not_after_a_grief_or_planned_care(chloe, aout):
    le = horloge.maintenant()
    faite = decider(espagne(chloe, aout).deposer(), {})
    assert "carte européenne" in suivi.a_suivre(faite, le).libelle
    tom = creer_enfant(chloe, "Tom", date_naissance=date(2015, 1, 1)).personne
    with auteur("systeme:test", "deces"):
        tom.date_deces = aout[1]
        tom.save(update_fields=["date_deces"])
    marche = espagne(chloe, aout, beneficiaire=beneficiaire(tom))
    marche.commencer()
    marche.repondre()
    marche.client.post(marche.adresse("verification"), {"honneur": "on", "tour": marche.brouillon.tour})
    deuil = decider(Demarche.objects.de(chloe).order_by("-id")[0], {})
    assert suivi.a_suivre(deuil, le) is None


def test_another_country_is_offered_besides_and_asks_nothing_of_who_has_just_sent(chloe, aout):
    marche = espagne(chloe, aout)
    demarche = marche.deposer()
    depart = reverse("demarches:depart", args=["soins-etranger"])
    confirmation = marche.client.get(reverse("demarches:confirmation", args=[demarche.reference])).content.decode()
    for page in (confirmation, marche.client.get(f"/suivi/{demarche.reference}/").content.decode()):
        assert f'<a class="bouton bouton--second" href="{depart}">Un autre pays' in page
    assert '<a class="bouton" href="/suivi/' in confirmation
    suivie = lecture.une(chloe, demarche, horloge.maintenant())
    assert suivie.a_suivre is None and suivie.sans_la_personne


def test_a_bill_is_known_by_a_keyed_fingerprint_only(chloe, aout):
    demarche = espagne(chloe, aout).deposer()
    une = demarche.factures_etrangeres.get().empreinte
    piece = next(p for p in pieces.pieces_de(demarche) if p.place == "pieces/factures")
    assert len(une) == 64 and une != sha256(piece.octets()).hexdigest()
    assert next(iter(depot._empreintes(demarche))) == une
