"""The guards themselves bite: each is shown failing on what it forbids."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.template import engines

from tests.gardes.donnees_personnelles import trouver
from tests.gardes.gabarits import RACINE, VariableInconnue
from tests.gardes.html import fautes


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_an_unordered_queryset_comes_back_shuffled(db, monkeypatch):
    from django.contrib.contenttypes.models import ContentType

    monkeypatch.setattr("random.shuffle", lambda liste: liste.reverse())
    ordonnes = list(ContentType.objects.order_by("pk").values_list("pk", flat=True))
    melanges = list(ContentType.objects.order_by().values_list("pk", flat=True))
    assert ordonnes != melanges
    assert sorted(melanges) == ordonnes


def _gabarit_du_projet(code: str):
    gabarit = engines["django"].from_string(code)
    gabarit.template.origin.name = str(RACINE / "templates" / "essai.html")
    return gabarit


def test_an_unknown_template_variable_fails():
    with pytest.raises(VariableInconnue):
        _gabarit_du_projet("{{ inconnue }}").render({})


def test_an_optional_variable_may_stand_in_an_if_or_with_a_default():
    texte = _gabarit_du_projet('{% if inconnue %}x{% endif %}{{ inconnue|default:"rien" }}').render({})
    assert texte == "rien"


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        '<a onclick="x()">a</a>',
        '<p style="color:red">a</p>',
        '<a href="javascript:x()">a</a>',
        '<i id="a"></i><i id="a"></i>',
        "<p>{{ nom }}</p>",
        "<style>p{}</style>",
    ],
)
def test_a_page_with_inline_code_is_caught(html):
    assert fautes(html)


def test_a_page_with_scripts_of_our_own_files_is_accepted():
    assert not fautes('<script type="module" src="/static/a.js"></script><style nonce="x">p{}</style>')


@pytest.mark.parametrize(
    "texte",
    ["1 85 05 40 999 001", "185054099900125", "FR76 3000 4001 2300 0012 3456 705", "06 39 98 12 34", "lea@exemple.fr"],
)
def test_practice_data_is_recognised(texte):
    assert trouver(f"vu {texte} ici")


def test_a_log_line_with_a_nir_raises_the_alarm(alarme_donnees_personnelles):
    logging.getLogger("essai").warning("personne %s", "1850540999001")
    assert alarme_donnees_personnelles.fuites.pop().startswith("NIR in a log line")


def test_a_mail_subject_with_an_iban_raises_the_alarm(alarme_donnees_personnelles):
    EmailMessage("Compte FR7630004001230000123456705", "corps", to=["a@b.example"]).send()
    assert alarme_donnees_personnelles.fuites.pop() == "IBAN in a mail subject"


def test_a_cache_key_with_an_address_raises_the_alarm(alarme_donnees_personnelles):
    cache.get("essai-lea@exemple.fr")
    assert alarme_donnees_personnelles.fuites.pop() == "adresse électronique in a cache key"


def test_a_url_with_a_phone_number_raises_the_alarm(client, db, alarme_donnees_personnelles):
    client.get("/inconnue/", {"tel": "0639981234"})
    assert {"téléphone in a URL"} <= set(alarme_donnees_personnelles.fuites)
    alarme_donnees_personnelles.fuites.clear()


def test_a_lock_over_joined_rows_must_name_its_table(db):
    from accounts.models import Beneficiaire

    with pytest.raises(TypeError, match="of="):
        list(Beneficiaire._base_manager.select_for_update().select_related("assure").order_by("pk"))
