"""What a librarian can do: one function a deed, over ports that the adapters fill."""
