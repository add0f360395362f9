"""The rules of chapter 15: pure, with their figures beside them."""
