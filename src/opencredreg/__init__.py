"""Open Credential Registry: credentials, skills, learning and work as open linked data."""

__version__ = "0.1.0"
