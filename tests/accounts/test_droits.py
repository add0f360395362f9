"""A right that lives after a decision: it begins, is suspended, goes on, ends, and says so in time. Once each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from accounts.dossier import droits
from accounts.dossier.droits import DroitClos, Rappel
from accounts.informations.securite import copie_comptes
from accounts.models.droit import Droit
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de, jours, mois
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal import types
from ameli.noyau.models import Entree
from tests.fabriques import creer_assure, creer_enfant

pytestmark = pytest.mark.django_db
MOI, AGENT = "assure:lea", "agent:A00001"
DEBUT, FIN = date(2026, 11, 23), date(2026, 12, 23)


@pytest.fixture(autouse=True)
def lundi() -> Iterator[None]:
    """The dates of these tests are counted from that Monday, whatever the instant of the run."""
    with time_machine.travel(datetime(2026, 11, 23, 8, 12, tzinfo=UTC)):
        yield


@pytest.fixture(autouse=True)
def modele(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Droit]]:
    """A kind of right as a room has one, with a table of its own for the time of a test."""
    with isolate_apps("accounts"):

        class Essai(Droit):
            code, de_quoi = "essai", "du droit d’essai"

            class Meta:
                app_label, verbose_name_plural = "accounts", "essais"
                constraints = (
                    models.UniqueConstraint(fields=("personne",), condition=models.Q(clos_le=None), name="un_essai"),
                )

        with connection.schema_editor() as editeur:
            editeur.create_model(Essai)
        monkeypatch.setattr(droits, "_genres", {})
        monkeypatch.setattr(types, "_genres", dict(types._genres))
        yield Essai


@pytest.fixture
def dits(modele: type[Droit]) -> list[str]:
    """What was said of the rights, in order."""
    phrases: list[str] = []

    def dire(quoi: str) -> Any:
        return lambda droit, le: phrases.append(f"{quoi} {jour_de(le):%d/%m} {droit.personne.prenom}")

    droits.declarer(modele, rappels=(Rappel(jours(3), dire("bientôt")), Rappel(mois(1), dire("un mois"))))
    return phrases


@pytest.fixture
def lea(modele: type[Droit]) -> Any:
    return creer_assure()


def ouvrir(modele: type[Droit], lea: Any, **champs: Any) -> Droit:
    valeurs = {"assure": lea, "personne": lea.personne, "du": DEBUT, "au": FIN, "cause": "D-1", **champs}
    return droits.ouvrir(modele(**valeurs), acteur=MOI, le=horloge.maintenant())


def relu(droit: Droit) -> Droit:
    return type(droit).objects.systeme("essai").get(pk=droit.pk)


def journal() -> list[tuple[str, str]]:
    lignes = Entree.objects.filter(genre__startswith="droit.").order_by("id")
    return [(ligne.genre.rpartition(".")[2], ligne.acteur) for ligne in lignes]


def attendre(**duree: float) -> None:
    horloge.regler_decalage(horloge.decalage() + timedelta(**duree))
    balayer()


def test_a_right_lives_from_its_first_day_until_the_end_of_its_last_one_in_paris(modele, lea, dits):
    droit = ouvrir(modele, lea, du=date(2026, 11, 24))
    assert not droit.ouvert(datetime(2026, 11, 23, 22, 59, tzinfo=UTC))
    assert droit.ouvert(datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    assert droit.ouvert(datetime(2026, 12, 23, 22, 59, tzinfo=UTC))
    assert not droit.ouvert(datetime(2026, 12, 23, 23, 0, tzinfo=UTC))
    assert ouvrir(modele, lea, personne=creer_enfant(lea).personne, au=None).ouvert(datetime(2090, 1, 1, tzinfo=UTC))


def test_its_reminder_is_said_once_and_its_end_is_written_down(modele, lea, dits):
    droit = ouvrir(modele, lea)
    attendre(days=26)
    assert dits == []
    attendre(days=1)
    attendre(days=1)
    assert dits == ["bientôt 20/12 Léa"], "one month before its end, it began: its opening told the day"
    assert relu(droit).clos_le is None
    attendre(days=3)
    fini = relu(droit)
    assert (fini.clos_par, fini.motif) == ("horloge", "terme")
    assert fini.clos_le == datetime(2026, 12, 23, 22, 59, 59, tzinfo=UTC)
    assert journal() == [("ouvert", MOI), ("clos", "horloge")]
    assert Entree.objects.get(genre="droit.essai.clos").phrase == "Votre caisse, automatiquement : fin du droit d’essai"


def test_a_clock_that_jumps_says_everything_in_order_and_once(modele, lea, dits):
    ouvrir(modele, lea, au=date(2027, 1, 10))
    attendre(days=60)
    attendre(days=1)
    assert dits == ["un mois 10/12 Léa", "bientôt 07/01 Léa"]
    assert [geste for geste, _ in journal()] == ["ouvert", "clos"]


def test_a_suspended_right_gives_nothing_says_nothing_and_goes_on(modele, lea, dits):
    droit = ouvrir(modele, lea)
    le = horloge.maintenant()
    assert droits.suspendre(droit, acteur=AGENT, le=le, motif="controle").motif == "controle"
    droits.suspendre(droit, acteur=AGENT, le=le + timedelta(days=1), motif="autre")
    assert relu(droit).suspendu_le == le and relu(droit).motif == "controle"
    assert not relu(droit).ouvert(le)
    attendre(days=28)
    assert dits == []
    droits.reprendre(droit, acteur=AGENT)
    droits.reprendre(droit, acteur=AGENT)
    assert relu(droit).ouvert(horloge.maintenant()) and relu(droit).motif == ""
    attendre(days=10)
    assert dits == [] and relu(droit).motif == "terme"
    assert journal() == [("ouvert", MOI), ("suspendu", AGENT), ("repris", AGENT), ("clos", "horloge")]


def test_a_right_resumed_in_time_is_reminded_of(modele, lea, dits):
    droit = ouvrir(modele, lea)
    droits.suspendre(droit, acteur=AGENT, le=horloge.maintenant(), motif="controle")
    droits.reprendre(droit, acteur=AGENT)
    attendre(days=28)
    assert dits == ["bientôt 20/12 Léa"]


def test_a_right_that_was_ended_stays_so_and_nothing_is_said_of_it(modele, lea, dits):
    droit = ouvrir(modele, lea)
    le = horloge.maintenant()
    clos = droits.clore(droit, acteur=MOI, le=le, motif="revoquee")
    assert (clos.clos_le, clos.clos_par, clos.motif) == (le, MOI, "revoquee")
    assert clos.ouvert(le - timedelta(seconds=1)) and not clos.ouvert(le)
    for geste in (
        lambda: droits.clore(droit, acteur=AGENT, le=le, motif="autre"),
        lambda: droits.suspendre(droit, acteur=AGENT, le=le, motif="autre"),
        lambda: droits.reprendre(droit, acteur=AGENT),
    ):
        with pytest.raises(DroitClos):
            geste()
    assert relu(droit).motif == "revoquee"
    attendre(days=60)
    assert dits == [] and [geste for geste, _ in journal()] == ["ouvert", "clos"]
    assert set(Echeance.objects.filter(objet=droit.objet).values_list("etat", flat=True)) == {"ANNULEE"}


def test_one_at_a_time_and_the_next_one_does_not_wait_for_the_sweep(modele, lea, dits):
    premier = ouvrir(modele, lea)
    with pytest.raises(IntegrityError), transaction.atomic():
        ouvrir(modele, lea)
    horloge.regler_decalage(timedelta(days=31))
    second = ouvrir(modele, lea, du=date(2026, 12, 24), au=date(2027, 1, 24))
    assert relu(premier).motif == "terme" and relu(second).clos_le is None
    balayer()
    assert [geste for geste, _ in journal()] == ["ouvert", "clos", "ouvert"]
    assert dits == []


def test_the_copy_of_ones_data_holds_every_right_of_the_file_and_of_no_other(modele, lea, dits):
    ouvrir(modele, lea)
    autre = creer_assure("Marc")
    sections = {
        qui: next(s.lignes for s in copie_comptes.contribuer(qui) if s.titre == "Essais") for qui in (lea, autre)
    }
    assert [(ligne["pour"], ligne["du"], ligne["au"], ligne["démarche"]) for ligne in sections[lea]] == [
        ("Léa", DEBUT, FIN, "D-1")
    ]
    assert sections[autre] == []


def test_two_kinds_of_one_code_or_two_reminders_of_one_day_are_refused_at_start(modele):
    class Autre(Droit):
        code, de_quoi = "essai", "de l’autre droit"

        class Meta:
            abstract = True

    droits.declarer(modele)
    droits.declarer(modele)
    assert droits.declares() == [modele]
    with pytest.raises(ValueError, match="another right"):
        droits.declarer(Autre)
    deux = tuple(Rappel(jours(3), lambda droit, le: None) for _ in range(2))
    with pytest.raises(ValueError, match="two reminders"):
        droits.declarer(modele, rappels=deux)
