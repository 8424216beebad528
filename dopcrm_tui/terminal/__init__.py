"""What every output and every key passes: safe text, key gate, line list, themes, signals."""
