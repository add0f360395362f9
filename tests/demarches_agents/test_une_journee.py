"""A day of an agent, twenty-four tasks: each begins where the last one ended, and every address was read on a page of the agents' site."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts.messagerie import ecriture
from accounts.models import Compte, Fil
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.models import Entree
from demarches.moteur.models import Demarche, Etat
from paiements.models import Avis
from tests.demarches_agents.salle import ALERTE, LISTE, caches, deposer
from tests.fabriques import creer_agent, creer_enfant
from tests.paiements.dossier import creer_avis, payer
from tests.suivi.salle import ecrire_a

pytestmark = pytest.mark.django_db
ICI = "/agents/"


class Comptoir:
    """An agent who only follows what the page in front of them shows: a link, or a form."""

    def __init__(self, guichet) -> None:
        self.guichet = guichet
        self.ouvrir(ICI)

    def ouvrir(self, adresse: str) -> None:
        self._lire(self.guichet.get(adresse, follow=True), adresse)

    def suivre(self, adresse: str) -> None:
        """A link of this page."""
        assert f'href="{adresse}"' in self.page, f"no link to {adresse} on {self.ou}"
        self.ouvrir(adresse)

    def envoyer(self, adresse: str = "", **saisies: str) -> None:
        """The form of this page, with its hidden fields; one that leads elsewhere names its address."""
        assert not adresse or f'action="{adresse}"' in self.page, f"no form to {adresse} on {self.ou}"
        vers = adresse or self.ou
        self._lire(self.guichet.post(vers, {**caches(self.page), **saisies}, follow=True), vers)

    def dire_pourquoi(self, raison: str = "appel") -> None:
        if "Votre raison" in self.page:
            self.envoyer(raison=raison)

    def _lire(self, reponse, adresse: str) -> None:
        assert reponse.status_code == 200, (adresse, reponse.status_code)
        self.ou = reponse.redirect_chain[-1][0] if reponse.redirect_chain else adresse
        assert self.ou.startswith(ICI), "the agent was led out of the agents' site"
        self.page = unescape(reponse.content.decode())


def sur(nom: str, demarche: Demarche) -> str:
    return reverse(f"admin:demarches_demarche_{nom}", args=[demarche.pk])


def etat(demarche: Demarche) -> str:
    return Demarche.objects.systeme("a day").get(pk=demarche.pk).etat


def test_a_day_of_twenty_four_tasks_is_done_without_leaving_the_counter(guichet, agent):
    pressee, seconde, troisieme, quatrieme = (
        deposer(prenom, **({"alertes": ALERTE} if prenom == "Léa" else {})) for prenom in ("Léa", "Tom", "Ève", "Max")
    )
    lea = pressee.assure
    collegue = creer_agent(agent.caisse, matricule="LANDES-88")
    enfant = creer_enfant(lea, "Zoé").personne
    payer(lea, aujourdhui() - timedelta(days=3), "22.50")
    avis = creer_avis(lea, "12.00", "8.50")
    fil = ecrire_a(lea)
    question = ecriture.ecrire(
        lea, theme="remboursement", sujet="Ma carte", texte="Elle ne passe plus.", cle="un", acteur=lea.compte.acteur
    )
    lea.compte.telephone = "0639980001"
    lea.compte.save()
    comptoir = Comptoir(guichet)
    prendre_la_suivante = reverse("admin:demarches_demarche_suivante")

    # 1. See what waits. 2. Take the most urgent one. 3. Read why somebody must look.
    assert "À prendre (1)" in comptoir.page
    comptoir.envoyer(prendre_la_suivante)
    assert pressee.reference in comptoir.page and ALERTE[0]["phrase"] in comptoir.page
    # 4. Compare before and after. 5. Write to the person.
    assert "3 place du Marché, 33000 Bordeaux" in comptoir.page
    comptoir.suivre(sur("repondre", pressee))
    comptoir.envoyer(texte="Bonjour, nous avons une question.", sujet="Votre demande")
    # 6. Ask for a document. 7. The next one. 8. Accept it.
    comptoir.ouvrir(sur("change", pressee))
    comptoir.suivre(sur("demander", pressee))
    comptoir.envoyer(libelle="Acte de naissance", motif="Votre nom a changé.")
    assert etat(pressee) == Etat.A_COMPLETER
    comptoir.ouvrir(ICI)
    comptoir.envoyer(prendre_la_suivante)
    comptoir.suivre(sur("accepter", seconde))
    comptoir.envoyer()
    assert etat(seconde) == Etat.ACCEPTEE
    # 9. Refuse with a reason of the list and words of one's own.
    comptoir.ouvrir(ICI)
    comptoir.envoyer(prendre_la_suivante)
    comptoir.suivre(sur("refuser", troisieme))
    comptoir.envoyer(motif="nom", precision="Envoyez un RIB.")
    assert etat(troisieme) == Etat.REFUSEE
    # 10. Take one and give it to a colleague. 11. See the whole queue.
    comptoir.ouvrir(ICI)
    comptoir.envoyer(prendre_la_suivante)
    comptoir.suivre(sur("confier", quatrieme))
    comptoir.envoyer(collegue=str(collegue.pk))
    assert Demarche.objects.systeme("a day").get(pk=quatrieme.pk).prise_par_id == collegue.pk
    comptoir.ouvrir(ICI)
    comptoir.ouvrir(reverse(LISTE))
    # 12. A call: find the mother by the number of her child, and say why. 13. Who is it, is she protected?
    comptoir.suivre(reverse("admin:accounts_assure_trouver"))
    comptoir.envoyer(nir=enfant.nir_complet)
    comptoir.dire_pourquoi()
    dossier = reverse("admin:accounts_assure_change", args=[lea.pk])
    assert comptoir.ou == dossier and "Majeur protégé\u00a0: <strong>non</strong>" in comptoir.page
    # 14. Where is her payment? 15. What does she owe, line by line?
    comptoir.suivre(f"{dossier}?volet=argent")
    assert "22,50" in comptoir.page
    comptoir.suivre(reverse("admin:paiements_avis_change", args=[avis.pk]))
    comptoir.dire_pourquoi()
    assert "20,50" in comptoir.page
    # 16. Her messages. 17. Her other démarches. 18. Can she sign in?
    comptoir.ouvrir(dossier)
    comptoir.suivre(f"{dossier}?volet=messages")
    assert reverse("admin:accounts_fil_change", args=[Fil.objects.de(lea).get(pk=fil.pk).pk]) in comptoir.page
    comptoir.suivre(f"{dossier}?volet=demarches")
    assert pressee.reference in comptoir.page
    comptoir.suivre(f"{dossier}?volet=compte")
    assert "Dernière connexion" in comptoir.page
    # 19. She does not recognise a sign-in: freeze her account, then open it again. 20. What the caisse read of her is written.
    comptoir.suivre(dossier)
    comptoir.suivre(reverse("admin:accounts_assure_geler", args=[lea.pk]))
    comptoir.envoyer(motif="Ne reconnaît pas une connexion")
    assert Compte.objects.get(assure=lea).gele_le is not None
    comptoir.suivre(reverse("admin:accounts_assure_rouvrir", args=[lea.pk]))
    comptoir.envoyer(motif="Pièce d’identité vue à l’accueil")
    assert Compte.objects.get(assure=lea).gele_le is None
    comptoir.suivre(f"{dossier}?volet=consultations")
    assert re.search(r"Appel de la personne", comptoir.page)
    assert Entree.objects.filter(assure_ref=lea.public_id, genre="dossier.consulte").count() >= 2
    # 21. She calls again: her telephone finds her. 22. What she said is noted for colleagues.
    comptoir.ouvrir(ICI)
    comptoir.suivre(reverse("admin:accounts_assure_trouver"))
    comptoir.envoyer(telephone="+33 6 39 98 00 01")
    assert comptoir.ou == dossier
    comptoir.suivre(f"{dossier}?volet=messages")
    comptoir.suivre(reverse("admin:accounts_fil_change", args=[question.pk]))
    comptoir.dire_pourquoi()
    comptoir.suivre(reverse("admin:accounts_fil_noter", args=[question.pk]))
    comptoir.envoyer(texte="A rappelé, sa carte est rayée.")
    assert "A rappelé, sa carte est rayée." in comptoir.page
    # 23. Her message goes where cards are looked after.
    comptoir.suivre(reverse("admin:accounts_fil_transferer", args=[question.pk]))
    comptoir.envoyer(theme="carte", pourquoi="Parle de sa carte")
    assert Fil.objects.de(lea).get(pk=question.pk).theme == "carte"
    # 24. Issue a notice of what she was paid in excess.
    comptoir.ouvrir(dossier)
    comptoir.suivre(f"{dossier}?volet=argent")
    comptoir.suivre(reverse("admin:paiements_mouvement_avis", args=[lea.public_id]))
    comptoir.envoyer(nature="INDU-IJ", cause="Votre salaire de mars a été corrigé.", libelle_1="Mars", montant_1="40")
    assert Avis.objects.de(lea).exclude(pk=avis.pk).count() == 1
