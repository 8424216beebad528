"""How the store became what it is, step by step."""
