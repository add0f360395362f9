"""A query that is written once says, for whoever asks, what it would have said written anew."""

from __future__ import annotations

import threading
import typing
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Assure, Message
from ameli.noyau import preparees
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.models import Battement
from ameli.noyau.perimetre import PerimetreOublie
from ameli.noyau.postgresql.base import CurseurQuiPrepare
from ameli.noyau.preparees import LOIN, NonPreparable, preparee

pytestmark = pytest.mark.django_db

PLANS = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%noyau_battement%%'"


@preparee
def battements(nom: str, depuis: datetime) -> QuerySet[Battement]:
    return Battement.objects.filter(nom=nom, vu_le__gte=depuis).order_by("pk")


@preparee
def noms(jusqu_a: datetime | None) -> QuerySet[Battement, str]:
    tous = Battement.objects.order_by("nom").values_list("nom", flat=True)
    return tous if jusqu_a is None else tous.filter(vu_le__lte=jusqu_a)


@pytest.fixture
def trois():
    Battement.objects.bulk_create(
        [Battement(nom=nom, vu_le=maintenant() - timedelta(days=jours)) for jours, nom in enumerate("abc")]
    )


@pytest.fixture(autouse=True)
def seulement_celles_du_produit(monkeypatch):
    monkeypatch.setattr(preparees, "TOUTES", list(preparees.TOUTES))


def test_each_call_has_its_own_values(trois):
    longtemps = maintenant() - timedelta(days=30)
    assert [un.nom for un in battements("a", longtemps)] == ["a"]
    assert [un.nom for un in battements("b", longtemps)] == ["b"]
    assert battements("b", maintenant()) == []


def test_an_argument_that_is_absent_has_a_query_of_its_own(trois):
    assert noms(None) == ["a", "b", "c"]
    assert noms(maintenant() - timedelta(hours=1)) == ["b", "c"]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
def test_no_word_is_taken_for_a_part_of_the_query(mot):
    Battement.objects.filter(nom=mot).delete()
    Battement.objects.create(nom=mot, vu_le=maintenant())
    assert [un.nom for un in battements(mot, maintenant() - timedelta(days=1))] == [mot]


def test_a_day_that_comes_from_another_is_refused():
    @preparee
    def vus(le: datetime) -> QuerySet[Battement]:
        return Battement.objects.filter(vu_le__gte=le - timedelta(days=1))

    with pytest.raises(NonPreparable, match="made of an argument"):
        vus(maintenant())


def test_a_condition_on_a_value_is_refused():
    @preparee
    def vus(rang: int) -> QuerySet[Battement]:
        return Battement.objects.filter(pk=rang) if rang < LOIN + 1_000_000 else Battement.objects.exclude(pk=rang)

    with pytest.raises(NonPreparable, match="depends on the values"):
        vus(3)


def test_a_row_lends_its_ids_alone(lea):
    @preparee
    def vus(assure: Assure) -> QuerySet[Battement]:
        return Battement.objects.filter(vu_le__date=assure.droits_du)

    with pytest.raises(Assure.DoesNotExist):
        vus(lea)


def test_a_yes_or_no_is_no_argument():
    with pytest.raises(NonPreparable, match="bool"):
        noms(True)


def test_the_perimeter_is_still_asked_for(lea):
    @preparee
    def de_qui(assure: Assure) -> QuerySet[Message]:
        return Message.objects.filter(fil__assure=assure)

    with pytest.raises(PerimetreOublie):
        de_qui(lea)


def test_a_query_that_asks_nothing_answers_nothing(lea, django_assert_num_queries):
    @preparee
    def personne(assure: Assure) -> QuerySet[Message]:
        return Message.objects.systeme("test").none()

    with django_assert_num_queries(0):
        assert personne(lea) == personne(lea) == []


def test_another_thread_reads_by_its_own_line(trois):
    longtemps, lus = maintenant() - timedelta(days=30), []
    battements("a", longtemps)

    def lire() -> None:
        try:
            lus.append((battements("a", longtemps), connections["default"]))
        finally:
            connections["default"].close()

    fil = threading.Thread(target=lire)
    fil.start()
    fil.join()
    assert lus[0][0] == []  # what this test wrote is not committed: that thread cannot see it
    assert lus[0][1] is not connection


def plans() -> int:
    with connection.cursor() as curseur:
        curseur.execute(PLANS)
        return curseur.fetchone()[0]


def test_postgresql_keeps_the_plan_and_never_behind_a_pooler(trois, settings):
    assert connection.connection.prepare_threshold == 0
    battements("a", maintenant())
    garde = plans()
    battements("b", maintenant())
    assert plans() == garde >= 1
    settings.POOLEUR = True
    avec_un_poolleur = preparee(battements.__wrapped__)
    avec_un_poolleur("c", maintenant())
    assert plans() == garde
    with connection.cursor_prepare() as curseur:
        assert not isinstance(curseur.cursor, CurseurQuiPrepare)


@pytest.mark.django_db(transaction=True)
def test_a_column_that_a_migration_widens_is_read_all_the_same():
    Battement.objects.create(nom="a", vu_le=maintenant())
    assert noms(None) == ["a"]
    with connection.cursor() as curseur:
        curseur.execute("ALTER TABLE noyau_battement ALTER COLUMN nom TYPE varchar(91)")
    try:
        assert noms(None) == noms(None) == ["a"]
    finally:
        connection.close()
        with connection.cursor() as curseur:
            longueur = Battement._meta.get_field("nom").max_length
            curseur.execute(f"ALTER TABLE noyau_battement ALTER COLUMN nom TYPE varchar({longueur})")


def des_valeurs(lire: Callable[..., Any], assure: Assure) -> list[Any]:
    """Values of a true person for the arguments of a read of the product."""
    du_genre = {
        Assure: assure, date: aujourdhui(), datetime: maintenant(), int: assure.compte.pk, str: "x",
    }  # fmt: skip
    genres = typing.get_type_hints(lire.__wrapped__)  # type: ignore[attr-defined]
    return [du_genre[genre] for nom, genre in genres.items() if nom != "return"]


DU_PRODUIT = [lire for lire in preparees.TOUTES if not lire.__module__.startswith("tests.")]


@pytest.mark.parametrize("lire", DU_PRODUIT, ids=lambda lire: f"{lire.__module__}.{lire.__qualname__}")
def test_each_read_of_the_product_says_what_it_would_say_written_anew(lire, lea, django_assert_num_queries):
    valeurs = des_valeurs(lire, lea)
    attendu = list(lire.__wrapped__(*valeurs))
    lire(*valeurs)
    with django_assert_num_queries(1):
        assert lire(*valeurs) == attendu
