"""Addresses of the ways in. `account_…` are the names by which allauth's flows know two of them."""

from django.urls import path

from accounts.connexion import conditions, reauthentification, vues
from accounts.connexion.adresse_courriel import vues as adresse
from accounts.connexion.agents import vues as mot_de_passe_agents
from accounts.connexion.cles import agents
from accounts.connexion.cles import vues as cles
from accounts.connexion.code_provisoire import borne
from accounts.connexion.code_provisoire import vues as code_provisoire
from accounts.connexion.franceconnect import vues as franceconnect
from accounts.connexion.oubli import vues as oubli
from accounts.connexion.premiere_visite import vues as premiere_visite
from accounts.connexion.second_facteur import vues as second_facteur
from accounts.securite import conseils
from accounts.securite.captcha import vues as captcha

urlpatterns = [
    path("connexion/", vues.connexion, name="connexion"),
    path("connexion/", vues.connexion, name="account_login"),
    path("connexion/compte-gele/", vues.compte_gele, name="compte_gele"),
    path("connexion/compte-ferme/", vues.compte_ferme, name="compte_ferme"),
    path("connexion/compte-ferme/", vues.compte_ferme, name="account_inactive"),
    path("connexion/franceconnect/", franceconnect.partir, name="franceconnect"),
    path("connexion/franceconnect/retour/", franceconnect.revenir, name="franceconnect_retour"),
    path("connexion/franceconnect/rattacher/", franceconnect.rattacher, name="franceconnect_rattacher"),
    path("connexion/franceconnect/<slug:motif>/", franceconnect.ecran, name="franceconnect_ecran"),
    path("connexion/confirmer/", reauthentification.confirmer, name="confirmer"),
    path("connexion/confirmer/", reauthentification.confirmer, name="account_reauthenticate"),
    path(
        "connexion/confirmer/franceconnect/",
        reauthentification.confirmer_par_franceconnect,
        name="confirmer_franceconnect",
    ),
    path("connexion/mot-de-passe-oublie/", oubli.demander, name="oubli"),
    path("connexion/mot-de-passe-oublie/envoye/", oubli.envoye, name="oubli_envoye"),
    path("connexion/mot-de-passe-oublie/nouveau/", oubli.choisir, name="oubli_nouveau"),
    path("connexion/mot-de-passe-oublie/termine/", oubli.fait, name="oubli_fait"),
    path("connexion/cle/", cles.donner, name="second_facteur_cle"),
    path("agents/mot-de-passe/", mot_de_passe_agents.choisir, name="agents_mot_de_passe"),
    path("agents/mot-de-passe/fait/", mot_de_passe_agents.fait, name="agents_mot_de_passe_fait"),
    path("agents/verification/", agents.verifier, name="agents_verification"),
    path("agents/verification/premiere-fois/", agents.enroler, name="agents_enroler"),
    path("connexion/verification/", second_facteur.verifier, name="second_facteur"),
    path("connexion/verification/renvoyer/", second_facteur.renvoyer, name="second_facteur_renvoyer"),
    path("connexion/verification/impossible/", second_facteur.impossible, name="second_facteur_impossible"),
    path("connexion/code-provisoire/", code_provisoire.entrer, name="code_provisoire"),
    path("connexion/code-provisoire/choisir/", code_provisoire.choisir, name="code_provisoire_choisir"),
    path("borne/", borne.borne, name="borne"),
    path("connexion/premiere-visite/", premiere_visite.identite, name="premiere_visite"),
    path("connexion/premiere-visite/preuve/", premiere_visite.preuve, name="premiere_visite_preuve"),
    path("connexion/premiere-visite/compte/", premiere_visite.compte, name="premiere_visite_compte"),
    path("connexion/premiere-visite/courriel/", premiere_visite.courriel, name="premiere_visite_courriel"),
    path("connexion/premiere-visite/renvoyer/", premiere_visite.renvoyer, name="premiere_visite_renvoyer"),
    path("connexion/adresse/", adresse.confirmer, name="adresse_confirmer"),
    path("connexion/adresse/rappel/", adresse.rappeler, name="adresse_a_confirmer"),
    path("connexion/adresse/renvoyer/", adresse.renvoyer, name="adresse_renvoyer"),
    path("connexion/adresse/plus-tard/", adresse.plus_tard, name="adresse_plus_tard"),
    path("conditions/", conditions.lire, name="conditions"),
    path("connexion/conditions/", conditions.demander, name="conditions_a_accepter"),
    path("connexion/conditions/accepter/", conditions.accepter_et_continuer, name="conditions_accepter"),
    path("connexion/captcha/<slug:jeton>.png", captcha.image, name="captcha_image"),
    path("connexion/captcha/<slug:jeton>/<slug:forme>.wav", captcha.son, name="captcha_son"),
    path("aide/faux-messages/", conseils.faux_messages, name="faux_messages"),
    path(".well-known/change-password", conseils.changer_le_mot_de_passe, name="changer_le_mot_de_passe"),
    path(".well-known/security.txt", conseils.contact_de_securite, name="contact_de_securite"),
    path("deconnexion/", vues.deconnexion, name="deconnexion"),
    path("session/prolonger/", vues.prolonger, name="session_prolonger"),
]
