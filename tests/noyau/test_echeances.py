"""Due dates: run once, in order, dated by when they fell due; failures wait longer and longer, then step aside."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction

from ameli.noyau import echeances, horloge
from ameli.noyau.echeances import balayage, registre
from ameli.noyau.echeances.mesure import mesurer, semer
from ameli.noyau.echeances.reprises import relancer
from ameli.noyau.models import Battement, Echeance, Mesure
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
Etat = Echeance.Etat


@pytest.fixture
def faites(monkeypatch):
    """Handlers of this test only: "note" remembers its key, "echoue" fails, "annule" withdraws what its data names."""
    vues: list[str] = []
    monkeypatch.setattr(registre, "_gestionnaires", dict(registre._gestionnaires))

    @echeances.gestionnaire("note")
    def note(echeance):
        Battement.objects.create(nom=echeance.cle, vu_le=echeance.du_le)
        vues.append(echeance.cle)

    @echeances.gestionnaire("echoue")
    def echoue(echeance):
        Battement.objects.create(nom=echeance.cle, vu_le=echeance.du_le)
        raise ValueError("le compte FR7630004001230000123456705 est fermé")

    @echeances.gestionnaire("annule")
    def annule(echeance):
        echeances.annuler(objet=echeance.donnees["objet"])
        vues.append(echeance.cle)

    return vues


def prevoir(
    cle: str, *, genre: str = "note", objet: str = "", dans: timedelta = timedelta(0), donnees: dict | None = None
) -> Echeance:
    return echeances.planifier(genre, objet=objet, du_le=horloge.maintenant() + dans, cle=cle, donnees=donnees)


def etat(cle: str) -> str:
    return Echeance.objects.get(cle=cle).etat


class TestPlanning:
    @pytest.mark.django_db(transaction=True)
    def test_a_due_date_outside_a_transaction_is_refused(self):
        with pytest.raises(echeances.EcheanceHorsTransaction):
            prevoir("a")

    def test_the_same_key_twice_is_one_row_which_keeps_its_first_date(self):
        premiere = prevoir("a")
        assert prevoir("a", dans=timedelta(days=3)) == premiere
        assert Echeance.objects.get().du_le == premiere.du_le

    def test_a_naive_date_is_refused(self):
        with pytest.raises(ValueError, match="aware"):
            echeances.planifier("note", objet="", du_le=horloge.maintenant().replace(tzinfo=None), cle="a")

    def test_planning_costs_one_query(self):
        du_le = horloge.maintenant() + timedelta(hours=48)
        with horloge.portee():
            horloge.maintenant()
            with requetes() as vues:
                echeances.planifier("note", objet="demarche:1", du_le=du_le, cle="a")
        assert len(vues) == 1

    def test_withdrawing_stops_what_is_waiting_or_broken_of_one_object_and_one_kind(self, faites):
        for cle, objet, genre in (("a", "d:1", "note"), ("b", "d:1", "autre"), ("c", "d:2", "note")):
            prevoir(cle, objet=objet, genre=genre)
        Echeance.objects.filter(cle="a").update(etat=Etat.EN_PANNE)
        assert echeances.annuler(objet="d:1", genre="note") == 1
        assert [etat(cle) for cle in "abc"] == [Etat.ANNULEE, Etat.EN_ATTENTE, Etat.EN_ATTENTE]
        assert echeances.annuler(objet="d:1") == 1

    def test_withdrawing_without_an_object_is_refused(self):
        with pytest.raises(ValueError, match="object"):
            echeances.annuler(objet="")

    def test_a_kind_has_one_handler(self, faites):
        with pytest.raises(ValueError, match="already run by"):
            echeances.gestionnaire("note")(lambda echeance: None)


class TestSweep:
    def test_what_is_due_runs_once_oldest_first(self, faites):
        prevoir("apres", dans=-timedelta(hours=1))
        prevoir("avant", dans=-timedelta(hours=2))
        prevoir("plus-tard", dans=timedelta(seconds=30))
        assert echeances.balayer() == 2
        assert faites == ["avant", "apres"]
        assert echeances.balayer() == 0
        assert [etat(cle) for cle in ("avant", "apres", "plus-tard")] == [Etat.FAITE, Etat.FAITE, Etat.EN_ATTENTE]

    def test_the_handler_is_dated_by_the_due_date_not_by_the_sweep(self, faites):
        prevue = prevoir("a", dans=-timedelta(days=2))
        echeances.balayer()
        assert Battement.objects.get(nom="a").vu_le == prevue.du_le

    def test_an_idle_sweep_is_one_query_in_production_and_two_in_the_sandbox(self, settings):
        with requetes() as vues:
            assert echeances.balayer() == 0
        assert len(vues) == 2
        settings.BAC_A_SABLE = False
        with requetes() as vues:
            assert echeances.balayer() == 0
        assert len(vues) == 1

    def test_the_sandbox_clock_makes_things_due(self, faites):
        prevoir("a", dans=timedelta(hours=48))
        assert echeances.balayer() == 0
        horloge.regler_decalage(timedelta(hours=48))
        assert echeances.balayer() == 1

    def test_no_more_than_asked(self, faites):
        for n in range(5):
            prevoir(f"e{n}")
        assert echeances.balayer(maximum=3) == 3
        assert echeances.balayer(maximum=3) == 2

    def test_the_due_dates_of_one_object_run_in_their_order(self, faites):
        for n in range(4):
            prevoir(f"e{n}", objet="d:1", dans=timedelta(seconds=-n))
        assert echeances.balayer() == 4
        assert faites == ["e3", "e2", "e1", "e0"]

    def test_what_stands_behind_a_failure_of_its_object_waits_and_the_rest_goes_on(self, faites):
        prevoir("casse", genre="echoue", objet="d:1", dans=-timedelta(hours=2))
        prevoir("derriere", objet="d:1", dans=-timedelta(hours=1))
        prevoir("ailleurs", objet="d:2")
        prevoir("seule")
        assert echeances.balayer() == 3
        assert faites == ["ailleurs", "seule"]
        Echeance.objects.filter(cle="casse").update(etat=Etat.EN_PANNE)
        assert echeances.balayer() == 0
        Echeance.objects.filter(cle="casse").update(etat=Etat.ANNULEE)
        assert echeances.balayer() == 1

    def test_a_handler_may_plan_the_next_step(self, faites, monkeypatch):
        @echeances.gestionnaire("enchaine")
        def enchaine(echeance):
            echeances.planifier("note", objet=echeance.objet, du_le=echeance.du_le, cle="suite")

        prevoir("a", genre="enchaine", objet="d:1")
        assert echeances.balayer() == 2
        assert faites == ["suite"]

    def test_a_handler_that_withdraws_its_own_object_ends_as_done(self, faites):
        prevoir("a", genre="annule", objet="d:1", donnees={"objet": "d:1"})
        prevoir("b", objet="d:1", dans=timedelta(days=1))
        assert echeances.balayer() == 1
        assert (etat("a"), etat("b")) == (Etat.FAITE, Etat.ANNULEE)

    def test_what_a_handler_withdraws_in_the_same_batch_does_not_run(self, faites):
        prevoir("a", genre="annule", objet="d:1", donnees={"objet": "d:2"})
        prevoir("b", objet="d:2")
        prevoir("c", objet="d:3")
        echeances.balayer()
        assert faites == ["a", "c"]
        assert etat("b") == Etat.ANNULEE

    def test_the_next_date_of_a_walk_is_what_can_run(self, faites):
        le = horloge.maintenant()
        prevoir("bloque", genre="echoue", objet="d:1", dans=timedelta(hours=1))
        prevoir("derriere", objet="d:1", dans=timedelta(hours=2))
        prevoir("libre", objet="d:2", dans=timedelta(hours=3))
        assert echeances.prochaine(le + timedelta(hours=9)) == Echeance.objects.get(cle="bloque").du_le
        Echeance.objects.filter(cle="bloque").update(essai_le=horloge.temps_reel() + timedelta(minutes=1))
        assert echeances.prochaine(le + timedelta(hours=9)) == Echeance.objects.get(cle="libre").du_le
        assert echeances.prochaine(le) is None


class TestFailure:
    def test_a_failing_handler_undoes_only_itself(self, faites):
        prevoir("avant", dans=-timedelta(hours=2))
        prevoir("casse", genre="echoue", dans=-timedelta(hours=1))
        prevoir("apres")
        assert echeances.balayer() == 3
        assert faites == ["avant", "apres"]
        assert not Battement.objects.filter(nom="casse").exists()

    def test_the_error_is_kept_without_personal_data(self, faites):
        prevoir("casse", genre="echoue")
        echeances.balayer()
        ligne = Echeance.objects.get()
        assert ligne.erreur.startswith("ValueError: le compte [masqué] est fermé (test_echeances.py:")

    def test_waits_grow_then_the_poison_steps_aside_in_sight(self, faites):
        prevoir("casse", genre="echoue")
        attentes = []
        with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
            while Echeance.objects.get().etat == Etat.EN_ATTENTE:
                assert echeances.balayer() == 1
                assert echeances.balayer() == 0
                ligne = Echeance.objects.get()
                if ligne.etat == Etat.EN_ATTENTE:
                    attentes.append(ligne.essai_le - horloge.temps_reel())
                    voyage.move_to(ligne.essai_le)
        assert [a.total_seconds() / 60 for a in attentes] == [1, 5, 15, 60, 240, 720]
        assert (ligne.etat, ligne.essais) == (Etat.EN_PANNE, 7)

    def test_a_jump_of_the_sandbox_clock_burns_no_retry(self, faites):
        prevoir("casse", genre="echoue")
        echeances.balayer()
        horloge.regler_decalage(timedelta(days=30))
        assert echeances.balayer() == 0
        assert Echeance.objects.get().essais == 1

    def test_an_unknown_kind_is_a_failure_like_another(self):
        prevoir("a", genre="genre-disparu")
        assert echeances.balayer() == 1
        assert "No handler for 'genre-disparu'" in Echeance.objects.get().erreur

    def test_started_again_by_hand_it_runs_from_its_first_attempt(self, faites):
        prevoir("casse", genre="echoue")
        Echeance.objects.update(etat=Etat.EN_PANNE, essais=7)
        assert relancer(Echeance.objects.all()) == 1
        assert echeances.balayer() == 1
        assert Echeance.objects.get().essais == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_change_refused_at_commit_does_not_drag_the_batch_down(self, faites):
        @echeances.gestionnaire("orphelin")
        def orphelin(echeance):
            with connection.cursor() as curseur:  # a foreign key is checked at commit only
                curseur.execute("INSERT INTO noyau_maillon (rang, entree_id, empreinte) VALUES (99, 424242, 'x')")

        with transaction.atomic():
            for cle, genre in (("a", "note"), ("b", "orphelin"), ("c", "note")):
                prevoir(cle, genre=genre)
        echeances.balayer()
        assert [etat(cle) for cle in "abc"] == [Etat.FAITE, Etat.EN_ATTENTE, Etat.FAITE]
        assert Echeance.objects.get(cle="b").essais == 1
        assert sorted(Battement.objects.values_list("nom", flat=True)) == ["a", "c"]


def en_parallele(*fonctions) -> None:
    pannes = []

    def proteger(fonction):
        try:
            fonction()
        except Exception as panne:  # noqa: BLE001  shown to the test below
            pannes.append(panne)
        finally:
            connection.close()

    fils = [threading.Thread(target=proteger, args=(fonction,)) for fonction in fonctions]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=30)
    assert not pannes


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_two_sweepers_never_run_the_same_row_nor_two_rows_of_one_object_at_once(self):
        semer(300, "parallele")
        Echeance.objects.filter(cle__endswith="1").update(objet="le-meme")

        def vider():
            while balayage.balayer(40):
                pass

        en_parallele(vider, vider, vider)
        assert Mesure.objects.count() == 300
        assert Mesure.objects.values("cle").distinct().count() == 300
        memes = Echeance.objects.filter(objet="le-meme").order_by("faite_le", "id")
        assert [e.pk for e in memes] == sorted(e.pk for e in memes)

    def test_a_person_who_holds_the_row_is_never_the_one_who_fails(self, faites):
        """Request: locks the démarche, then withdraws its due date. Sweep: holds the due date, wants the démarche."""
        Battement.objects.create(nom="demarche", vu_le=horloge.temps_reel())
        tient, essaie = threading.Event(), threading.Event()

        @echeances.gestionnaire("veut-la-demarche")
        def veut(echeance):
            essaie.set()
            Battement.objects.select_for_update().get(nom="demarche")

        with transaction.atomic():
            prevoir("a", genre="veut-la-demarche", objet="d:1")

        def demande():
            with transaction.atomic():
                Battement.objects.select_for_update().get(nom="demarche")
                tient.set()
                essaie.wait(5)
                assert echeances.annuler(objet="d:1") == 1

        def balaie():
            tient.wait(5)
            echeances.balayer()

        en_parallele(demande, balaie)
        ligne = Echeance.objects.get()
        assert (ligne.etat, ligne.essais) == (Etat.ANNULEE, 0)

    @pytest.mark.vraie_horloge("each sweeper of the bench is a process of its own")
    def test_the_bench_counts_each_row_once_and_leaves_nothing(self, settings, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", _url_de_test())
        resultat = mesurer(200, 2)
        assert resultat.exactement_une_fois
        assert sum(resultat.par_processus) == 200
        assert not Echeance.objects.exists()


def _url_de_test() -> str:
    from urllib.parse import quote

    reglages = connection.settings_dict
    return f"postgres://{reglages['USER']}@{quote(str(reglages['HOST']), safe='')}/{reglages['NAME']}"
