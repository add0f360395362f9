"""What agents have of food without gluten beside the queue: the agreements, the table of products, the controls."""

from demarches.catalogue.sans_gluten.admin import accords, demandes, produits

__all__ = ["accords", "demandes", "produits"]
