"""What one PC remembers for itself: language, theme, sound."""

from __future__ import annotations

from collections.abc import Callable

from app.settings import Settings
from app.views.presenters.service import Service
from app.words import LANGUAGES


class SettingsPresenter:
    """Changes settings; the window is told what it must do about each."""

    def __init__(
        self,
        service: Service,
        *,
        speak: Callable[[str], None],
        darken: Callable[[bool], None],  # Tk.
    ) -> None:
        self._service, self._speak, self._darken = service, speak, darken

    @property
    def settings(self) -> Settings:
        return self._service.settings.load()

    def set_language(self, language: str) -> None:
        """Speak another language from now on."""
        if language in LANGUAGES and language != self.settings.language:
            self._service.settings.change(language=language)
            self._speak(language)

    def set_dark(self, *, dark: bool) -> None:
        if dark != self.settings.dark:
            self._service.settings.change(dark=dark)
            self._darken(dark)

    def set_sound(self, *, sound: bool) -> None:
        self._service.settings.change(sound=sound)
