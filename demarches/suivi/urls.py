"""What was sent and where it stands, in the namespace of the démarches."""

from django.urls import path

from demarches.suivi import annulation, contestation, gestes, pieces, reponses, tiers, vues

urlpatterns = [
    path("suivi/", vues.liste, name="suivi"),
    path("suivi/contester/", contestation.contester, name="contester"),
    path("suivi/<slug:reference>/", vues.detail, name="detail"),
    path("suivi/<slug:reference>/confirmation/", vues.confirmation, name="confirmation"),
    path("suivi/<slug:reference>/annuler/", annulation.annuler, name="annuler"),
    path("suivi/<slug:reference>/corriger/", gestes.corriger, name="corriger"),
    path("suivi/<slug:reference>/geste/<slug:nom>/", gestes.faire, name="geste"),
    path("suivi/<slug:reference>/repondre/<slug:public_id>/", reponses.la_sienne, name="repondre"),
    path("a-faire/", tiers.entrer, name="tiers_entrer"),
    path("a-faire/repondre/", tiers.repondre, name="tiers_repondre"),
    path("a-faire/<slug:public_id>/", reponses.de_tiers, name="tiers"),
    path("suivi/<slug:reference>/document/", pieces.completer, name="completer"),
    path("suivi/<slug:reference>/document/<slug:public_id>/", pieces.piece, name="piece"),
    path("suivi/<slug:reference>/recapitulatif.pdf", vues.recapitulatif, name="recapitulatif"),
]
