"""Texts from data stay texts in Markdown, and only web addresses become links."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cartomut.ui.text import link, plain

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown):
    """Return what a Markdown reader shows of a paragraph, and fail when it makes more of it."""
    rendered = MARKDOWN.render(markdown)
    found = re.fullmatch(r"<p>([^<]*)</p>\n", rendered)
    assert found, rendered
    return html.unescape(found[1])


@pytest.mark.parametrize(
    "text",
    [
        "**gras** et *italique* et _souligné_",
        "# titre",
        "- liste",
        "+ liste",
        "1. liste",
        "1) liste",
        "> citation",
        "`code` et ```bloc```",
        "~~barré~~",
        "| a | b |",
        "===",
        "---",
        "<b>html</b> <script>alert(1)</script>",
        "<https://exemple.ci>",
        "[texte](https://exemple.ci)",
        "![image](https://exemple.ci/x.png)",
        "&lt; &amp; &#35;",
        "\\* \\",
        "a\\",
    ],
)
def test_markdown_and_html_in_a_text_are_shown_as_they_are(text):
    assert shown(plain(text)) == text


@pytest.mark.parametrize("text", [":red[x]", "$x^2$", ":material/home:", ":smile:", "~x~", "[[x]]"])
def test_streamlit_s_own_signs_are_escaped_too(text):
    for sign in set(text) & set(":$[]~"):
        assert f"\\{sign}" in plain(text)
        assert not re.search(rf"(?<!\\){re.escape(sign)}", plain(text))


def test_lines_and_runs_of_spaces_become_one_space():
    assert plain("a\n\n# b\t  c\r\nd") == "a \\# b c d"
    assert plain("  a  ") == "a"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_spaces_that_hold_a_number_together_are_kept(space):
    text = f"22{space}671{space}331 personnes"
    assert plain(text) == text


@pytest.mark.parametrize("value", [None, 12, 1.5, True])
def test_other_values_are_written_as_texts(value):
    assert shown(plain(value)) == str(value)


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(
    st.text(
        alphabet=st.sampled_from("ab1 \t\\`*_{}[]()<>#+-.!|$:~&^=;/\"'@%\n"), max_size=20
    ).filter(str.strip)
)
def test_any_mix_of_signs_is_shown_as_it_is(text):
    assert shown(plain(text)) == " ".join(text.split())


def test_a_web_address_becomes_a_link_with_the_text_escaped():
    assert MARKDOWN.render(link("Page *1*", "https://exemple.ci/a?b=c&d=e#f")) == (
        '<p><a href="https://exemple.ci/a?b=c&amp;d=e#f">Page *1*</a></p>\n'
    )
    assert "<a href=" in MARKDOWN.render(link("x", "http://exemple.ci"))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript://exemple.ci/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://exemple.ci",
        "mailto:a@exemple.ci",
        "//exemple.ci",
        "/chemin",
        "exemple.ci",
        "https:",
        "https:///chemin",
        "http://[",
        "https://[::1",
        "https://]x[",
        "",
        None,
        float("nan"),
    ],
)
def test_any_other_address_leaves_the_text_alone(address):
    assert link("Page [1]", address) == plain("Page [1]")


HOSTILE = [
    "https://exemple.ci/a) [autre](https://mauvais.ci",
    "https://exemple.ci/(a)",
    "https://exemple.ci/a b",
    "https://exemple.ci/<script>",
    "https://exemple.ci/\\",
    "https://exemple.ci/\\)",
    'https://exemple.ci/" onclick="alert(1)',
    "https://exemple.ci/'x'",
    "https://exemple.ci/[a](b)",
    "https://exemple.ci/`code`",
    "https://exemple.ci/$x$",
    "https://exemple.ci/\n\n# Titre",
    "https://exemple.ci/\r\n- liste",
    "https://exemple.ci/\tx",
    "https://exemple.ci/é",
    "https://exemple.ci/*a*_b_",
    "https://exemple.ci/a%20b",
    " https://exemple.ci/ ",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_whatever_an_address_holds_it_makes_one_link_to_its_own_host_or_none(address):
    rendered = MARKDOWN.render(link("Page", address))
    assert re.fullmatch(
        r'<p>(<a href="https://exemple\.ci/[^"]*">Page</a>|Page)</p>\n', rendered
    ), rendered


@pytest.mark.parametrize("address", HOSTILE)
def test_two_links_in_one_paragraph_do_not_run_into_each_other(address):
    """Backticks or dollars of two addresses would pair up and swallow what stands between."""
    one = link("Page", address)
    for sign in "`$":
        assert sign not in one


def test_the_address_of_a_link_is_kept_when_there_is_nothing_to_hide():
    address = "https://exemple.ci/dossier/page-1_2.html?x=1&y=%C3%A9~z#haut"
    assert link("x", address).endswith(f"]({address})")
