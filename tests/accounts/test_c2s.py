"""The Complémentaire santé solidaire once it is decided: adhesion, opening, suspension, renewal; covers and messages of each file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from accounts.dossier import c2s, c2s_lue, complementaires
from accounts.dossier.solidaire.voisins import EnCours
from accounts.models import AccordC2S, Assure, DroitC2S, MembreC2S, Message, MinimumSocial
from accounts.models.complementaires import LiaisonComplementaire
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree
from tests.fabriques import creer_assure, creer_compte, creer_enfant
from tests.outils.requetes import requetes
from tests.outils.solidaire import AGENT, accorder

pytestmark = pytest.mark.django_db
Nature = LiaisonComplementaire.Nature


@pytest.fixture(autouse=True)
def lundi() -> Iterator[None]:
    """Monday 23 November 2026, in the morning in Paris."""
    with time_machine.travel(datetime(2026, 11, 23, 8, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def nadia() -> Assure:
    assure = creer_assure("Nadia", "Belkacem", date_naissance=date(1988, 3, 9))
    creer_compte(assure)
    creer_enfant(assure, "Yanis")
    return assure


@pytest.fixture
def marc() -> Assure:
    """Her companion, who has a file of his own."""
    return creer_assure("Marc", "Lafitte", sexe="M", date_naissance=date(1986, 5, 2))


def attendre(**duree: float) -> None:
    """The clock goes on, and each thing happens on its day."""
    fin = horloge.decalage() + timedelta(**duree)
    while (prochaine := Echeance.objects.filter(etat="EN_ATTENTE").order_by("du_le").first()) is not None:
        pas = prochaine.du_le - horloge.temps_reel()
        if pas > fin:
            break
        horloge.regler_decalage(max(pas, horloge.decalage()))
        balayer()
    horloge.regler_decalage(fin)


def couvertures(assure: Assure) -> list[tuple[str, str, date, date | None]]:
    """(given name, nature, from, to), of a file."""
    noms = {assure.personne_id: assure.personne.prenom}
    noms |= {un.personne_id: un.personne.prenom for un in assure.beneficiaires.select_related("personne")}
    return sorted(
        (noms[pk], str(une.nature), une.du, une.au)
        for pk, unes in complementaires.de_toujours(assure).items()
        for une in unes
    )


def sujets(assure: Assure) -> list[str]:
    return [str(un.sujet) for un in Message.objects.de(assure).order_by("envoye_le", "id")]


def droit(nadia: Assure) -> DroitC2S:
    trouve = c2s_lue.dernier_de(nadia)
    assert trouve is not None
    return trouve


# Free


def test_free_it_opens_the_first_of_the_next_month_for_a_year_for_each_member_through_their_own_file(nadia, marc):
    accorder(nadia, marc)
    un_an = (str(Nature.C2S), date(2026, 12, 1), date(2027, 11, 30))
    assert couvertures(nadia) == [("Nadia", *un_an), ("Yanis", *un_an)]
    assert couvertures(marc) == [("Marc", *un_an)]
    assert sujets(nadia) == sujets(marc) == ["Votre Complémentaire santé solidaire"]
    corps = Message.objects.de(nadia).get().corps
    assert "avec Yanis" in corps and "mettez à jour votre carte Vitale" in corps and "Marc" not in corps
    assert {"c2s.accordee", "droit.c2s.ouvert"} <= set(Entree.objects.values_list("genre", flat=True))


def test_the_same_decision_twice_is_once(nadia):
    assert accorder(nadia) == accorder(nadia)
    assert DroitC2S.objects.de(nadia).count() == 1


def test_a_mutuelle_that_still_runs_is_said_to_be_ended(nadia):
    pins = complementaires.organisme_nomme("Mutuelle des Pins")
    complementaires.ouvrir(nadia, nadia.personne, pins, du=date(2020, 1, 1), le=horloge.maintenant(), acteur=AGENT)
    accorder(nadia)
    dit = Message.objects.de(nadia).get(sujet="Votre Complémentaire santé solidaire").corps
    assert "Mutuelle des Pins. Demandez la fin de ce contrat" in dit


def test_the_reader_of_a_file_costs_one_query_and_says_what_runs(nadia):
    assert c2s_lue.en_cours(nadia, horloge.aujourdhui()) is None
    accorder(nadia)
    jour = horloge.aujourdhui()
    with requetes() as vues:
        lu = c2s_lue.en_cours(nadia, jour)
    assert lu == EnCours(date(2026, 12, 1), date(2027, 11, 30), True)
    assert len(vues) == 1


def test_a_cover_that_was_imported_is_read_too(nadia):
    caisse = complementaires.organisme_de(nadia.caisse)
    complementaires.ouvrir(
        nadia, nadia.personne, caisse, du=date(2025, 3, 1), le=horloge.maintenant(), acteur=AGENT,
        nature=Nature.C2S_PARTICIPATION,
    )  # fmt: skip
    assert c2s_lue.en_cours(nadia, date(2026, 11, 23)) == EnCours(date(2025, 3, 1), date(2027, 2, 28), False)


# Paying


def test_paying_it_waits_for_the_adhesion_and_opens_the_month_after_it(nadia):
    accord = accorder(nadia, gratuite=False)
    assert (accord.etat, accord.adherer_avant) == (AccordC2S.Etat.ATTENTE, date(2027, 2, 23))
    assert couvertures(nadia) == [] and c2s_lue.attendu_de(nadia) == accord
    attendre(days=20)  # 13 December
    c2s.adherer(accord, acteur="assure:x", le=horloge.maintenant())
    assert couvertures(nadia)[0] == ("Nadia", str(Nature.C2S_PARTICIPATION), date(2027, 1, 1), date(2027, 12, 31))


def test_it_is_reminded_after_30_60_and_80_days_then_lapses_after_three_months(nadia):
    accord = accorder(nadia, gratuite=False)
    attendre(days=120)
    assert sujets(nadia) == [
        "Votre Complémentaire santé solidaire attend votre adhésion",
        *["Votre adhésion est attendue"] * 3,
        "Votre adhésion n’est pas arrivée à temps",
    ]
    dates = [str(un.envoye_le.date()) for un in Message.objects.de(nadia).order_by("envoye_le")]
    assert dates == ["2026-11-23", "2026-12-23", "2027-01-22", "2027-02-11", "2027-02-23"]
    accord.refresh_from_db()
    assert accord.etat == AccordC2S.Etat.CADUC
    with pytest.raises(c2s.PasEnAttente):
        c2s.adherer(accord, acteur="assure:x", le=horloge.maintenant())


def test_an_adhesion_that_came_whole_in_time_does_not_lapse_while_it_is_read_and_counts_from_its_day(nadia):
    accord = accorder(nadia, gratuite=False)
    attendre(days=90)  # 21 February
    c2s.recevoir(accord, {"iban": "FR76"}, cause="D-A", le=horloge.maintenant())
    attendre(days=20)
    c2s.adherer(accord, acteur=AGENT, le=horloge.maintenant())
    assert droit(nadia).du == date(2027, 3, 1)


def test_an_adhesion_that_is_given_back_is_awaited_until_the_same_day(nadia):
    accord = accorder(nadia, gratuite=False)
    c2s.recevoir(accord, {"iban": "FR76"}, cause="D-A", le=horloge.maintenant())
    c2s.rendre(accord)
    attendre(days=100)
    accord.refresh_from_db()
    assert (accord.etat, accord.mandat) == (AccordC2S.Etat.CADUC, {})


def test_a_new_decision_takes_the_place_of_one_that_waits(nadia):
    premier = accorder(nadia, gratuite=False)
    second = accorder(nadia, gratuite=False, cause="D-2")
    premier.refresh_from_db()
    assert (premier.etat, c2s_lue.attendu_de(nadia)) == (AccordC2S.Etat.CADUC, second)


# Suspended, resumed, ended


def test_suspended_it_covers_nobody_and_resumed_it_goes_on_from_the_first_day_of_the_suspension(nadia, marc):
    accorder(nadia, marc)
    attendre(days=40)  # 2 January 2027
    c2s.suspendre(droit(nadia), acteur="horloge", le=horloge.maintenant())
    assert {une[3] for une in couvertures(nadia)} == {date(2027, 1, 1)} == {une[3] for une in couvertures(marc)}
    attendre(days=10)
    c2s.reprendre(droit(nadia), acteur="horloge", le=horloge.maintenant())
    assert couvertures(marc) == [
        ("Marc", str(Nature.C2S), date(2026, 12, 1), date(2027, 1, 1)),
        ("Marc", str(Nature.C2S), date(2027, 1, 2), date(2027, 11, 30)),
    ]
    assert sujets(marc)[1:] == [
        "Votre Complémentaire santé solidaire est suspendue",
        "Votre Complémentaire santé solidaire reprend",
    ]
    assert "Payer" not in Message.objects.de(marc).filter(sujet__endswith="suspendue").get().corps


def test_closed_it_covers_nobody_from_the_next_day_on(nadia):
    accorder(nadia)
    attendre(days=40)
    c2s.clore(droit(nadia), acteur=AGENT, le=horloge.maintenant(), motif=DroitC2S.ERREUR)
    assert {une[3] for une in couvertures(nadia)} == {date(2027, 1, 2)}
    assert sujets(nadia)[-1] == "Votre Complémentaire santé solidaire est fermée"
    assert c2s_lue.en_cours(nadia, horloge.aujourdhui()) == EnCours(date(2026, 12, 1), date(2027, 1, 2), True)


# Renewal


def test_its_renewal_is_said_four_months_two_months_and_fifteen_days_before(nadia):
    accorder(nadia)
    attendre(days=373)  # 1 December 2027
    dits = Message.objects.de(nadia).filter(sujet="Votre Complémentaire santé solidaire finit bientôt")
    assert [str(un.envoye_le.date()) for un in dits.order_by("envoye_le")] == ["2027-08-01", "2027-09-30", "2027-11-15"]


def test_a_renewal_begins_the_day_after_the_former_right(nadia):
    accorder(nadia)
    attendre(days=300)
    accorder(nadia, cause="D-2")
    assert (droit(nadia).du, droit(nadia).au) == (date(2027, 12, 1), date(2028, 11, 30))
    attendre(days=70)
    assert "Votre Complémentaire santé solidaire finit bientôt" not in sujets(nadia)[2:]


def test_who_has_rsa_does_nothing_and_the_next_year_opens_by_itself(nadia):
    MinimumSocial.objects.create(assure=nadia, nature=MinimumSocial.Nature.RSA, du=date(2026, 1, 1))
    accorder(nadia)
    attendre(days=320)
    assert droit(nadia).du == date(2027, 12, 1)
    assert "Vous n’avez rien à faire" in Message.objects.de(nadia).filter(sujet__endswith="bientôt").get().corps


def test_with_aspa_the_mandate_goes_on_and_each_pays_by_the_age_of_the_new_year(nadia):
    MinimumSocial.objects.create(assure=nadia, nature=MinimumSocial.Nature.ASPA, du=date(2026, 1, 1))
    c2s.adherer(accorder(nadia, gratuite=False), acteur="assure:x", le=horloge.maintenant())
    attendre(days=320)
    suivant = droit(nadia)
    assert (suivant.du, suivant.accord.gratuite, suivant.accord.etat) == (date(2027, 12, 1), False, "OUVERT")
    assert [un.mensualite for un in c2s_lue.membres_de(suivant.accord)] == [Decimal(14), Decimal(8)]


def test_an_unpaid_participation_comes_first(nadia):
    MinimumSocial.objects.create(assure=nadia, nature=MinimumSocial.Nature.ASPA, du=date(2026, 1, 1))
    c2s.adherer(accorder(nadia, gratuite=False), acteur="assure:x", le=horloge.maintenant())
    c2s.noter_l_impaye(droit(nadia), date(2027, 1, 5))
    attendre(days=373)
    assert droit(nadia).au == date(2027, 11, 30)
    corps = Message.objects.de(nadia).filter(sujet__endswith="bientôt").first().corps
    assert "Payez-la d’abord" in corps
    assert c2s_lue.en_cours(nadia, date(2027, 6, 1)) == EnCours(
        date(2026, 12, 1), date(2027, 11, 30), False, impaye=True
    )


def test_somebody_who_left_the_file_or_died_is_not_renewed(nadia):
    MinimumSocial.objects.create(assure=nadia, nature=MinimumSocial.Nature.RSA, du=date(2026, 1, 1))
    creer_enfant(nadia, "Inès", date_naissance=date(2020, 10, 3))
    accorder(nadia)
    with auteur("systeme:essai"):
        nadia.beneficiaires.filter(personne__prenoms="Yanis").update(droits_au=date(2027, 1, 1))
    attendre(days=320)
    assert [un.personne.prenom for un in c2s_lue.membres_de(droit(nadia).accord)] == ["Nadia", "Inès"]


# Whose it is


def test_neither_parent_reads_the_cover_of_a_child_through_the_other_file(nadia, marc):
    accorder(nadia)
    assert couvertures(marc) == []
    assert not MembreC2S.objects.de(marc).exists() and not DroitC2S.objects.de(marc).exists()


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.none() | st.integers(-400, 400))
def test_a_right_opens_after_its_decision_and_leaves_no_day_without_it_when_it_renews(jour, ecart):
    accord = AccordC2S(suite_de=None if ecart is None else jour + timedelta(days=ecart))
    du = c2s_lue.premier_jour(accord, jour)
    assert jour < du
    assert du.day == 1 or (accord.suite_de is not None and du == accord.suite_de + timedelta(days=1))
    if accord.suite_de is not None and accord.suite_de >= jour:
        assert du == accord.suite_de + timedelta(days=1)
