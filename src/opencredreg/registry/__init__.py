"""What people do with the registry: publish, read, delete, transfer, import, export. No HTTP in here."""
