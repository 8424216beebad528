"""What the desk does: one verb, one transaction."""
