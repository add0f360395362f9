"""What holds for any care, anybody and any order (Hypothesis): money is never lost, made, or withheld twice."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from paiements import baremes
from paiements.calcul.comptes import Compte, Du, repartir
from paiements.calcul.explication import expliquer
from paiements.calcul.liquidation import Liquidation
from paiements.calcul.mots import MotifRetenue, MotifTaux, Protection, arrondi
from paiements.calcul.patient import Patient, Periode
from paiements.calcul.retenues import Compteurs
from paiements.calcul.soins import Acte, calculer
from paiements.calcul.virements import Indu, virer
from paiements.prestations import actes

PREMIER, DERNIER = date(2023, 1, 1), date(2026, 12, 31)
SOINS = sorted(code for code, periodes in actes().items() if periodes[0].taux is not None)
SOINS_DURABLES = [c for c in SOINS if actes()[c][-1].du <= PREMIER and actes()[c][0].au is None]

centimes = st.integers(0, 40_000).map(lambda n: Decimal(n) / 100)
jours = st.dates(PREMIER, DERNIER)
protections = st.builds(
    lambda nature, du, duree, taux: Periode(nature, du, du + timedelta(days=duree), taux),
    st.sampled_from(Protection), jours, st.integers(0, 900), st.sampled_from([60, 80, 100]),
)  # fmt: skip
patients = st.builds(
    Patient, st.dates(date(1930, 1, 1), PREMIER), st.lists(protections, max_size=3).map(tuple), st.booleans()
)
un_acte = st.builds(
    Acte,
    code=st.sampled_from(SOINS_DURABLES), le=jours, paye=centimes, qui=st.sampled_from([1, 2]),
    base=st.none() | centimes, coefficient=st.integers(1, 60).map(Decimal), unites=st.integers(1, 12),
    professionnel=st.sampled_from("abc"), parcours=st.booleans(), urgence=st.booleans(), tiers_payant=st.booleans(),
    en_rapport=st.none() | st.sampled_from(Protection), cle=st.uuids(),
)  # fmt: skip
des_actes = st.lists(un_acte, max_size=40)


@given(un_acte, patients)
def test_never_more_is_withheld_than_paid_nor_paid_than_billed(acte, patient):
    for ligne in calculer(acte, patient, Compteurs()):
        if ligne.base is None:
            continue
        assert 0 <= ligne.retenue <= ligne.verse <= ligne.base <= acte.paye
        if ligne.motif_taux is MotifTaux.C2S and ligne.cle[0] == "c2s":
            continue  # what the first part leaves, whichever way that one was rounded: see below
        assert ligne.verse == arrondi(ligne.base * ligne.taux / 100)
        assert ligne.verse == ligne.verse.quantize(Decimal("0.01"))


@given(un_acte, patients)
def test_the_two_parts_of_an_act_make_the_tariff_together(acte, patient):
    lignes = calculer(acte, patient, Compteurs())
    for seconde in (une for une in lignes if une.motif_taux is MotifTaux.C2S and une.cle[0] == "c2s"):
        premiere = next(une for une in lignes if une.cle == seconde.cle[1])
        ensemble = premiere.verse + seconde.verse
        assert ensemble <= seconde.base
        if (
            premiere.taux + seconde.taux == 100 and premiere.paye >= premiere.base
        ):  # in the care path, nothing was paid below the tariff
            assert ensemble == seconde.base, "rounded once, so that nobody misses a cent"


@given(un_acte, patients)
def test_the_steps_of_the_explanation_add_up_to_the_line(acte, patient):
    for ligne in calculer(acte, patient, Compteurs()):
        etapes = expliquer(ligne)
        assert sum(etape.effet for etape in etapes) == ligne.net
        assert all(etape.texte for etape in etapes)


@given(un_acte, patients)
def test_an_exempt_person_has_nothing_withheld(acte, patient):
    for ligne in calculer(acte, patient, Compteurs()):
        if ligne.genre is not None and patient.exempte(ligne.genre, acte.le, acte.en_rapport):
            assert ligne.retenue == 0
            if ligne.motif_taux is MotifTaux.C2S and ligne.cle[0] == "c2s":
                continue  # the second part of an act: the first one says why nothing is withheld
            assert ligne.motif_retenue not in (MotifRetenue.DUE, MotifRetenue.SANS_OBJET)


@given(des_actes, patients)
@settings(max_examples=60)
def test_no_ceiling_is_ever_passed(actes_du_patient, patient):
    compteurs = Compteurs()
    annees, par_jour = defaultdict(Decimal), defaultdict(Decimal)
    for acte in actes_du_patient * 3:
        for ligne in calculer(acte, patient, compteurs):
            if ligne.genre is None:
                continue
            annees[ligne.le.year, ligne.genre.compteur] += ligne.retenue
            chez = ligne.professionnel if ligne.genre.compteur == "PF" else None
            par_jour[ligne.le, ligne.genre, chez] += ligne.retenue
    for (annee, compteur), total in annees.items():
        assert total == compteurs.annee(annee, compteur) <= baremes.plafond_annuel(compteur, annee) == 50
    for (le, genre, _), total in par_jour.items():
        plafond = baremes.retenue(genre, le).jour
        assert plafond is None or total <= plafond


@given(des_actes, patients, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_what_a_year_ends_with_does_not_depend_on_the_order_of_the_acts(actes_du_patient, patient, hasard):
    melanges = list(actes_du_patient)
    hasard.shuffle(melanges)
    totaux = []
    for suite in (actes_du_patient, melanges):
        compteurs = Compteurs()
        verse = sum(
            (ligne.verse for acte in suite for ligne in calculer(acte, patient, compteurs) if ligne.base is not None),
            Decimal(),
        )
        totaux.append((verse, {cle: montant for cle, montant in compteurs.annees.items() if montant}))
    assert totaux[0] == totaux[1]


@given(des_actes, patients, st.integers(0, 9000).map(lambda n: Decimal(n) / 100))
@settings(max_examples=80)
def test_the_lines_less_what_is_taken_make_the_transfer_and_nothing_is_lost(les_actes, patient, indu):
    dossier = Liquidation({1: patient, 2: Patient(date(2015, 1, 1))})
    if indu:
        dossier.ajouter_un_indu(Indu("i", PREMIER, indu))
    dus, pris, repris = Decimal(), Decimal(), Decimal()
    par_jour = defaultdict(list)
    for acte in les_actes:
        par_jour[acte.le].append(acte)
    for le in sorted(par_jour):
        for virement in dossier.payer(le, par_jour[le]):
            assert virement.montant >= 0
            assert virement.montant == sum(une.verse for une in virement.lignes) - sum(
                p.montant for p in virement.prises
            )
            assert virement.destinataire is None or not virement.prises
            dus += sum((une.retenue for une in virement.lignes), Decimal())
            pris += sum((p.montant for p in virement.prises), Decimal())
            repris += sum((-une.verse for une in virement.lignes if une.code == "IND"), Decimal())
    attente = sum((dette.montant for dette in dossier.dettes), Decimal())
    assert dus == pris + attente
    assert indu == repris + sum((un.montant for un in dossier.indus), Decimal())


@given(des_actes, patients, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_amount_of_a_transfer_does_not_depend_on_the_order_of_its_lines(les_actes, patient, hasard):
    lignes = [ligne for acte in les_actes for ligne in calculer(acte, patient, Compteurs())]
    lignes = [ligne for ligne in lignes if ligne.motif_taux is not MotifTaux.FORFAIT]
    melangees = list(lignes)
    hasard.shuffle(melangees)
    assert virer(DERNIER, lignes)[0].montant == virer(DERNIER, melangees)[0].montant


MIDI = datetime(2026, 1, 1, 12, tzinfo=UTC)
heures = st.integers(0, 4000).map(lambda n: MIDI + timedelta(hours=n))


@st.composite
def suites_de_comptes(tirer) -> list[Compte]:
    """Accounts that replace each other, with or without a gap, each payable some hours after it takes effect."""
    comptes, effet = [], tirer(heures)
    for rang in range(tirer(st.integers(0, 4))):
        duree = timedelta(hours=tirer(st.integers(1, 600)))
        fin = effet + duree if tirer(st.booleans()) or rang < 3 else None
        comptes.append(Compte(rang, effet, fin, effet + timedelta(hours=tirer(st.integers(0, 100)))))
        if fin is None:
            break
        effet = fin + timedelta(hours=tirer(st.sampled_from([0, 0, 0, 48])))
    return comptes


@given(st.lists(st.builds(Du, st.uuids(), heures, centimes), max_size=30), suites_de_comptes(), heures)
def test_paid_on_the_old_account_on_the_new_one_and_held_make_all_that_is_due(dus, comptes, maintenant):
    fait = repartir(dus, comptes, maintenant)
    payes = sum((fait.paye_sur(compte.reference) for compte in comptes), Decimal())
    assert payes + fait.retenu == sum((du.montant for du in dus), Decimal())
    assert {du.reference for du, _ in (*fait.payes, *fait.retenus)} == {du.reference for du in dus}
    par_reference = {compte.reference: compte for compte in comptes}
    for du, reference in fait.payes:
        compte = par_reference[reference]
        assert max(du.le, compte.payable_le, compte.effet_le) <= maintenant or du.le >= compte.payable_le
        assert compte.effet_le <= maintenant
    for du, ou in fait.retenus:
        assert ou.libere_le is None or ou.libere_le > du.le


def test_a_sum_due_before_the_first_payment_of_a_new_account_is_held_then_paid_on_it():
    ancien = Compte("ancien", MIDI, MIDI + timedelta(days=10), MIDI)
    nouveau = Compte("nouveau", MIDI + timedelta(days=10), None, MIDI + timedelta(days=13))
    dus = [Du(n, MIDI + timedelta(days=9 + n), Decimal(10)) for n in range(6)]
    pendant = repartir(dus, [ancien, nouveau], MIDI + timedelta(days=12))
    assert (pendant.paye_sur("ancien"), pendant.paye_sur("nouveau"), pendant.retenu) == (10, 0, 50)
    assert pendant.retenus[0][1].libere_le == nouveau.payable_le
    ensuite = repartir(dus, [ancien, nouveau], MIDI + timedelta(days=14))
    assert (ensuite.paye_sur("ancien"), ensuite.paye_sur("nouveau"), ensuite.retenu) == (10, 50, 0)


def test_without_an_account_a_sum_waits_for_the_first_one():
    du = Du(1, MIDI, Decimal(10))
    assert repartir([du], [], MIDI + timedelta(days=90)).retenu == 10
    premier = Compte("premier", MIDI + timedelta(days=5), None, MIDI + timedelta(days=5))
    assert repartir([du], [premier], MIDI + timedelta(days=4)).retenus[0][1].libere_le == premier.effet_le
    assert repartir([du], [premier], MIDI + timedelta(days=5)).paye_sur("premier") == 10
