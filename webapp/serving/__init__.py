"""The server: start, health, metrics, headers, sign-on."""
