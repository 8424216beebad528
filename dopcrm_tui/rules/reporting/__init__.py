"""What reports show: each figure has one definition, by which it is counted and by which listed."""
