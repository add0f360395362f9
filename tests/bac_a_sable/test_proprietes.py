"""What holds for any household over any years (Hypothesis): what the caisse owes is what it pays, and is told once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from ameli.bac_a_sable.histoires import profils
from ameli.bac_a_sable.histoires.profils import Arret, Foyer
from ameli.bac_a_sable.histoires.recit import Recit, Versement, raconter, repete
from ameli.noyau.calendrier import ajouter_mois
from paiements.calcul.mots import Famille
from paiements.calcul.virements import INDU

FIN = date(2026, 11, 23)
SOINS = (Famille.SOINS, Famille.TIERS)
ZERO = Decimal(0)


@st.composite
def histoires(tirer) -> tuple[Foyer, date, date]:
    """A household with care, leaves that an employer may be paid for, and payments that go wrong as often as drawn."""
    mois = tirer(st.sampled_from([4, 9, 14]))
    debut, depuis = ajouter_mois(FIN, -mois), ajouter_mois(FIN, -tirer(st.sampled_from([mois, 40, 96])))
    naissance = date(tirer(st.integers(1935, 2006)), 5, 5)
    enfants = [FIN - timedelta(days=tirer(st.integers(40, 6000)))] if 1976 < naissance.year < 2002 else []
    situation = tirer(st.sampled_from(["SALARIE", "INVALIDE", "RETRAITE"]))
    foyer = profils.tirer(
        f"propriete:{tirer(st.integers(0, 10**6))}", "Dax", (tirer(st.sampled_from("FM")), naissance), enfants,
        situation, depuis, FIN, tirer(st.sampled_from(["", "Dr Anne Lartigue"])),
    )  # fmt: skip
    employeur = tirer(st.sampled_from(["", "Thermes de l’Adour"]))
    arrets = tuple(replace(un, subroge=tirer(st.booleans())) for un in foyer.arrets)
    if not arrets:
        arrets = (Arret("IJN", FIN - timedelta(days=90), FIN - timedelta(days=20), subroge=tirer(st.booleans())),)
    incidents = tirer(st.sampled_from([0.0, 0.1, 0.5, 1.0]))
    foyer = replace(foyer, employeur=employeur, arrets=arrets, incidents=incidents)
    return foyer, debut, depuis


def vivre(histoire: tuple[Foyer, date, date]) -> Recit:
    foyer, debut, depuis = histoire
    return raconter(foyer, debut, FIN, revenus_depuis=depuis)


def arrivees(recit: Recit) -> Counter[int]:
    """How often each transfer reached somebody by the last day: one that the bank returned, once it left again."""
    return Counter(
        rang for rang, un in enumerate(recit.versements) if not un.retourne or (un.reverse_le and un.reverse_le <= FIN)
    )


def annoncees(versement: Versement) -> list:
    """The lines of which a cover is told: all of a transfer, but what is taken back from the person."""
    return [ligne for ligne in versement.virement.lignes if ligne.code != INDU] if versement.annonce else []


@given(histoires())
@settings(max_examples=40, deadline=None)
def test_each_care_is_told_once_and_what_is_told_is_what_is_due(histoire):
    recit = vivre(histoire)
    soins = [un for un in recit.versements if un.famille in SOINS]
    dues = {ligne.cle: ligne.verse for un in soins for ligne in un.virement.lignes if not repete(ligne)}
    dites = [ligne for un in recit.versements for ligne in annoncees(un)]
    assert Counter(ligne.cle for ligne in dites) == Counter(dues.keys())
    assert sum((ligne.verse for ligne in dites), ZERO) == sum(dues.values(), ZERO)


@given(histoires())
@settings(max_examples=40, deadline=None)
def test_what_was_due_is_what_was_paid_withheld_or_still_on_its_way(histoire):
    recit = vivre(histoire)
    lignes = list(chain.from_iterable(un.virement.lignes for un in recit.versements))
    vrais = sum((ligne.verse for ligne in lignes if not repete(ligne)), ZERO)
    en_trop = sum((ligne.verse for ligne in lignes if repete(ligne)), ZERO)
    arrives = arrivees(recit)
    recus = sum((un.virement.montant for rang, un in enumerate(recit.versements) if rang in arrives), ZERO)
    en_route = sum((un.virement.montant for rang, un in enumerate(recit.versements) if rang not in arrives), ZERO)
    retenus = sum((prise.montant for un in recit.versements for prise in un.virement.prises), ZERO)
    assert set(arrives.values()) <= {1}
    assert vrais + en_trop == recus + en_route + retenus
    assert en_trop >= 0, "never more is taken back than was paid twice"


@given(histoires())
@settings(max_examples=40, deadline=None)
def test_what_the_employer_receives_is_whole_and_counts_in_nothing_of_the_person(histoire):
    recit = vivre(histoire)
    for un in recit.versements:
        if un.famille is Famille.IJ and un.virement.destinataire is not None:
            assert not un.virement.prises and un.virement.montant == sum(r.net for r in un.revenus.values())
            assert not un.annonce and not un.retourne
        for revenu in un.revenus.values():
            assert revenu.brut - revenu.csg - revenu.crds - revenu.casa - revenu.impot == revenu.net
