"""The pages as people use them, in Chromium: with a mouse, by keyboard alone, without scripts, on a phone, and read by axe."""

import re

import pytest

REPORT = "/reports/northmere-2016-17"
PAGES = ["/", "/?figure=rate&template=yes&columns=all", "/?area=Nowhere", "/search", "/search?q=flat&in=testimonials",
         "/search?q=%22open", "/search?q=zebra", "/reports", REPORT, f"{REPORT}?shown=yes", f"{REPORT}?at=230-260", f"{REPORT}/statistics",
         "/laws", "/codebook", "/passages?theme=accommodation", "/passages?theme=none", "/highlights?layer=agency&label=police",
         "/highlights?layer=legislation&label=ukpga/2003/44", "/add", "/add/progress", "/nothing"]  # fmt: skip


def in_view(page, selector: str) -> bool:
    box = page.locator(selector).first.bounding_box()
    return box is not None and 0 <= box["y"] < page.viewport_size["height"]


def decoration(page, selector: str) -> str:
    return page.locator(selector).first.evaluate("mark => getComputedStyle(mark).textDecorationLine")


def test_a_quotation_is_found_by_words_and_choices_and_opened_in_its_report(visit):
    page = visit("/")
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Words to find").fill("flats")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("heading", level=2).filter(has_text="passages with").count() == 1
    page.get_by_label(re.compile("^Quotations")).check()
    page.get_by_role("button", name="Apply choices").first.click()
    assert page.get_by_role("heading", name="1 passage with “flats”").is_visible()
    assert page.locator(".app-quote mark").inner_text() == "flat"
    assert page.locator(".app-speaker").inner_text() == "Ann Marsh, Victim Liaison Officer, Victim unit"
    page.get_by_role("link", name="Northmere 2016–17").click()
    assert page.locator("#at").inner_text() == "flat"
    assert in_view(page, "#at")
    page.get_by_role("link", name="Back to the search").click()
    assert page.get_by_role("heading", name="1 passage with “flats”").is_visible()
    page.get_by_role("link", name=re.compile("Take away Kind of passage")).click()
    assert page.locator(".app-hit").count() > 1


def test_a_figure_of_the_overview_opens_its_passages_and_they_their_report(visit):
    page = visit("/")
    row = page.locator(".app-bars tbody tr").filter(has_text="Accommodation")
    link = row.get_by_role("link").last
    figure = link.inner_text()
    link.click()
    assert page.get_by_role("heading", name=f"{figure} passages on accommodation").is_visible()
    page.locator(".app-hit a").first.click()
    assert in_view(page, "#at")


def test_layers_are_switched_and_the_address_keeps_them(visit):
    page = visit(REPORT)
    assert decoration(page, "#text .m-agency") == "underline"
    page.get_by_label(re.compile("^Agencies")).uncheck()
    assert decoration(page, "#text .m-agency") == "none"
    assert decoration(page, "#text .m-role") == "underline"
    assert page.locator("#marks li:visible[data-layer=agency]").count() == 0
    page.reload()
    assert page.locator("#text .m-agency").count() == 0
    assert not page.get_by_label(re.compile("^Agencies")).is_checked()
    page.get_by_label(re.compile("^Agencies")).check()
    page.wait_for_selector("#text .m-agency")
    assert decoration(page, "#text .m-role") == "underline"


def test_highlights_that_overlap_are_nested_and_all_listed(visit):
    page = visit(REPORT)
    nested = page.locator("#text .m-testimonial .m-agency", has_text="Strategic Management Board").first
    assert nested.is_visible()
    nested.click()
    assert page.locator("#marks [aria-current]").count() == 1
    assert "of" in page.locator("#now").inner_text()


def test_everything_can_be_done_by_keyboard(visit):
    page = visit("/search")

    def tab_to(what: str) -> None:
        for _ in range(150):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches({what!r})"):
                return
        raise AssertionError(f"{what} cannot be reached with the Tab key")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    tab_to("#q")
    page.keyboard.type("flat")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=flat**")
    tab_to("input[name=in][value=testimonials]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**in=testimonials**")
    tab_to(".app-hit a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#at")
    tab_to("#layer-agency")
    page.keyboard.press("Space")
    assert decoration(page, "#text .m-agency") == "none"
    tab_to("#text")
    page.keyboard.press("n")
    first = page.locator("#marks [aria-current]").get_attribute("data-go")
    page.keyboard.press("n")
    assert page.locator("#marks [aria-current]").get_attribute("data-go") != first
    page.keyboard.press("p")
    assert page.locator("#marks [aria-current]").get_attribute("data-go") == first
    assert in_view(page, ".m-now")


def test_single_letters_do_nothing_elsewhere(visit):
    page = visit(REPORT)
    page.keyboard.press("n")
    assert page.locator("#marks [aria-current]").count() == 0


