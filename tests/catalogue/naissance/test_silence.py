"""A grief, told or learnt: everything stops the same minute, and nothing speaks of a birth any more."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Beneficiaire, Fil, Message
from ameli.noyau import horloge
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois.models import Envoi
from demarches.models import Brouillon, Demarche
from demarches.moteur import pieces
from tests.catalogue.naissance.salle import CODE, Parent, il_y_a, passer
from tests.fabriques import creer_agent

pytestmark = pytest.mark.django_db
PARTICULIERE = "demarches:naissance_particuliere"


@pytest.fixture
def lea() -> Parent:
    return Parent()


def lettres(parent: Parent) -> list[str]:
    return list(
        Envoi.objects.filter(canal="LETTRE", assure_ref=parent.assure.public_id).values_list("contenu", flat=True)
    )


def dire(parent: Parent) -> None:
    parent.page(PARTICULIERE)
    parent.client.post(reverse(PARTICULIERE))


def exiger_le_silence(parent: Parent, demarche: Demarche, messages: list[str]) -> None:
    """Six weeks later nothing was added to `messages`, and no page speaks of the child."""
    assert not Echeance.objects.filter(objet=demarche.objet, etat="EN_ATTENTE").exists()
    passer(42)
    assert parent.messages == messages
    for nom in ("accueil", "informations:accueil", "demarches:accueil"):
        assert "Zoé" not in parent.page(nom), nom
    page = parent.suivi(demarche)
    assert "Suivie par votre caisse" in page and "Vos droits ne changent pas" in page
    for mot in ("Zoé", "numéro", "nouveau-né", "Félicitations", "frise", "Corriger"):
        assert mot not in page.split("<main")[1].split("</main>")[0], mot
    assert len(lettres(parent)) == 1
    lettre = lettres(parent)[0]
    assert not [mot for mot in ("Zoé", "naissance", "décès", "enfant", "élicitation") if mot in lettre]


def test_from_the_first_screen_nothing_is_asked_and_the_draft_is_gone(lea):
    lea.commencer()
    assert reverse(PARTICULIERE) in lea.client.get(lea.adresse("situation")).content.decode()
    page = lea.page(PARTICULIERE)
    assert "rien à expliquer" in page and "<textarea" not in page
    reponse = lea.client.post(reverse(PARTICULIERE))
    fil = Fil.objects.de(lea.assure).get()
    assert reponse.url == reverse("messagerie:fil", args=[fil.public_id])
    assert not Brouillon.objects.de(lea.assure).filter(teleservice=CODE, etat="OUVERT").exists()
    assert lettres(lea) == []
    passer(40)
    assert Message.objects.de(lea.assure).count() == 1


@pytest.mark.parametrize("apres", [0, 2, 5])
def test_told_at_any_time_everything_stops_the_same_minute(lea, apres):
    demarche = lea.declarer()
    passer(apres)
    avant = lea.messages
    dire(lea)
    exiger_le_silence(lea, demarche, avant)


def test_told_on_the_follow_up_it_is_the_same(lea):
    demarche = lea.declarer()
    adresse = reverse("demarches:geste", args=[demarche.reference, "silence"])
    assert adresse in lea.suivi(demarche)
    avant = lea.messages
    lea.client.post(adresse, {"vu": ""})
    exiger_le_silence(lea, demarche, avant)


def test_told_after_the_end_it_is_the_same(lea):
    demarche = lea.declarer()
    passer(29)
    avant = lea.messages
    dire(lea)
    exiger_le_silence(lea, demarche, avant)


def test_told_while_a_document_is_awaited_the_document_is_not_awaited_any_more(lea):
    demarche = lea.declarer()
    passer(1.1)
    pieces.demander(
        lea.relire(demarche),
        creer_agent(lea.assure.caisse),
        libelle="Acte",
        motif="Pour lire.",
        le=horloge.maintenant(),
    )
    avant = lea.messages
    dire(lea)
    exiger_le_silence(lea, demarche, avant)


def test_rights_stay_and_no_card_is_offered(lea):
    lea.declarer()
    passer(29)
    dire(lea)
    rattachement = Beneficiaire.objects.de(lea.assure).get()
    assert rattachement.droits_au is None
    for service in ("ceam", "perte-carte-vitale", "commande-carte-vitale"):
        assert "Zoé" not in lea.page("demarches:depart", service)


def test_a_death_learnt_from_the_register_is_the_same_without_a_word_of_the_parent(lea):
    le_lendemain_de_sa_naissance = il_y_a(11)
    demarche = lea.declarer({"prenoms": "Céleste"})
    passer(3)
    avant = lea.messages
    passer(0.2)
    assert Beneficiaire.objects.de(lea.assure).get().personne.date_deces == le_lendemain_de_sa_naissance
    exiger_le_silence(lea, demarche, avant)


def test_of_twins_the_one_who_lives_goes_on(lea):
    demarche = lea.declarer({"prenoms": "Céleste"}, {"prenoms": "Rose"})
    passer(29)
    assert lea.relire(demarche).etat == "ACCEPTEE"
    corps = " ".join(
        Message.objects.de(lea.assure).filter(sujet="Mettez votre carte Vitale à jour").values_list("corps", flat=True)
    )
    assert "Rose" in corps and "Céleste" not in corps
    assert "Céleste" not in lea.page("informations:accueil") and "Rose" in lea.page("informations:accueil")


def test_said_twice_it_is_said_once(lea):
    lea.declarer()
    for _ in range(2):
        dire(lea)
    assert len(lettres(lea)) == 1 and Fil.objects.de(lea.assure).filter(theme="situation").count() == 1


def test_only_trained_agents_see_it_from_then_on(lea):
    from accounts.connexion.agents import roles

    demarche = lea.declarer()
    dire(lea)
    ordinaire, formee = (creer_agent(lea.assure.caisse, superviseur=False) for _ in range(2))
    roles.donner(formee.compte, ["habilite"])
    visibles = [Demarche.objects.pour_agent(agent).filter(pk=demarche.pk).exists() for agent in (ordinaire, formee)]
    assert visibles == [False, True]
