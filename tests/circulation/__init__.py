"""Cases of circulation that other libraries' systems are tested with, and what proves each rule of lending."""
