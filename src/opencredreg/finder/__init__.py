"""What people find, understand and compare: the public pages as plain data. No HTML and no words for people in here."""
