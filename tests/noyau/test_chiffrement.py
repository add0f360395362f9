"""Encrypted columns: nothing readable at rest, nothing movable, keys that can be turned."""

from __future__ import annotations

import base64

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from ameli.noyau.chiffrement import ChampChiffre, DechiffrementImpossible, empreinte, prefixe, trousseau
from ameli.noyau.horloge import temps_reel
from ameli.noyau.models import Entree, Envoi
from ameli.noyau.rotation import champs_chiffres, combien_restent, tourner
from ameli.noyau.verifications import cles_lisibles

SECRET = "FR7630004001230000123456705"


def cle(identifiant: str) -> str:
    return f"{identifiant}:{base64.b64encode(identifiant.ljust(32, 'x').encode()).decode()}"


def installer(settings, cles: str) -> None:
    settings.CONFIGURATION = {
        "AMELI_CLES_CHIFFREMENT": cles,
        "AMELI_CLE_EMPREINTE": settings.CONFIGURATION["AMELI_CLE_EMPREINTE"],
    }


def envoi(nom: str, destination: str = SECRET, contenu: str = "été 😀") -> Envoi:
    le = temps_reel()
    return Envoi.objects.create(
        canal=Envoi.Canal.SMS, cle=nom, destination=destination, contenu=contenu, essai_le=le, cree_le=le
    )


def brut(nom: str, colonne: str = "destination") -> bytes:
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT {colonne} FROM noyau_envoi WHERE cle = %s", [nom])
        return bytes(curseur.fetchone()[0])


@pytest.mark.django_db
class TestField:
    def test_what_is_written_is_read_back_and_is_not_readable_at_rest(self):
        envoi("a")
        relu = Envoi.objects.get(cle="a")
        assert (relu.destination, relu.contenu) == (SECRET, "été 😀")
        assert SECRET.encode() not in brut("a")
        assert brut("a").startswith(prefixe(trousseau().courante))

    def test_the_same_text_twice_gives_two_different_bytes(self):
        envoi("a")
        envoi("b")
        assert brut("a") != brut("b")

    def test_the_empty_string_stays_empty(self):
        envoi("a", destination="")
        assert brut("a") == b""
        assert Envoi.objects.get(cle="a").destination == ""

    def test_values_update_and_bulk_update_go_through_the_cipher(self):
        ligne = envoi("a")
        Envoi.objects.filter(pk=ligne.pk).update(destination="0639981234")
        assert Envoi.objects.values_list("destination", flat=True).get(pk=ligne.pk) == "0639981234"
        ligne.destination = "autre"
        Envoi.objects.bulk_update([ligne], ["destination"])
        assert Envoi.objects.get(pk=ligne.pk).destination == "autre"
        assert b"autre" not in brut("a")

    @pytest.mark.parametrize(
        "recherche", ["destination", "destination__exact", "destination__startswith", "destination__in"]
    )
    def test_it_cannot_be_searched_and_says_what_to_do(self, recherche):
        with pytest.raises(FieldError, match="Look up its fingerprint"):
            Envoi.objects.filter(**{recherche: "x"}).exists()

    def test_it_can_be_asked_whether_it_is_null(self):
        assert not Envoi.objects.filter(destination__isnull=True).exists()

    def test_a_ciphertext_copied_into_another_column_does_not_open(self):
        ligne = envoi("a")
        Envoi.objects.filter(pk=ligne.pk).update(contenu=F("destination"))
        with pytest.raises(DechiffrementImpossible, match=r"noyau\.envoi\.contenu: altered"):
            Envoi.objects.get(pk=ligne.pk)

    def test_an_altered_byte_is_seen_and_the_error_shows_no_value(self):
        ligne = envoi("a")
        with connection.cursor() as curseur:
            curseur.execute(
                "UPDATE noyau_envoi SET destination = set_byte(destination, 20, get_byte(destination, 20) # 1) WHERE id = %s",
                [ligne.pk],
            )
        with pytest.raises(DechiffrementImpossible) as refus:
            Envoi.objects.get(pk=ligne.pk)
        assert SECRET not in str(refus.value)

    def test_an_unknown_key_is_named(self, settings):
        installer(settings, cle("vieille"))
        envoi("a")
        installer(settings, cle("neuve"))
        with pytest.raises(DechiffrementImpossible, match="unknown key 'vieille'"):
            Envoi.objects.get(cle="a")

    def test_only_text_goes_in(self):
        with pytest.raises(TypeError, match="takes a str"):
            envoi("a", destination=12)

    def test_it_deconstructs_for_migrations(self):
        champ = ChampChiffre("libellé", blank=True, default="")
        _, chemin, _, options = champ.deconstruct()
        assert chemin == "ameli.noyau.chiffrement.ChampChiffre"
        assert options == {"verbose_name": "libellé", "blank": True, "default": ""}
        assert Envoi._meta.get_field("destination").db_type(connection) == "bytea"


@pytest.mark.django_db
class TestRotation:
    def test_turning_the_keys_rewrites_everything_with_the_first_and_the_old_can_go(self, settings, capsys):
        installer(settings, cle("vieille"))
        for n in range(7):
            envoi(f"e{n}", contenu="")
        installer(settings, f"{cle('neuve')},{cle('vieille')}")
        envoi("deja", contenu="")
        call_command("tourner_cles", "--lot", "3")
        assert "noyau.envoi.destination : 7 sur 7" in capsys.readouterr().out
        assert all(brut(f"e{n}").startswith(prefixe("neuve")) for n in range(7))
        installer(settings, cle("neuve"))
        assert {e.destination for e in Envoi.objects.all()} == {SECRET}
        assert Entree.objects.filter(genre="cles.tournees", objet="noyau.envoi.destination").count() == 1

    def test_an_interrupted_rotation_resumes_where_it_stopped(self, settings):
        installer(settings, cle("vieille"))
        for n in range(5):
            envoi(f"e{n}", contenu="")
        installer(settings, f"{cle('neuve')},{cle('vieille')}")
        champ = Envoi._meta.get_field("destination")
        assert next(tourner(champ, 2)) == 2
        assert combien_restent(champ) == 3
        assert list(tourner(champ, 2)) == [2, 3]
        assert combien_restent(champ) == 0

    def test_every_encrypted_column_of_every_app_is_turned(self):
        contextes = [champ.contexte for champ in champs_chiffres()]
        assert {"noyau.envoi.contenu", "accounts.personne.nir", "accounts.coordonneesbancaires.iban"} <= set(contextes)


def test_a_fingerprint_is_stable_separated_by_use_and_keyed(settings):
    assert empreinte("nir", "1") == empreinte("nir", "1")
    assert len(empreinte("nir", "1")) == 64
    assert empreinte("nir", "1") != empreinte("iban", "1")
    avant = empreinte("nir", "1")
    settings.CONFIGURATION = {"AMELI_CLE_EMPREINTE": base64.b64encode(b"y" * 32).decode()}
    assert empreinte("nir", "1") != avant


@pytest.mark.parametrize(
    "cles", ["", "sans-separateur", "a:pas du base64", "a:YQ==", f"{cle('a')},{cle('a')}", f"{'i' * 33}:{'A' * 43}="]
)
def test_keys_that_cannot_be_read_are_refused_at_the_check_without_being_shown(settings, cles):
    installer(settings, cles)
    with pytest.raises(ImproperlyConfigured):
        trousseau()
    (faute,) = cles_lisibles(None)
    assert faute.id == "noyau.E001"
    assert "YQ==" not in faute.msg
