"""Rules about editions and the connection between the systems."""
