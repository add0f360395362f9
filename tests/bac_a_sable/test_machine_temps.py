"""A jump of the clock is a walk: true dates, true order, forward only."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from accounts.models import Compte
from ameli.bac_a_sable import machine_temps
from ameli.bac_a_sable.duree import DureeIllisible, lire
from ameli.bac_a_sable.installation import installer, remettre
from ameli.noyau import horloge
from ameli.noyau.calendrier import annees, heures, jours, mois
from ameli.noyau.echeances import gestionnaire, planifier
from ameli.noyau.models import Echeance

vues: list[tuple[str, object, object]] = []


@gestionnaire("essai_saut")
def noter(echeance: Echeance) -> None:
    vues.append((echeance.cle, echeance.du_le, horloge.maintenant()))
    if suite := echeance.donnees.get("suite"):
        planifier(
            "essai_saut",
            objet=echeance.objet,
            du_le=echeance.du_le + timedelta(days=suite),
            cle=f"{echeance.cle}+{suite}j",
        )


@gestionnaire("essai_saut_rate")
def rater(echeance: Echeance) -> None:
    raise RuntimeError("always")


@pytest.fixture(autouse=True)
def rien_vu():
    vues.clear()


def prevoir(cle: str, dans: timedelta, genre: str = "essai_saut", **donnees) -> None:
    with transaction.atomic():
        planifier(genre, objet=f"essai:{cle}", du_le=horloge.maintenant() + dans, cle=cle, donnees=donnees)


@pytest.mark.parametrize(
    ("texte", "duree"),
    [("48h", heures(48)), ("10j", jours(10)), ("10 jours", jours(10)), ("2 mois", mois(2)), ("1an", annees(1)),
     ("1 semaine", jours(7)), (" 3 ANS ", annees(3))],
)  # fmt: skip
def test_delays_are_read_as_people_type_them(texte: str, duree):
    assert lire(texte) == duree


@pytest.mark.parametrize("texte", ["", "demain", "48", "h", "-3j", "0h", "99 ans", "3 lunes"])
def test_an_unreadable_delay_says_what_to_type(texte: str):
    with pytest.raises(DureeIllisible, match=r"[A-ZÀ-ÿ«]"):
        lire(texte)


@pytest.mark.django_db
def test_the_walk_runs_chains_at_their_true_dates_and_reminders_in_order():
    depart = horloge.maintenant()
    prevoir("chaine", timedelta(days=4), suite=14)
    prevoir("rappel", timedelta(days=10))
    pas = []
    saut = machine_temps.avancer(mois(1), lambda s: pas.append(s.arrive_a))
    assert [cle for cle, _, _ in vues] == ["chaine", "rappel", "chaine+14j"]
    for _, du_le, vu_a in vues:
        assert timedelta(0) <= vu_a - du_le < timedelta(seconds=5), "the clock stood at the due date"
    assert pas == sorted(pas) and len(pas) == 3
    assert saut.fini and saut.echeances == 3 and saut.en_panne == 0
    assert horloge.maintenant() >= mois(1).apres(depart)


@pytest.mark.django_db
def test_a_due_date_beyond_the_target_waits():
    prevoir("loin", timedelta(hours=49))
    machine_temps.avancer(heures(48))
    assert vues == []
    machine_temps.avancer(heures(2))
    assert [cle for cle, _, _ in vues] == ["loin"]


@pytest.mark.django_db
def test_a_failing_due_date_is_told_and_does_not_stop_the_walk():
    prevoir("raté", timedelta(days=1), genre="essai_saut_rate")
    prevoir("suivant", timedelta(days=2))
    saut = machine_temps.avancer(jours(3))
    assert saut.fini and saut.en_panne == 1
    assert [cle for cle, _, _ in vues] == ["suivant"]


@pytest.mark.django_db
def test_a_long_walk_can_stop_on_its_way_and_go_on():
    for n in range(1, 4):
        prevoir(f"n{n}", timedelta(days=n))
    saut = machine_temps.commencer(jours(5))
    machine_temps.poursuivre(saut, secondes=0)
    assert not saut.fini and len(vues) == 1 and 15 <= saut.pourcentage <= 25
    machine_temps.poursuivre(saut, secondes=0)
    machine_temps.poursuivre(saut)
    assert saut.fini and saut.pourcentage == 100 and saut.echeances == 3
    machine_temps.poursuivre(saut)
    assert len(vues) == 3


@pytest.mark.django_db(transaction=True)
def test_two_walkers_never_move_the_clock_together():
    autre = connections.create_connection("default")
    try:
        with autre.cursor() as curseur:
            curseur.execute("SELECT pg_advisory_lock(%s)", [machine_temps.VERROU])
        with pytest.raises(machine_temps.DejaEnRoute):
            machine_temps.avancer(heures(1))
        with autre.cursor() as curseur:  # a server notices a closed line in its own time
            curseur.execute("SELECT pg_advisory_unlock(%s)", [machine_temps.VERROU])
    finally:
        autre.close()
    machine_temps.avancer(heures(1))


@pytest.mark.django_db
def test_the_command_moves_the_clock_and_refuses_to_go_back():
    sortie = StringIO()
    call_command("horloge", "avancer", "2", "mois", stdout=sortie)
    assert "Échéances passées : 0" in sortie.getvalue() and "heure réelle" in sortie.getvalue()
    with pytest.raises(CommandError, match="avance seulement"):
        call_command("horloge", "avancer", "--", "-2j")
    with pytest.raises(CommandError, match="n’est pas une durée"):
        call_command("horloge", "avancer", "bientôt")


@pytest.mark.django_db(transaction=True)
def test_a_fresh_start_brings_back_the_people_and_the_true_time():
    installer()
    prevues = sorted(Echeance.objects.values_list("genre", flat=True))
    ancien = Compte.objects.get(email="lea.duprat@exemple.fr")
    Compte.objects.filter(pk=ancien.pk).update(email="autre@exemple.fr")
    prevoir("reste", timedelta(days=1))
    machine_temps.avancer(heures(2))
    remettre()
    assert horloge.decalage() == timedelta(0)
    assert sorted(Echeance.objects.values_list("genre", flat=True)) == prevues, "those of the new people, and no other"
    neuf = Compte.objects.get(email="lea.duprat@exemple.fr")
    assert neuf.pk != ancien.pk, "an old session must not open a new account"
