"""Households (chapters 11, 12, 14): where a mistake costs money, or tells one parent of the other."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

C2S = "tests/catalogue/c2s"
RATTACHEMENT = "tests/catalogue/double_rattachement/test_decision.py"

SOLIDAIRE = (
    Mutation(
        "the ceiling of the solidaire",
        "who earns the ceiling itself pays, or is refused",
        "accounts/dossier/solidaire/calcul.py",
        "if ressources <= plafond:",
        "if ressources < plafond:",
        (
            "tests/accounts/test_solidaire.py::test_the_ceiling_is_that_of_the_day_of_the_deposit_and_still_gives_the_right",
        ),
    ),
    Mutation(
        "no consent, no request",
        "incomes are asked of the State for an adult who said no",
        "demarches/catalogue/c2s/demande.py",
        "if un.accord}",
        "}",
        (f"{C2S}/test_demander.py::TestConsentement::test_only_those_who_agree_are_asked_for",),
    ),
    Mutation(
        "the incomes of another adult",
        "who asked reads what their spouse earns",
        "demarches/catalogue/c2s/contestation.py",
        "filter(personne=assure.personne, retire_le=None)",
        "filter(assure=assure, retire_le=None)",
        (f"{C2S}/test_suites.py::TestRevenusLus::test_each_adult_reads_their_own_after_the_decision_and_contests",),
    ),
    Mutation(
        "a protected asker",
        "a violent spouse learns that a request was made without them",
        "demarches/catalogue/c2s/consentements.py",
        " or demarche.assure.adresse_protegee:",
        ":",
        (f"{C2S}/test_suites.py::TestObjection::test_nobody_is_told_by_somebody_whose_address_is_protected",),
    ),
    Mutation(
        "who somebody of a foyer is",
        "a right is opened for whoever has the number that was mistyped",
        "demarches/catalogue/c2s/reconnaissance.py",
        "return connue if meme_nom or connue.date_naissance == qui.naissance else None",
        "return connue",
        (
            f"{C2S}/test_reconnaissance.py::TestAgent::test_a_slip_in_the_name_or_in_the_birth_is_accepted_and_neither_of_both_is_refused_as_an_unknown_number_is",
        ),
    ),
    Mutation(
        "a participation is given back once",
        "each change of cover gives back again what was withheld",
        "paiements/corrections.py",
        "annulee=False, rendue_le=None)",
        "annulee=False)",
        ("tests/paiements/test_corrections.py::test_nothing_is_corrected_twice",),
    ),
    Mutation(
        "what a mutuelle has paid",
        "the caisse pays again the part that a mutuelle was told of",
        "paiements/calcul/correction.py",
        " and not payee_ailleurs:",
        ":",
        ("tests/paiements/test_corrections.py::test_a_part_that_a_mutuelle_was_told_of_is_not_paid_again",),
    ),
)

CHEVAUCHEMENT = (
    Mutation(
        "two organisms ask",
        "one of two mutuelles pays what the other one owes",
        "paiements/transmissions.py",
        "if len(payeurs) == 1 and vivantes[-1].transmission else None",
        "if vivantes and vivantes[-1].transmission else None",
        ("tests/paiements/test_transmissions.py::test_while_two_organisms_ask_nobody_is_told_until_one_is_set_aside",),
    ),
    Mutation(
        "five people in conflict",
        "a family of five chooses without an agent",
        "accounts/dossier/chevauchement.py",
        "PERSONNES_EN_LIGNE = 4",
        "PERSONNES_EN_LIGNE = 5",
        (
            "tests/accounts/test_chevauchement.py::test_four_people_choose_online_and_five_do_not_nor_anybody_with_the_solidaire",
        ),
    ),
    Mutation(
        "an organism that was struck off",
        "refunds are sent to an organism that pays no more",
        "accounts/dossier/complementaires.py",
        "if gardees and not organisme.radie(jour_de(le)):",
        "if gardees:",
        (
            "tests/accounts/test_chevauchement.py::test_an_organism_that_was_struck_off_or_has_no_cover_left_cannot_be_chosen",
        ),
    ),
    Mutation(
        "a cover of somebody else's file",
        "the contract of a stranger is written as that of the insured person",
        "accounts/dossier/complementaires.py",
        "    if trouve is None:\n        raise PersonneInconnue(personne.public_id)\n",
        "",
        ("tests/accounts/test_chevauchement.py::test_a_cover_of_somebody_who_is_not_in_the_file_is_refused",),
    ),
    Mutation(
        "the seven days of a choice",
        "a choice that may still be changed is applied already",
        "demarches/catalogue/organisme_complementaire/regles.py",
        "DELAI = jours(7)",
        "DELAI = jours(1)",
        (
            "tests/catalogue/organisme_complementaire/test_parcours.py::TestLeChoix::test_seven_days_later_the_link_is_made_the_other_set_aside_and_it_is_said",
        ),
    ),
)

PARENTS = (
    Mutation(
        "another identity than that of the second parent",
        "a child is put in the file of a stranger whose number was mistyped",
        "demarches/catalogue/double_rattachement/effets.py",
        "if not concorde(demarche, chez):",
        "if False:",
        (f"{RATTACHEMENT}::TestAvis::test_a_mismatch_sends_nothing_and_the_refusal_says_no_more",),
    ),
    Mutation(
        "a protected parent",
        "the parent from whom somebody hides is written to",
        "demarches/catalogue/double_rattachement/effets.py",
        "    protege = est_protegee(demarche)\n",
        "    protege = False\n",
        (
            f"{RATTACHEMENT}::TestProtection::test_a_protected_file_on_either_side_is_held_for_a_trained_agent_and_nothing_is_sent",
        ),
    ),
    Mutation(
        "ten days to say no",
        "a child is attached while the second parent may still object",
        "demarches/catalogue/double_rattachement/effets.py",
        "    _exiger_la_fin_de_l_avis(demarche, le)\n    accordes",
        "    accordes",
        (f"{RATTACHEMENT}::TestAvis::test_the_decision_waits_for_the_ten_days",),
    ),
    Mutation(
        "a child taken out of a file",
        "the day after a protection order the child is still on the other parent's card",
        "accounts/dossier/rattachements.py",
        "jour - timedelta(days=1), False",
        "jour, False",
        (
            "tests/accounts/test_rattachements.py::test_a_child_taken_out_leaves_at_once_and_the_other_parent_is_the_referent",
        ),
    ),
    Mutation(
        "who objected",
        "a parent who said « ce n’est pas prévu » becomes the référent",
        "demarches/catalogue/double_rattachement/effets.py",
        "referent=un.referent and not a_dit_non(demarche)",
        "referent=un.referent",
        (f"{RATTACHEMENT}::TestAcceptation::test_one_who_objected_does_not_become_the_referent",),
    ),
)

FOYERS = (*SOLIDAIRE, *CHEVAUCHEMENT, *PARENTS)
