"""The window around the screens: threads, keys, sounds, opening and closing."""
