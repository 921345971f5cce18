"""How the licensing tables came to be."""
