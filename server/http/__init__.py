"""The server as HTTP: the protocol, who may ask, the queue, the routes and Waitress."""
