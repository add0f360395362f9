"""Where a mistake about a pension of invalidity, or about what is declared beside it, costs most."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

PENSIONS = (
    Mutation(
        "two people for a pension",
        "one agent alone opens an income for years",
        "demarches/catalogue/pension_invalidite/teleservice.py",
        "accords=lambda demarche: 2",
        "accords=lambda demarche: 1",
        (
            "tests/catalogue/pension_invalidite/test_instruction.py::test_a_grant_opens_the_pension_the_cover_and_the_situation",
        ),
    ),
    Mutation(
        "allowances for days of a pension",
        "the same days are paid twice, and nobody takes them back",
        "paiements/reprises_de_pension.py",
        "if reprise is not None and reprise.net > 0:",
        "if False:",
        (
            "tests/catalogue/pension_invalidite/test_instruction.py::test_allowances_that_were_paid_are_said_line_by_line_before_anything_is_taken",
        ),
    ),
    Mutation(
        "the tax notice of somebody else",
        "a neighbour's low income lowers what is withheld",
        "demarches/catalogue/pension_invalidite/avis_imposition.py",
        "if trouve is Reponse.AUTRE:",
        "if False:",
        (
            "tests/catalogue/pension_invalidite/test_demander.py::test_the_notice_of_somebody_else_is_refused_and_a_name_that_is_nearly_theirs_is_looked_at",
        ),
    ),
    Mutation(
        "a document hides where a request stands",
        "a request counted as refused reads « document remis », and its appeal is forgotten",
        "demarches/moteur/accords.py",
        "statut=geste.statut",
        "statut=True",
        (
            "tests/catalogue/pension_invalidite/test_remises.py::test_what_is_handed_in_stands_in_the_timeline_and_leaves_the_request_where_it_was",
        ),
    ),
    Mutation(
        "months of leave in the year compared",
        "who was ill is compared with a wage that they could not earn",
        "paiements/calcul/invalidite/cumul.py",
        "mois = FENETRE - mois_en_arret",
        "mois = FENETRE",
        ("tests/paiements/test_cumul.py::test_months_of_leave_are_left_out_of_the_year",),
    ),
    Mutation(
        "the higher of the two wages",
        "the threshold is the lower one: each month is reduced too much",
        "paiements/calcul/invalidite/cumul.py",
        "max(moyen_reevalue, compare_reevalue)",
        "min(moyen_reevalue, compare_reevalue)",
        ("tests/paiements/test_cumul.py::test_the_threshold_is_the_higher_of_the_two_wages_each_brought_to_today",),
    ),
    Mutation(
        "the wage before the leave rises from its year on",
        "rises between that year and the pension are lost: each month is reduced too much",
        "paiements/calcul/invalidite/cumul.py",
        "reevaluer(compare.retenu, date(compare.annee, 12, 31), au)",
        "reevaluer(compare.retenu, depuis, au)",
        (
            "tests/paiements/test_cumul.py::test_the_wage_before_the_leave_rises_from_its_own_year_on_and_not_from_the_first_day_of_the_pension",
        ),
    ),
    Mutation(
        "a suspension is on paper",
        "who does not look at their account learns it from an empty bank statement",
        "demarches/catalogue/ressources_invalidite/appel.py",
        'a_tous=frozenset({"retard"}),',
        "a_tous=frozenset(),",
        ("tests/catalogue/ressources_invalidite/test_sans_reponse.py::test_each_step_is_told_before_it_happens",),
    ),
    Mutation(
        "a first reduction is signed",
        "the clock reduces an income, and nobody has looked",
        "demarches/catalogue/ressources_invalidite/effets.py",
        "if vie.premiere_reduction(une, le):",
        "if False:",
        (
            "tests/catalogue/ressources_invalidite/test_declarer.py::test_a_first_reduction_waits_for_the_signature_of_an_agent",
        ),
    ),
    Mutation(
        "who is in hospital is not suspended",
        "somebody who could not answer is left without an income",
        "demarches/catalogue/ressources_invalidite/appel.py",
        'return DeclarationRessources.AVoir.HOPITAL if sejours.a_l_hopital(assure, jour) else ""',
        'return ""',
        (
            "tests/catalogue/ressources_invalidite/test_sans_reponse.py::test_somebody_in_hospital_is_not_suspended_before_an_agent_has_looked",
        ),
    ),
    Mutation(
        "an aid is suggested by the figures",
        "everybody is sent to ask for what they cannot have",
        "paiements/calcul/invalidite/aides.py",
        "return ressources.total < plafond",
        "return True",
        ("tests/paiements/test_aides.py::test_a_ceiling_is_named_when_pension_and_incomes_are_under_it",),
    ),
)
