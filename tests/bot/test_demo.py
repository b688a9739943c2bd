"""The configuration of the demo."""

from pathlib import Path

from bot.demo import configure
from bot.settings import Settings


def test_what_was_added_to_the_demos_configuration_stays(tmp_path: Path) -> None:
    file = tmp_path / "footnote.toml"
    configure(file, 8800)
    with file.open("a") as opened:
        opened.write('\n[models.acme]\nkind = "extractive"\n')
    configure(file, 8801)
    configure(file, 8802)
    settings = Settings(tmp_path)
    assert "acme" in settings.models
    assert settings.file.sources["handbook"].model_extra["url_prefix"] == (
        "http://127.0.0.1:8802/documents"
    )
    assert file.read_text().count("[models.acme]") == 1
