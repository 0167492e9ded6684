"""The Registry Assistant: publishing plain input under the addresses and with the answers that its clients know."""
