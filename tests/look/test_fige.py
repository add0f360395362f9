"""What is drawn once for all holds nothing of a person."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory


def gabarit(source: str) -> Template:
    return Template("{% load fige %}" + source)


def test_it_is_drawn_once_for_each_value_of_its_variables():
    page = gabarit("{% fige onglet %}{% if onglet == 'a' %}A{% else %}autre{% endif %}{% endfige %}")
    assert [page.render(Context({"onglet": onglet})) for onglet in ("a", "b", "a")] == ["A", "autre", "A"]
    assert len(page.nodelist.get_nodes_by_type(type(page.nodelist[1]))[-1].dessins) == 2


def test_nothing_that_it_does_not_name_can_be_kept():
    page = gabarit("{% fige %}[{% if nom %}{{ nom }}{% endif %}{% csrf_token %}]{% endfige %}")
    requete = RequestFactory().get("/")
    assert page.render(Context({"nom": "Léa", "csrf_token": "secret", "request": requete})) == "[]"


def test_an_object_makes_no_drawing():
    with pytest.raises(TypeError, match="fige personne"):
        gabarit("{% fige personne %}x{% endfige %}").render(Context({"personne": object()}))


def test_only_simple_names_are_understood():
    with pytest.raises(TemplateSyntaxError):
        gabarit("{% fige user.nom %}x{% endfige %}")
