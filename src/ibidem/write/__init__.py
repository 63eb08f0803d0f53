"""Writers: a finished output tree in, a string out. They know nothing of the processor."""
