"""Every open démarche has an expected date, from the caisse when somebody there must look; once passed, it is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.models import Message
from ameli.noyau import formats, horloge
from ameli.noyau.calendrier import ajouter_ouvres, est_ouvre, jour_de
from ameli.noyau.echeances import balayer
from demarches.delais.models import DelaiDeTraitement
from demarches.models import Demarche, Etat
from demarches.moteur import accords, previsions, transitions
from tests.catalogue.commande_carte.test_parcours import Commande
from tests.fabriques import creer_agent

pytestmark = pytest.mark.django_db
RETARD = "Votre démarche prend plus de temps que prévu"


@pytest.fixture
def lea(settings, tmp_path) -> Commande:
    settings.MEDIA_ROOT = tmp_path / "media"
    une = Commande()
    une.declarer()
    return une


def jour(moment: datetime | None) -> date | None:
    return jour_de(moment) if moment else None


def ouvre(le: date) -> date:
    """That day, or the first working day after it."""
    return le if est_ouvre(le) else ajouter_ouvres(le, 1)


def test_what_an_agent_must_check_is_expected_as_mes_delais_says_it(lea):
    """Nationally 14 days for a Vitale card."""
    assert jour(lea.commander().prevue_le) == ouvre(horloge.aujourdhui() + timedelta(days=14))


def test_the_caisse_s_own_table_is_followed(lea):
    DelaiDeTraitement.objects.create(
        caisse=lea.assure.caisse,
        precision="vitale-en-ligne",
        jours=21,
        du=date(2026, 1, 1),
        ecrit_le=horloge.maintenant(),
    )
    assert jour(lea.commander().prevue_le) == ouvre(horloge.aujourdhui() + timedelta(days=21))


def test_the_morning_after_a_promise_that_was_not_kept_the_person_is_told_once(lea):
    demarche = lea.commander()
    lea.plus_tard(demarche, days=14)
    assert RETARD not in lea.sujets
    lea.plus_tard(demarche, days=15)
    lea.plus_tard(demarche, days=40)
    assert lea.sujets.count(RETARD) == 1
    dit = Message.objects.de(lea.assure).get(sujet=RETARD).corps.replace("\u00a0", " ")
    promis = formats.jour(demarche.prevue_le).replace("\u00a0", " ")
    assert f"Nous pensions la terminer vers le {promis}" in dit and demarche.reference in dit


def test_nothing_is_told_of_what_is_over_of_what_waits_for_the_person_and_of_another_date_to_come(lea):
    demarche = lea.commander()
    transitions.controler(demarche, acteur=creer_agent(lea.assure.caisse).compte.acteur, le=demarche.deposee_le)
    Demarche.objects.de(lea.assure).filter(pk=demarche.pk).update(etat=Etat.A_COMPLETER)
    lea.plus_tard(demarche, days=16)
    assert RETARD not in lea.sujets
    Demarche.objects.de(lea.assure).filter(pk=demarche.pk).update(etat=Etat.EN_COURS)
    previsions.promettre(lea.derniere(), demarche.deposee_le + timedelta(days=20))
    balayer()
    assert RETARD not in lea.sujets
    transitions.passer(lea.derniere(), "accepter", acteur="horloge")
    lea.plus_tard(demarche, days=30)
    assert RETARD not in lea.sujets


def test_a_declared_card_is_expected_to_be_ordered_by_its_last_day(lea):
    perte = Demarche.objects.de(lea.assure).get(teleservice="perte-carte-vitale")
    assert jour(perte.prevue_le) == horloge.aujourdhui() + timedelta(days=4)


def test_a_sweep_that_comes_late_does_first_what_ends_the_delay(lea):
    """Nothing swept for weeks: the stages of a card follow each other, and what looked late is over."""
    demarche = lea.commander()
    lea.plus_tard(demarche, days=2)
    accords.accepter(Demarche.objects.systeme("test").get(pk=demarche.pk), creer_agent(lea.assure.caisse).compte.acteur)
    horloge.regler_decalage(timedelta(days=30))
    while balayer():
        continue
    horloge.regler_decalage(timedelta(days=30, minutes=2))
    balayer()
    demarche.refresh_from_db()
    assert not demarche.ouverte and RETARD not in lea.sujets
