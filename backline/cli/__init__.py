"""The `backline` command. Heavy parts are imported only by the command that needs them."""

from backline.cli.app import app, main

__all__ = ["app", "main"]
