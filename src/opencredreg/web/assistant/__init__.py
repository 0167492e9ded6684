"""The pages of what may be sent as plain input: all types, one type with its fields, and a form to try it."""
