"""A machine whose clock is not the database's stops working, says so, and goes on once it is right."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from accounts import taches as taches_des_comptes
from ameli.celery import app
from ameli.noyau import echeances, envois, horloge, ponctualite, sante, taches
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.management.commands.balayer import Command
from ameli.noyau.models import Battement, Envoi
from ameli.noyau.veille import _faire

pytestmark = pytest.mark.django_db
FAUX = [
    timedelta(hours=49),
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=30),
    timedelta(seconds=31),
    timedelta(seconds=-31),
]


@pytest.fixture(autouse=True)
def _battements_oublies(monkeypatch):
    monkeypatch.setattr(sante, "_dernier_battement", {})


@pytest.fixture
def regler(monkeypatch):
    """Put this machine's clock so far ahead of the database's."""

    def regler(ecart: timedelta) -> None:
        monkeypatch.setattr(horloge, "heure_de_la_base", lambda: horloge.temps_reel() - ecart)

    return regler


@pytest.fixture
def faites(monkeypatch):
    faites: list[str] = []
    monkeypatch.setattr(
        "ameli.noyau.echeances.balayage.gestionnaire_de", lambda genre: lambda une: faites.append(une.cle)
    )
    return faites


def due(cle: str, dans: timedelta = timedelta(0)) -> Echeance:
    le = horloge.temps_reel()
    return Echeance.objects.create(genre="essai", cle=cle, du_le=le + dans, essai_le=le, creee_le=le)


@pytest.mark.parametrize("ecart", FAUX, ids=str)
def test_a_wrong_clock_sweeps_nothing_and_readiness_says_why_until_it_is_right(client, regler, faites, ecart):
    due("maintenant")
    envois.deposer_sms(a="0639981234", texte="bonjour", cle="s")
    regler(ecart)
    assert echeances.balayer() == 0
    assert Command().un_tour() == (0, 0, 0)
    reponse = client.get("/readyz")
    assert reponse.status_code == 503
    assert reponse.json()["controles"]["horloge"] is False
    assert reponse.json()["mesures"]["ecart_horloge"] == ecart.total_seconds()
    assert faites == []
    assert Envoi.objects.get().essais == 0
    regler(timedelta(0))
    assert echeances.balayer() == 1
    assert faites == ["maintenant"]


@pytest.mark.parametrize("ecart", [timedelta(seconds=s) for s in (-30, -5, 0, 5, 30)], ids=str)
def test_a_clock_that_is_nearly_right_works(client, regler, faites, ecart):
    due("maintenant")
    regler(ecart)
    assert echeances.balayer() == 1
    assert sante.etat()["age_horloge_fausse"] is None


@pytest.mark.vraie_horloge("the clock of PostgreSQL itself is what is compared")
@pytest.mark.parametrize("ecart", FAUX[:4], ids=str)
def test_the_clock_compared_is_that_of_postgresql(client, faites, ecart):
    due("dans deux jours", timedelta(hours=48))
    assert abs(horloge.ecart_avec_la_base()) < timedelta(seconds=5)
    with time_machine.travel(horloge.temps_reel() + ecart):
        assert abs(horloge.ecart_avec_la_base() - ecart) < timedelta(seconds=5)
        assert echeances.balayer() == 0
        assert client.get("/readyz").json()["controles"]["horloge"] is False
    assert faites == []
    assert echeances.balayer() == 0
    assert ponctualite.a_l_heure()


def test_what_the_worker_saw_is_told_by_a_web_process_whose_own_clock_is_right(client, regler):
    sante.battre(sante.BALAYAGE)
    with time_machine.travel(horloge.temps_reel() + timedelta(hours=49)):
        regler(timedelta(hours=49))
        assert not ponctualite.a_l_heure()
    regler(timedelta(0))
    reponse = client.get("/readyz").json()
    assert reponse["controles"]["horloge"] is False
    assert reponse["mesures"]["age_horloge_fausse"] < 5
    Battement.objects.filter(nom=sante.HORLOGE_FAUSSE).update(vu_le=horloge.temps_reel() - timedelta(minutes=3))
    assert client.get("/readyz").json()["controles"]["horloge"] is True


def test_no_task_of_celery_works_with_a_wrong_clock(regler, monkeypatch):
    purges: list[str] = []
    monkeypatch.setattr("accounts.menage.purger", lambda: purges.append("comptes") or {})
    monkeypatch.setattr(envois, "purger", lambda: purges.append("envois"))
    monkeypatch.setattr(envois, "reprendre_les_perdus", lambda: purges.append("perdus"))
    app.loader.import_default_modules()
    taches_du_produit = [une for nom, une in app.tasks.items() if not nom.startswith("celery.")]
    assert len(taches_du_produit) >= 6
    assert all(isinstance(une, ponctualite.TachePonctuelle) for une in taches_du_produit)
    regler(timedelta(hours=49))
    for tache in (taches_des_comptes.entretenir, taches.entretenir):
        tache.apply()  # as a worker does
        _faire(tache)  # as the scheduler does in its place
    assert purges == []
    regler(timedelta(0))
    taches_des_comptes.entretenir.apply()
    _faire(taches.entretenir)
    assert sorted(purges) == ["comptes", "envois", "perdus"]


def test_the_clock_of_a_practice_site_that_was_moved_is_no_wrong_clock(faites):
    due("dans deux jours", timedelta(hours=48))
    horloge.regler_decalage(timedelta(hours=49))
    assert echeances.balayer() == 1
    assert ponctualite.a_l_heure()


def test_a_slow_answer_of_the_database_is_no_difference(monkeypatch):
    def lente():
        milieu = horloge.temps_reel() + timedelta(seconds=40)
        voyage.shift(timedelta(seconds=80))
        return milieu

    monkeypatch.setattr(horloge, "heure_de_la_base", lente)
    with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
        assert horloge.ecart_avec_la_base() == timedelta(0)
