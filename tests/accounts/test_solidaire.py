"""The calculation of the C2S: the worked cases of chapter 11, its dates, and the figures that an operator adds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.connexion.agents import roles
from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import (
    Demande,
    Issue,
    Ligne,
    Logement,
    Membre,
    Presomption,
    Zone,
    calculer,
    douze_mois,
    mensualite,
    plafond_annuel,
    premier_du_mois_suivant,
    presomption,
)
from accounts.dossier.solidaire.natures import A_DECLARER, NATURES, Genre
from accounts.models import ChiffreC2S
from ameli.noyau.journal.models import Entree
from tests.fabriques import connecter, creer_agent

LE = date(2026, 11, 29)
PUBLIE = bareme.publie()
NADIA, TOM, INES = (
    Membre("nadia", date(1988, 5, 4), adulte=True), Membre("tom", date(2016, 3, 2)), Membre("ines", date(2019, 9, 9)),
)  # fmt: skip


def chaque_mois(nature, montant, le=LE, membre="nadia"):
    return tuple(Ligne(membre, nature, mois, Decimal(montant)) for mois in douze_mois(le))


def en_une_fois(nature, montant, le=LE, membre="nadia"):
    return Ligne(membre, nature, douze_mois(le)[0], Decimal(montant))


def demande(*lignes, le=LE, membres=(NADIA,), logement=Logement.SANS_DOMICILE, aide="0", zone=Zone.METROPOLE):
    return Demande(le, zone, tuple(membres), logement, tuple(lignes), Decimal(aide))


def test_nadia_with_two_children_and_a_housing_benefit_has_it_free():
    fait = calculer(
        demande(*chaque_mois("salaire", 980), en_une_fois("famille", 1800), membres=(NADIA, TOM, INES),
                logement=Logement.AIDE, aide="400"), PUBLIE,
    )  # fmt: skip
    assert (fait.forfait, fait.ressources, fait.plafond) == (Decimal("193.55"), Decimal("15882.60"), 18759)
    assert fait.issue is Issue.GRATUITE


def test_with_250_euros_more_she_pays_thirty_euros_a_month():
    fait = calculer(
        demande(*chaque_mois("salaire", 1230), en_une_fois("famille", 1800), membres=(NADIA, TOM, INES),
                logement=Logement.AIDE, aide="400"), PUBLIE,
    )  # fmt: skip
    assert fait.ressources == Decimal("18882.60")
    assert (fait.issue, fait.mensualite) == (Issue.PARTICIPATION, 30)
    assert sorted(fait.mensualites.values()) == [8, 8, 14]


@pytest.mark.parametrize(
    ("le", "total", "issue"),
    [
        (date(2026, 3, 31), "10339.00", Issue.GRATUITE), (date(2026, 3, 31), "10339.01", Issue.PARTICIPATION),
        (date(2026, 4, 1), "10339.00", Issue.GRATUITE), (date(2026, 4, 1), "10339.01", Issue.GRATUITE),
    ],
)  # fmt: skip
def test_the_ceiling_is_that_of_the_day_of_the_deposit_and_still_gives_the_right(le, total, issue):
    assert calculer(demande(en_une_fois("retraite", total, le), le=le), PUBLIE).issue is issue


@pytest.mark.parametrize(
    ("le", "ressources", "plafond"), [(LE, "14378.40", 14069), (date(2025, 11, 29), "14370.96", 13957)]
)
def test_an_owner_of_74_is_refused_for_her_housing(le, ressources, plafond):
    seule = Membre("nadia", date(1952, 2, 1), adulte=True)
    fait = calculer(
        demande(*chaque_mois("retraite", 1120, le), le=le, membres=(seule,), logement=Logement.PROPRIETAIRE), PUBLIE
    )
    assert (fait.ressources, fait.plafond_participation, fait.issue) == (Decimal(ressources), plafond, Issue.REFUS)


@pytest.mark.parametrize(("aide", "ajoute"), [("60", 720), ("200", "938.40")])
def test_the_flat_sum_is_never_more_than_the_real_housing_benefit(aide, ajoute):
    assert calculer(demande(logement=Logement.AIDE, aide=aide), PUBLIE).ressources == Decimal(ajoute)


@pytest.mark.parametrize("logement", [Logement.LOCATAIRE, Logement.ETABLISSEMENT, Logement.SANS_DOMICILE])
def test_who_pays_rent_without_help_or_has_no_home_is_added_nothing(logement):
    assert calculer(demande(logement=logement, aide="300"), PUBLIE).forfait == 0


def test_two_full_aah_are_each_cut_and_refused():
    deux = (NADIA, Membre("marc", date(1986, 1, 1), adulte=True))
    lignes = [
        Ligne(qui, "AAH", mois, PUBLIE.valeur("aah.plein", mois))
        for qui in ("nadia", "marc")
        for mois in douze_mois(LE)
    ]
    fait = calculer(demande(*lignes, membres=deux), PUBLIE)
    assert (fait.ressources, fait.plafond_participation) == (Decimal("23266.92"), 21104)
    assert fait.issue is Issue.REFUS


@pytest.mark.parametrize(
    ("naissance", "du", "prix"),
    [
        (date(1997, 1, 1), date(2027, 1, 1), 14), (date(1997, 1, 2), date(2027, 1, 1), 8),
        (date(1997, 1, 1), date(2026, 12, 1), 8), (date(1997, 1, 2), date(2026, 12, 1), 8),
        (date(1966, 6, 1), date(2026, 12, 1), 21), (date(1956, 6, 1), date(2026, 12, 1), 25), (date(1956, 1, 1), date(2026, 12, 1), 30),
    ],
)  # fmt: skip
def test_what_is_paid_hangs_on_the_age_on_1_january_of_the_year_of_opening(naissance, du, prix):
    assert mensualite(naissance, du, Zone.METROPOLE, PUBLIE, LE) == prix


def test_alsace_and_moselle_have_a_grid_of_their_own_and_the_same_ceilings():
    assert [Zone.du_departement(d) for d in ("67", "40", "974", "976")] == [
        Zone.ALSACE_MOSELLE, Zone.METROPOLE, Zone.OUTRE_MER, Zone.MAYOTTE,
    ]  # fmt: skip
    prix = [
        mensualite(date(annee, 6, 1), LE, Zone.ALSACE_MOSELLE, PUBLIE, LE) for annee in (2010, 1988, 1970, 1960, 1950)
    ]
    assert prix == [Decimal(un) for un in ("2.80", "4.90", "7.30", "8.70", "10.50")]
    assert plafond_annuel(demande(zone=Zone.ALSACE_MOSELLE), "gratuite", PUBLIE) == 10421


def test_the_months_looked_at_go_from_the_thirteenth_to_the_second_before():
    regardes = douze_mois(LE)
    assert (len(regardes), regardes[0], regardes[-1]) == (12, date(2025, 10, 1), date(2026, 9, 1))
    assert douze_mois(date(2025, 4, 30)) == (
        *[date(2024, m, 1) for m in range(3, 13)],
        date(2025, 1, 1),
        date(2025, 2, 1),
    )
    assert calculer(demande(Ligne("nadia", "salaire", date(2026, 10, 1), Decimal(900))), PUBLIE).ressources == 0


@pytest.mark.parametrize(("le", "compte"), [(date(2025, 6, 27), 2400), (date(2025, 7, 1), 0)])
def test_the_help_of_a_mother_counts_until_the_decree(le, compte):
    assert calculer(demande(*chaque_mois("aide_proche", 200, le), le=le), PUBLIE).ressources == compte


@pytest.mark.parametrize("nature", ["rsa", "prime_activite", "cej", "bourse_criteres", "aeeh", "pch", "apa", "ars"])
def test_what_does_not_count_does_not_count(nature):
    assert calculer(demande(*chaque_mois(nature, 500)), PUBLIE).ressources == 0


def test_investments_are_those_of_two_years_before():
    lignes = (
        Ligne("nadia", "loyers", date(2024, 7, 1), Decimal(600)),
        Ligne("nadia", "loyers", date(2026, 1, 1), Decimal(50)),
    )
    assert calculer(demande(*lignes), PUBLIE).ressources == 600


def test_the_turnover_of_who_begins_is_cut_and_pensions_paid_are_taken_away():
    lignes = (*chaque_mois("ca_service", 1000), *chaque_mois("pension_versee", 100))
    assert calculer(demande(*lignes), PUBLIE).ressources == 12 * 500 - 1200


def test_who_is_out_of_work_now_has_wages_cut_by_three_tenths():
    mois = douze_mois(LE)
    gagne = [Ligne("nadia", "salaire", m, Decimal(1000)) for m in mois[:6]]
    chomage = [Ligne("nadia", "chomage", m, Decimal(700)) for m in mois[6:]]
    assert calculer(demande(*gagne, *chomage), PUBLIE).ressources == 6000 + 4200 - 1800
    assert calculer(demande(*gagne, *chomage[:-1]), PUBLIE).ressources == 6000 + 3500


def test_aspa_is_cut_once_for_one_person_and_once_for_a_couple():
    deux = (NADIA, Membre("marc", date(1950, 1, 1), adulte=True))
    seul = chaque_mois("ASPA", 1000)
    assert calculer(demande(*seul, membres=deux), PUBLIE).abattements == 12 * 71
    assert (
        calculer(demande(*seul, *chaque_mois("ASPA", 10, membre="marc"), membres=deux), PUBLIE).abattements == 12 * 110
    )


@pytest.mark.parametrize(("personnes", "gratuite", "payante"), [(1, 10421, 14069), (2, 15632, 21104), (4, 21885, 29546), (5, 26053, 35173), (8, 38557, 52054)])  # fmt: skip
def test_each_person_more_raises_the_ceiling(personnes, gratuite, payante):
    foyer = demande(membres=(NADIA, *(Membre(str(rang), date(2010 + rang, 1, 1)) for rang in range(1, personnes))))
    assert plafond_annuel(foyer, "gratuite", PUBLIE) == gratuite
    assert plafond_annuel(foyer, "participation", PUBLIE) == payante


def test_a_child_who_lives_by_turns_adds_half_of_what_a_child_of_that_rank_adds():
    foyer = demande(membres=(NADIA, TOM, Membre("ines", date(2019, 9, 9), alternee=True)))
    assert plafond_annuel(foyer, "gratuite", PUBLIE) == 15632 + Decimal(18759 - 15632) / 2
    assert calculer(foyer, PUBLIE).personnes == 3


def test_overseas_has_ceilings_of_its_own_and_mayotte_since_the_first_day_of_2024():
    assert plafond_annuel(demande(le=date(2024, 5, 1), zone=Zone.OUTRE_MER), "gratuite", PUBLIE) == 11315
    jours = {date(2024, 1, 1): 10817, date(2024, 5, 1): 11315, date(2025, 4, 1): 11507, date(2026, 11, 29): 11599}
    for le, plafond in jours.items():
        assert plafond_annuel(demande(le=le, zone=Zone.MAYOTTE), "gratuite", PUBLIE) == plafond
    with pytest.raises(bareme.SansChiffre):
        calculer(demande(le=date(2023, 12, 31), zone=Zone.MAYOTTE), PUBLIE)


def test_the_right_opens_on_the_first_of_the_month_after():
    assert (
        premier_du_mois_suivant(date(2026, 11, 1)) == premier_du_mois_suivant(date(2026, 11, 30)) == date(2026, 12, 1)
    )
    assert premier_du_mois_suivant(date(2026, 12, 31)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("minimum", "le", "avec", "donne"),
    [
        ("RSA", LE, {"sans_travail": False, "enfants": True, "seul": False}, Presomption.GRATUITE),
        ("ASPA", LE, {}, Presomption.PARTICIPATION), ("ASPA", LE, {"sans_travail": False}, None),
        ("ASI", date(2024, 6, 30), {}, None), ("ASI", date(2024, 7, 1), {}, Presomption.PARTICIPATION),
        ("AAH", date(2025, 6, 30), {}, None), ("AAH", date(2025, 7, 1), {}, Presomption.PARTICIPATION),
        ("AAH", LE, {"enfants": True}, None), ("AAH", LE, {"seul": False}, None), ("", LE, {}, None),
    ],
)  # fmt: skip
def test_minimum_incomes_give_a_right_by_themselves_from_their_day_on(minimum, le, avec, donne):
    situation = {"sans_travail": True, "enfants": False, "seul": True, **avec}
    assert presomption(minimum, le, PUBLIE, **situation) is donne


def test_each_figure_of_the_table_has_a_source_and_no_nature_is_left_without_period():
    assert all(chiffre.source for rang in PUBLIE.chiffres.values() for chiffre in rang)
    assert {un.genre for un in A_DECLARER} == {Genre.COURANT, Genre.PATRIMOINE, Genre.VERSEE}
    comptes = {code.removeprefix("compte.") for code in PUBLIE.chiffres if code.startswith("compte.")}
    assert comptes <= NATURES.keys()


@pytest.mark.parametrize("manque", ['source = ""', "lu = 2026-11-29"])
def test_a_figure_without_source_or_without_day_of_reading_is_refused(tmp_path, manque):
    texte = bareme.DONNEES.read_text()
    faux = tmp_path / "bareme.toml"
    faux.write_text(
        texte.replace("lu = 2026-11-29\n", "", 1)
        if manque.startswith("lu")
        else texte.replace('source = "chap', 'source = ""\n#', 1)
    )
    with pytest.raises(bareme.TableInvalide):
        bareme.publie.__wrapped__(faux)


# Figures that are added


@pytest.fixture
def exploitant(client, db):
    agent = creer_agent(superviseur=False)
    roles.donner(agent.compte, ["exploitant"])
    connecter(client, agent.compte)
    return agent


AJOUT = {"code": "plafond.metropole.gratuite", "du": "01/04/2026", "valeurs": "10 422 ; 15633 ; 18760 ; 21886 ; 4169", "source": "arrêté du 3 avril 2026"}  # fmt: skip


def test_an_operator_adds_a_published_figure_and_the_calculation_takes_it(client, exploitant):
    client.post(reverse("admin:accounts_chiffrec2s_add"), AJOUT)
    ligne = ChiffreC2S.objects.get()
    assert ligne.ecrit_par == exploitant.compte.acteur and not ligne.hypothese
    assert Entree.objects.filter(genre="chiffre.ecrit").exists()
    lu = bareme.lire()
    assert plafond_annuel(demande(), "gratuite", lu) == 10422
    assert plafond_annuel(demande(le=date(2026, 3, 31)), "gratuite", lu) == 10339


@pytest.mark.parametrize(
    ("valeurs", "phrase"),
    [("10422", "Il en faut 5"), ("a;b;c;d;e", "Écrivez des nombres"), ("5;4;3;2;1", "Vérifiez"), ("1;2;3;4;-5", "Écrivez des nombres"), ("1;2;3;NaN;5", "Écrivez des nombres")],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_refused(client, exploitant, valeurs, phrase):
    reponse = client.post(reverse("admin:accounts_chiffrec2s_add"), {**AJOUT, "valeurs": valeurs})
    assert phrase in reponse.content.decode() and not ChiffreC2S.objects.exists()


def test_an_agent_without_the_role_adds_none(client, db):
    connecter(client, creer_agent(superviseur=False).compte)
    assert client.get(reverse("admin:accounts_chiffrec2s_add")).status_code == 403
