"""Tables, migrations, transactions and the index, on SQLite and PostgreSQL. SQL stands only in this room."""
