"""A new account waits 72 hours for its first payment; what falls due meanwhile is held, shown, paid, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
import time_machine
from django.db.models import Sum

from accounts.informations import coordonnees
from accounts.models import CoordonneesBancaires
from ameli.noyau import echeances
from ameli.noyau.models import Echeance
from paiements import versements
from paiements.calcul.comptes import Compte, destination
from paiements.models import Paiement
from tests.fabriques import creer_assure, iban_d_essai

pytestmark = pytest.mark.django_db
MIDI = datetime(2026, 3, 2, 12, tzinfo=UTC)
Etat = Paiement.Etat


def changer(assure, le: datetime, iban: str = "") -> CoordonneesBancaires:
    with time_machine.travel(le, tick=False):
        return coordonnees.remplacer(
            assure,
            iban=iban or iban_d_essai(),
            titulaire="DUPRAT LEA",
            civilite="MADAME",
            effet=le,
            cause=f"D-{le:%d%H}",
        )


def payer(assure, le: datetime, montant: str = "10.00") -> Paiement:
    paiement = Paiement(assure=assure, montant=Decimal(montant), famille="SOINS", rangs=1, postes=1)
    with time_machine.travel(le, tick=False):
        return versements.emettre(paiement, du_le=le)


def balayer(le: datetime) -> None:
    """Everything that is due at `le` runs, what it plans included."""
    with time_machine.travel(le, tick=False):
        while Echeance.objects.filter(etat="EN_ATTENTE", du_le__lte=le).exists():
            assert echeances.balayer()


def sommes(assure) -> dict[str, Decimal]:
    lignes = Paiement.objects.de(assure).order_by("etat").values_list("etat").annotate(Sum("montant"))
    return dict(lignes)


def test_the_account_that_was_always_there_is_paid_at_once(lea):
    paiement = payer(lea, MIDI)
    assert (paiement.etat, paiement.disponible_le) == (Etat.EMIS, None)
    assert paiement.iban_masque == coordonnees.actuelles(lea).iban_masque
    assert not Echeance.objects.filter(genre=versements.LIBERER).exists()


def test_what_falls_due_before_the_first_payment_of_a_new_account_is_held_and_then_paid_on_it(lea):
    nouveau = changer(lea, MIDI)
    paiement = payer(lea, MIDI + timedelta(hours=5))
    assert (paiement.etat, paiement.disponible_le) == (Etat.RETENU, (MIDI + timedelta(hours=72)).date())
    balayer(MIDI + timedelta(hours=71))
    paiement.refresh_from_db()
    assert paiement.etat == Etat.RETENU
    balayer(MIDI + timedelta(hours=73))
    paiement.refresh_from_db()
    assert (paiement.etat, paiement.coordonnees, paiement.disponible_le) == (Etat.EMIS, nouveau, None)
    assert paiement.emis_le == (MIDI + timedelta(hours=72)).date()


def test_seventy_two_hours_later_the_new_account_is_paid_at_once(lea):
    changer(lea, MIDI)
    assert payer(lea, MIDI + timedelta(hours=72)).etat == Etat.EMIS
    assert payer(lea, MIDI + timedelta(hours=72) - timedelta(seconds=1)).etat == Etat.RETENU


def test_the_rule_of_the_accounts_is_the_pure_one(lea):
    """`paiements.calcul.comptes`, with its properties, says the same as what the payments really ask."""
    for heure in (0, 30, 100, 400):
        changer(lea, MIDI + timedelta(hours=heure))
    comptes = [
        Compte(une.pk, une.effet_le, une.fin_le, une.premier_paiement_le or une.effet_le)
        for une in coordonnees.historique(lea)
    ]
    for heure in range(-48, 600, 7):
        le = MIDI + timedelta(hours=heure)
        reel, pur = coordonnees.compte_pour_un_paiement(lea, le), destination(le, comptes)
        assert (reel.coordonnees.pk, reel.retenu_jusqu_a) == (pur.compte, pur.libere_le)


def test_a_held_payment_waits_again_when_the_account_changes_once_more(lea):
    changer(lea, MIDI)
    paiement = payer(lea, MIDI + timedelta(hours=1))
    dernier = changer(lea, MIDI + timedelta(hours=48))
    balayer(MIDI + timedelta(hours=72))
    paiement.refresh_from_db()
    assert (paiement.etat, paiement.disponible_le) == (Etat.RETENU, (MIDI + timedelta(hours=120)).date())
    balayer(MIDI + timedelta(hours=120))
    paiement.refresh_from_db()
    assert (paiement.etat, paiement.coordonnees) == (Etat.EMIS, dernier)


def test_back_on_the_former_account_the_payment_is_not_lost(lea):
    """A fraud that is undone: the account goes back to what it was."""
    ancien = coordonnees.actuelles(lea).iban
    changer(lea, MIDI)
    paiement = payer(lea, MIDI + timedelta(hours=1))
    retour = changer(lea, MIDI + timedelta(hours=10), iban=ancien)
    balayer(MIDI + timedelta(hours=200))
    paiement.refresh_from_db()
    assert (paiement.etat, paiement.coordonnees) == (Etat.EMIS, retour)


def test_without_an_account_payments_wait_for_the_first_one_without_asking_every_day():
    amadou = creer_assure("Amadou", "Diarra", sexe="M", iban=None)
    for heure in range(3):
        assert payer(amadou, MIDI + timedelta(hours=heure)).etat == Etat.EN_ATTENTE
    assert not Echeance.objects.exists()
    balayer(MIDI + timedelta(days=3))
    assert sommes(amadou) == {Etat.EN_ATTENTE: Decimal(30)}
    changer(amadou, MIDI + timedelta(days=3, hours=1))
    balayer(MIDI + timedelta(days=5))
    assert sommes(amadou) == {Etat.RETENU: Decimal(30)}, "it was given online: it waits too"
    balayer(MIDI + timedelta(days=8))
    assert sommes(amadou) == {Etat.EMIS: Decimal(30)}


def test_a_release_that_is_played_twice_pays_once(lea):
    changer(lea, MIDI)
    paiement = payer(lea, MIDI + timedelta(hours=1))
    versements.liberer(paiement.public_id, MIDI + timedelta(hours=72))
    versements.liberer(paiement.public_id, MIDI + timedelta(hours=90))
    paiement.refresh_from_db()
    assert paiement.emis_le == (MIDI + timedelta(hours=72)).date()
    versements.liberer("zzzz", MIDI)
    versements.accueillir_un_compte("zzzz", MIDI)


@pytest.mark.parametrize("graine", range(6))
def test_paid_on_the_old_account_on_the_new_ones_and_held_make_all_that_is_due(lea, graine):
    hasard, du = Random(graine), Decimal(0)
    evenements = sorted(
        [(hasard.randrange(600), "changer") for _ in range(3)] + [(hasard.randrange(700), "payer") for _ in range(14)]
    )
    for heure, quoi in evenements:
        le = MIDI + timedelta(hours=heure)
        balayer(le)
        if quoi == "changer" and coordonnees.actuelles(lea).effet_le < le:
            changer(lea, le)
        else:
            montant = Decimal(hasard.randint(1, 99_999)) / 100
            payer(lea, le, str(montant))
            du += montant
        assert sum(sommes(lea).values()) == du
        for paiement in Paiement.objects.de(lea).filter(etat=Etat.EMIS).select_related("coordonnees").order_by("pk"):
            assert paiement.emis_le >= paiement.coordonnees.effet_le.date()
    balayer(MIDI + timedelta(days=60))
    assert sommes(lea) == {Etat.EMIS: du}
