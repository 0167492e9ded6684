"""Publishing from plain input: requests of the Registry Assistant, batches, and the log of both."""