def test_a_highlight_has_an_address_of_its_own(visit):
    page = visit(REPORT)
    page.locator("#marks a").nth(3).click()
    address = page.url.partition("/reports")[2]
    other = visit(f"/reports{address}")
    assert other.locator("#marks a").nth(3).get_attribute("aria-current") == "true"
    assert in_view(other, ".m-now")


def test_without_scripts_everything_still_works(visit):
    page = visit("/search?q=flat", scripts=False)
    page.get_by_label(re.compile("^Quotations")).check()
    page.get_by_role("button", name="Apply choices").first.click()
    page.get_by_role("link", name="Northmere 2016–17").click()
    assert page.locator("#at").inner_text() == "flat"
    page.get_by_label(re.compile("^Agencies")).uncheck()
    page.get_by_role("button", name="Show these").click()
    assert page.locator("#text .m-agency").count() == 0
    assert page.locator("#text .m-role").count() > 0
    page.get_by_role("link", name="First highlight").click()
    first = page.locator("#marks [aria-current]").inner_text()
    page.get_by_role("link", name="Next").click()
    assert page.locator("#marks [aria-current]").inner_text() != first
    assert in_view(page, ".m-now")
    assert page.locator("#text .m-agency").count() == 0, "the choice of layers is carried on"


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_no_page_is_wider_than_the_screen(visit, width):
    page = visit("/", width=width)
    wide = []
    for address in PAGES:
        page.goto(page.url.partition("/")[0] + "//" + page.url.split("/")[2] + address)
        extra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if extra > 0:
            wide.append((address, extra))
    assert wide == []


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(visit, axe, width):
    page = visit("/", width=width)
    base = page.url.rstrip("/")
    found = []
    for address in PAGES:
        page.goto(base + address)
        found += [(address, *one) for one in violations(page, axe)]
    page.goto(base + REPORT)
    page.locator("#marks a").nth(4).click()
    found += [("a highlight looked at", *one) for one in violations(page, axe)]
    assert found == []


def violations(page, axe: str) -> list[tuple[str, str]]:
    page.evaluate(axe)
    result = page.evaluate("axe.run(document)")
    return [(rule["id"], node["html"][:200]) for rule in result["violations"] for node in rule["nodes"]]


def test_reports_are_added_and_corrected(visit, serve, axe, tmp_path):
    from web_reports import write_reports

    reports = write_reports(tmp_path / "reports")
    page = visit("/", base=serve(tmp_path / "corpus"), scripts=False)
    page.get_by_role("button", name="Add reports").click()
    page.get_by_label("Folders of reports").fill(str(tmp_path / "nowhere"))
    page.get_by_role("button", name="Read the reports").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Folders of reports").fill(str(reports))
    page.get_by_role("button", name="Read the reports").click()
    page.wait_for_selector("#done", timeout=60_000)
    assert page.get_by_text("2 of 2 read").is_visible()
    page.get_by_role("link", name="Check their areas and years").click()
    page.get_by_role("link", name="Correct southmere-2017-18.txt").click()
    page.get_by_label("Area").fill("Southmere")
    page.get_by_role("button", name="Save and read the reports again").click()
    page.wait_for_selector("#done", timeout=60_000)
    page.get_by_role("link", name="See the reports").click()
    assert page.get_by_role("link", name="Southmere 2017–18", exact=True).is_visible()
    again = visit("/add", base=page.url.removesuffix("/reports"))
    assert violations(again, axe) == []
    again.get_by_label("Folders of reports").fill(str(tmp_path))
    again.get_by_role("link", name="Correct northmere-2016-17.txt").click()
    assert violations(again, axe) == []
    again.get_by_label("Reporting year").fill("2016")
    again.get_by_role("button", name="Save and read the reports again").click()
    assert again.get_by_role("alert").is_visible()
    assert violations(again, axe) == []


def test_what_a_report_holds_never_runs(visit):
    page = visit(REPORT)
    assert page.title() == "Northmere 2016–17 – MAPPA reports"
    assert '<script>document.title = "run"</script>' in page.locator("#text").inner_text()


def test_plain_files_work_without_the_program(visit, corpus, tmp_path):
    from mappa.web.app import create_app
    from mappa.web.static_site import write_site

    first = write_site(create_app(corpus), tmp_path / "site")
    page = visit(f"/{first.as_posix().lstrip('/')}", base="file://")
    page.locator(".app-bars tbody tr").filter(has_text="Accommodation").get_by_role("link").last.click()
    page.locator(".app-hit a").first.click()
    assert page.locator("#text").is_visible()
    page.get_by_label(re.compile("^Agencies")).uncheck()
    assert decoration(page, "#text .m-agency") == "none"
    page.locator("#marks a:visible").first.click()
    assert in_view(page, ".m-now")
