"""What people see: one screen, one file."""
