"""Pictures of every screen, made of a throw-away training network; they fail where a text is cut off."""
