"""Incomes read with a consent: no consent, no request; whatever the service does, the request goes on and is asked again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.dossier import revenus, revenus_lus
from accounts.dossier.solidaire.voisins import Identite, Montant, PourquoiPas
from accounts.models import Assure, ConsentementRevenus
from ameli.noyau import envois, horloge
from ameli.noyau.calendrier import PARIS
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois import transports
from ameli.noyau.envois.partenaires import Consultation
from ameli.noyau.models import Entree, Envoi
from tests.fabriques import creer_assure
from tests.outils.hostile import MANIERES, hostile
from tests.outils.particulier import PARTIEL, Service, service
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
MOI, CAUSE = "assure:lea", "D-1"
MOIS = tuple(date(2025 + (n > 2), (n + 9) % 12 + 1, 1) for n in range(12))  # October 2025 to September 2026
JETON = "jeton-du-service"


@pytest.fixture(autouse=True)
def lundi() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 23, 8, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def etat(settings) -> Iterator[Service]:
    with service() as ouvert:
        settings.PARTENAIRES = {"revenus": Consultation(ouvert.url, JETON)}
        yield ouvert


@pytest.fixture
def lea() -> Assure:
    return creer_assure("Léa, Marie", "d’Uprat")


def consentir(lea: Assure, place: str = "soi", **champs: str) -> None:
    adulte = Identite(str(lea.personne), "", lea.personne.date_naissance, personne=lea.personne)
    revenus.consentir(lea, adulte, cause=CAUSE, place=place, mois=MOIS, acteur=MOI, le=horloge.maintenant())


def livrer_jusqu_au_bout() -> None:
    """Every attempt of the day."""
    for _ in range(6):
        Envoi.objects.update(essai_le=horloge.temps_reel())
        envois.livrer()


def lus(place: str = "soi"):
    return revenus.lire_revenus(cause=CAUSE)[place]


def demain() -> None:
    horloge.regler_decalage(horloge.decalage() + timedelta(days=1))
    balayer()


# What is asked, and what comes


def test_the_question_is_that_of_api_particulier_with_the_token_in_its_header(etat, lea, settings):
    consentir(lea)
    envois.livrer()
    ((chemin, question, autorisation),) = etat.recues
    assert chemin == "/v3/dss/ressources_mensuelles/identite"
    assert autorisation == f"Bearer {JETON}"
    assert question == {
        "recipient": ["00000000000000"], "nomNaissance": ["D’UPRAT"], "prenoms[]": ["LÉA", "MARIE"],
        "anneeDateNaissance": ["1990"], "moisDateNaissance": ["6"], "jourDateNaissance": ["15"], "sexeEtatCivil": ["F"],
        "codeCogInseePaysNaissance": ["99100"], "codeCogInseeCommuneNaissance": ["40192"],
        "dateDebut": ["2025-10"], "dateFin": ["2026-09"],
    }  # fmt: skip


def test_somebody_born_abroad_and_typed_by_hand_is_asked_by_what_the_number_says():
    adulte = Identite("Belkacem", "Nadia", date(1988, 3, 9), nir="2880399352015")
    assert revenus_lus.pivot(adulte) == {
        "nom": "Belkacem", "prenoms": "Nadia", "naissance": "1988-03-09", "sexe": "F", "lieu": "99352",
    }  # fmt: skip
    question = revenus_lus.question(revenus_lus.pivot(adulte), MOIS[0], MOIS[-1])
    assert question["codeCogInseePaysNaissance"] == "99352" and "codeCogInseeCommuneNaissance" not in question


def test_amounts_come_by_organism_and_month_as_types(etat, lea):
    consentir(lea)
    envois.livrer()
    assert lus().montants == (
        Montant("France Travail", "chomage", date(2026, 9, 1), Decimal("980.00")),
        Montant("CAF des Landes", "famille", date(2026, 9, 1), Decimal("150.00")),
    )
    assert lus().manques == ()
    assert [une.genre for une in Entree.objects.filter(genre__startswith="revenus.").order_by("id")] == [
        "revenus.consenti",
        "revenus.recus",
    ]


def test_nothing_of_it_is_readable_at_rest_nor_in_the_logs(etat, lea, caplog):
    caplog.set_level(logging.DEBUG)
    consentir(lea)
    envois.livrer()
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT c::text FROM accounts_consentementrevenus c UNION ALL SELECT e::text FROM noyau_envoi e"
        )
        ecrit = "".join(ligne[0] for ligne in curseur.fetchall())
    for quoi in ("980.00", "France Travail", "chomage", "UPRAT", "Uprat"):
        assert quoi not in ecrit
    dit = "".join(str(une.msg) for une in caplog.records)
    assert "UPRAT" not in dit and "980.00" not in dit and JETON not in dit
    assert JETON not in repr(Consultation("http://x", JETON))


def test_reading_what_came_costs_one_query(etat, lea):
    consentir(lea)
    envois.livrer()
    with requetes() as vues:
        lus()
    assert len(vues) == 1


# No consent, no request


def test_without_consent_nothing_is_asked_and_there_is_no_key(etat, lea):
    envois.livrer()
    assert not etat.recues
    assert revenus.lire_revenus(cause=CAUSE) == {}


def test_consenting_twice_asks_once(etat, lea):
    consentir(lea)
    consentir(lea)
    envois.livrer()
    assert len(etat.recues) == 1


def test_a_consent_withdrawn_before_the_question_leaves_asks_nothing(etat, lea):
    consentir(lea)
    revenus.retirer(cause=CAUSE, place="soi", acteur=MOI, le=horloge.maintenant())
    livrer_jusqu_au_bout()
    demain()
    assert not etat.recues and not Envoi.objects.exists()
    assert [un.pourquoi for un in lus().manques] == [PourquoiPas.RETIRE]


def test_a_consent_withdrawn_while_the_question_is_on_its_way_forgets_the_answer(etat, lea, monkeypatch):
    consentir(lea)
    envoyer = transports.Transporteur.envoyer

    def puis_retirer(self, envoi):
        reponse = envoyer(self, envoi)
        revenus.retirer(cause=CAUSE, place="soi", acteur=MOI, le=horloge.maintenant())
        return reponse

    monkeypatch.setattr(transports.Transporteur, "envoyer", puis_retirer)
    envois.livrer()
    un = ConsentementRevenus.objects.systeme("essai").get()
    assert (len(etat.recues), un.recu, un.identite) == (1, {}, {})


def test_a_consent_withdrawn_afterwards_erases_the_amounts_and_may_be_given_again(etat, lea):
    consentir(lea)
    envois.livrer()
    revenus.retirer(cause=CAUSE, place="soi", acteur=MOI, le=horloge.maintenant())
    assert lus().montants == ()
    consentir(lea)
    envois.livrer()
    assert len(lus().montants) == 2
    assert "revenus.retire" in Entree.objects.values_list("genre", flat=True)


def test_a_site_without_the_service_says_so_and_asks_nothing(settings, lea):
    settings.PARTENAIRES = {}
    consentir(lea)
    assert [un.pourquoi for un in lus().manques] == [PourquoiPas.ABSENT]
    assert not Envoi.objects.exists()


# Closed, silent, slow, cut, endless: a typed reason, and again the next morning


@pytest.mark.parametrize("maniere", MANIERES)
def test_a_service_that_misbehaves_gives_a_reason_and_is_asked_again_the_next_morning(
    settings, monkeypatch, lea, maniere
):
    monkeypatch.setattr(transports, "DELAI_HTTP", 0.2)
    with hostile(maniere) as port:
        settings.PARTENAIRES = {"revenus": Consultation(f"http://127.0.0.1:{port}/x", JETON)}
        consentir(lea)
        livrer_jusqu_au_bout()
    attendu = PourquoiPas.LENT if maniere in ("muet", "goutte", "goutte_entete") else PourquoiPas.FERME
    assert [(un.organisme, un.pourquoi, un.mois) for un in lus().manques] == [("", attendu, MOIS)]
    due = Echeance.objects.get(genre=revenus.REDEMANDER)
    assert due.du_le.astimezone(PARIS) == datetime(2026, 11, 24, 9, tzinfo=PARIS)
    with service() as ouvert:
        settings.PARTENAIRES = {"revenus": Consultation(ouvert.url, JETON)}
        demain()
        envois.livrer()
    assert len(lus().montants) == 2 and not lus().manques


@pytest.mark.parametrize(
    ("statut", "corps", "pourquoi", "redemande"),
    [
        (404, None, PourquoiPas.INCONNU, False),
        (401, None, PourquoiPas.REFUSE, True),
        (403, None, PourquoiPas.REFUSE, True),
        (422, None, PourquoiPas.REFUSE, True),
        (429, None, PourquoiPas.TROP_DE_DEMANDES, True),
        (500, None, PourquoiPas.FERME, True),
        (502, None, PourquoiPas.FERME, True),
        (504, None, PourquoiPas.LENT, True),
        (200, b"<html>", PourquoiPas.ILLISIBLE, True),
        (200, {"data": {}}, PourquoiPas.ILLISIBLE, True),
        (200, {"data": {"ressources": [{"organisme": "X"}]}}, PourquoiPas.ILLISIBLE, True),
    ],
)
def test_each_bad_answer_has_its_reason(etat, lea, statut, corps, pourquoi, redemande):
    etat.repondra(statut, corps)
    consentir(lea)
    livrer_jusqu_au_bout()
    assert [un.pourquoi for un in lus().manques] == [pourquoi]
    assert Echeance.objects.filter(genre=revenus.REDEMANDER).exists() is redemande


def test_too_many_requests_is_listened_to_and_the_next_question_waits_too(etat, lea):
    etat.repondra(429, Retry_After="1800")
    consentir(lea, "soi")
    consentir(lea, "conjoint")
    envois.livrer()
    assert len(etat.recues) == 1
    premier = Envoi.objects.order_by("id")[0]
    assert timedelta(seconds=1790) < premier.essai_le - horloge.temps_reel() <= timedelta(seconds=1800)


def test_what_one_organism_did_not_say_is_asked_again_and_the_rest_is_kept(etat, lea):
    etat.repondra(200, PARTIEL)
    consentir(lea)
    envois.livrer()
    (manque,) = lus().manques
    assert (manque.organisme, manque.pourquoi, manque.mois) == (
        "France Travail",
        PourquoiPas.PARTIEL,
        (date(2026, 9, 1),),
    )
    assert len(lus().montants) == 1
    etat.repondra(500)
    demain()
    livrer_jusqu_au_bout()
    assert len(lus().montants) == 1 and len(lus().manques) == 1, "a failure takes nothing away"


def test_it_is_asked_ten_mornings_at_most(etat, lea):
    etat.repondra(401)
    consentir(lea)
    envois.livrer()
    for _ in range(14):
        demain()
        envois.livrer()
    assert len(etat.recues) == revenus.ESSAIS == 10


def test_a_request_that_is_decided_asks_no_more(etat, lea):
    etat.repondra(401)
    consentir(lea)
    envois.livrer()
    with transaction.atomic():
        revenus.ne_plus_demander(cause=CAUSE)
    demain()
    envois.livrer()
    assert len(etat.recues) == 1


def test_who_waits_for_an_answer_is_told_in_its_transaction(etat, lea, monkeypatch):
    dits: list[str] = []
    monkeypatch.setattr(revenus, "A_LA_REPONSE", [lambda cause, le: dits.append(cause)])
    consentir(lea)
    envois.livrer()
    assert dits == [CAUSE]


def test_two_years_later_nothing_is_left_of_it(etat, lea):
    consentir(lea)
    envois.livrer()
    horloge.regler_decalage(timedelta(days=731))
    balayer()
    un = ConsentementRevenus.objects.systeme("essai").get()
    assert (un.recu, un.identite) == ({}, {})


# The reader


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda dedans: st.lists(dedans, max_size=3) | st.dictionaries(
        st.sampled_from(["data", "ressources", "organisme", "nature", "annee", "mois", "montant_net", "organismes_indisponibles"]),
        dedans, max_size=6,
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_whatever_comes_is_read_or_is_illegible(donnees):
    try:
        recu = revenus_lus.lire(donnees, MOIS)
    except revenus_lus.Illisible:
        return
    assert all(date.fromisoformat(un["mois"]) in MOIS for un in recu["montants"])


@given(st.lists(st.tuples(st.sampled_from(MOIS), st.decimals(0, 9999, places=2)), max_size=30))
def test_no_cent_is_lost_between_the_answer_and_what_is_kept(dites):
    ressources = [
        {"organisme": "CAF", "nature": "salaire", "annee": m.year, "mois": m.month, "montant_net": str(net)}
        for m, net in dites
    ]
    recu = revenus_lus.lire({"data": {"ressources": ressources}}, MOIS)
    assert sum(Decimal(un["montant"]) for un in recu["montants"]) == sum((net for _, net in dites), Decimal(0))


def test_months_that_were_not_asked_are_not_kept():
    un = {"organisme": "CAF", "nature": "salaire", "annee": 2024, "mois": 1, "montant_net": 1}
    assert revenus_lus.lire({"data": {"ressources": [un]}}, MOIS)["montants"] == []


def test_a_nature_that_we_do_not_know_is_counted_and_seen():
    un = {"organisme": "CAF", "nature": "nouvelle", "annee": 2026, "mois": 1, "montant_net": 1}
    assert revenus_lus.lire({"data": {"ressources": [un]}}, MOIS)["montants"][0]["nature"] == "autre"
