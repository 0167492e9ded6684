"""Rules over documents, giving findings. Pure: no input, no output."""
