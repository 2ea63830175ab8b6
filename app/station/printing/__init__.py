"""What is printed on paper and on cards: pages of exact size, in the typefaces that come with the program."""
