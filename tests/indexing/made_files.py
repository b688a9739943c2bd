"""Small real files of every type, made in memory."""

import io
import textwrap
import zipfile
from collections.abc import Iterator, Mapping, Sequence

import matplotlib as mpl
from PIL import Image, ImageDraw, ImageFont

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.backends.backend_pdf import PdfPages

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument."
_ODF = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
    ]
)
ZEROS = 1 << 20


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of these parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def bomb(name: str, megabytes: int) -> bytes:
    """A small archive whose part `name` unpacks to `megabytes` of zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        with made.open(name, "w") as part:
            for _ in range(megabytes):
                part.write(bytes(ZEROS))
    return out.getvalue()


def _package(main: str, kind: str, parts: Mapping[str, str], types: Mapping[str, str]) -> bytes:
    """An Office package whose main part is `main`; `types` name -> content type."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_KIND}{what}+xml"/>'
        for name, what in {main: kind, **types}.items()
    )
    return archive(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_TYPES}"><Default '
            'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
            f'+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
            "_rels/.rels": _relations({"rId1": ("officeDocument", main)}),
            **parts,
        }
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{_REL}">{inner}</Relationships>'


def _run(text: str, style: str = "") -> str:
    """A paragraph; `text` that begins with a tag is its runs."""
    style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = text if text.startswith("<") else f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:p>{style}{runs}</w:p>"


def docx(*paragraphs: str, heading: str = "Opening hours") -> bytes:
    """A heading by its style, the paragraphs, a table and a diagram."""
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_run(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in (("Day", "Opens"), ("Monday", "09:15"))
    )
    body = _run(heading, "Heading1") + "".join(map(_run, paragraphs)) + f"<w:tbl>{rows}</w:tbl>"
    return _package(
        "word/document.xml",
        "wordprocessingml.document.main",
        {
            "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{body}'
            "</w:body></w:document>",
            "word/_rels/document.xml.rels": _relations({"rId1": ("styles", "styles.xml")}),
            "word/styles.xml": f'<?xml version="1.0"?><w:styles xmlns:w="{_W}"><w:style '
            'w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
            "</w:styles>",
            "word/diagrams/data1.xml": f'<dgm:dataModel xmlns:dgm="{_DGM}" xmlns:a="{_A}">'
            "<a:p><a:r><a:t>Diagram: ask </a:t></a:r><a:r><a:t>the porter</a:t></a:r></a:p>"
            "</dgm:dataModel>",
        },
        {"word/styles.xml": "wordprocessingml.styles"},
    )


def pptx(*slides: str, properties: str = "") -> bytes:
    """One text box on each slide; `properties` of its characters, such as a strike."""
    parts, types = {}, {}
    for number, text in enumerate(slides, 1):
        name = f"ppt/slides/slide{number}.xml"
        types[name] = "presentationml.slide"
        parts[name] = (
            f'<?xml version="1.0"?><p:sld xmlns:p="{_P}" xmlns:a="{_A}"><p:cSld><p:spTree>'
            '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
            '<p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="Text"/><p:cNvSpPr/><p:nvPr/>'
            f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r>"
            f"<a:rPr {properties}/><a:t>{text}</a:t></a:r></a:p>"
            "</p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
        )
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, len(slides) + 1))
    parts["ppt/presentation.xml"] = (
        f'<?xml version="1.0"?><p:presentation xmlns:p="{_P}" xmlns:r="{_R}">'
        f"<p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    )
    parts["ppt/_rels/presentation.xml.rels"] = _relations(
        {f"rId{n}": ("slide", f"slides/slide{n}.xml") for n in range(1, len(slides) + 1)}
    )
    return _package("ppt/presentation.xml", "presentationml.presentation.main", parts, types)


def xlsx(rows: Sequence[Sequence[str | int]], box: str) -> bytes:
    """One sheet, Rates, and a drawing with a text box."""

    def cell(value: str | int) -> str:
        if isinstance(value, int):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    return _package(
        "xl/workbook.xml",
        "spreadsheetml.sheet.main",
        {
            "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{_S}" xmlns:r="{_R}">'
            '<sheets><sheet name="Rates" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                {"rId1": ("worksheet", "worksheets/sheet1.xml")}
            ),
            "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?><worksheet xmlns="{_S}" '
            f'xmlns:r="{_R}"><sheetData>{lines}</sheetData><drawing r:id="rId1"/></worksheet>',
            "xl/worksheets/_rels/sheet1.xml.rels": _relations(
                {"rId1": ("drawing", "../drawings/drawing1.xml")}
            ),
            "xl/drawings/drawing1.xml": f'<?xml version="1.0"?><xdr:wsDr xmlns:xdr="{_XDR}" '
            f'xmlns:a="{_A}"><xdr:sp><xdr:txBody><a:p><a:r><a:t>{box}</a:t></a:r></a:p>'
            "</xdr:txBody></xdr:sp></xdr:wsDr>",
        },
        {
            "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
            "xl/drawings/drawing1.xml": "drawing",
        },
    )


def odf(kind: str, inner: str, encrypted: bool = False) -> bytes:
    """OpenDocument of `kind` (text, presentation, spreadsheet) with `inner` as its body."""
    key = "<manifest:encryption-data/>" if encrypted else ""
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
            'opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="content.xml">{key}</manifest:file-entry></manifest:manifest>',
            "content.xml": f'<?xml version="1.0"?><office:document-content{_ODF}><office:body>'
            f"<office:{kind}>{inner}</office:{kind}></office:body></office:document-content>",
        }
    )


