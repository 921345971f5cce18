"""Take the pictures of the main pages that README and docs show, from a running demonstration.

    make run                                         in another terminal, on a fresh demonstration
    .venv/bin/python tools/take_pictures.py [--at http://127.0.0.1:8000] [--to docs/images] [--only gate-verdict]

Nothing is decided by it: the gate is only asked for a preview. It wants Chromium and the fonts that CONTRIBUTING.md names.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
DEMO = ROOT / "var" / "demo.json"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
Steps = Callable[[Page, dict], None]


def at(path: str, wait: str = "h1") -> Steps:
    """Open a page."""

    def steps(page: Page, _samples: dict) -> None:
        page.goto(page.base + path)
        page.locator(wait).first.wait_for()

    return steps


def first(path: str, link: str, wait: str = "h1") -> Steps:
    """Open a list, and of it the first that the link's selector finds."""

    def steps(page: Page, samples: dict) -> None:
        at(path)(page, samples)
        page.locator(link).first.click()
        page.wait_for_load_state()
        page.locator(wait).first.wait_for()

    return steps


def verdict(page: Page, samples: dict) -> None:
    """A preview of the gate on three cars, one of them with a digit mistyped."""
    page.goto(f"{page.base}/customs/")
    page.locator("[data-scan]").fill(samples["licences"]["with_balance"]["number"])
    page.keyboard.press("Enter")
    page.locator(".result-word").wait_for()
    page.get_by_role("link", name="Declare under this licence").click()
    page.locator("#id_declaration_no").fill("530020270000090001")
    good, better, bad = samples["unused_vins"][:3]
    page.locator("#id_cars").fill("\n".join((good, better, f"{bad[:-1]}{(int(bad[-1]) + 1) % 10}")))
    page.get_by_role("button", name="Preview only", exact=True).click()
    page.locator(".verdict-word").wait_for()


def wallet(page: Page, samples: dict) -> None:
    """The wallet as cards, from the first licence on."""
    at("/enterprise/licences/?state=in_force")(page, samples)
    page.locator("#found").evaluate("part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 12)")


CAR = "number=LDMEV7EB2VD000017&model=&hs=8703801090&on=2027-03-03&name=" + quote("纯电动轿车")
NEED = f"used=new&propulsion=electric&persons=yes&vin=yes&{CAR}"
# Name of the picture: account (none: a visitor), language, how to get there.
PICTURES: dict[str, tuple[str, str, Steps]] = {
    "home": ("", "", at("/")),
    "need": ("", "/en", at(f"/need/?{NEED}")),
    "list": ("", "", at("/lists/2027/")),
    "statistics": ("", "/en", at("/statistics/", "canvas, svg")),
    "enterprise-home": ("exporter", "/en", at("/enterprise/")),
    "filing-tasks": ("maker", "/en", first("/enterprise/filings/", "main a[href*='/filings/']:has-text('2028')")),
    "shipment-plan": ("maker", "/en", first("/enterprise/plans/", "main a:has-text('2027')")),
    "licence-wallet": ("exporter", "/en", at("/enterprise/licences/")),
    "case-findings": ("shenzhen", "/en", first("/officer/?outcome=not_met", "#found tbody a")),
    "publish": ("ministry", "/en", at("/officer/publication/2028/")),
    "officer-queue": ("examiner", "/en", at("/officer/")),
    "gate-verdict": ("customs", "/en", verdict),
    "oversight": ("analyst", "/en", at("/oversight/", "canvas, svg")),
    "phone": ("exporter", "", wallet),
}


def take(browser: Browser, name: str, base: str, told: dict, to: Path) -> None:
    account, prefix, steps = PICTURES[name]
    size = PHONE if name == "phone" else WIDE
    page = browser.new_context(viewport=size, device_scale_factor=1.2 if name == "phone" else 1).new_page()
    page.set_default_timeout(15_000)
    if account:
        page.goto(f"{base}/account/login/")
        page.locator("[name=login]").fill(account)
        page.locator("[name=password]").fill(told["accounts"][0]["password"])
        page.locator("main button[type=submit]").click()
        page.locator(".desk-name").wait_for()
    page.base = base + prefix
    steps(page, told["samples"])
    page.wait_for_timeout(800)  # a chart draws itself over half a second
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=to / f"{name}.png")
    page.context.close()
    print(to / f"{name}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", default="http://127.0.0.1:8000")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--demo", type=Path, default=DEMO, help="what the demonstration wrote of itself")
    parser.add_argument("--only", default="", help="names, separated by commas")
    asked = parser.parse_args()
    told = json.loads(asked.demo.read_text("utf-8"))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in asked.only.split(",") if asked.only else PICTURES:
            take(browser, name, asked.at.rstrip("/"), told, asked.to)
        browser.close()


if __name__ == "__main__":
    main()
