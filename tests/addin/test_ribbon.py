"""The ribbon's XML against the rules of the customUI14 schema, its callbacks against the VBA, its words in three languages."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from ticktie.addin.build import modules
from ticktie.addin.ribbon import ribbon_xml, words
from ticktie.addin.sources import AddinRefused, Sources, module, read_sources
from ticktie.commands.catalogue import GROUPS, buttons, command
from ticktie.domain.wording import LANGUAGES, say

SOURCES = read_sources()
CATALOGUE = buttons("excel")
NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
ROOT = etree.fromstring(ribbon_xml(SOURCES).encode())
ELEMENTS = [e for e in ROOT.iter() if isinstance(e.tag, str)]
PROCEDURES = {
    name: args for m in modules(SOURCES) for name, args in re.findall(r"^Public Sub (\w+)\((.*)\)$", m.text, re.M)
}

# element -> (its parent, attributes it may have); of the schema's, only what is used here
ALLOWED = {
    "customUI": ("", {"onLoad"}),
    "ribbon": ("customUI", set()),
    "tabs": ("ribbon", set()),
    "tab": ("tabs", {"id", "getLabel"}),
    "group": ("tab", {"id", "getLabel"}),
    "button": ("group", {"id", "size", "imageMso", "getLabel", "getScreentip", "getSupertip", "getEnabled", "onAction"}),
}
SIGNATURES = {"onLoad": "ribbon As IRibbonUI", "onAction": "control As IRibbonControl"}
ASKED = "control As IRibbonControl, ByRef returnedVal"
ICONS = {"FileNew", "FindDialogExcel", "AcceptInvitation", "ReviewShowAllComments", "AcceptTask", "Delete", "Undo", "FormulaEvaluate", "PropertySheet", "Help", "Info"}


def test_elements_and_attributes_are_those_of_the_schema():
    for element in ELEMENTS:
        assert element.tag.startswith(NAMESPACE)
        parent, attributes = ALLOWED[etree.QName(element).localname]
        above = element.getparent()
        assert (etree.QName(above).localname if above is not None else "") == parent
        assert set(element.attrib) <= attributes


def test_ids_are_unique_and_are_names():
    ids = [e.get("id") for e in ELEMENTS if "id" in e.attrib]
    assert len(set(ids)) == len(ids) == 1 + len(GROUPS) + len(CATALOGUE)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,63}", i) for i in ids)
    assert not [i for i in ids if i.lower().startswith("mso")]


def test_every_callback_exists_once_with_its_signature():
    text = "\n".join(m.text for m in modules(SOURCES))
    for element in ELEMENTS:
        for name, value in element.attrib.items():
            if name.startswith(("get", "on")):
                assert PROCEDURES[value] == SIGNATURES.get(name, ASKED), value
                assert len(re.findall(rf"^Public (?:Sub|Function) {value}\b", text, re.M)) == 1


def test_pictures_are_known_and_sizes_are_the_two_there_are():
    for button in ROOT.iter(f"{NAMESPACE}button"):
        assert button.get("imageMso") in ICONS
        assert button.get("size") in ("large", "normal")
    assert {c.key for c in CATALOGUE} == set(SOURCES.buttons)


def test_the_ribbon_is_the_catalogue():
    buttons = [b.get("id") for b in ROOT.iter(f"{NAMESPACE}button")]
    assert buttons == [f"tt_{c.key}" for c in CATALOGUE]
    assert [g.get("id") for g in ROOT.iter(f"{NAMESPACE}group")] == [f"ttGroup_{g}" for g in GROUPS]
    assert command("reconcile").group == "match"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_and_fits(language):
    at = 1 + LANGUAGES.index(language)
    found = {row[0]: row[at] for row in words()[1:]}
    for element in ELEMENTS:
        if (id_ := element.get("id")) and "getLabel" in element.attrib:
            assert 0 < len(found[f"label.{id_}"]) <= (20 if language == "en" else 8)
        if "getSupertip" in element.attrib:
            assert 0 < len(found[f"tip.{id_}"]) <= 200
        if "getEnabled" in element.attrib:
            need = found[f"needs.{id_}"]
            assert need == "nothing" or found[f"message.{need}"] == say(language, f"addin.message.{need}")
    assert words()[0] == ("", *LANGUAGES)
    assert len({row[0] for row in words()}) == len(words())
    assert all(len(text) < 1024 and "&" not in text for row in words() for text in row)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["reconcile", "accept", "reject", "undo", "new"])
def test_what_stands_in_the_status_bar_is_known_for_ours(key, language):
    """TicktieRibbon.TtMoved takes it away by these letters."""
    assert say(language, f"addin.done.{key}").startswith("ticktie")


def test_every_need_is_known_to_the_vba():
    (ribbon,) = [m for m in SOURCES.modules if m.name == "TicktieRibbon"]
    assert set(re.findall(r'Case "(\w+)"', ribbon.text)) == {c.needs for c in CATALOGUE}
    texts = set(re.findall(r'TtText\("([\w.]+)"\)', "".join(m.text for m in SOURCES.modules)))
    assert texts <= {row[0] for row in words()}


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("Option Explicit\n", "no VB_Name"),
        ('Attribute VB_Name = "A"\nMsgBox "对账"\n', "对"),
        (f'Attribute VB_Name = "A"\n\' {"x" * 1023}\n', "1023"),
    ],
)
def test_vba_that_would_not_survive_is_refused(text, detail):
    with pytest.raises(AddinRefused, match=detail):
        module(text)


@pytest.mark.parametrize("change", [{"ribbon": "<customUI/>"}, {"buttons": {}}])
def test_sources_that_do_not_fit_are_refused(change):
    with pytest.raises(AddinRefused, match="source_wrong"):
        ribbon_xml(Sources(**{**vars(SOURCES), **change}))


def test_two_modules_of_one_name_are_refused():
    with pytest.raises(AddinRefused, match="source_wrong"):
        modules(Sources(**{**vars(SOURCES), "name": "TicktieRibbon"}))


def test_missing_sources_are_refused(tmp_path):
    with pytest.raises(AddinRefused, match="source_wrong"):
        read_sources(tmp_path)
