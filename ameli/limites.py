"""How many tries, within how long, close a door for how long: the figures that `accounts.securite.limites` counts by.

Who can fill each limit, what closes and what stays open: `accounts.securite.portes`, shown by `manage.py limites`. `…_numero` and
`cle` are counted at one place, a known device or a network; `…_adresse` on one network, which a family, a library or a ward
shares; `…_partout` wherever it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict


class Limite(TypedDict):
    """`essais` within `fenetre` close the door for `blocage`."""

    essais: int
    fenetre: timedelta
    blocage: timedelta


LIMITES: dict[str, Limite] = {
    # Five tries let a tired person mistype; 240 a day at one place lead nowhere.
    "connexion_numero": {"essais": 5, "fenetre": timedelta(minutes=15), "blocage": timedelta(minutes=30)},
    "connexion_adresse": {"essais": 30, "fenetre": timedelta(minutes=10), "blocage": timedelta(minutes=10)},
    # NIST SP 800-63B allows a hundred wrong passwords in a row, from everywhere; then each one costs a captcha.
    "connexion_partout": {"essais": 100, "fenetre": timedelta(days=30), "blocage": timedelta(days=30)},
    "agent_numero": {"essais": 5, "fenetre": timedelta(minutes=15), "blocage": timedelta(minutes=30)},
    "agent_adresse": {"essais": 30, "fenetre": timedelta(minutes=10), "blocage": timedelta(minutes=10)},
    "agent_partout": {"essais": 100, "fenetre": timedelta(days=30), "blocage": timedelta(days=30)},
    # The number asked once at the first FranceConnect, counted for the identity that asks: its owner knows it by heart or
    # reads it on a card; who has only a stolen identity would try many.
    "franceconnect_numero": {"essais": 5, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    # Provisional code: three tries of a code are judged at one place; a number without code meets the same doors. Thirty from
    # everywhere are 3 chances in 1 000; then the Vitale card is wanted too.
    "code_provisoire_numero": {"essais": 5, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    "code_provisoire_adresse": {"essais": 20, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    "code_provisoire_partout": {"essais": 30, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    # At the kiosk, a card is read three times a day, so that a mobile receives three SMS at most.
    "borne_numero": {"essais": 3, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    "borne_adresse": {"essais": 60, "fenetre": timedelta(hours=1), "blocage": timedelta(minutes=30)},
    # Files of one person: a file takes a quarter of a second of computing and 10 MB.
    "fichiers": {"essais": 100, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=12)},
    # An identity check over the phone that failed: nobody tries again over the phone for that file before the next day.
    "controle_identite": {"essais": 2, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    # A paper shown at the desk: whoever mistypes its 8 signs five times takes a breath; nobody tries codes for an hour.
    "procuration_controle": {"essais": 5, "fenetre": timedelta(minutes=15), "blocage": timedelta(minutes=15)},
    # Codes of an application: five tries of six digits, three of them right at any moment.
    # From everywhere, a hundred a day by who knows the password already: 3 chances in 10 000.
    "cle": {"essais": 5, "fenetre": timedelta(minutes=15), "blocage": timedelta(minutes=15)},
    "cle_partout": {"essais": 100, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    "agent_cle": {"essais": 5, "fenetre": timedelta(minutes=15), "blocage": timedelta(minutes=15)},
    "agent_cle_partout": {"essais": 100, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    # A copy of all the data: two a day, where somebody needs one in a life.
    "copie_des_donnees": {"essais": 2, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    # First visit (chapter 1 § 3.1): three wrong proofs a day for a number at one place, a hundred from everywhere, so that 7
    # digits are never guessed; a library may be wrong twenty times an hour.
    "premiere_visite_numero": {"essais": 3, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    "premiere_visite_adresse": {"essais": 20, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    "premiere_visite_partout": {"essais": 100, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    # A new address: three a day, so that the account is not a machine that writes to strangers.
    "courriel_change": {"essais": 3, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    # The link that confirms an address: five mails a day do not fill the mailbox of a stranger whose address was typed.
    "courriel_a_confirmer": {"essais": 5, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=24)},
    # Forgotten password (chapter 3 § 3): three mails an hour fill nobody's mailbox; a room of thirty people may ask, each for
    # their own number, and a machine does not go through many.
    "oubli_numero": {"essais": 3, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    "oubli_adresse": {"essais": 30, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    "oubli_courriel": {"essais": 3, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    # A captcha is asked after two tries of a number or from a network (chapter 2 § 7), on the reset and the first visit, or when
    # the whole site is tried as it never is: a thousand tries in ten minutes. These close nothing.
    "captcha_numero": {"essais": 2, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    "captcha_adresse": {"essais": 2, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    "captcha_site": {"essais": 1000, "fenetre": timedelta(minutes=10), "blocage": timedelta(minutes=10)},
    # The password asked again in an open session: three tries, then that session ends (chapter 3 § 6).
    "confirmation": {"essais": 3, "fenetre": timedelta(minutes=15), "blocage": timedelta(minutes=15)},
    # A paper is verified once or twice by whoever received it; an office that receives many does some dozens an hour.
    "verification_adresse": {"essais": 60, "fenetre": timedelta(hours=1), "blocage": timedelta(minutes=30)},
    "verification_code": {"essais": 10, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    # References of notices: their owner reads it on a letter, who guesses tries many (chapter 16 § 4).
    "creance_reference": {"essais": 5, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    # Addresses looked up while typing: a person who hesitates asks some dozens of times, a machine thousands.
    "suggestions": {"essais": 200, "fenetre": timedelta(minutes=10), "blocage": timedelta(minutes=10)},
    # A step continued on a phone: a code each time the square is asked for again; five tries of eight signs, by somebody who is
    # signed in to the same account, for as long as a code lives.
    "relais": {"essais": 20, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    "relais_code": {"essais": 5, "fenetre": timedelta(minutes=10), "blocage": timedelta(minutes=10)},
    # A number and a code of a letter or a mail, of who has no account: a hurried reader mistypes a few; 16 signs are not guessed.
    "a_faire_adresse": {"essais": 30, "fenetre": timedelta(hours=1), "blocage": timedelta(hours=1)},
    # Messages of one person to their caisse: nobody needs twenty a day, a script would fill the queue of everybody.
    "messages": {"essais": 20, "fenetre": timedelta(hours=24), "blocage": timedelta(hours=12)},
}
