"""Our own routes under ``/api``: answers in one shape, errors as problem details (RFC 9457)."""
