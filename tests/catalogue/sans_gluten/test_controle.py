"""After the payment the caisse may ask for labels and receipts: who is asked, what came, what is confirmed or owed back (chapter 17)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse

from accounts.connexion.agents import roles
from accounts.models import Message
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal import auteur
from demarches.catalogue.sans_gluten import controle, effets
from demarches.catalogue.sans_gluten.models import DemandeSansGluten, LigneSansGluten
from demarches.models import Demarche
from demarches.moteur import accords, attentes, pieces
from demarches.moteur.passages import TransitionInterdite
from documents.models import Piece
from paiements.models import Avis
from tests.catalogue.sans_gluten.acteurs import GALETTE, PAIN, Acheteuse, compte_de, dans
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse
from tests.fabriques_fichiers import envoi, photo

pytestmark = pytest.mark.django_db
MOTIF = {"motif": "Contrôle."}


@pytest.fixture
def payee(camille) -> Demarche:
    """Two galettes and a bread: 7,62 and 0,86."""
    demarche = camille.demander((GALETTE, "18,95", 2), (PAIN, "4,20", 1))
    effets.payer(demarche, maintenant())
    return relire(demarche)


@pytest.fixture
def agent(payee):
    return creer_agent(payee.caisse)


def relire(demarche: Demarche) -> Demarche:
    return Demarche.objects.systeme("test").get(pk=demarche.pk)


def demander(demarche: Demarche, agent) -> None:
    accords.faire(demarche, controle.GESTE_DEMANDER, agent.compte.acteur, MOTIF)


def conclure(demarche: Demarche, agent, *manquants: str) -> str:
    dit = {**MOTIF, "manquants": list(manquants)}
    return accords.faire(relire(demarche), controle.GESTE_CONCLURE, agent.compte.acteur, dit).replace("\xa0", " ")


def envoyer(acheteuse: Acheteuse, demarche: Demarche):
    adresse = reverse("demarches:completer", args=[demarche.reference])
    return acheteuse.client.post(adresse, {"fichiers": envoi("tickets.jpg", photo())}, follow=True).content.decode()


def attendre(jours: int) -> None:
    horloge.regler_decalage(timedelta(days=jours))
    balayer()


def dernier(acheteuse: Acheteuse) -> Message:
    return Message.objects.de(acheteuse.assure).latest("id")


def dette(acheteuse: Acheteuse) -> Avis | None:
    return Avis.objects.de(acheteuse.assure).first()


# Asked


def test_an_agent_asks_for_the_labels_of_what_was_paid_and_home_says_so_without_the_disease(camille, payee, agent):
    demander(payee, agent)
    message = dernier(camille)
    assert "gluten" not in message.sujet and "au plus tard le" in message.corps and "reste à vous" in message.corps
    accueil = camille.client.get("/").content.decode()
    assert "Étiquettes et tickets de caisse" in accueil and f"/suivi/{payee.reference}/" in accueil
    suivi = camille.client.get("/suivi/").content.decode()
    assert "Document à envoyer au plus tard le" in suivi and "Terminée le" not in suivi
    page = camille.suivi(payee)
    assert "Votre caisse attend un document" in page and "Envoyer mon document" in page
    assert "Remboursée" in page


def test_what_is_not_paid_or_is_asked_for_already_is_not_asked_for(camille, payee, agent):
    en_cours = camille.demander((PAIN, "4,20", 1))
    demander(payee, agent)
    for demarche in (en_cours, relire(payee)):
        with pytest.raises(TransitionInterdite):
            demander(demarche, agent)
    with pytest.raises(TransitionInterdite):
        attentes.ouvrir(en_cours, controle.CONTROLE, le=maintenant())


def test_what_ended_otherwise_is_asked_for_nothing(payee, agent):
    with pytest.raises(TransitionInterdite):
        pieces.demander(payee, agent, libelle="RIB", motif="Pour voir.", le=maintenant())


def test_the_files_that_come_are_kept_and_the_caisse_reads_them_again(camille, payee, agent, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    demander(payee, agent)
    assert "Votre caisse le lit" in envoyer(camille, payee)
    assert relire(payee).a_revoir and relire(payee).etat == "ACCEPTEE"
    assert (
        Piece.objects.de(camille.assure).filter(objet=payee.objet, libelle="Étiquettes et tickets de caisse").exists()
    )
    assert "vos justificatifs" in dernier(camille).corps
    assert "Étiquettes et tickets de caisse" not in camille.client.get("/").content.decode()


def test_nothing_came_in_thirty_days_after_a_reminder_and_an_agent_looks(camille, payee, agent):
    demander(payee, agent)
    attendre(16)
    assert "attendons toujours" in dernier(camille).corps
    attendre(32)
    assert relire(payee).a_revoir and controle.concluable(relire(payee), maintenant())
    assert dette(camille) is None


# Concluded


def test_while_something_is_awaited_nobody_concludes(payee, agent):
    demander(payee, agent)
    with pytest.raises(TransitionInterdite):
        conclure(payee, agent)


@pytest.fixture
def muette(payee, agent):
    """Asked for, and nothing came."""
    demander(payee, agent)
    attendre(32)
    return payee


def test_all_is_proven_and_nothing_changes(camille, muette, agent):
    assert "rien n’est à rembourser" in conclure(muette, agent)
    assert compte_de(muette) == D("8.48") and dette(camille) is None
    assert "Tout est en ordre" in dernier(camille).corps
    assert "tout est en ordre" in camille.suivi(muette)
    with pytest.raises(TransitionInterdite):
        conclure(muette, agent)


def test_what_nothing_proves_is_owed_back_and_may_be_contested(camille, muette, agent):
    assert "7,62 €" in conclure(muette, agent, "aacd")
    avis = dette(camille)
    assert avis is not None and (avis.nature, avis.lignes.get().montant) == ("INDU-SOIN", D("7.62"))
    assert compte_de(muette) == D("0.86")
    assert LigneSansGluten.objects.de(camille.assure).get(place="aacd").motif == "justificatif"
    corps = dernier(camille).corps.replace("\xa0", " ")
    assert "7,62 €" in corps and "Galette" in corps and "contester" in corps
    page = camille.suivi(muette)
    assert reverse("paiements:creance_avis", args=[avis.public_id]) in page and "pas reçu l’étiquette" in page
    assert camille.client.get(reverse("paiements:creance_avis", args=[avis.public_id])).status_code == 200


def test_under_the_ceiling_what_remains_takes_the_place_of_what_is_refused(camille):
    demarche = camille.demander((GALETTE, "18,95", 12), (GALETTE, "18,95", 12))  # 45,72 and 0,01
    effets.payer(demarche, maintenant())
    agent = creer_agent(demarche.caisse)
    demander(relire(demarche), agent)
    attendre(32)
    conclure(demarche, agent, "aacd")
    assert compte_de(demarche) == D("45.72") and dette(camille).lignes.get().montant == D("0.01")


def test_the_agent_ticks_among_the_products_of_the_request(muette):
    formulaire = controle.GESTE_CONCLURE.remplir(muette, maintenant(), {"manquants": ["aacd"]})
    assert [cle for cle, _ in formulaire.fields["manquants"].choices] == ["aacd", "abcd"]
    assert formulaire.is_valid() and formulaire.cleaned_data["manquants"] == ["aacd"]
    assert not controle.GESTE_CONCLURE.remplir(muette, maintenant(), {"manquants": ["zzzz"]}).is_valid()


# Drawn by lot


def test_a_draw_asks_among_what_was_paid_in_the_caisse_and_never_twice(camille, payee, agent):
    camille.demander((PAIN, "4,20", 1))  # not paid yet
    mois = aujourdhui().replace(day=1)
    ailleurs = creer_agent(creer_caisse("331", "CPAM de la Gironde"))
    assert controle.tirer(ailleurs, mois, 5) == 0
    assert controle.tirer(agent, mois, 5) == 1
    assert controle.tirer(agent, mois, 5) == 0
    assert [une.nom for une in attentes.ouvertes(payee)] == [controle.CONTROLE]


def test_nobody_is_drawn_after_their_death(camille, payee, agent):
    with auteur("systeme:essai", "essai"):
        camille.assure.personne.date_deces = dans(-1)
        camille.assure.personne.save()
    assert controle.tirer(agent, aujourdhui().replace(day=1), 5) == 0


def test_a_draw_takes_no_more_than_was_asked_for(camille, payee, agent):
    autre = Acheteuse(creer_assure("Paul", "Essai", sexe="M", caisse=camille.assure.caisse))
    effets.payer(autre.demander((PAIN, "4,20", 1)), maintenant())
    assert controle.tirer(agent, aujourdhui().replace(day=1), 1) == 1
    assert controle.a_tirer(agent, aujourdhui().replace(day=1)).count() == 1


def test_team_leaders_draw_and_the_list_says_what_each_control_came_to(payee):
    simple, chef = (creer_agent(payee.caisse, superviseur=False) for _ in range(2))
    roles.donner(chef.compte, ["encadrant"])
    liste, tirage = (reverse(f"admin:demarches_demandesansgluten_{quoi}") for quoi in ("changelist", "tirer"))
    lui = connecter(Client(), simple.compte)
    assert tirage not in lui.get(liste).content.decode() and lui.get(tirage).status_code == 403
    guichet = connecter(Client(), chef.compte)
    assert tirage in guichet.get(liste).content.decode()
    assert "de 1 à 20" in guichet.post(tirage, {"mois": f"{aujourdhui():%Y-%m}", "nombre": "21"}).content.decode()
    page = guichet.post(tirage, {"mois": f"{aujourdhui():%Y-%m}", "nombre": "5"}, follow=True).content.decode()
    assert "Demandes tirées au sort" in page and "attendu jusqu’au" in page and payee.reference in page
    assert DemandeSansGluten.objects.de(payee.assure).get().controlee_le is None
