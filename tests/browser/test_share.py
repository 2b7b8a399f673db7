"""The Share dialog: copy, embed code, QR code, lighter links, and a state file there and back."""

from __future__ import annotations

import ast
import io
import json
import random
import re

import numpy as np
import pytest
import zxingcpp
from conftest import PHONE
from PIL import Image
from playwright.sync_api import expect

from linreg import links

CLIPBOARD = ["clipboard-read", "clipboard-write"]
READ = "() => navigator.clipboard.readText()"


def many(rows):
    rng = random.Random(rows)
    columns = [[f"{rng.uniform(0, 100):.2f}" for _ in range(rows)] for _ in "xy"]
    named = zip("xy", columns, strict=True)
    return {"columns": [{"name": name, "values": values} for name, values in named]}


class Share:
    """The dialog."""

    def __init__(self, playground):
        self.page = playground.page
        playground.press("Share")
        self.dialog = self.page.get_by_role("dialog", name="Share this state")
        self.field = self.dialog.get_by_role("textbox", name="Link")
        expect(self.field).not_to_have_value("")

    @property
    def link(self):
        return self.field.input_value()

    def press(self, name):
        self.dialog.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def opened(open_playground):
    """A playground opened by a link, that may read what was copied."""

    def open_it(link, **options):
        playground = open_playground(link=link, permissions=CLIPBOARD, **options)
        return playground, Share(playground)

    return open_it


def test_the_link_is_copied_and_opens_what_is_seen(opened, open_playground):
    playground, share = opened("v=1&data=sine&n=60&degree=3")
    assert share.link == playground.page.evaluate("playground.getLink()")
    expect(share.dialog).to_contain_text("Works everywhere.")
    share.press("Copy link")
    expect(share.dialog.get_by_role("button", name="Copied", exact=True)).to_be_visible()
    copied = playground.page.evaluate(READ)
    assert copied == share.link
    share.dialog.get_by_label("Include current results").check()
    expect(share.field).to_have_value(re.compile("expect="))
    other = open_playground(link=share.link.partition("#")[2])
    assert other.state()["degree"] == 3
    assert other.state()["results"]["messages"] == []


def test_the_embed_code_holds_the_link(opened):
    playground, share = opened("v=1&data=sine&n=60")
    share.press("Copy embed code")
    expect(share.dialog.get_by_role("button", name="Copied", exact=True)).to_be_visible()
    code = playground.page.evaluate(READ)
    assert "<linreg-playground" in code
    assert share.link.replace("&", "&amp;") in code


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE, "color_scheme": "dark"}])
def test_a_camera_reads_the_qr_code(opened, options):
    _, share = opened("v=1&data=collinear&epsilon=0.001&n=60", **options)
    share.press("Show QR code")
    code = share.dialog.get_by_role("img", name="QR code of the link")
    picture = Image.open(io.BytesIO(code.screenshot())).convert("L")
    (read,) = zxingcpp.read_barcodes(np.array(picture))
    assert read.text == share.link
    share.press("Show QR code")
    expect(code).to_be_hidden()


def test_long_links_say_where_they_work_and_can_be_made_lighter(opened):
    fragment = links.encode({"points": many(2500)})
    _, share = opened(fragment)
    assert len(share.link) > 8192
    expect(share.dialog).to_contain_text("in desktop browsers only")
    fits = share.dialog.locator(".share-places li")
    assert fits.evaluate_all("(all) => all.map(({ dataset }) => dataset.fits)") == [
        "false",
        "false",
        "true",
    ]
    long = len(share.link)
    share.dialog.get_by_label("Rows").select_option("200")
    expect(share.dialog).to_contain_text("Works everywhere.")
    state, notices = links.decode(share.link.partition("#")[2])
    assert len(state["points"]["columns"][0]["values"]) == 200
    share.dialog.get_by_label("Rows").select_option("")
    share.dialog.get_by_label("Digits").select_option("2")
    expect(share.dialog).to_contain_text("Some chats may cut it off")
    assert len(share.link) < long
    assert notices == []


def test_beyond_all_links_there_is_the_file(opened, open_playground, tmp_path):
    playground, share = opened(links.encode({"points": many(40), "degree": 2}))
    with playground.page.expect_download() as download:
        share.press("Download state file")
    assert download.value.suggested_filename == "own.linreg.json"
    path = tmp_path / "own.linreg.json"
    download.value.save_as(path)
    assert json.loads(path.read_text())["linreg"] == 1
    other = open_playground()
    other.page.get_by_label("Upload data").set_input_files(path)
    other.wait_state(lambda state: state["degree"] == 2)
    assert other.state()["points"] == playground.state()["points"]


def test_escape_closes_and_the_way_back_is_where_it_was(opened):
    playground, share = opened("n=50")
    playground.page.keyboard.press("Escape")
    expect(share.dialog).to_be_hidden()
    expect(playground.button("Share")).to_be_focused()


def test_the_embed_code_for_a_notebook_is_python(open_playground):
    playground = open_playground(link="n=12&seed=3", permissions=CLIPBOARD)
    share = Share(playground)
    share.dialog.get_by_text("Embed code", exact=True).click()
    share.dialog.get_by_label("For").select_option("Jupyter notebook")
    share.dialog.get_by_role("button", name="Copy embed code").click()
    expect(share.dialog.get_by_role("status")).to_have_text("Copied embed code.")
    call = ast.parse(share.page.evaluate(READ)).body[-1].value
    address = ast.literal_eval(call.args[0])
    state, notices = links.decode(address.partition("#")[2])
    assert not notices
    assert {key: state[key] for key in ("n", "seed", "embed")} == {"n": 12, "seed": 3, "embed": 1}
