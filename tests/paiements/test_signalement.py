"""« Je ne reconnais pas ce soin »: one case for a line, talked about in the messagerie, concluded once by an agent."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.messagerie import reponse
from accounts.models import Fil, Message
from ameli.noyau.horloge import aujourdhui
from paiements.models import Signalement
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_compte
from tests.outils.requetes import requetes
from tests.paiements.dossier import payer, payer_une_consultation

pytestmark = pytest.mark.django_db
ENVOI = {"motif": "absent", "precisions": "J’étais en voyage ce jour-là."}
FILE = "/agents/paiements/signalement/"


@pytest.fixture
def connectee(client, lea):
    return connecter(client, creer_compte(lea))


@pytest.fixture
def ligne(lea):
    return payer_une_consultation(lea, date(2026, 3, 10))


@pytest.fixture
def agent(lea):
    return creer_agent(lea.caisse)


def adresse(ligne) -> str:
    return reverse("paiements:signaler", args=[ligne.paiement.public_id, ligne.rang])


def detail(ligne) -> str:
    return reverse("paiements:detail", args=[ligne.paiement.public_id])


def le_dossier(lea) -> Signalement:
    return Signalement.objects.de(lea).select_related("fil").get()


def page_de(dossier: Signalement) -> str:
    return f"{FILE}{dossier.pk}/change/"


def repondre(client: Client, dossier: Signalement, **champs: str):
    vu = Message.objects.systeme("essai").filter(fil=dossier.fil).order_by("-id")[0].pk
    return client.post(page_de(dossier), {"vu": vu, **champs})


def test_a_line_leads_to_its_case_which_is_opened_once(connectee, lea, ligne):
    page = connectee.get(detail(ligne)).content.decode()
    assert f'href="{adresse(ligne)}"' in page
    assert "Consultation de médecin généraliste" in connectee.get(adresse(ligne)).content.decode()
    premiere = connectee.post(adresse(ligne), ENVOI)
    (fil,) = Fil.objects.de(lea).order_by("pk")
    assert premiere.url == reverse("messagerie:envoye", args=[fil.public_id])
    assert fil.intitule == "Soin du 04/03/2026 que je ne reconnais pas"
    corps = fil.messages.get().corps
    for attendu in (
        "Je n’ai pas reçu ce soin.",
        "Consultation de médecin généraliste",
        "pour Léa",
        "J’étais en voyage",
    ):
        assert attendu in corps
    assert connectee.post(adresse(ligne), ENVOI).status_code == 200
    assert Fil.objects.de(lea).count() == Signalement.objects.de(lea).count() == 1


def test_without_a_reason_nothing_is_sent_and_what_was_typed_stays(connectee, lea, ligne):
    page = connectee.post(adresse(ligne), {"precisions": "Je ne sais pas."}).content.decode()
    assert "Dites ce qui ne va pas." in page and "Je ne sais pas." in page
    assert not Fil.objects.de(lea).exists()


def test_a_line_of_somebody_else_or_that_is_not_care_has_no_case(connectee, lea):
    autre = payer_une_consultation(creer_assure("Marc", "Lafitte", sexe="M"), date(2026, 3, 10))
    assert connectee.get(adresse(autre)).status_code == 404
    vide = payer(lea, date(2026, 3, 10))
    assert connectee.post(reverse("paiements:signaler", args=[vide.public_id, 1])).status_code == 404


def test_the_person_follows_their_case_from_the_payment_to_the_answer(connectee, lea, ligne, agent):
    connectee.post(adresse(ligne), ENVOI)
    dossier = le_dossier(lea)
    assert "Reçu par votre caisse" in connectee.get(detail(ligne)).content.decode()
    suivi = connectee.get(adresse(ligne)).content.decode()
    assert "Réponse au plus tard le" in suivi and reverse("messagerie:fil", args=[dossier.fil.public_id]) in suivi
    reponse.prendre(dossier.fil, agent)
    assert "Étudié par un agent" in connectee.get(detail(ligne)).content.decode()
    guichet = connecter(Client(), agent.compte)
    assert (
        repondre(guichet, dossier, conclusion="CORRIGE", texte="Le centre s’est trompé de personne.").status_code == 302
    )
    assert "Le paiement sera corrigé" in connectee.get(detail(ligne)).content.decode()
    assert "Le paiement sera corrigé." in connectee.get(adresse(ligne)).content.decode()
    fil = connectee.get(reverse("messagerie:fil", args=[dossier.fil.public_id])).content.decode()
    assert "Le centre s’est trompé de personne." in fil


def test_an_answer_that_is_late_says_so(connectee, lea, ligne):
    connectee.post(adresse(ligne), ENVOI)
    Fil.objects.de(lea).update(reponse_prevue_le=date(2026, 1, 5))
    assert aujourdhui() > date(2026, 1, 5)
    assert "Elle est en retard" in connectee.get(adresse(ligne)).content.decode()


def test_an_agent_reads_the_facts_and_decides_once(connectee, lea, ligne, agent):
    connectee.post(adresse(ligne), ENVOI)
    dossier, guichet = le_dossier(lea), connecter(Client(), agent.compte)
    guichet.get(FILE)
    with requetes() as faites:
        assert "Je n’ai pas reçu ce soin" in guichet.get(FILE).content.decode()
    assert len(faites) <= 15, faites
    with requetes() as faites:
        page = guichet.get(page_de(dossier)).content.decode()
    assert len(faites) <= 20, faites
    for attendu in ("J’étais en voyage", ligne.paiement.numero, "Votre décision"):
        assert attendu in page
    assert "Expliquez votre décision" in repondre(guichet, dossier, conclusion="CONFIRME").content.decode()
    assert repondre(guichet, dossier, conclusion="CONFIRME", texte="Le cabinet confirme.").status_code == 302
    seconde = repondre(guichet, dossier, conclusion="CORRIGE", texte="Non.")
    assert seconde.status_code == 200 and "Non." in seconde.content.decode(), "told so, and nothing typed is lost"
    fini = le_dossier(lea)
    assert fini.conclusion == "CONFIRME" and fini.conclu_le is not None and fini.fil.ferme_le is not None
    assert fini.fil.messages.count() == 2
    assert "La décision est prise" in guichet.get(page_de(dossier)).content.decode()


def test_a_talk_that_was_closed_too_early_is_concluded_all_the_same(connectee, lea, ligne, agent):
    connectee.post(adresse(ligne), ENVOI)
    dossier = le_dossier(lea)
    dernier = dossier.fil.messages.get().pk
    reponse.repondre(dossier.fil, agent, texte="Nous regardons.", cle="a", dernier_vu=dernier, clore=True)
    guichet = connecter(Client(), agent.compte)
    assert repondre(guichet, dossier, conclusion="CONTROLE", texte="Merci.").status_code == 302
    assert le_dossier(lea).conclusion == "CONTROLE"


def test_what_the_person_adds_meanwhile_is_read_before_the_decision(connectee, lea, ligne, agent):
    connectee.post(adresse(ligne), ENVOI)
    dossier, guichet = le_dossier(lea), connecter(Client(), agent.compte)
    page = guichet.post(page_de(dossier), {"vu": 1, "conclusion": "CONFIRME", "texte": "Voilà."}).content.decode()
    assert "a écrit entre-temps" in page and "Voilà." in page
    assert le_dossier(lea).conclu_le is None


def test_agents_of_another_caisse_see_nothing(connectee, lea, ligne):
    connectee.post(adresse(ligne), ENVOI)
    ailleurs = connecter(Client(), creer_agent(creer_caisse("331", "CPAM de la Gironde")).compte)
    assert str(lea.personne) not in ailleurs.get(FILE).content.decode()
    assert ailleurs.get(page_de(le_dossier(lea))).status_code == 404
