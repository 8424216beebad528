"""What the services ask of the store, one module for each thing asked."""
