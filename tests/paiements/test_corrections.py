"""Care that was paid as if the Complémentaire santé solidaire did not cover its day is corrected once it does, in favour of the person alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.dossier import c2s, complementaires
from accounts.models import Assure, DroitC2S, Message
from ameli.noyau import horloge
from ameli.noyau.calendrier import PARIS
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from paiements import corrections, patients, suivi
from paiements.calcul import correction
from paiements.calcul.mots import MotifTaux, Protection
from paiements.calcul.patient import Patient, Periode
from paiements.calcul.retenues import Compteurs
from paiements.calcul.soins import Acte, calculer
from paiements.models import LigneCreance, Paiement, Prestation, Retenue, Tiers
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant
from tests.outils.solidaire import AGENT, accorder
from tests.paiements.dossier import creer_avis, payer_une_consultation

SUSPENDUE, REPRISE = date(2026, 12, 10), date(2027, 1, 8)


# The calculation


@given(
    code=st.sampled_from(["G", "PHR", "AMI", "ANE", "KMB", "B"]), paye=st.decimals(1, 400, places=2),
    parcours=st.booleans(), local=st.booleans(), jour=st.integers(0, 300),
)  # fmt: skip
def test_what_was_paid_and_what_corrects_it_are_worth_the_care_of_somebody_who_was_covered(
    code, paye, parcours, local, jour
):
    acte = Acte(code, date(2025, 12, 1) + timedelta(jour), paye, base=paye, parcours=parcours)
    sans = Patient(date(1988, 3, 9), regime_local=local)
    avec = Patient(date(1988, 3, 9), (Periode(Protection.C2S, date(2020, 1, 1)),), regime_local=local)
    try:
        payees, justes = calculer(acte, sans, Compteurs()), calculer(acte, avec, Compteurs())
    except LookupError:
        return
    parts = [part for une in payees for part in correction.corriger(une, avec, payee_ailleurs=False).parts]
    assert sum(une.verse for une in (*payees, *parts)) == sum(une.verse for une in justes)
    assert not sum(une.retenue for une in justes)
    assert all(correction.corriger(une, avec, payee_ailleurs=False).exempte for une in payees if une.retenue)
    assert all(correction.corriger(une, sans, payee_ailleurs=False) == correction.RIEN for une in payees)


# The file

pytestmark = [pytest.mark.django_db, pytest.mark.ce_lundi("a suspension and care dated by hand")]


@pytest.fixture
def nadia() -> Assure:
    assure = creer_assure("Nadia", "Belkacem", date_naissance=date(1988, 3, 9))
    creer_compte(assure)
    creer_enfant(assure, "Yanis")
    accorder(assure)
    return assure


def droit(assure: Assure) -> DroitC2S:
    return DroitC2S.objects.de(assure).get()


def le(jour: date) -> datetime:
    return datetime.combine(jour, datetime.min.time().replace(hour=9), PARIS)


def suspendre(assure: Assure) -> None:
    horloge.regler_decalage(le(SUSPENDUE) - horloge.temps_reel())
    balayer()
    c2s.suspendre(droit(assure), acteur="horloge", le=le(SUSPENDUE))
    balayer()


def reprendre(assure: Assure) -> None:
    """On that day, and whatever follows at once."""
    horloge.regler_decalage(le(REPRISE) - horloge.temps_reel())
    c2s.reprendre(droit(assure), acteur="horloge", le=horloge.maintenant())
    balayer()


def soigner(assure: Assure, **champs) -> Prestation:
    """A consultation on 20 December 2026, while the right was suspended: 21 − 2 = 19 €."""
    un = payer_une_consultation(assure, date(2026, 12, 26), **champs)
    Retenue.objects.create(
        assure=assure, personne=un.personne, prestation=un, genre="PF", annee=2026, acte_le=un.soins_le, montant=D(2),
        paiement=None if un.paiement.destinataire_id else un.paiement,
        recupere_le=None if un.paiement.destinataire_id else un.paiement.emis_le,
    )  # fmt: skip
    return un


def differences(assure: Assure) -> list[tuple[str, D]]:
    siennes = Prestation.objects.de(assure).exclude(corrige=None).order_by("paiement", "rang")
    return [(une.motif_taux, une.verse) for une in siennes]


def messages(assure: Assure) -> list[str]:
    siens = Message.objects.de(assure).filter(sujet="Vos remboursements sont corrigés").order_by("id")
    return [un.corps.replace("\xa0", " ").replace("\u202f", " ") for un in siens]


def test_when_a_suspension_ends_what_was_withheld_is_given_back_and_the_second_part_paid_in_one_payment_told_once(
    nadia,
):
    suspendre(nadia)
    acte = soigner(nadia)
    reprendre(nadia)
    assert differences(nadia) == [(MotifTaux.C2S, D("9.00")), (MotifTaux.RENDU, D("2.00"))]
    paiement = Paiement.objects.de(nadia).exclude(pk=acte.paiement_id).get()
    assert (paiement.montant, paiement.a_transmettre, paiement.transmis_le) == (D("11.00"), False, None)
    (message,) = messages(nadia)
    assert "11,00 €" in message and "20 décembre 2026" in message and "1 remboursement " in message
    client = connecter(Client(), nadia.compte)
    page = client.get(reverse("paiements:detail", args=[paiement.public_id])).content.decode()
    assert "somme rendue" in page and "Voici la différence" in page
    assert "rendue le" in client.get(reverse("paiements:detail", args=[acte.paiement.public_id])).content.decode()


def test_nothing_is_corrected_twice(nadia):
    suspendre(nadia)
    soigner(nadia)
    reprendre(nadia)
    for jour in range(3):
        corrections.corriger(nadia.public_id, horloge.maintenant() + timedelta(days=jour))
    assert len(differences(nadia)) == 2 and len(messages(nadia)) == 1


def test_what_is_given_back_fills_no_ceiling_any_more(nadia):
    suspendre(nadia)
    soigner(nadia)
    avant = suivi.suivre(nadia, 2026)[0].jauges[0].total
    reprendre(nadia)
    assert (avant, suivi.suivre(nadia, 2026)[0].jauges[0].total) == (D(2), D(0))
    assert patients.compteurs(nadia, nadia.personne, {2026}).annee(2026, "PF") == 0


def test_what_waited_to_be_withheld_never_is_on_a_notice_either(nadia):
    suspendre(nadia)
    pharmacie = Tiers.objects.create(genre="PRO", nom="Pharmacie du Marché")
    acte = soigner(nadia, famille="TIERS", destinataire=pharmacie)
    avis = creer_avis(nadia, "2.00")
    LigneCreance.objects.de(nadia).get(avis=avis).retenues.set(Retenue.objects.de(nadia).filter(prestation=acte))
    reprendre(nadia)
    une = Retenue.objects.de(nadia).get(prestation=acte)
    assert une.annulee and une.recupere_le == REPRISE and LigneCreance.objects.de(nadia).get(avis=avis).annule == 2
    assert differences(nadia) == [(MotifTaux.C2S, D("9.00"))]
    assert "2,00 € de participations et de franchises ne vous seront pas retenus" in messages(nadia)[0]


def test_a_part_that_a_mutuelle_was_told_of_is_not_paid_again(nadia):
    suspendre(nadia)
    mutuelle = complementaires.ouvrir(
        nadia, nadia.personne, complementaires.organisme_nomme("Mutuelle des Thermes"), du=SUSPENDUE, le=le(SUSPENDUE),
        acteur=AGENT,
    )  # fmt: skip
    soigner(nadia, complementaire=mutuelle, transmis_le=date(2026, 12, 26))
    reprendre(nadia)
    assert differences(nadia) == [(MotifTaux.RENDU, D("2.00"))]


def test_an_organism_that_manages_it_pays_its_part_and_nothing_is_withheld_all_the_same():
    assure = creer_assure("Ali", "Belkacem", sexe="M")
    creer_compte(assure)
    organisme = complementaires.organisme_nomme("Mutuelle solidaire", numero="12345678")
    accorder(assure, organisme=organisme.numero)
    suspendre(assure)
    soigner(assure)
    reprendre(assure)
    assert differences(assure) == [(MotifTaux.RENDU, D("2.00"))]


def test_care_before_the_suspension_or_of_somebody_who_is_not_covered_is_left_as_it_is(nadia):
    autre = creer_assure("Marc", "Lafitte", sexe="M")
    creer_compte(autre)
    soigner(autre)
    suspendre(nadia)
    payer_une_consultation(nadia, date(2026, 11, 20))
    reprendre(nadia)
    assert differences(nadia) == differences(autre) == [] and not messages(nadia)


def test_where_nobody_has_had_it_a_change_of_cover_plans_nothing():
    assure = creer_assure()
    complementaires.ouvrir(
        assure, assure.personne, complementaires.organisme_nomme("Mutuelle des Thermes"), du=date(2026, 1, 1),
        le=horloge.maintenant(), acteur=AGENT,
    )  # fmt: skip
    assert not Echeance.objects.filter(genre=corrections.CORRIGER)
