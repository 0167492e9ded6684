"""What is looked at value by value: one check per class and property, made once and used for every object."""
