"""Practice payments: the same seed tells the same story, every amount is that of the calculation, and an agent would not laugh."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Sum

from accounts.models import Assure
from ameli.bac_a_sable.coherence import contradictions
from ameli.bac_a_sable.histoires import annuaire, profils
from ameli.bac_a_sable.histoires.profils import Arret, Foyer, Membre
from ameli.bac_a_sable.histoires.recit import raconter
from ameli.bac_a_sable.models import CourrierRecu
from ameli.bac_a_sable.personas import personas
from ameli.noyau.calendrier import est_ouvre
from paiements import baremes
from paiements.calcul import liquidation
from paiements.calcul.mots import Famille, arrondi
from paiements.calcul.soins import calculer
from paiements.models import Avis, Paiement, Prestation, Retenue, RevenuRemplacement
from tests.outils.monde import monde_installe

FIN = date(2026, 11, 23)
DEBUT = date(2024, 11, 23)


def foyer(numero: int) -> Foyer:
    hasard = Random(numero)
    age = hasard.randint(18, 92)
    naissance = date(FIN.year - age, hasard.randint(1, 12), 5)
    enfants = [date(2026 - hasard.randint(0, 16), 3, 4) for _ in range(hasard.randint(0, 3))] if 24 < age < 55 else []
    situation = "RETRAITE" if age > 63 else hasard.choice(("SALARIE", "SALARIE", "INVALIDE"))
    return profils.tirer(f"essai:{numero}", "Dax", (hasard.choice("FM"), naissance), enfants, situation, DEBUT, FIN)


@pytest.fixture(scope="module")
def recits():
    return [raconter(foyer(numero), DEBUT, FIN) for numero in range(60)]


def test_the_same_seed_tells_the_same_story_and_another_one_another():
    assert raconter(foyer(3), DEBUT, FIN) == raconter(foyer(3), DEBUT, FIN)
    assert raconter(foyer(3), DEBUT, FIN) != raconter(foyer(4), DEBUT, FIN)


def test_every_line_of_care_is_one_that_the_calculation_made(monkeypatch):
    faites = []

    def calculer_et_noter(*arguments):
        lignes = calculer(*arguments)
        faites.extend(lignes)
        return lignes

    monkeypatch.setattr(liquidation, "calculer", calculer_et_noter)
    for numero in range(12):
        recit = raconter(foyer(numero), DEBUT, FIN)
        lignes = [ligne for versement in recit.versements for ligne in versement.virement.lignes]
        soins = [ligne for ligne in lignes if ligne.code != "IND" and not ligne.code.startswith(("IJ", "INV", "RTE"))]
        assert {id(ligne) for ligne in soins} == {id(ligne) for ligne in faites}
        faites.clear()


def test_payments_leave_on_working_days_a_week_after_the_care(recits):
    for recit in recits:
        for versement in recit.versements:
            virement = versement.virement
            assert est_ouvre(virement.le) and DEBUT <= virement.le <= FIN
            if versement.famille in (Famille.SOINS, Famille.TIERS):
                soins = [ligne.le for ligne in virement.lignes if ligne.code != "IND"]
                assert all(le.weekday() != 6 or le == virement.lignes[0].le for le in soins)
                assert all(timedelta(days=5) <= virement.le - le <= timedelta(days=60) for le in soins)


def test_all_kinds_of_payments_happen(recits):
    versements = [versement for recit in recits for versement in recit.versements]
    assert {versement.famille for versement in versements} >= set(Famille) - {Famille.RENTE}
    assert any(versement.retourne for versement in versements)
    codes = {ligne.code for versement in versements for ligne in versement.virement.lignes}
    assert {"G", "PH7", "B", "AMK", "DET2", "OPV", "HOS", "VSL", "IJN", "INV"} <= codes
    assert any(versement.virement.montant == 0 for versement in versements)
    assert any(recit.dettes for recit in recits)


def test_what_was_paid_twice_is_taken_back_from_the_next_transfers():
    recit = raconter(replace(foyer(3), incidents=1), DEBUT, FIN)
    lignes = [ligne for versement in recit.versements for ligne in versement.virement.lignes]
    reprises = [ligne for ligne in lignes if ligne.code == "IND"]
    assert reprises and all(ligne.verse < 0 for ligne in reprises)
    assert all(versement.virement.montant >= 0 for versement in recit.versements)


def test_a_leave_is_paid_every_fourteen_days_after_three_days():
    membre = Membre(1, date(1980, 5, 5), profils.Habitudes(*[0] * 14))
    chez = Foyer("arret", "Dax", (membre,), arrets=(Arret("IJN", date(2025, 3, 1), date(2025, 6, 30)),))
    revenus = [r for v in raconter(chez, DEBUT, FIN).versements for r in v.revenus.values()]
    assert revenus[0].du == date(2025, 3, 4)
    assert {revenu.jours for revenu in revenus[:-1]} == {14}
    assert sum(revenu.jours for revenu in revenus) == 122 - 3
    assert all(apres.du == avant.au + timedelta(days=1) for avant, apres in zip(revenus, revenus[1:], strict=False))


@pytest.mark.django_db
class TestPersonas:
    @pytest.fixture(autouse=True)
    def _installer(self):
        monde_installe()

    @staticmethod
    def de(cle: str) -> Assure:
        une = next(persona for persona in personas() if persona.cle == cle)
        return Assure.objects.systeme("test").get(
            personne__nom_naissance=une.nom,
            personne__prenoms=une.prenoms,
            personne__date_naissance=une.naissance,
            caisse__code=une.caisse,
            adresses__ligne_1=une.adresse[0],
        )

    def test_each_has_two_years_of_payments(self):
        for persona in personas():
            paiements = Paiement.objects.de(self.de(persona.cle))
            assert paiements.count() >= 8, persona.cle

    def test_what_is_taken_back_names_the_care_that_was_paid_twice(self):
        reprises = Prestation.objects.systeme("test").filter(code="IND").select_related("origine__origine")
        assert reprises.exists()
        for reprise in reprises.order_by("pk"):
            encore = reprise.origine
            assert (encore.code, encore.soins_le) == (encore.origine.code, encore.origine.soins_le)

    def test_lines_less_withholdings_make_each_payment(self):
        sans_lignes = Paiement.objects.systeme("test").filter(remplace__isnull=False)
        paiements = Paiement.objects.systeme("test").filter(remplace=None).order_by("pk")
        verses = dict(
            Prestation.objects.systeme("test").order_by("paiement").values_list("paiement").annotate(Sum("verse"))
        )
        pris = dict(
            Retenue.objects.systeme("test")
            .exclude(paiement=None)
            .order_by("paiement")
            .values_list("paiement")
            .annotate(Sum("montant"))
        )
        for paiement in paiements:
            assert paiement.montant == verses[paiement.pk] - pris.get(paiement.pk, 0)
        assert not sans_lignes.exclude(montant=F("remplace__montant")).exists()
        assert not sans_lignes.exclude(emis_le=F("remplace__disponible_le")).exists()

    def test_withholdings_of_an_act_add_up_to_what_it_owes_and_stay_under_the_ceilings(self):
        dus = dict(Prestation.objects.systeme("test").filter(retenue__gt=0).order_by("pk").values_list("pk", "retenue"))
        par_acte = dict(
            Retenue.objects.systeme("test").order_by("prestation").values_list("prestation").annotate(Sum("montant"))
        )
        assert dus == par_acte
        par_an: dict[tuple, Decimal] = defaultdict(Decimal)
        for personne, annee, genre, montant in (
            Retenue.objects.systeme("test").order_by("pk").values_list("personne", "annee", "genre", "montant")
        ):
            par_an[personne, annee, "PF" if genre == "PF" else "FR"] += montant
        assert all(total <= baremes.plafond_annuel(cle[2], cle[1]) for cle, total in par_an.items())
        assert any(total == 50 for total in par_an.values()), "somebody reaches the ceiling"

    def test_the_explanation_of_a_stored_line_gives_its_amount(self):
        for ligne in Prestation.objects.systeme("test").select_related("paiement").order_by("pk")[:400]:
            direct = ligne.paiement.destinataire_id is not None
            attendu = ligne.verse if direct else ligne.verse - ligne.retenue
            assert sum(etape.effet for etape in ligne.pourquoi(tiers_payant=direct)) == attendu

    def test_allowances_and_pensions_tell_what_they_are_made_of(self):
        for revenu in RevenuRemplacement.objects.systeme("test").select_related("prestation").order_by("pk"):
            retenu = revenu.csg + revenu.crds + revenu.casa + revenu.impot
            assert revenu.brut - retenu == revenu.prestation.verse

    def test_the_practice_world_does_not_contradict_itself(self):
        assert contradictions() == []
        assert Prestation.objects.systeme("test").filter(motif_taux__in=("ALD", "MAT", "INV", "NN")).exists()

    def test_each_care_is_told_once_to_the_cover_whatever_the_bank_returned(self):
        rang = Paiement.objects.systeme("test").exclude(transmis_le=None).order_by("pk")
        annonces = [un.remplace_id or un.pk for un in rang]
        lignes = Prestation.objects.systeme("test").filter(paiement__in=annonces).values_list("paiement", "verse")
        dites, dues = defaultdict(Decimal), defaultdict(Decimal)
        for paiement, verse in lignes:
            dues[paiement] += verse
            dites[paiement] += verse * annonces.count(paiement)
        assert dites == dues and dues

    def test_simone_has_the_c2s_on_lines_of_their_own(self):
        lignes = Prestation.objects.de(self.de("simone"))
        parts = lignes.filter(motif_taux="C2S")
        assert parts.exists() and not lignes.filter(retenue__gt=0).exists()
        for part in parts.select_related("paiement").order_by("pk"):
            acte = lignes.get(paiement=part.paiement, rang=part.rang - 1)
            assert acte.code == part.code and acte.verse + part.verse <= acte.base

    def test_camille_gets_back_at_most_what_a_month_gives(self):
        verses = list(
            Prestation.objects.de(self.de("camille"))
            .filter(code="PSG")
            .values("soins_le")
            .annotate(verse=Sum("verse"))
            .order_by("soins_le")
            .values_list("verse", flat=True)
        )
        assert max(verses) == Decimal("45.73")

    def test_camille_is_paid_a_line_a_product_by_the_rule_of_requests(self):
        siennes = Prestation.objects.de(self.de("camille")).filter(code="PSG").order_by("pk")
        for une in siennes:
            assert une.verse == arrondi(une.base * une.taux / 100) and une.base <= une.paye
        assert siennes.filter(motif_taux="PDM").exists() and siennes.filter(unites__gt=1).exists()

    def test_who_owes_has_the_letter_with_the_reference(self):
        for avis in Avis.objects.systeme("test").exclude(nature=Avis.Nature.C2S).order_by("pk"):
            lettre = CourrierRecu.objects.get(canal="lettre", texte__contains=avis.reference_lisible)
            assert lettre.a.startswith(str(avis.assure.personne))

    def test_patrick_owes_what_may_be_paid_online(self):
        attente = Retenue.objects.de(self.de("patrick")).filter(recupere_le=None).aggregate(total=Sum("montant"))
        assert 100 <= attente["total"] <= 150

    def test_people_are_who_the_list_says(self):
        def familles(cle: str) -> set[str]:
            return set(Paiement.objects.de(self.de(cle)).order_by("pk").values_list("famille", flat=True))

        assert "IJ" in familles("thomas") and "IJ" in familles("lea")
        assert "INVAL" in familles("bernard")
        etats = set(
            Paiement.objects.de(self.de("amadou")).filter(famille="SOINS").order_by("pk").values_list("etat", flat=True)
        )
        assert etats == {"ATTENTE"}
        assert Prestation.objects.de(self.de("camille")).filter(code="PSG", taux=60).exists()
        assert Prestation.objects.de(self.de("mathilde")).filter(code="G", taux=90).exists()
        assert (
            not Prestation.objects.de(self.de("odette")).filter(code="PH7", motif_taux="ALD").exclude(taux=100).exists()
        )
        enfants = Prestation.objects.de(self.de("lea")).exclude(personne=self.de("lea").personne)
        assert enfants.exists() and not enfants.filter(retenue__gt=0).exists()


@pytest.mark.django_db
def test_the_command_adds_years_of_payments_and_says_how_many():
    sortie, progres = StringIO(), StringIO()
    call_command("peupler_paiements", "--assures", "25", "--annees", "1", stdout=sortie, stderr=progres)
    assert contradictions() == []
    assert "lignes écrites en" in sortie.getvalue() and "25 / 25 assurés" in progres.getvalue()
    premiers = list(Paiement.objects.systeme("test").order_by("pk").values_list("assure", flat=True).distinct())
    call_command("peupler_paiements", "--assures", "5", "--annees", "1", stdout=StringIO(), stderr=StringIO())
    apres = set(Paiement.objects.systeme("test").order_by("assure").values_list("assure", flat=True).distinct())
    assert len(apres) == len(set(premiers)) + 5
    nouveau = Paiement.objects.create(
        assure_id=premiers[0], emis_le=FIN, montant=Decimal(1), famille="SOINS", rangs=1, postes=1
    )
    assert nouveau.pk, "numbers of rows go on after those that were copied"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "options", [("--assures", "0"), ("--assures", "5", "--annees", "0"), ("--assures", "5", "--annees", "9")]
)
def test_the_command_refuses_numbers_that_make_no_sense(options):
    with pytest.raises(CommandError):
        call_command("peupler_paiements", *options, stdout=StringIO(), stderr=StringIO())


def test_two_trades_of_a_commune_never_have_the_same_name():
    for commune in ("Tosse", "Saubion", "Dax", "Mont-de-Marsan"):
        noms = [annuaire.professionnel(metier, commune).nom for metier in annuaire.SPECIALITES]
        assert len(noms) == len(set(noms))
