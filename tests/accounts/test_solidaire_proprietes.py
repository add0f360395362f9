"""What holds for any foyer of the C2S (Hypothesis): an income more never helps, a person more never harms, order says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import (
    Demande,
    Issue,
    Ligne,
    Logement,
    Membre,
    Zone,
    calculer,
    douze_mois,
    juger,
    plafond_annuel,
)
from accounts.dossier.solidaire.natures import NATURES, Genre

PUBLIE = bareme.publie()
CENT = Decimal("0.01")
PIRE = list(Issue)
SANS_EFFET_CONTRAIRE = [
    nature.code for nature in NATURES.values() if nature.genre not in (Genre.VERSEE, Genre.CHOMAGE)
]  # being out of work cuts wages, a pension paid is taken away

depots = st.dates(date(2024, 4, 1), date(2027, 3, 31))
euros = st.integers(0, 300_000).map(lambda n: Decimal(n) / 100)
enfants = st.lists(st.tuples(st.dates(date(2003, 1, 1), date(2024, 3, 31)), st.booleans()), max_size=6)


@st.composite
def demandes(draw, natures=tuple(NATURES)):
    """A foyer of one or two adults, with children, and incomes inside and outside of the period."""
    depot = draw(depots)
    adultes = [Membre(f"a{rang}", date(1980 + rang, 5, 5), adulte=True) for rang in range(draw(st.integers(1, 2)))]
    petits = [Membre(f"e{rang}", jour, alternee=tour) for rang, (jour, tour) in enumerate(draw(enfants))]
    mois = [*douze_mois(depot), depot.replace(day=1), date(depot.year - 2, 6, 1)]
    une = st.builds(
        Ligne,
        st.sampled_from([un.cle for un in (*adultes, *petits)]),
        st.sampled_from(natures),
        st.sampled_from(mois),
        euros,
    )
    return Demande(
        depot, draw(st.sampled_from([Zone.METROPOLE, Zone.OUTRE_MER, Zone.ALSACE_MOSELLE])), (*adultes, *petits),
        draw(st.sampled_from(Logement)), tuple(draw(st.lists(une, max_size=12))), draw(euros),
    )  # fmt: skip


@given(demandes())
def test_nothing_is_ever_negative_and_the_operands_add_up(demande):
    fait = calculer(demande, PUBLIE)
    assert min(fait.abattements, fait.forfait, fait.ressources, fait.pensions, *fait.revenus.values()) >= 0
    somme = fait.total_des_revenus - fait.abattements - fait.pensions + 12 * fait.forfait
    assert fait.ressources == max(somme, 0) == fait.ressources.quantize(CENT)
    assert fait.abattements <= fait.total_des_revenus


@given(demandes(), st.data())
def test_an_income_more_never_helps(demande, data):
    ajout = data.draw(
        st.builds(
            Ligne,
            st.just("a0"),
            st.sampled_from(SANS_EFFET_CONTRAIRE),
            st.sampled_from(douze_mois(demande.depot)),
            euros,
        )
    )
    avant, apres = calculer(demande, PUBLIE), calculer(replace(demande, lignes=(*demande.lignes, ajout)), PUBLIE)
    assert apres.ressources >= avant.ressources
    assert PIRE.index(apres.issue) >= PIRE.index(avant.issue)


@given(demandes(), st.booleans())
def test_a_person_more_without_income_never_harms(demande, tour):
    bebe = Membre("bebe", demande.depot, alternee=tour)
    avant, apres = calculer(demande, PUBLIE), calculer(replace(demande, membres=(*demande.membres, bebe)), PUBLIE)
    assert apres.plafond > avant.plafond and apres.plafond_participation > avant.plafond_participation
    assert PIRE.index(apres.issue) <= PIRE.index(avant.issue)


@given(demandes(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_people_says_nothing(demande, hasard):
    lignes, membres = list(demande.lignes), list(demande.membres)
    hasard.shuffle(lignes)
    hasard.shuffle(membres)
    melangee = replace(demande, lignes=tuple(lignes), membres=tuple(membres))
    assert calculer(melangee, PUBLIE) == calculer(demande, PUBLIE)


@given(demandes())
def test_the_ceiling_gives_the_right_and_a_cent_above_does_not(demande):
    gratuit, payant = (plafond_annuel(demande, genre, PUBLIE) for genre in ("gratuite", "participation"))
    assert juger(gratuit, gratuit, payant) is Issue.GRATUITE
    assert juger(gratuit + CENT, gratuit, payant) is juger(payant, gratuit, payant) is Issue.PARTICIPATION
    assert juger(payant + CENT, gratuit, payant) is Issue.REFUS


@given(demandes())
def test_an_income_of_another_period_changes_nothing(demande):
    ailleurs = Ligne("a0", "salaire", demande.depot.replace(day=1), Decimal(5000))
    assert calculer(replace(demande, lignes=(*demande.lignes, ailleurs)), PUBLIE) == calculer(demande, PUBLIE)
