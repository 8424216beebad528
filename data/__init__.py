"""What is kept: the store, and the catalogues it is filled from."""
