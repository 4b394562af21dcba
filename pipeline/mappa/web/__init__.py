"""The local pages: a corpus to read, search and count in a web browser, for people who never open a terminal."""
