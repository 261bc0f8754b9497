"""`python -m backline`."""

from backline.cli import main

if __name__ == "__main__":
    main()
