"""The warm host: a process that has imported everything and forks a session for each terminal."""
