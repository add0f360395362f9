"""What leaves: written with the change that it tells of, sent afterwards, tried again, never sent twice as two."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from email import message_from_string

import pytest
import time_machine
from django.db import connection, transaction

from ameli.noyau import envois, horloge
from ameli.noyau.envois import livraison, reponses
from ameli.noyau.envois.transports import Transporteur
from ameli.noyau.models import Battement, Envoi
from tests.outils.requetes import requetes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits")]
Etat = Envoi.Etat
CONTEXTE = {"nom": "Léa & <Tom>"}


def courriel(cle: str = "c", gabarit: str = "essai", **contexte) -> Envoi:
    return envois.deposer_courriel(a="lea@exemple.fr", gabarit=gabarit, contexte={**CONTEXTE, **contexte}, cle=cle)


def sms(cle: str = "s") -> Envoi:
    return envois.deposer_sms(a="0639981234", texte="Votre code : 1234", cle=cle)


def lettre(cle: str = "l", a: str = "Léa\n1 rue X\n40000 MONT") -> Envoi:
    return envois.deposer_lettre(a=a, gabarit="essai", contexte=CONTEXTE, cle=cle)


def appel(cle: str = "a", question: str = "titulaire ?", objet: str = "demarche:1") -> Envoi:
    return envois.deposer_appel(partenaire="banque", donnees={"question": question}, cle=cle, objet=objet)


def relu(envoi: Envoi) -> Envoi:
    return Envoi.objects.get(pk=envoi.pk)


class TestDeposit:
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("deposer", [courriel, sms, appel])
    def test_outside_a_transaction_it_is_refused(self, deposer):
        with pytest.raises(envois.EnvoiHorsTransaction):
            deposer()

    @pytest.mark.django_db(transaction=True)
    def test_a_change_that_is_undone_says_nothing_to_anyone(self):
        with pytest.raises(RuntimeError), transaction.atomic():
            sms()
            raise RuntimeError
        assert not Envoi.objects.exists()

    def test_the_same_key_twice_is_one_message(self):
        assert courriel() == courriel()
        assert Envoi.objects.count() == 1

    @pytest.mark.parametrize(
        ("premier", "second"),
        [
            (lambda: courriel("k"), lambda: courriel("k", nom="Tom")),
            (lambda: courriel("k"), lambda: sms("k")),
            (lambda: sms("k"), lambda: courriel("k")),
            (lambda: sms("k"), lambda: envois.deposer_sms(a="0639981234", texte="Votre code : 5678", cle="k")),
            (lambda: sms("k"), lambda: envois.deposer_sms(a="0639980000", texte="Votre code : 1234", cle="k")),
            (lambda: lettre("k"), lambda: lettre("k", a="Tom\n1 rue X\n40000 MONT")),
            (lambda: appel("k"), lambda: appel("k", question="adresse ?")),
            (lambda: appel("k"), lambda: appel("k", objet="demarche:2")),
        ],
    )
    def test_two_different_messages_under_one_key_are_refused_and_the_first_one_stays(self, premier, second):
        envoi = premier()
        with pytest.raises(envois.CleDejaPrise), transaction.atomic():
            second()
        assert Envoi.objects.get() == envoi

    def test_the_refusal_says_nothing_personal(self):
        courriel("k")
        with pytest.raises(envois.CleDejaPrise) as refus, transaction.atomic():
            envois.deposer_courriel(a="tom@exemple.fr", gabarit="essai", contexte={"nom": "Tom"}, cle="k")
        assert not re.search("exemple|Tom|Léa", str(refus.value))

    def test_one_alert_a_day_keeps_its_first_text_but_is_no_other_message(self):
        for nom in ("Léa", "Tom"):
            envois.deposer_courriel(
                a="lea@exemple.fr", gabarit="essai", contexte={"nom": nom}, cle="k", premier_suffit=True
            )
        assert "Léa" in Envoi.objects.get().contenu
        with pytest.raises(envois.CleDejaPrise), transaction.atomic():
            envois.deposer_courriel(
                a="lea@exemple.fr", gabarit="indiscret", contexte={"nom": "Tom"}, cle="k", premier_suffit=True
            )

    def test_the_same_message_after_its_content_was_emptied_is_still_one(self, poste):
        courriel("k")
        envois.livrer()
        with time_machine.travel(horloge.temps_reel() + timedelta(days=31), tick=False):
            envois.purger()
        assert courriel("k").purge_le
        with pytest.raises(envois.CleDejaPrise), transaction.atomic():
            sms("k")

    def test_a_deposit_costs_one_query_and_holds_nothing_readable(self):
        with requetes() as vues:
            courriel()
        assert len(vues) == 1
        with connection.cursor() as curseur:
            curseur.execute("SELECT e::text FROM noyau_envoi e")
            texte = curseur.fetchone()[0]
        assert "exemple.fr" not in texte
        assert "banque" not in texte

    def test_it_is_rendered_when_it_is_decided(self):
        envoi = courriel()
        assert envoi.sujet == "Votre demande est reçue"
        assert "La banque de « Léa & <Tom> » est notée." in relu(envoi).contenu
        assert "Léa &amp; &lt;Tom&gt;" in relu(envoi).contenu

    @pytest.mark.parametrize("nom", ["123456", "12 34 56 78", "lea@exemple.fr", "06.39.98.12.34"])
    def test_a_subject_that_shows_a_number_or_an_address_is_refused(self, nom):
        with pytest.raises(envois.SujetIndiscret):
            courriel(gabarit="indiscret", nom=nom)
        assert courriel(gabarit="indiscret", nom="12 345").sujet == "Compte 12 345"

    def test_a_template_without_a_body_is_refused(self):
        with pytest.raises(envois.GabaritIncomplet):
            courriel(gabarit="vide")

    def test_an_unknown_partner_is_refused(self):
        with pytest.raises(KeyError, match="inconnu"):
            envois.deposer_appel(partenaire="inconnu", donnees={}, cle="a", objet="")


class TestMail:
    def test_it_leaves_once_with_its_fixed_identity(self, poste):
        envoi = courriel()
        assert envois.livrer() == 1
        assert envois.livrer() == 0
        (recu,) = poste.recus
        message = message_from_string(recu)
        assert message["Message-ID"] == envoi.message_id
        assert message["Auto-Submitted"] == "auto-generated"
        assert [partie.get_content_type() for partie in message.walk()][1:] == ["text/plain", "text/html"]
        assert relu(envoi).etat == Etat.ENVOYE

    def test_the_identity_depends_on_the_key_alone(self):
        avant = courriel("cle-1").message_id
        Envoi.objects.all().delete()
        assert courriel("cle-1").message_id == avant
        assert courriel("cle-2").message_id != avant

    @pytest.mark.parametrize("saut", ["\n", "\r", "\r\n"])
    def test_a_line_break_adds_no_header_to_a_mail(self, poste, saut):
        """In a name that the subject says, or in an address."""
        courriel(cle="nom", gabarit="indiscret", nom=f"Léa{saut}Bcc: voleur")
        ailleurs = envois.deposer_courriel(
            a=f"lea@exemple.fr{saut}Bcc: voleur@exemple.fr", gabarit="essai", contexte=CONTEXTE, cle="adresse"
        )
        envois.livrer()
        assert relu(ailleurs).etat == Etat.ECHEC
        entetes = [message_from_string(recu).keys() for recu in poste.recus]
        assert not [noms for noms in entetes if "Bcc" in noms]

    def test_a_batch_uses_one_connection(self, poste):
        for n in range(5):
            courriel(f"c{n}")
        assert envois.livrer() == 5
        assert (len(poste.recus), poste.connexions) == (5, 1)

    def test_an_idle_delivery_is_one_query(self):
        with requetes() as vues:
            assert envois.livrer() == 0
        assert len(vues) == 1

    def test_later_is_tried_again_after_growing_waits(self, poste):
        envoi = courriel()
        poste.reponses = ["451 plus tard"] * 6
        with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
            attentes = []
            for _ in range(6):
                assert envois.livrer() == 1
                attentes.append((relu(envoi).essai_le - horloge.temps_reel()).total_seconds() / 60)
                voyage.move_to(relu(envoi).essai_le)
            assert attentes == [1, 5, 15, 60, 240, 720]
            assert envois.livrer() == 1
        assert (relu(envoi).etat, len(poste.recus)) == (Etat.ENVOYE, 1)

    def test_never_is_shown_at_once_and_can_be_started_again_by_hand(self, poste):
        envoi = courriel()
        poste.reponses = ["550 inconnu"]
        envois.livrer()
        assert (relu(envoi).etat, relu(envoi).erreur) == (Etat.ECHEC, "SMTP 550")
        assert envois.relancer(Envoi.objects.all()) == 1
        envois.livrer()
        assert relu(envoi).etat == Etat.ENVOYE

    def test_a_server_that_is_away_blames_no_message_and_is_asked_once_per_batch(self, settings):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        for n in range(3):
            courriel(f"c{n}")
        assert envois.livrer() == 1
        assert set(Envoi.objects.values_list("etat", "erreur")) == {
            (Etat.EN_ATTENTE, "ConnectionRefusedError"), (Etat.EN_ATTENTE, "the line is down"),
        }  # fmt: skip

    def test_it_is_tried_for_days_then_given_up(self, settings):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        envoi = courriel()
        Envoi.objects.update(essais=50, cree_le=horloge.temps_reel() - timedelta(days=4))
        envois.livrer()
        assert relu(envoi).essai_le - horloge.temps_reel() <= timedelta(minutes=15)
        Envoi.objects.update(essai_le=horloge.temps_reel(), cree_le=horloge.temps_reel() - timedelta(days=6))
        envois.livrer()
        assert relu(envoi).etat == Etat.ECHEC


class TestGateways:
    def test_an_sms_leaves_as_json_with_its_key(self, passerelle):
        envoi = sms()
        envois.livrer()
        ((chemin, entetes, corps),) = passerelle.recus
        assert chemin == "/sms"
        assert corps == {"a": "0639981234", "texte": "Votre code : 1234", "reference": envoi.identifiant_unique}
        assert entetes["Idempotency-Key"] == envoi.identifiant_unique

    def test_a_letter_leaves_with_its_object_and_address(self, passerelle):
        lettre()
        envois.livrer()
        ((chemin, _, corps),) = passerelle.recus
        assert (chemin, corps["objet"]) == ("/lettres", "Votre dossier")
        assert corps["texte"].startswith("Madame, Monsieur,")

    @pytest.mark.parametrize(
        ("statut", "etat"), [(500, Etat.EN_ATTENTE), (429, Etat.EN_ATTENTE), (400, Etat.ECHEC), (302, Etat.ECHEC)]
    )
    def test_what_the_gateway_answers_decides(self, passerelle, statut, etat):
        passerelle.reponses = [(statut, b"")]
        envoi = sms()
        envois.livrer()
        assert (relu(envoi).etat, relu(envoi).erreur) == (etat, f"HTTP {statut}")


class TestCalls:
    @pytest.fixture
    def lues(self, monkeypatch):
        vues = []
        monkeypatch.setattr(reponses, "_lecteurs", {})

        @envois.reponse("banque")
        def lire(envoi, donnees):
            if donnees == {"casse": True}:
                Battement.objects.create(nom="jamais", vu_le=horloge.temps_reel())
                raise ValueError("lecture")
            vues.append((envoi.objet, donnees))

        return vues

    def test_the_answer_reaches_its_reader(self, passerelle, lues):
        passerelle.reponses = [(200, b'{"accord": true}')]
        envoi = appel()
        envois.livrer()
        assert passerelle.recus[0][2] == {"question": "titulaire ?"}
        assert lues == [("demarche:1", {"accord": True})]
        assert relu(envoi).etat == Etat.ENVOYE

    def test_a_partner_that_stays_away_is_given_up_within_a_quarter_of_an_hour_and_said_so(self, passerelle, lues):
        passerelle.reponses = [(503, b"")] * 5
        envoi = appel()
        with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
            debut = horloge.temps_reel()
            while relu(envoi).etat == Etat.EN_ATTENTE:
                envois.livrer()
                voyage.move_to(relu(envoi).essai_le)
            assert horloge.temps_reel() - debut < timedelta(minutes=15)
        assert lues == [("demarche:1", None)]
        assert relu(envoi).etat == Etat.ECHEC

    @pytest.mark.parametrize("octets", [b"<html>", b"[1]"])
    def test_an_answer_that_cannot_be_read_is_asked_again(self, passerelle, lues, octets):
        passerelle.reponses = [(200, octets)]
        envoi = appel()
        envois.livrer()
        assert (relu(envoi).etat, lues) == (Etat.EN_ATTENTE, [])

    def test_a_reader_that_fails_writes_nothing_and_is_tried_again(self, passerelle, lues):
        passerelle.reponses = [(200, b'{"casse": true}')]
        envoi = appel()
        envois.livrer()
        assert relu(envoi).etat == Etat.EN_ATTENTE
        assert "ValueError: lecture" in relu(envoi).erreur
        assert not Battement.objects.filter(nom="jamais").exists()

    def test_a_partner_has_one_reader(self, lues):
        with pytest.raises(ValueError, match="already read by"):
            envois.reponse("banque")(lambda envoi, donnees: None)


class TestRescue:
    def test_a_deliverer_killed_in_flight_is_replaced_after_ten_minutes_with_the_same_identity(
        self, poste, monkeypatch
    ):
        envoi = courriel()

        def mourir_apres_l_envoi(envoi, retour):
            raise SystemExit

        with monkeypatch.context() as mort:
            mort.setattr(livraison, "_marquer", mourir_apres_l_envoi)
            with pytest.raises(SystemExit):
                envois.livrer()
        assert relu(envoi).etat == Etat.EN_VOL
        assert (envois.livrer(), envois.reprendre_les_perdus()) == (0, 0)
        with time_machine.travel(horloge.temps_reel() + timedelta(minutes=11), tick=False):
            assert envois.reprendre_les_perdus() == 1
            assert envois.livrer() == 1
        identites = {message_from_string(recu)["Message-ID"] for recu in poste.recus}
        assert identites == {envoi.message_id}
        assert relu(envoi).etat == Etat.ENVOYE

    def test_a_slow_deliverer_does_not_mark_what_was_given_to_another(self, poste):
        envoi = courriel()
        (tenu,) = livraison._reserver(1)
        Envoi.objects.update(en_vol_depuis=horloge.temps_reel() + timedelta(minutes=11))
        with Transporteur() as transporteur:
            livraison._livrer_un(tenu, transporteur)
        assert relu(envoi).etat == Etat.EN_VOL

    def test_a_jump_of_the_sandbox_clock_takes_nobody_for_dead(self):
        courriel()
        livraison._reserver(1)
        horloge.regler_decalage(timedelta(days=2))
        assert envois.reprendre_les_perdus() == 0

    def test_contents_are_emptied_after_thirty_days_and_the_trace_stays(self, poste):
        parti, attend = courriel("parti"), None
        envois.livrer()
        attend = courriel("attend")
        with time_machine.travel(horloge.temps_reel() + timedelta(days=29), tick=False):
            assert envois.purger() == 0
        with time_machine.travel(horloge.temps_reel() + timedelta(days=31), tick=False):
            assert envois.purger() == 1
        assert (relu(parti).destination, relu(parti).contenu, relu(parti).sujet) == ("", "", "Votre demande est reçue")
        assert relu(attend).destination == "lea@exemple.fr"
        Envoi.objects.update(etat=Etat.ECHEC)
        assert envois.relancer(Envoi.objects.filter(pk=parti.pk)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_never_hold_the_same_message():
    with transaction.atomic():
        un, autre = courriel("a"), courriel("b")
    reserve, rendre = threading.Event(), threading.Event()

    def tenir_le_premier():
        try:
            with transaction.atomic():
                livraison._reserver(1)
                reserve.set()
                rendre.wait(2)
        finally:
            connection.close()

    fil = threading.Thread(target=tenir_le_premier)
    fil.start()
    reserve.wait(10)
    assert [envoi.pk for envoi in livraison._reserver(20)] == [autre.pk], f"the other one holds {un.pk}"
    rendre.set()
    fil.join()
