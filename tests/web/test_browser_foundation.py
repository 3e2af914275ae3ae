from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from browser import listening
from visiting import Tab


def test_settings_and_keys_with_the_keyboard_alone(read_folder: Path, tab: Callable[..., Tab]) -> None:
    with listening(read_folder) as address:
        one = tab(address)
        page = one.page
        page.goto("/")
        page.keyboard.press("?")
        assert page.locator("dialog#keys").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("dialog#keys").is_visible()
        page.get_by_role("button", name="analyst").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Language").select_option("de")
        page.get_by_label("Brightness").select_option("dark")
        page.get_by_role("button", name="Apply").press("Enter")
        page.wait_for_selector("html[lang=de][data-theme=dark]")
