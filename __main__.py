"""`python -m alliance` is the command `alliance`."""

from .cli import main

if __name__ == "__main__":
    main()
