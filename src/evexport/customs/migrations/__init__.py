"""How the tables of customs came to be."""
