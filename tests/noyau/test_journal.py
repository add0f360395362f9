"""The audit trail: nobody changes it, and the chain shows whoever managed to."""

from __future__ import annotations

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from ameli.noyau import journal
from ameli.noyau.horloge import temps_reel
from ameli.noyau.journal.verification import verifier
from ameli.noyau.models import Battement, Entree, Maillon


def noter(n: int = 1, **champs) -> None:
    for _ in range(n):
        journal.journaliser("dossier.consulte", acteur="agent:A12", assure_ref="abc", **champs)


def forcer(sql: str, *valeurs) -> None:
    """What an intruder who owns the database does: the triggers asleep."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET LOCAL session_replication_role = replica")
        curseur.execute(sql, valeurs)


@pytest.mark.django_db
class TestEntries:
    def test_an_entry_says_who_what_whose_and_why(self):
        noter(motif="appel du 12", objet="demarche:1", donnees={"page": "paiements"})
        entree = Entree.objects.get()
        assert (entree.acteur, entree.assure_ref, entree.motif) == ("agent:A12", "abc", "appel du 12")
        assert entree.phrase == "Un agent de votre caisse : dossier consulté"

    def test_an_unknown_kind_and_an_unreadable_author_are_refused(self):
        with pytest.raises(journal.GenreInconnu):
            journal.journaliser("inconnu", acteur="horloge")
        for acteur in ("", "agent", "agent:", "systeme:", "lea"):
            with pytest.raises(journal.ActeurInvalide):
                journal.journaliser("dossier.consulte", acteur=acteur)

    def test_upper_floors_declare_their_kinds_once(self):
        assert journal.declarer_genre("essai.noyau", "{acteur} : essai ({motif})").visible
        journal.declarer_genre("essai.noyau", "{acteur} : essai ({motif})")
        with pytest.raises(ValueError, match="already declared"):
            journal.declarer_genre("essai.noyau", "autre")
        with pytest.raises(KeyError):
            journal.declarer_genre("essai.noyau.2", "{nom}")
        assert "essai.noyau" in journal.genres_visibles()

    def test_personal_data_does_not_enter(self):
        noter(motif="appelée au 06 39 98 12 34", donnees={"iban": "FR7630004001230000123456705"})
        entree = Entree.objects.get()
        assert entree.motif == "appelée au [masqué]"
        assert entree.donnees == {"iban": "[masqué]"}

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE noyau_entree SET motif = 'x'", "DELETE FROM noyau_entree", "TRUNCATE noyau_entree CASCADE",
            "UPDATE noyau_maillon SET empreinte = 'x'", "DELETE FROM noyau_maillon", "TRUNCATE noyau_maillon",
        ],
    )  # fmt: skip
    def test_the_database_refuses_to_change_or_remove_it(self, sql):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as curseur:
            curseur.execute(sql)


@pytest.mark.django_db(transaction=True)
class TestChain:
    def test_an_untouched_journal_is_whole_and_gives_its_head(self, capsys):
        noter(3, donnees={"é": [1, {"b": None}]}, motif="l’été")
        rapport = verifier()
        assert (rapport.maillons, rapport.ruptures) == (3, [])
        call_command("verifier_journal")
        assert f"tête 3:{rapport.tete}" in capsys.readouterr().out

    def test_an_empty_journal_is_whole(self):
        assert verifier().ruptures == []

    def test_an_altered_entry_is_named_and_only_that_one(self, capsys):
        noter(5)
        troisieme = Maillon.objects.get(rang=3).entree_id
        forcer("UPDATE noyau_entree SET acteur = 'agent:B99' WHERE id = %s", troisieme)
        assert [str(r) for r in verifier().ruptures] == [f"maillon 3, entrée {troisieme} : altérée"]
        with pytest.raises(CommandError, match="1 anomalie") as sortie:
            call_command("verifier_journal")
        assert sortie.value.returncode == 1
        assert "maillon 3" in capsys.readouterr().err

    def test_an_altered_entry_with_its_link_remade_breaks_the_next_link(self):
        noter(4)
        forcer("UPDATE noyau_maillon SET empreinte = repeat('0', 64) WHERE rang = 2")
        assert [(r.nature, r.rang) for r in verifier().ruptures] == [("altérée", 2), ("altérée", 3)]

    def test_a_removed_entry_is_named(self):
        noter(3)
        forcer("DELETE FROM noyau_entree WHERE id = %s", Maillon.objects.get(rang=2).entree_id)
        assert [(r.nature, r.rang) for r in verifier().ruptures] == [("supprimée", 2)]

    def test_an_entry_removed_with_its_link_leaves_a_gap(self):
        noter(3)
        entree = Maillon.objects.get(rang=2).entree_id
        forcer("DELETE FROM noyau_maillon WHERE rang = 2")
        forcer("DELETE FROM noyau_entree WHERE id = %s", entree)
        assert ("maillon manquant", 2) in [(r.nature, r.rang) for r in verifier().ruptures]

    def test_an_entry_slipped_in_is_named(self):
        noter(2)
        forcer(
            "INSERT INTO noyau_entree (genre, acteur, assure_ref, objet, motif, donnees, le, ecrite_le) "
            "VALUES ('dossier.consulte', 'horloge', '', '', '', '{}', now(), now())"
        )
        assert [r.nature for r in verifier().ruptures] == ["insérée"]

    def test_a_chain_cut_at_its_end_is_seen_by_whoever_kept_its_head(self, capsys):
        noter(3)
        tete = verifier().tete
        call_command("verifier_journal", "--tete", f"3:{tete}")
        entree = Maillon.objects.get(rang=3).entree_id
        forcer("DELETE FROM noyau_maillon WHERE rang = 3")
        forcer("DELETE FROM noyau_entree WHERE id = %s", entree)
        assert verifier().ruptures == []
        with pytest.raises(CommandError):
            call_command("verifier_journal", "--tete", f"3:{tete}")

    def test_what_is_undone_leaves_no_link(self):
        with pytest.raises(RuntimeError), transaction.atomic():
            noter()
            raise RuntimeError
        noter()
        assert verifier().maillons == 1

    def test_transactions_wait_for_each_other_at_commit_only(self):
        """The second writer enters and commits while the first one, already journaled, is still at work."""
        ecrit, fini = threading.Event(), threading.Event()

        def lent():
            with transaction.atomic():
                noter(motif="lent")
                ecrit.set()
                assert fini.wait(10)
            connection.close()

        fil = threading.Thread(target=lent)
        fil.start()
        assert ecrit.wait(10)
        noter(motif="rapide")
        fini.set()
        fil.join()
        assert list(Maillon.objects.order_by("rang").values_list("entree__motif", flat=True)) == ["rapide", "lent"]
        assert verifier().ruptures == []

    def test_many_writers_at_once_make_one_chain(self):
        def ecrire():
            for _ in range(20):
                noter()
            connection.close()

        fils = [threading.Thread(target=ecrire) for _ in range(4)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
        assert (verifier().maillons, verifier().ruptures) == (80, [])


@pytest.mark.django_db
class TestAuthor:
    @pytest.fixture(autouse=True)
    def _table_gardee(self):
        with connection.cursor() as curseur:
            curseur.execute(journal.exiger_auteur("noyau_battement", ["vu_le"], insertion=True).sql)
        with journal.auteur("systeme:essai"):
            Battement.objects.create(nom="a", vu_le=temps_reel())

    def changer(self):
        Battement.objects.filter(nom="a").update(vu_le=temps_reel())

    def test_a_change_that_names_no_author_is_refused_by_the_database(self):
        with pytest.raises(ProgrammingError, match="names no author"), transaction.atomic():
            self.changer()
        with pytest.raises(ProgrammingError, match="names no author"), transaction.atomic():
            Battement.objects.create(nom="b", vu_le=temps_reel())

    def test_with_an_author_it_passes_and_the_author_goes_away_afterwards(self):
        with journal.auteur("assure:abc", "demande iban"):
            self.changer()
            assert journal.auteur_courant() == "assure:abc"
            with journal.auteur("horloge"):
                assert journal.auteur_courant() == "horloge"
            assert journal.auteur_courant() == "assure:abc"
        assert journal.auteur_courant() == ""

    def test_what_leaves_the_guarded_column_as_it_is_passes(self):
        Battement.objects.filter(nom="a").update(nom="b")
        ligne = Battement.objects.get(nom="b")
        ligne.save(update_fields=["vu_le"])

    def test_an_error_inside_brings_the_former_author_back(self):
        with pytest.raises(IntegrityError), journal.auteur("horloge"), transaction.atomic():
            Battement.objects.create(nom="a", vu_le=temps_reel())
        assert journal.auteur_courant() == ""

    def test_an_unreadable_author_is_refused(self):
        with pytest.raises(journal.ActeurInvalide), journal.auteur("lea"):
            self.changer()


@pytest.mark.django_db(transaction=True)
def test_naming_an_author_outside_a_transaction_opens_one():
    with journal.auteur("horloge"):
        assert connection.in_atomic_block
    assert journal.auteur_courant() == ""
