"""Every téléservice of the catalogue, walked with its own examples: empty, invalid, valid, back and change, twice, expired, cancelled, due.

Two more are walked, so that these tests hold when the catalogue is simple: that of the engine's tests, and the sample of
docs/ajouter-un-teleservice.md, which stands whole in one folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.html import escape

from accounts.models import Agent, Fil, Message
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.televersement import verifier
from demarches.accueil.aide import fiches
from demarches.guide.chapitres import VERIFICATION, nom_de_l_ecran, vues_du_service
from demarches.models import OUVERTS, Brouillon, Demarche, Etat, Evenement, Scelle
from demarches.moteur import accords, attentes, pieces, registre, sujets, transitions
from demarches.moteur.decisions import Decision
from demarches.moteur.declaration import Contexte, Etape, Groupe, Item, Teleservice
from demarches.moteur.etapes import PIECES
from demarches.moteur.lues import OUI
from demarches.moteur.parcours import en_saisie
from tests.accounts import test_reprises_partout as reprises
from tests.catalogue.marche import CERTIFIE, Marche
from tests.catalogue.saisies import fautes_de
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, dire_la_raison
from tests.fabriques_fichiers import envoi, photo
from tests.moteur import essai as salle_d_essai
from tests.outils import salles
from tests.outils.requetes import requetes
from tests.salles_d_essai import soins, voyage

pytestmark = pytest.mark.django_db
CODES = [teleservice.code for teleservice in registre.tous()]
SALLES_D_ESSAI = {"essai": salle_d_essai, "voyage": voyage, "soins": soins}
SITUATIONS = {
    "ordinary": {},
    "frozen account": {"compte": {"gele_le": horloge.temps_reel()}},
    "address to confirm": {"compte": {"email_valide_le": None}},
    "protected adult": {"assure": {"majeur_protege": True}},
    "rights never opened": {"assure": {"droits_du": None}},
    "child": {"personne": {"date_naissance": horloge.temps_reel().date() - timedelta(days=4000)}},
}


# How far a walk has come when a test takes it up.
ETAPES: dict[str, Callable[[Marche], object]] = {
    "marche": lambda marche: None,
    "remplie": lambda marche: (marche.commencer(), marche.repondre(lire=True)),
    "deposee": Marche.deposer,
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    salles = [*CODES, *SALLES_D_ESSAI, "exemple_teleservice"]
    for etape in ETAPES.keys() & set(metafunc.fixturenames):
        suivies = [(salle, etape) for salle in salles]
        metafunc.parametrize("suivie", suivies, ids=salles, indirect=True, scope="module")


@pytest.fixture(scope="module")
def suivie(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[Marche, datetime]]:
    """One walk of one room, in a transaction that its tests share, each in a savepoint of its own; and when it ended."""
    salle, etape = request.param
    with (
        pytest.MonkeyPatch.context() as ici,
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        django_db_blocker.unblock(),
        ouverte(salle) as teleservice,
        transaction.atomic(),
    ):
        ici.setattr(horloge, "heure_de_la_base", horloge.temps_reel)
        marche = Marche(teleservice)
        ETAPES[etape](marche)
        yield marche, horloge.temps_reel()
        transaction.set_rollback(True)


@contextmanager
def ouverte(salle: str) -> Iterator[Teleservice]:
    """A room of the catalogue, or of the tests while the block runs."""
    if salle in SALLES_D_ESSAI:
        yield from SALLES_D_ESSAI[salle].installer()
    elif salle == "exemple_teleservice":
        with salles.installer("tests.exemple_teleservice") as teleservice:
            yield teleservice
    else:
        yield registre.celui_de(salle)


def reprendre(suivie: tuple[Marche, datetime]) -> Iterator[Marche]:
    marche, fin = suivie
    with time_machine.travel(fin.astimezone(UTC)):
        yield marche.reprise()


@pytest.fixture
def marche(suivie, db) -> Iterator[Marche]:
    """Somebody before the room, who has done nothing yet."""
    yield from reprendre(suivie)


@pytest.fixture
def remplie(suivie, db) -> Iterator[Marche]:
    """Somebody who has answered everything and sent nothing."""
    yield from reprendre(suivie)


@pytest.fixture
def deposee(suivie, db) -> Iterator[Marche]:
    """Somebody who has sent it."""
    yield from reprendre(suivie)


def pas_a_pas(marche: Marche) -> Iterator[Etape]:
    """Each step when it is the next to answer; it is answered afterwards."""
    marche.commencer()
    while (etape := marche.prochaine()) is not None:
        yield etape
        assert marche.envoyer(etape.nom, marche.saisie(etape)).status_code == 302, etape.nom


def test_the_start_page_says_what_it_is_for_and_lets_start(marche):
    page = marche.client.get(marche.porte).content.decode()
    assert marche.teleservice.titre in page and marche.teleservice.accroche in page
    assert marche.teleservice.libelle_commencer in page


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_a_refusal_at_first_sight_costs_no_query_and_is_true(marche, situation):
    compte, assure = marche.compte, marche.assure
    for objet, champs in ((compte, "compte"), (assure, "assure"), (assure.personne, "personne")):
        for nom, valeur in situation.get(champs, {}).items():
            setattr(objet, nom, valeur)
    contexte = Contexte(assure, compte, horloge.maintenant())
    with requetes() as vues:
        refus = marche.teleservice.a_premiere_vue(contexte)
    assert vues == []
    if refus is not None:
        vrai = marche.teleservice.refus(contexte)
        assert vrai is not None and vrai.motif == refus.motif
        assert len(vrai.issues) == 3


def test_its_help_page_says_whom_it_is_for_its_screens_its_delays_and_its_advantages(marche):
    teleservice = marche.teleservice
    page = Client().get(reverse("demarches:aide_service", args=[teleservice.code])).content.decode()
    delais = [delai for delai in teleservice.delais if delai.libelle]
    textes = [
        *teleservice.pour_qui,
        *teleservice.avantages,
        *teleservice.suites,
        *(e.titre for e in teleservice.etapes),
    ]
    textes += [str(delai.duree) for delai in delais] + [delai.libelle for delai in delais]
    assert not [texte for texte in textes if escape(texte) not in page]


def test_the_guide_calls_each_screen_as_the_screen_calls_itself(remplie):
    """What changes its name is told under its new name: no guide is older than the screen."""
    fiche = next(fiche for fiche in fiches() if fiche.code == remplie.teleservice.code)
    dits = {vue.nom: vue.titre for vue in vues_du_service(fiche)}
    for nom in (*(etape.nom for etape, _ in remplie.faites if not isinstance(etape, Item)), VERIFICATION):
        page = remplie.client.get(remplie.adresse(nom)).content.decode()
        titre = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
        assert titre and unescape(titre[1].strip()) == dits[nom_de_l_ecran(fiche.code, nom)]


def test_each_invalid_example_is_refused_in_words_and_stays_on_the_screen(marche):
    """Nothing at all is the first of them, where something is required."""
    for etape in pas_a_pas(marche):
        with transaction.atomic():
            vide = marche.envoyer(etape.nom, {})
            if vide.status_code == 200:
                assert "<title>Erreur" in vide.content.decode(), etape.nom
                assert etape.nom not in marche.brouillon.contenu.get("reponses", {})
            transaction.set_rollback(True)
        if isinstance(etape, Groupe):
            continue
        for saisie in marche.teleservice.exemples.invalides.get(marche.parcours.comptee(etape).nom, ()):
            page = marche.envoyer(etape.nom, saisie)
            assert page.status_code == 200, (etape.nom, saisie)
            assert "<title>Erreur" in page.content.decode(), (etape.nom, saisie)
            contenu = marche.brouillon.contenu
            assert etape.nom not in contenu["reponses"]
            if not etape.preuve:
                tapee = {nom: valeur for nom, valeur in saisie.items() if valeur}
                assert tapee.items() <= contenu["saisies"].get(etape.nom, {}).items()


def test_whatever_is_typed_at_a_step_is_read_or_refused_in_words(remplie):
    assert not [faute for etape, _ in remplie.faites for faute in fautes_de(remplie, etape)]


def test_the_valid_examples_lead_to_one_demarche_its_confirmation_and_its_follow_up(deposee):
    demarche = deposee.demarche
    assert demarche.version == deposee.teleservice.version
    assert demarche.verrous.exists() == tient(demarche)
    for nom in ("confirmation", "detail"):
        page = deposee.client.get(reverse(f"demarches:{nom}", args=[demarche.reference])).content.decode()
        assert demarche.reference in page
    nom = deposee.teleservice.titre_suivi or deposee.teleservice.titre
    assert nom in deposee.client.get("/suivi/").content.decode()


def test_each_way_through_leads_to_a_demarche_and_together_they_walk_every_step(marche):
    teleservice, posees = marche.teleservice, set()
    for variante in ({}, *teleservice.exemples.variantes):
        demarche = Marche(teleservice, variante).deposer(lire=bool(variante))
        posees |= {place.partition("/")[0] for place in places_envoyees(demarche)}
    assert posees - {PIECES} == {etape.nom for etape in teleservice.etapes}


def test_changing_one_way_for_another_leaves_nothing_stale(marche):
    teleservice = marche.teleservice
    for variante in teleservice.exemples.variantes:
        suivie = Marche(teleservice)
        suivie.commencer()
        suivie.repondre()
        suivie.variante = variante
        for nom in variante:
            etape = suivie.parcours.etape(nom)
            if isinstance(etape, Groupe):
                suivie.vider(etape)
            elif etape is not None and nom in suivie.parcours.reponses:
                assert suivie.envoyer(nom, suivie.saisie(etape)).status_code == 302, nom
        suivie.repondre()
        attendues = {lieu.nom for lieu in suivie.parcours.lieux}
        assert places_envoyees(suivie.envoyer_tout()) == attendues


def places_envoyees(demarche: Demarche) -> set[str]:
    """In the open or sealed."""
    scelles = [scelle.contenu["reponses"] for scelle in Scelle.objects.de(demarche.assure).filter(demarche=demarche)]
    return {place for reponses in (demarche.reponses, *scelles) for place in reponses}


def test_a_proof_cannot_be_walked_around(marche):
    """And what proves something is never stored."""
    if not any(etape.preuve for etape in marche.teleservice.etapes):
        return
    for etape in pas_a_pas(marche):
        if not etape.preuve:
            continue
        fin = marche.adresse("verification")
        assert marche.client.get(fin).url == marche.adresse(etape.nom)
        marche.client.post(fin, CERTIFIE)
        assert not Demarche.objects.de(marche.assure).exists()
        tape = [str(valeur) for valeur in marche.saisie(etape).values()]
        marche.envoyer(etape.nom, marche.saisie(etape))
        garde = str(marche.brouillon.contenu)
        assert not [valeur for valeur in tape if valeur and valeur in garde], etape.nom


def test_what_must_be_masked_is_on_no_page_after_the_deposit(deposee):
    demarche = deposee.demarche
    secrets = [
        str(demarche.reponses[etape.nom][champ])
        for etape in deposee.teleservice.etapes
        for champ in etape.formulaire.masques
        if demarche.reponses.get(etape.nom, {}).get(champ)
    ]
    adresses = ["/", "/suivi/", "/messagerie/", "/mes-informations/"]
    adresses += [reverse(f"demarches:{nom}", args=[demarche.reference]) for nom in ("confirmation", "detail")]
    for adresse in adresses:
        page = re.sub(r"\s", "", deposee.client.get(adresse).content.decode())
        assert not [secret for secret in secrets if secret in page], adresse
    assert not [secret for secret in secrets if secret in str(demarche.recapitulatif)]


def test_every_answer_can_be_changed_from_the_check_page_and_comes_back_to_it(remplie):
    page = remplie.client.get(remplie.adresse("verification")).content.decode()
    for etape, saisie in remplie.faites:
        if not etape.au_recapitulatif:
            continue
        modifier = f"{remplie.adresse(etape.nom)}?retour=verification"
        assert f'href="{modifier}"' in page, etape.nom
        assert remplie.client.get(modifier).status_code == 200
        reponse = remplie.envoyer(etape.nom, saisie, suite="?retour=verification")
        if isinstance(etape, Item):
            assert reponse.url == f"{remplie.adresse(etape.groupe.nom)}?retour=verification"
            reponse = remplie.client.post(reponse.url, {"tour": remplie.brouillon.tour})
        assert reponse.url == remplie.adresse("verification"), etape.nom


def test_going_back_from_any_step_loses_nothing_and_opens_the_one_before(remplie):
    avant = remplie.brouillon.contenu["reponses"]
    for etape, _ in reversed(remplie.faites):
        precedente = remplie.parcours.precedente(etape)
        assert (precedente is None) == (etape == remplie.faites[0][0])
        attendue = remplie.adresse(precedente.nom) if precedente else remplie.porte
        montre = dict(en_saisie(avant[etape.nom]).lists())
        assert remplie.envoyer(etape.nom, {**montre, "action": "retour"}).url == attendue, etape.nom
    assert remplie.brouillon.contenu["reponses"] == avant


def test_nobody_else_opens_the_draft_nor_the_demarche(remplie):
    autre = connecter(Client(), creer_compte(creer_assure("Marc", "Autre", sexe="M")))
    assert autre.get(remplie.adresse(remplie.faites[0][0].nom)).status_code == 404
    assert autre.post(remplie.adresse("verification"), CERTIFIE).status_code == 404
    remplie.client.post(remplie.adresse("verification"), CERTIFIE)
    demarche = remplie.demarche
    for nom in ("confirmation", "detail", "annuler", "recapitulatif"):
        assert autre.get(reverse(f"demarches:{nom}", args=[demarche.reference])).status_code == 404


def test_a_second_one_is_refused_while_an_exclusive_one_is_open_or_when_the_room_wants_time_between_two(deposee):
    contexte = Contexte(deposee.assure, deposee.compte, horloge.maintenant())
    deposee.client.post(deposee.porte)
    ouvert = Brouillon.objects.de(deposee.assure).filter(etat="OUVERT").exists()
    ferme = deposee.teleservice.appel is not None or deposee.teleservice.refus(contexte) is not None
    assert ouvert is not (deposee.teleservice.exclusive or ferme)


def test_a_draft_that_is_too_old_is_not_offered_any_more(marche):
    marche.commencer()
    limite = marche.brouillon.expire_le - horloge.maintenant()
    horloge.regler_decalage(limite + timedelta(minutes=1))
    page = connecter(Client(), marche.compte).get(marche.porte).content.decode()
    assert "Reprendre" not in page and marche.teleservice.libelle_commencer in page


def test_a_draft_that_ends_while_it_is_open_on_the_screen_sends_nothing(remplie):
    fin, premiere = remplie.adresse("verification"), remplie.adresse(remplie.faites[0][0].nom)
    horloge.regler_decalage(remplie.brouillon.expire_le - horloge.maintenant() + timedelta(minutes=1))
    remplie.client = connecter(Client(), remplie.compte)
    for adresse, saisie in ((premiere, remplie.faites[0][1]), (fin, CERTIFIE)):
        assert remplie.client.post(adresse, saisie).url == remplie.porte
    assert not Demarche.objects.de(remplie.assure).exists()


def test_after_an_expired_session_the_person_comes_back_to_the_same_step_with_everything(remplie):
    etape = remplie.faites[-1][0]
    remplie.client.logout()
    retour = remplie.client.get(remplie.adresse(etape.nom))
    assert retour.url.startswith("/connexion/") and remplie.adresse(etape.nom) in retour.url
    remplie.client = connecter(Client(), remplie.compte)  # another device does as well
    assert remplie.client.get(remplie.adresse(etape.nom)).status_code == 200
    assert set(remplie.brouillon.contenu["reponses"]) - {PIECES} == {faite.nom for faite, _ in remplie.faites}


def _rien_n_est_perdu(client: Client, formulaires: list, revenir: Callable[[], object]) -> None:
    """Sent once the session has ended, each form comes back filled; its errors are read at an address, never the answer to it."""
    envois = [
        (chemin, champs, reprises.NAVIGATEUR | {"Referer": f"http://testserver{page}"}, saisis)
        for page, chemin, champs, saisis in formulaires
    ]
    for chemin, champs, venu, saisis in envois:
        client.session.flush()
        reponse = client.post(chemin, champs, headers=venu)
        revenir()
        reprises.retrouvee(client, reponse, saisis)
    for chemin, champs, venu, _ in envois:
        reprises.lue_a_une_adresse(client, chemin, client.post(chemin, champs, headers=venu))


def test_whatever_happens_at_a_step_nothing_that_was_typed_is_lost(remplie):
    client, compte = remplie.client, remplie.compte
    etapes = [remplie.adresse(etape.nom) for etape, _ in remplie.faites]
    formulaires = [une for etape in etapes for une in reprises.marcher(client, etape, dans="/nulle-part/")]
    _rien_n_est_perdu(client, formulaires, lambda: connecter(client, compte))
    for autre in (client, connecter(Client(), compte)):  # two tabs, another device
        reprises.partie_d_ailleurs(client, autre, formulaires)


def test_whatever_happens_to_an_agent_before_it_nothing_that_was_typed_is_lost(deposee):
    agent = creer_agent(deposee.assure.caisse)
    guichet = Client()

    def revenir() -> None:
        dire_la_raison(connecter(guichet, agent.compte), deposee.assure)

    revenir()
    fiche = reverse("admin:demarches_demarche_change", args=[deposee.demarche.pk])
    formulaires = list(reprises.marcher(guichet, fiche, dans=fiche.removesuffix("change/")))
    assert formulaires
    _rien_n_est_perdu(guichet, formulaires, revenir)
    collegue = dire_la_raison(connecter(Client(), creer_agent(deposee.assure.caisse).compte), deposee.assure)
    for autre in (guichet, dire_la_raison(connecter(Client(), agent.compte), deposee.assure), collegue):
        with transaction.atomic():
            reprises.partie_d_ailleurs(guichet, autre, formulaires)
            transaction.set_rollback(True)


def test_what_a_colleague_decided_meanwhile_is_decided_once_and_nothing_typed_is_lost(deposee):
    """Each page that an agent had open, sent as a browser fills it in."""
    demarche, agent = deposee.demarche, creer_agent(deposee.assure.caisse)
    guichet = dire_la_raison(connecter(Client(), agent.compte), deposee.assure)
    fiche = reverse("admin:demarches_demarche_change", args=[demarche.pk])
    ouverts = list(reprises.marcher(guichet, fiche, dans=fiche.removesuffix("change/"), lire=reprises.Remplis))
    assert any(chemin.endswith("/refuser/") for _, chemin, _, _ in ouverts)
    accepter(demarche)
    fait = faits_de(demarche)
    for page, chemin, champs, saisis in ouverts:
        venu = reprises.NAVIGATEUR | {"Referer": f"http://testserver{page}"}
        reponse = guichet.post(chemin, champs, headers=venu)
        html = guichet.get(reponse["Location"], follow=True).content.decode()
        assert faits_de(demarche) == fait, chemin
        assert 'class="messagelist"' in html or 'id="resume-erreurs"' in html, chemin
        if reponse.status_code == 303:
            assert html.count(reprises.MARQUE) >= len(saisis), (chemin, saisis)


def faits_de(demarche: Demarche) -> tuple[str, int]:
    """What was decided on it, and how many things happened."""
    relue = Demarche.objects.systeme("test").get(pk=demarche.pk)
    return relue.etat, Evenement.objects.systeme("test").filter(demarche=relue).count()


def test_what_cannot_be_cancelled_stays_and_offers_no_button(deposee):
    if deposee.teleservice.annulable is not None:
        return
    demarche = deposee.demarche
    adresse = reverse("demarches:annuler", args=[demarche.reference])
    assert adresse not in deposee.client.get(reverse("demarches:detail", args=[demarche.reference])).content.decode()
    deposee.client.post(adresse)
    assert deposee.relire(demarche).etat == Etat.DEPOSEE


def test_cancelling_ends_it_frees_the_way_and_wakes_no_delay(deposee):
    if deposee.teleservice.annulable is None:
        return
    demarche = deposee.demarche
    deposee.client.post(reverse("demarches:annuler", args=[demarche.reference]))
    relue = deposee.relire(demarche)
    assert (relue.etat, relue.verrous.exists()) == (Etat.ANNULEE, False)
    assert not Echeance.objects.filter(objet=demarche.objet, etat=Echeance.Etat.EN_ATTENTE).exists()
    deposee.commencer()


def test_each_delay_runs_once_at_its_date_and_fails_nowhere(deposee):
    demarche = deposee.demarche
    noms = {delai.nom for delai in deposee.teleservice.delais}
    des_le_depot = {delai.nom for delai in deposee.teleservice.delais if delai.au_depot}
    prevues = Echeance.objects.filter(objet=demarche.objet, genre="demarche.delai")
    assert des_le_depot <= {e.donnees["delai"] for e in prevues} <= noms
    if not prevues:
        return
    dernier = max(e.du_le for e in prevues)
    horloge.regler_decalage(dernier - demarche.deposee_le + timedelta(minutes=1))
    balayer()
    balayer()
    restees = Echeance.objects.filter(objet=demarche.objet, du_le__lte=horloge.maintenant())
    assert not restees.filter(etat__in=(Echeance.Etat.EN_ATTENTE, Echeance.Etat.EN_PANNE)).exists()
    assert not restees.exclude(erreur="").exists()
    relue = deposee.relire(demarche)
    assert relue.etat != Etat.DEPOSEE
    libre = Evenement.objects.systeme("test").filter(demarche=relue, nom__in=deposee.teleservice.liberent).exists()
    assert relue.verrous.exists() == (relue.etat in OUVERTS and tient(relue) and not libre)
    detail = connecter(Client(), deposee.compte).get(reverse("demarches:detail", args=[demarche.reference]))
    assert detail.status_code == 200


def test_the_chain_of_delays_ends_and_an_agent_can_end_what_it_leaves_open(deposee):
    demarche = deposee.demarche
    suivre_les_echeances(demarche)
    relue = deposee.relire(demarche)
    if not relue.ouverte:
        return
    if deposee.teleservice.delais:  # without any, it is in the agents' queue from the deposit on
        assert relue.etat == Etat.EN_COURS, "what its delays leave to an agent must say so (transitions.prendre)"
    accepter(relue)
    relue = deposee.relire(relue)
    assert (relue.etat, relue.verrous.exists()) == (Etat.ACCEPTEE, False)
    assert nouvelles(deposee, "acceptee") == 1


def test_an_agent_accepts_and_the_person_is_told_once(deposee):
    demarche = deposee.demarche
    agent, decision = accepter(demarche)
    with pytest.raises(transitions.TransitionInterdite):
        transitions.passer(demarche, "accepter", acteur=agent.compte.acteur, decision=decision)
    relue = deposee.relire(demarche)
    assert (relue.etat, relue.verrous.exists()) == (Etat.ACCEPTEE, False)
    assert nouvelles(deposee, "acceptee") == 1
    page = deposee.client.get(reverse("demarches:detail", args=[demarche.reference]))
    assert page.status_code == 200


def test_each_reason_to_refuse_reaches_the_person(deposee):
    """After one agent, or two where the room wants two."""
    demarche = deposee.demarche
    bannette, agents = deposee.teleservice.agents, [creer_agent(demarche.caisse) for _ in range(2)]
    for code, motif in bannette.motifs.items():
        with transaction.atomic():
            refuses = [
                accords.refuser(demarche, agent.compte.acteur, motif=code)
                for agent in agents[: 1 + (code in bannette.refus_a_deux)]
            ]
            assert refuses[-1] and not any(refuses[:-1])
            page = deposee.client.get(reverse("demarches:detail", args=[demarche.reference])).content.decode()
            assert escape(motif) in page
            if deposee.teleservice.messages.refusee:
                assert motif in Message.objects.de(deposee.assure).latest("id").corps
            transaction.set_rollback(True)


def test_the_receipt_names_the_demarche_and_the_summary_is_a_pdf(deposee):
    demarche = deposee.demarche
    assert nouvelles(deposee, "depot") == 1
    for fil in Fil.objects.de(deposee.assure).filter(demarche_reference=demarche.reference):
        page = deposee.client.get(reverse("messagerie:fil", args=[fil.public_id])).content.decode()
        assert demarche.reference in page
    papier = deposee.client.get(reverse("demarches:recapitulatif", args=[demarche.reference]), follow=True)
    assert (papier.status_code, papier["Content-Type"]) == (200, "application/pdf")


def test_a_document_can_be_asked_for_and_then_a_person_decides(deposee):
    demarche, agent = deposee.demarche, creer_agent(caisse=deposee.assure.caisse)
    demande = {"libelle": "Acte de naissance", "motif": "Le nom ne se lit pas.", "le": demarche.deposee_le}
    pieces.demander(demarche, agent, **demande)
    horloge.regler_decalage(timedelta(days=25))
    balayer()
    assert deposee.relire(demarche).etat == Etat.A_COMPLETER
    adresse = reverse("demarches:detail", args=[demarche.reference])
    page = connecter(Client(), deposee.compte).get(adresse).content.decode()
    assert "Acte de naissance" in page and 'type="file"' in page
    photos = [verifier(envoi("acte.jpg", photo()))]
    pieces.recevoir(demarche, photos, deposee.compte, le=demarche.deposee_le + timedelta(days=25))
    horloge.regler_decalage(timedelta(days=90))
    balayer()
    balayer()
    assert not Echeance.objects.filter(objet=demarche.objet).exclude(erreur="").exists()
    assert connecter(Client(), deposee.compte).get(adresse).status_code == 200
    relue = deposee.relire(demarche)
    if relue.etat == Etat.EN_COURS:  # a room whose silence is an agreement has accepted by then
        accepter(relue)
    assert deposee.relire(demarche).etat == Etat.ACCEPTEE


def tient(demarche: Demarche) -> bool:
    """Does its room hold a subject while it is open? A shared one leaves no row. What the caisse awaited is awaited no more once it
    was sent: it held one.
    """
    teleservice = registre.celui_de(demarche.teleservice)
    contexte = Contexte(demarche.assure, demarche.compte, demarche.deposee_le, reponses=demarche.reponses)
    siens = sujets.connus(teleservice, contexte)
    return any(not sujet.partage for sujet in siens) if siens else teleservice.appel is not None


def accepter(demarche: Demarche) -> tuple[Agent, Decision | None]:
    """As many agents as the room wants say the same, once the medical service has answered; the last one, and what was said."""
    teleservice = registre.celui_de(demarche.teleservice)
    for nom, saisie in teleservice.exemples.avis.items():
        attente = next(une for une in attentes.ouvertes(demarche) if une.nom == nom)
        contexte = Contexte(demarche.assure, demarche.compte, demarche.deposee_le, reponses=demarche.reponses)
        formulaire = teleservice.attendu(nom).formulaire(saisie, contexte=contexte)
        assert formulaire.is_valid(), formulaire.errors
        attentes.recevoir(attente, formulaire, acteur="agent:MEDECIN", le=demarche.deposee_le)
    decision, combien = decision_de(demarche), teleservice.agents.accords(demarche)
    agents = [creer_agent(demarche.caisse) for _ in range(combien)]
    for premier in agents[:-1]:
        assert not accords.accepter(demarche, premier.compte.acteur, decision)
    transitions.passer(demarche, "accepter", acteur=agents[-1].compte.acteur, decision=decision)
    return agents[-1], decision


def decision_de(demarche: Demarche) -> Decision | None:
    """What an agent says to accept, as the examples of the room type it; yes to each thing that is judged."""
    teleservice = registre.celui_de(demarche.teleservice)
    bannette, donnees, oui = teleservice.agents, {}, teleservice.exemples.verdict
    if bannette.decision is not None:
        formulaire = bannette.decision(teleservice.exemples.decision, demarche=demarche)
        assert formulaire.is_valid(), formulaire.errors
        donnees = formulaire.a_conserver()
    verdicts = {une.cle: {"accorde": OUI, **oui} for une in bannette.a_juger(demarche)} if bannette.a_juger else {}
    return Decision(donnees=donnees, verdicts=verdicts, version=demarche.version) if bannette.se_remplit else None


def suivre_les_echeances(demarche: Demarche) -> None:
    """Go from due date to due date of this démarche until none is left: 20 at most."""
    for _ in range(20):
        en_attente = Echeance.objects.filter(objet=demarche.objet, etat=Echeance.Etat.EN_ATTENTE)
        prochaine = en_attente.order_by("du_le", "id").first()
        if prochaine is None:
            break
        horloge.regler_decalage(prochaine.du_le - horloge.temps_reel() + timedelta(seconds=1))
        balayer()
        prochaine.refresh_from_db()
        assert prochaine.etat != Echeance.Etat.EN_ATTENTE, prochaine.erreur
    assert not Echeance.objects.filter(objet=demarche.objet).exclude(erreur="").exists()
    assert not Echeance.objects.filter(objet=demarche.objet, etat=Echeance.Etat.EN_ATTENTE).exists()


def nouvelles(marche: Marche, nom: str) -> int:
    """Messages of this kind that the person received; 1 when the room sends none, so that silence is accepted."""
    gabarit = getattr(marche.teleservice.messages, nom)
    sujet = marche.teleservice.messages.sujets.get(gabarit)
    return Fil.objects.de(marche.assure).filter(sujet=sujet).count() if gabarit else 1
