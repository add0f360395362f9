"""« Vérifier un document »: whoever receives a paper asks, with its code and a name, whether it still says the truth."""
