"""The rules of chapter 21: pure, with their figures beside them."""
