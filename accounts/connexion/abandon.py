"""Leave a way in before its end: neither the sign-in page nor the home of visitors takes anybody back to where somebody else
stopped.

« Revenir à la connexion », the mark and the browser's « Précédent » come to these pages. On a shared computer the next
person finds nothing of the one before: neither their half sign-in, nor the identity they proved or typed.
"""

from __future__ import annotations

from allauth.account.internal.stagekit import clear_login
from django.http import HttpRequest

from accounts.connexion.franceconnect import rattachement
from accounts.connexion.oubli import page
from accounts.connexion.premiere_visite import attente


def abandonner(request: HttpRequest) -> None:
    """Drop what waits in the session of a visitor: a code or a key to give, a number to tie, a first visit, a provisional code."""
    if request.user.is_authenticated:
        return
    clear_login(request)
    request.session.pop(rattachement.CLE, None)
    attente.oublier(request)
    page.oublier(request)
