"""The HTTP server: the protocol, the guard, the queue, the routes and Waitress."""
