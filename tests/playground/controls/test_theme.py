"""Colours: light and dark are a bijection, and nothing is drawn in any other."""

import json
import re

import pytest
from bundle.output import page
from playground.controls.theme import ROLES, STRONGER, pairs, palette, recolourings


def colours_of(app) -> set[str]:
    text = json.dumps(app.document.to_json(deferred=False)["roots"])
    return set(re.findall(r"#[0-9a-fA-F]{6}\b", text))


def test_light_and_dark_are_a_bijection() -> None:
    light, dark = zip(*pairs(), strict=True)
    assert len(set(light)) == len(set(dark)) == len(light)
    assert not set(light) & set(dark)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in light + dark)


def test_the_document_holds_colours_of_roles_only(app) -> None:
    assert colours_of(app) <= {light for light, _ in pairs()}


def test_in_the_dark_every_colour_changes(app) -> None:
    before = colours_of(app)
    app.set_environment(dark=True, contrast=False, reduced_motion=False, coarse=False)
    assert colours_of(app) == {dict(pairs())[colour] for colour in before}


def test_the_chosen_theme_outweighs_the_system(app, hand) -> None:
    hand.set("theme", "dark")
    assert ROLES["data"].dark in colours_of(app)
    app.set_environment(dark=True, contrast=False, reduced_motion=False, coarse=False)
    hand.set("theme", "light")
    assert ROLES["data"].light in colours_of(app)
    hand.set("theme", "auto")
    assert ROLES["data"].dark in colours_of(app)


def test_those_who_ask_for_contrast_get_it(app) -> None:
    app.set_environment(dark=False, contrast=True, reduced_motion=False, coarse=False)
    assert STRONGER["grid"].light in colours_of(app)
    app.set_environment(dark=False, contrast=False, reduced_motion=False, coarse=False)
    assert colours_of(app) <= {light for light, _ in pairs()}


def test_high_contrast_is_a_theme_on_the_ground_of_the_system(app, hand) -> None:
    hand.set("theme", "contrast")
    assert colours_of(app) <= set(palette(dark=False, contrast=True).values())
    app.set_environment(dark=True, contrast=False, reduced_motion=False, coarse=False)
    assert colours_of(app) <= set(palette(dark=True, contrast=True).values())
    hand.set("theme", "dark")
    assert colours_of(app) <= set(palette(dark=True).values())


@pytest.mark.parametrize("theme", ["dark", "contrast", "contrast-dark"])
def test_the_page_recolours_to_what_python_will_draw(app, theme: str) -> None:
    recoloured = {dict(recolourings()[theme])[colour] for colour in colours_of(app)}
    dark, contrast = theme.endswith("dark"), theme.startswith("contrast")
    app.set_environment(dark=dark, contrast=contrast, reduced_motion=False, coarse=False)
    assert colours_of(app) == recoloured


@pytest.mark.parametrize("dark", [False, True])
def test_high_contrast_is_aaa_for_every_role(dark: bool) -> None:
    colours = palette(dark, contrast=True)
    ground = luminance(colours["background"])
    for role in set(ROLES) - {"background", "grid", "axis"}:
        high, low = sorted((luminance(colours[role]), ground), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 7, role


@pytest.mark.parametrize("theme", ["contrast", "contrast-dark"])
def test_the_style_sheet_has_the_contrast_colours(theme: str) -> None:
    style = page.style().decode()
    rules = style.split(f'[data-theme="{theme}"] {{')[1].split("}")[0]
    for role in ("closed", "descent", "truth", "own", "logistic", "wrong"):
        dark = theme.endswith("dark")
        assert f"--{role}: {palette(dark, contrast=True)[role]};" in rules, role


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("contrast", [False, True])
def test_text_and_lines_stand_out_from_the_background(dark: bool, contrast: bool) -> None:
    colours = palette(dark, contrast)
    ground = luminance(colours["background"])
    least = {
        "text": 7,
        "muted": 4.5,
        "data": 4.5,
        "closed": 3,
        "descent": 3,
        "truth": 3,
        "wrong": 3,
    }
    for role, wanted in least.items():
        high, low = sorted((luminance(colours[role]), ground), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= wanted, role


def test_the_style_sheet_has_the_same_role_colours() -> None:
    style = page.style().decode().lower()
    for name in ("data", "closed", "descent", "truth", "wrong", "background"):
        assert ROLES[name].dark in style, name
