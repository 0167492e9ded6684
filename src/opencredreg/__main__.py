"""``python -m opencredreg`` is the command ``opencredreg``."""

from opencredreg.cli.main import main

if __name__ == "__main__":
    main()
