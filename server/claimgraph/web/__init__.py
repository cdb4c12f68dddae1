"""What speaks HTTP: the Protocols, linked data, pages for people."""
