"""Encodings: found, named, and told."""

import pytest

from linreg import read_table
from linreg.tables import ENCODINGS, likely_encodings

WRITTEN = [
    ("Größe;Weg\n1,5;10,2\n", "mac_roman", "Mac Roman"),
    ("Tür;Höhe\n1;2\n", "cp437", "DOS (CP850)"),
    ("Время;Путь\n1;2\n", "cp1251", "Windows-1251"),
    ("時間,温度\n1,2\n", "cp932", "Shift-JIS"),
    ("时间,温度\n1,2\n", "gbk", "GBK"),
    ("Größe;Länge\n1;2\n", "cp1252", "Windows-1252"),
    ("Température;Durée\n1;2\n", "cp1252", "Windows-1252"),
    ("Año;Peso\n1;2\n", "cp1252", "Windows-1252"),
]


@pytest.mark.parametrize(("text", "codec", "name"), WRITTEN)
def test_the_encoding_is_found_and_named(text, codec, name):
    table = read_table(text.encode(codec))
    assert list(table.columns) == text.splitlines()[0].replace(";", ",").split(",")
    assert table.report.origin.encoding == name
    assert f"Read in {name}; if letters look wrong, save the file as UTF-8." in table.report.remarks


def test_an_encoding_that_cannot_be_told_apart_can_be_told():
    data = "İl;Nüfus ş\n1;2\n".encode("cp1254")
    table = read_table(data)
    assert table.report.origin.encoding == "Windows-1252"
    assert likely_encodings(data, "Windows-1252")[0] == "Windows-1254"
    assert read_table(data, encoding="Windows-1254").columns == ("İl", "Nüfus ş")
    assert set(likely_encodings(data, "Windows-1252")) < set(ENCODINGS)
    with pytest.raises(ValueError, match="encoding is 'klingon'; expected None or one of"):
        read_table(data, encoding="klingon")
