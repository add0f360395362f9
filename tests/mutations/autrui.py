"""Acting for somebody, and answering without account: where a mistake would open what is somebody else's."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

AUTRUI = (
    Mutation(
        "what belongs to an account",
        "the pages of one's password and contacts open in somebody else's file",
        "accounts/securite/dossier.py",
        "if not request.pour_autrui or not vue.__module__.startswith(DU_COMPTE):",
        "if True:",
        ("tests/suivi/test_autrui.py::test_what_belongs_to_an_account_is_closed_in_somebody_else_s_file",),
    ),
    Mutation(
        "who acted",
        "what somebody does for the person is written as theirs",
        "accounts/models/compte.py",
        "return self.acteur if dossier_id == self.assure_id else",
        "return self.acteur if True else",
        ("tests/suivi/test_autrui.py::test_what_is_done_is_done_to_that_file_and_its_journal_says_who_did_it",),
    ),
    Mutation(
        "who sends a draft",
        "a room that is closed to whoever acts for the person takes the draft that the person began",
        "demarches/moteur/depot.py",
        "ligne.compte = brouillon.compte",
        "brouillon.compte",
        ("tests/suivi/test_autrui.py::test_a_draft_begun_before_is_not_sent_by_whoever_acts_for_the_person",),
    ),
    Mutation(
        "wrong codes of a third person",
        "a thousand codes may be tried on one number",
        "demarches/moteur/tiers.py",
        "acces.essais += 1",
        "acces.essais += 0",
        ("tests/suivi/test_tiers.py::test_ten_wrong_codes_close_the_number_and_an_agent_writes_again",),
    ),
    Mutation(
        "a code of a mail",
        "a code that was read over a shoulder opens the question again",
        "demarches/moteur/tiers.py",
        '        acces.code = ""\n',
        "",
        ("tests/suivi/test_tiers.py::test_a_mail_brings_a_number_and_the_code_leaves_when_it_is_asked_for",),
    ),
)
