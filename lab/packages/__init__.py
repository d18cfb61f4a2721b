"""Folders to copy: the game frozen with its Python, its parts named, licensed, hashed and signed (docs/packages.md)."""
