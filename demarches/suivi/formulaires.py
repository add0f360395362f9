"""What a person fills in while a démarche is on its way."""

from __future__ import annotations

from django import forms

from ameli.noyau.televersement import ChampFichiers


class FormulairePieces(forms.Form):
    """The document that the caisse asked for, in as many photos or pages as it takes."""

    fichiers = ChampFichiers(label="Votre document, en photo ou en PDF")
