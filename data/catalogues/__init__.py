"""Reference data: offices, taxonomy, policy, limits. Plain files and their readers."""
