"""A captcha is seen or heard, met once, and never costs what was typed."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from PIL import Image

from accounts.models import DefiUtilise
from accounts.securite.captcha import ChampCaptcha, FormulaireAvecCaptcha, defi, vues
from ameli.noyau import horloge

pytestmark = pytest.mark.django_db


class Essai(FormulaireAvecCaptcha):
    nom = forms.CharField()
    captcha = ChampCaptcha("essai")


def recevoir(**donnees: str) -> Essai:
    return Essai.recevoir(RequestFactory().post("/", donnees), risque=True)


def montre(formulaire: Essai) -> str:
    return re.search(r'name="captcha_defi" value="([^"]+)"', str(formulaire["captcha"]))[1]


def repondre(nouveau: defi.Defi, texte: str | None = None, nom: str = "Léa") -> Essai:
    return recevoir(nom=nom, captcha_defi=nouveau.jeton, captcha=nouveau.texte if texte is None else texte)


def test_a_right_answer_is_accepted_whatever_its_case_and_spaces_and_only_once():
    une = defi.nouveau("essai")
    assert repondre(une, f" {une.texte[:3].lower()} {une.texte[3:]} ").is_valid()
    assert repondre(une).errors["captcha"] == [
        "Cette image a trop attendu, ou elle a déjà servi. En voici une nouvelle, vos autres réponses restent."
    ]


def test_a_wrong_answer_brings_a_new_image_and_spends_the_former():
    une = defi.nouveau("essai")
    formulaire = repondre(une, "AAAAAA" if une.texte != "AAAAAA" else "CCCCCC")
    assert formulaire.errors["captcha"] == ["Ces caractères ne sont pas ceux de l’image. En voici une nouvelle."]
    assert montre(formulaire) != une.jeton
    assert not repondre(une).is_valid()


def test_another_mistake_keeps_the_image_and_its_answer():
    une = defi.nouveau("essai")
    formulaire = repondre(une, nom="")
    assert not formulaire.is_valid()
    assert montre(formulaire) == une.jeton
    assert f'value="{une.texte}"' in str(formulaire["captcha"])
    assert repondre(une).is_valid()


def test_another_image_keeps_what_was_typed_and_judges_nothing():
    une = defi.nouveau("essai")
    formulaire = recevoir(nom="Léa", captcha_defi=une.jeton, captcha="", autre_image="1")
    assert not formulaire.is_bound
    assert 'value="Léa"' in str(formulaire["nom"])
    assert montre(formulaire) != une.jeton
    assert not DefiUtilise.objects.exists()


def test_an_answer_is_worth_nothing_on_another_form_nor_too_late():
    assert not repondre(defi.nouveau("autre")).is_valid()
    une = defi.nouveau("essai")
    with time_machine.travel(horloge.temps_reel() + settings.CAPTCHA_DUREE + timedelta(seconds=1), tick=False):
        assert not repondre(une).is_valid()


@pytest.mark.parametrize("jeton", ["", "x", "====", "é", "AAAA" * 30])
def test_a_made_up_challenge_is_refused(jeton):
    assert defi.lire(jeton) is None
    assert not recevoir(nom="Léa", captcha_defi=jeton, captcha="ACDEFH").is_valid()


def test_the_page_of_a_challenge_does_not_say_its_answer():
    une = defi.nouveau("essai")
    assert une.texte not in str(Essai()["captcha"])
    assert une.texte.lower() not in une.jeton.lower()


def test_the_image_and_the_voice_are_served_and_always_the_same(client, django_assert_num_queries):
    une = defi.nouveau("essai")
    with django_assert_num_queries(0):
        images = [client.get(reverse("captcha_image", args=[une.jeton])) for _ in range(2)]
        sons = [client.get(reverse("captcha_son", args=[une.jeton, "courte"])) for _ in range(2)]
        epele = client.get(reverse("captcha_son", args=[une.jeton, "epelee"]))
    assert images[0].content == images[1].content
    assert sons[0].content == sons[1].content
    assert Image.open(io.BytesIO(images[0].content)).size == (300, 100)
    assert epele["Content-Type"] == "audio/wav"
    assert epele.content != sons[0].content
    assert images[0]["Cache-Control"] == "no-store"


def test_the_image_of_an_unknown_challenge_is_not_found(client):
    assert client.get(reverse("captcha_image", args=["inconnu"])).status_code == 404
    assert client.get(reverse("captcha_son", args=["inconnu", "courte"])).status_code == 404
    assert client.get(reverse("captcha_son", args=[defi.nouveau("essai").jeton, "chantee"])).status_code == 404


@pytest.mark.parametrize("forme", ["courte", "epelee"])
def test_a_sound_is_drawn_once_in_the_life_of_its_challenge(client, monkeypatch, forme):
    """Who did not hear asks for other characters; who would lay several noises over each other gets none."""
    monkeypatch.setattr(vues, "dire", lambda texte, forme, graine: graine.encode())
    une, entendus = defi.nouveau("essai"), set()
    for secondes in range(0, int(settings.CAPTCHA_DUREE.total_seconds()), 20):
        with time_machine.travel(horloge.temps_reel() + timedelta(seconds=secondes), tick=False):
            entendus.add(client.get(reverse("captcha_son", args=[une.jeton, forme])).content)
    assert len(entendus) == 1


def test_the_page_offers_both_sounds_says_what_each_is_and_plays_none_by_itself():
    page = str(Essai()["captcha"])
    assert page.count("<audio") == page.count('preload="none"') == 2
    assert "autoplay" not in page
    assert "Écouter les six caractères plus lentement, épelés" in page


def test_old_answers_are_forgotten():
    repondre(defi.nouveau("essai")).is_valid()
    with time_machine.travel(horloge.temps_reel() + timedelta(hours=1), tick=False):
        assert defi.purger() == 1
