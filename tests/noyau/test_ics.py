"""Days for a calendar, as RFC 5545 writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ameli.noyau import ics

LE = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


def test_a_day_is_whole_and_what_has_a_meaning_is_protected():
    texte = ics.ecrire([ics.Jour("a1", date(2026, 12, 31), "Fin, puis; suite\\")], ecrit_le=LE)
    assert "UID:a1@compte\r\nDTSTAMP:20261123T091200Z\r\n" in texte
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in texte
    assert "SUMMARY:Fin\\, puis\\; suite\\\\\r\n" in texte


def test_no_line_is_longer_than_75_bytes_and_none_is_lost():
    titre = "Carte européenne d’été " * 12
    texte = ics.ecrire([ics.Jour("a1", date(2026, 12, 31), titre)], ecrit_le=LE)
    assert max(len(ligne.encode()) for ligne in texte.split("\r\n")) <= 75
    assert titre in texte.replace("\r\n ", "")


def test_an_appointment_has_its_hour_and_its_place():
    texte = ics.ecrire([ics.RendezVous("a1", LE, "Rendez-vous", "1, rue du Port")], ecrit_le=LE)
    assert "DTSTART:20261123T091200Z\r\nLOCATION:1\\, rue du Port\r\n" in texte
