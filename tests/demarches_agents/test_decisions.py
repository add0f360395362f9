"""What an agent says when accepting: the room's own form, one verdict for each thing judged, frozen and read as types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.models import Demarche, Etat
from demarches.moteur import accords, decisions, passages, transitions
from demarches.moteur.decisions import Decision
from demarches.moteur.jugements import AJuger, FormulaireDecision, FormulaireVerdict
from demarches.moteur.lues import Oubliee
from demarches.moteur.passages import TransitionInterdite
from demarches.moteur.verifications import fautes
from tests.demarches_agents.salle import caches, deposer, remplir, sur
from tests.fabriques import connecter, creer_agent, dire_la_raison
from tests.outils.salles import changer


class Octroi(FormulaireDecision):
    genre = forms.ChoiceField(
        label="Genre", choices=[("gratuit", "Sans participation"), ("payant", "Avec participation")]
    )
    depuis = ChampDate(label="Depuis le")

    @dataclass(frozen=True)
    class Donnees:
        genre: str
        depuis: date


class VerdictEnfant(FormulaireVerdict):
    part = forms.IntegerField(label="Part", required=False)

    @dataclass(frozen=True)
    class Donnees:
        accorde: bool
        motif: str | None = None
        part: int | None = None


ENFANTS = (AJuger("tom", "Tom"), AJuger("lou", "Lou-Ann"))
OCTROI = {"decision-genre": "payant", "decision-depuis": "1er décembre 2026"}
TOUS = {"tom-accorde": "oui", "lou-accorde": "oui", "lou-part": "3"}
UN_SEUL = {"tom-accorde": "oui", "lou-accorde": "non", "lou-motif": "nom"}
AUCUN = {"tom-accorde": "non", "tom-motif": "nom", "lou-accorde": "non", "lou-motif": "nom"}


@pytest.fixture
def jugee(salle):
    """The room asks a form and a verdict on each child."""
    bannette = replace(salle.agents, decision=Octroi, a_juger=lambda demarche: ENFANTS, verdict=VerdictEnfant)
    return changer(salle, agents=bannette)


@pytest.fixture
def a_deux(jugee):
    jalons = {**jugee.jalons, "premier_accord": "Un second conseiller confirme"}
    return changer(jugee, jalons=jalons, agents=replace(jugee.agents, accords=lambda demarche: 2))


def relire(demarche: Demarche) -> Demarche:
    return Demarche.objects.systeme("test").get(pk=demarche.pk)


@pytest.mark.django_db
def test_the_decision_is_asked_on_the_page_under_the_name_of_what_is_judged(guichet, jugee):
    html = guichet.get(sur("accepter", deposer())).content.decode()
    assert html.index("Depuis le") < html.index("<h2>Tom</h2>") < html.index("<h2>Lou-Ann</h2>")
    assert "checked" not in html


@pytest.mark.django_db
def test_what_was_decided_is_frozen_and_read_as_types(guichet, jugee):
    demarche = deposer()
    remplir(guichet, "accepter", demarche, **OCTROI, **TOUS)
    lue = relire(demarche)
    assert (lue.etat, lue.jalon) == (Etat.ACCEPTEE, "")
    assert decisions.donnees(lue, Octroi.Donnees) == Octroi.Donnees("payant", date(2026, 12, 1))
    verdicts = decisions.verdicts(lue, VerdictEnfant.Donnees)
    assert verdicts == {"tom": VerdictEnfant.Donnees(True), "lou": VerdictEnfant.Donnees(True, part=3)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("saisies", "phrase"),
    [
        ({**OCTROI, **TOUS, "decision-depuis": "demain"}, "Depuis le :"),
        ({**OCTROI, "tom-accorde": "oui"}, "Choisissez : accorder, ou ne pas accorder."),
        ({**OCTROI, **UN_SEUL, "lou-motif": ""}, "Choisissez le motif : la personne le lira."),
        ({**OCTROI, **TOUS, "lou-motif": "nom"}, "enlevez le motif"),
        ({**OCTROI, **AUCUN}, "Rien n’est accordé"),
    ],
)
def test_a_decision_that_says_too_little_or_grants_nothing_keeps_all_that_was_typed(guichet, jugee, saisies, phrase):
    demarche = deposer()
    html = remplir(guichet, "accepter", demarche, **saisies).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert phrase in html and html.count(phrase) <= 2
    assert 'value="payant" selected' in html
    assert relire(demarche).etat == Etat.DEPOSEE


@pytest.mark.django_db
def test_a_verdict_that_says_no_makes_it_accepted_in_part_and_the_person_reads_why(guichet, jugee):
    demarche = deposer()
    remplir(guichet, "accepter", demarche, **OCTROI, **UN_SEUL)
    dire_la_raison(guichet, demarche.assure)
    page = guichet.get(sur("change", demarche)).content.decode()
    assert "Acceptée en partie" in page and "Avec participation" in page
    sienne = connecter(Client(), demarche.compte).get(reverse("demarches:detail", args=[demarche.reference]))
    html = sienne.content.decode()
    assert "Acceptée en partie" in html and "Lou-Ann" in html and jugee.agents.motifs["nom"] in html
    assert "Avec participation" not in html, "the room says in its message what the agent filled in"
    assert html.count("pastille--succes") == 1


@pytest.mark.django_db
def test_nobody_accepts_without_saying_what_is_decided(guichet, jugee, agent):
    demarche = deposer()
    with pytest.raises(TransitionInterdite, match="Dites ce qui est décidé"):
        transitions.passer(demarche, "accepter", acteur=agent.compte.acteur)
    lot, ligne = reverse("admin:demarches_demarche_lot"), {"index": "accepter", "_selected_action": demarche.pk}
    demandee = caches(guichet.post(lot, ligne).content.decode())
    page = guichet.post(lot, {**demandee, **ligne, "confirme": "oui"}, follow=True).content.decode()
    assert "sa décision se remplit sur sa page" in page
    assert relire(demarche).etat == Etat.DEPOSEE


@pytest.mark.django_db
def test_an_effect_decides_for_the_clock_with_a_content_too(jugee):
    demarche = deposer()
    transitions.passer(demarche, "accepter", acteur="horloge", decision=Decision(verdicts={"tom": {"accorde": "oui"}}))
    assert decisions.verdicts(relire(demarche), VerdictEnfant.Donnees)["tom"].accorde


@pytest.mark.django_db
def test_two_agents_must_say_the_same_and_the_second_reads_what_the_first_proposes(guichet, a_deux, agent):
    demarche, collegue = deposer(), creer_agent(superviseur=False)
    voisin = connecter(Client(), collegue.compte)
    remplir(guichet, "accepter", demarche, **OCTROI, **TOUS)
    assert relire(demarche).etat != Etat.ACCEPTEE
    proposee = voisin.get(sur("accepter", demarche)).content.decode()
    assert 'value="payant" selected' in proposee and proposee.count("checked") == 2
    remplir(voisin, "accepter", demarche, **OCTROI, **UN_SEUL)
    assert relire(demarche).etat != Etat.ACCEPTEE, "another content is another first agreement"
    remplir(guichet, "accepter", demarche, **OCTROI, **UN_SEUL)
    assert (relire(demarche).etat, relire(demarche).jalon) == (Etat.ACCEPTEE, decisions.EN_PARTIE)


@pytest.mark.django_db
def test_the_person_is_not_told_what_a_first_agent_proposes(guichet, a_deux):
    demarche = deposer()
    remplir(guichet, "accepter", demarche, **OCTROI, **UN_SEUL)
    page = connecter(Client(), demarche.compte).get(reverse("demarches:detail", args=[demarche.reference]))
    assert "Lou-Ann" not in page.content.decode()


@pytest.mark.django_db
def test_what_was_proposed_goes_with_another_end(a_deux, guichet, agent):
    demarche = deposer()
    remplir(guichet, "accepter", demarche, **OCTROI, **TOUS)
    transitions.passer(demarche, "contester", acteur=demarche.compte.acteur)
    assert relire(demarche).decision == {}


@pytest.mark.django_db
def test_a_refusal_keeps_the_code_of_its_reason_and_what_the_agent_added(guichet, salle):
    demarche = deposer()
    remplir(guichet, "refuser", demarche, motif="nom", precision="Envoyez un RIB.")
    dite = decisions.de(relire(demarche))
    assert (dite.motif, dite.precision) == ("nom", "Envoyez un RIB.")
    assert decisions.phrase(demarche, dite.motif, dite.precision) == f"{salle.agents.motifs['nom']} Envoyez un RIB."


@pytest.mark.django_db
def test_a_reason_that_the_room_does_not_name_is_no_reason(agent):
    with pytest.raises(KeyError):
        accords.refuser(deposer(), agent.compte.acteur, motif="inconnu")


@pytest.mark.django_db
def test_two_agents_are_wanted_by_the_code_whatever_its_words_become(salle, agent):
    demarche, autre = deposer(), creer_agent(superviseur=False)
    jalons = {**salle.jalons, "premier_refus": "Un second conseiller confirme"}
    service = changer(salle, jalons=jalons, agents=replace(salle.agents, refus_a_deux=("nom",)))
    assert accords.refuser(demarche, agent.compte.acteur, motif="nom") is False
    changer(service, agents=replace(service.agents, motifs={**service.agents.motifs, "nom": "Dit autrement."}))
    with pytest.raises(TransitionInterdite, match="Vous avez donné le premier accord"):
        accords.refuser(demarche, agent.compte.acteur, motif="nom")
    assert accords.refuser(demarche, autre.compte.acteur, motif="nom") is True


@pytest.mark.django_db
def test_a_refusal_without_its_code_needs_two_where_the_room_wants_two_for_one_reason(salle, agent):
    changer(salle, agents=replace(salle.agents, refus_a_deux=("nom",)))
    with pytest.raises(TransitionInterdite, match="Deux agents"):
        transitions.passer(deposer(), "refuser", acteur=agent.compte.acteur, motif="Écrit à la main.")


def test_what_is_forgotten_is_not_read_as_undecided():
    oubliee = Demarche(reference="D-0000-0000-0000", decision={}, oubliee_le=date(2026, 1, 1))
    with pytest.raises(Oubliee):
        decisions.de(oubliee)


def test_nothing_to_say_leaves_nothing_behind():
    assert Decision().en_json() == {}
    assert not Decision(verdicts={}).rien and not Decision().en_partie
    assert passages.RIEN_D_ACCORDE


class SansDonnees(FormulaireDecision):
    genre = forms.CharField()


@pytest.mark.parametrize(
    ("champs", "faute"),
    [
        ({"a_juger": lambda demarche: ENFANTS, "motifs": {}}, "there is no reason to say no"),
        ({"decision": Octroi, "controle": "Valider"}, "choose one"),
        ({"decision": forms.Form}, "Form is not a FormulaireDecision"),
        ({"decision": SansDonnees}, "SansDonnees: its Donnees have not the names of its fields"),
        ({"a_juger": lambda: ENFANTS}, "a_juger is not a function of 1 argument"),
    ],
)
def test_check_refuses_a_decision_that_could_not_be_taken(salle, champs, faute):
    assert any(faute in une for une in fautes(replace(salle, agents=replace(salle.agents, **champs))))


def test_check_finds_nothing_against_a_decision_that_can(jugee):
    assert not [une for une in fautes(jugee) if "decision" in une or "judg" in une]
