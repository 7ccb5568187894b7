"""Take the pictures of README.md from the real client: ``python docs/pictures.py ADDRESS``.

ADDRESS is that of ``make demo``. It registers one receipt in the demo, as a person would.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
CUSTOMER = "del paran"


def main(address):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="es-AR")
        sign_in(page, address)
        take_customer(page, address)
        take_documents(page)
        take_values(page)
        take_posted(page)
        take_pdf(page)
        take_board(page, address)
        take_aging(page, address)
        browser.close()


def sign_in(page, address):
    page.goto(f"{address}/web/login")
    page.fill("input[name=login]", "manager")
    page.fill("input[name=password]", "manager")
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")


def shoot(page, name):
    page.wait_for_timeout(1200)
    page.screenshot(path=IMAGES / f"{name}.png")


def take_customer(page, address):
    page.goto(f"{address}/odoo/cobranzas-receipts")
    page.click(".o_list_button_add")
    page.wait_for_selector(".o_field_widget[name=partner_id] input")
    page.fill(".o_field_widget[name=partner_id] input", "")
    page.type(".o_field_widget[name=partner_id] input", CUSTOMER)
    page.wait_for_selector(".o-autocomplete--dropdown-item")
    shoot(page, "receipt-1-customer")
    page.click(".o-autocomplete--dropdown-item >> nth=0")


def take_documents(page):
    page.click("button[name=action_load_documents]")
    toggles = ".o_field_widget[name=line_ids] .o_data_row .o_boolean_toggle input"
    page.wait_for_selector(toggles)
    for row in (1, 2):  # the first is in dollars: posting would ask for the rate of the day
        page.locator(toggles).nth(row).click()
        page.wait_for_timeout(600)
    shoot(page, "receipt-2-documents")


def take_values(page):
    page.click(".o_notebook_headers a[name=values]")
    page.click(".o_field_widget[name=value_ids] .o_field_x2many_list_row_add a")
    row = ".o_selected_row .o_field_widget"
    page.type(f"{row}[name=payment_method_line_id] input", "banco")
    page.wait_for_selector(".o-autocomplete--dropdown-item")
    page.click(".o-autocomplete--dropdown-item >> nth=0")
    page.fill(f"{row}[name=operation_number] input", "TR 4711")
    page.fill(f"{row}[name=amount] input", "500000")
    page.click(".o_cobranzas_totals label >> nth=0")
    page.wait_for_timeout(800)
    page.click(".o_field_widget[name=check_ids] .o_field_x2many_list_row_add a")
    page.fill(f"{row}[name=name] input", "4521")
    page.type(f"{row}[name=bank_id] input", "galicia")
    page.wait_for_selector(".o-autocomplete--dropdown-item")
    page.click(".o-autocomplete--dropdown-item >> nth=0")
    page.click(".o_cobranzas_totals label >> nth=0")
    shoot(page, "receipt-3-values")


def take_posted(page):
    page.click("button[name=action_post]")
    page.wait_for_selector("button[name=action_print]:visible")
    shoot(page, "receipt-4-posted")


def take_pdf(page):
    with tempfile.TemporaryDirectory() as folder, page.expect_download() as download:
        page.click("button[name=action_print]:visible")
    pdf = Path(folder) / "receipt.pdf"
    pdf.parent.mkdir(exist_ok=True)
    download.value.save_as(pdf)
    target = IMAGES / "receipt-5-pdf"
    subprocess.run(["pdftoppm", "-r", "80", "-png", "-singlefile", pdf, target], check=True)


def take_board(page, address):
    page.goto(f"{address}/odoo/cobranzas")
    page.wait_for_selector(".o_cobranzas_dashboard canvas")
    shoot(page, "board")


def take_aging(page, address):
    page.goto(f"{address}/odoo/cobranzas-aging")
    page.click(".o_cobranzas_fold >> nth=1")
    page.wait_for_selector(".o_cobranzas_detail")
    shoot(page, "aging")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
