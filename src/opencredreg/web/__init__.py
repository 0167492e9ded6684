"""Pages for people with a browser: made on the server, without scripts, with their data one click away."""