def odp(*slides: str, encrypted: bool = False) -> bytes:
    """Slides with a text box each."""
    pages = "".join(
        f"<draw:page><draw:frame><draw:text-box><text:p>{text}</text:p></draw:text-box>"
        "</draw:frame></draw:page>"
        for text in slides
    )
    return odf("presentation", pages, encrypted)


def epub(title: str, *chapters: str) -> bytes:
    """A book of chapters."""
    numbers = range(1, len(chapters) + 1)
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in numbers
    )
    refs = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container version="1.0" xmlns="urn:oasis:names:tc:'
            'opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" '
            'media-type="application/oebps-package+xml"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="2.0" '
            'unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f'<dc:title>{title}</dc:title><dc:identifier id="i">1</dc:identifier></metadata>'
            f"<manifest>{items}</manifest><spine>{refs}</spine></package>",
            **{
                f"OEBPS/c{n}.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>c'
                f"</title></head><body>{chapter}</body></html>"
                for n, chapter in zip(numbers, chapters, strict=True)
            },
        }
    )


def rtf(text: str) -> bytes:
    """Rich text, other than ASCII escaped."""
    escaped = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\\f0\\fs24 {escaped}\\par}}".encode()


def pdf(*pages: str | Image.Image, title: str = "House rules") -> bytes:
    """A page of text for each string, a page that is only a picture for each picture."""
    out = io.BytesIO()
    with PdfPages(out, metadata={"Title": title}) as made:
        for page in pages:
            figure = plt.figure(figsize=(8, 6))
            if isinstance(page, str):
                figure.text(0.1, 0.6, page, fontsize=14)
            else:
                figure.figimage(page, 40, 200)
            made.savefig(figure)
            plt.close(figure)
    return out.getvalue()


def sections_pdf(*pages: Mapping[str, str], running: str = "") -> bytes:
    """Pages of headings in large letters, each with its text below; `running` ends every page."""
    out = io.BytesIO()
    with PdfPages(out) as made:
        for number, page in enumerate(pages, 1):
            figure, at = plt.figure(figsize=(8, 10)), 0.9
            for heading, text in page.items():
                figure.text(0.1, at, heading, fontsize=20)
                lines = textwrap.wrap(text, 70)
                for line, below in zip(lines, range(1, 9), strict=False):
                    figure.text(0.1, at - 0.01 - 0.02 * below, line, fontsize=10)
                at -= 0.08 + 0.02 * len(lines)
            figure.text(0.1, 0.03, running.format(number), fontsize=8)
            made.savefig(figure)
            plt.close(figure)
    return out.getvalue()


def form_pdf(text: str, fields: Mapping[str, str]) -> bytes:
    """A page with `text` and a form that has been filled in."""
    first = 6
    numbers = range(first, first + len(fields))
    refs = " ".join(f"{n} 0 R" for n in numbers)
    stream = f"BT /F1 14 Tf 50 700 Td ({text}) Tj ET"
    objects = [
        f"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{refs}]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        f"/Resources<</Font<</F1 5 0 R>>>>/Annots[{refs}]>>",
        f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *(
            "<</Type/Annot/Subtype/Widget/FT/Tx/Rect[50 500 300 520]/P 3 0 R"
            f"/T({name})/V({value})>>"
            for name, value in fields.items()
        ),
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def drawn(*lines: str, size: tuple[int, int] = (620, 160)) -> Image.Image:
    """Black letters on white."""
    picture = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(size=40)
    for number, line in enumerate(lines):
        pen.text((20, 20 + 60 * number), line, fill="black", font=font)
    return picture


def picture(kind: str, *lines: str, size: tuple[int, int] = (620, 160)) -> bytes:
    """`drawn` as a file of `kind`, such as PNG."""
    out = io.BytesIO()
    drawn(*lines, size=size).save(out, kind)
    return out.getvalue()


def blank(width: int, height: int) -> bytes:
    """A PNG of nothing, one bit a pixel."""
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def ole(*streams: str) -> bytes:
    """Microsoft's older container, with streams of 4096 zeros each (three at most)."""
    free, end, fat, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF

    def numbers(*values: int) -> bytes:
        return b"".join(value.to_bytes(4, "little") for value in values)

    def entry(name: str, kind: int, start: int, size: int, child: int, right: int) -> bytes:
        encoded = name.encode("utf-16-le")
        return (
            encoded.ljust(64, b"\0")
            + (len(encoded) + 2 if name else 0).to_bytes(2, "little")
            + bytes([kind, 1])
            + numbers(none, right, child)
            + bytes(36)
            + numbers(start)
            + size.to_bytes(8, "little")
        )

    table = [fat, end]
    entries = [entry("Root Entry", 5, end, 0, 1, none)]
    for number, name in enumerate(streams, 1):
        right = number + 1 if number < len(streams) else none
        entries.append(entry(name, 2, len(table), 4096, none, right))
        table += [*range(len(table) + 1, len(table) + 8), end]
    entries += [entry("", 0, 0, 0, none, none)] * (4 - len(entries))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += bytes.fromhex("3e000300feff09000600") + bytes(6)
    head += numbers(0, 1, 1, 0, 4096, end, 0, end, 0, 0) + numbers(*[free] * 108)
    body = bytes(4096 * len(streams))
    return head + numbers(*table, *[free] * (128 - len(table))) + b"".join(entries) + body


def pages(text: str) -> Iterator[str]:
    """The pages of a parsed text, without the space around them."""
    return (page.strip() for page in text.split("\f"))
