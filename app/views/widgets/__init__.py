"""The look: colours, fonts, and the widgets that screens are made of."""
