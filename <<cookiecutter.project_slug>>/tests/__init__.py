"""The app's tests: through the wire, with the database looked at from outside."""
