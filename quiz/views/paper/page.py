"""A paper exam as HTML that stands alone: no script, no address, no question parted by the end of a page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from quiz.text import counted
from quiz.views.paper.chart import WIDTH, Chart, Points
from quiz.views.paper.model import Group, Paper, PaperItem, worth

_STYLE = """
  @page { size: A4; margin: 18mm 18mm 20mm }
  :root { color-scheme: light }
  body { font: 11pt/1.4 "DejaVu Sans", "Noto Sans", "Segoe UI", Arial, sans-serif; color: #000; background: #fff;
         max-width: 174mm; margin: 8mm auto; padding: 0 4mm; overflow-wrap: anywhere }
  h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 1mm }
  .about { margin: 0 0 5mm; color: #333 }
  .fields { display: flex; gap: 6mm; margin: 0 0 3mm }
  .fields span { flex: 1; display: flex; align-items: end; gap: 2mm; white-space: nowrap }
  .fields i, .gap i { flex: 1; border-bottom: .3mm solid #000; height: 8mm; min-width: 20mm }
  .question, .answer { border-top: .2mm solid #999; padding: 3mm 0 4mm 11mm; position: relative }
  .question { break-inside: avoid; page-break-inside: avoid }
  .question .stem { padding-right: 16mm }
  .number { font-weight: bold; position: absolute; left: 0 }
  .point { white-space: nowrap; color: #333; position: absolute; right: 0; top: 3mm }
  .answer .stem, .answer .do { break-after: avoid }
  .stem { margin: 0 0 1mm; white-space: pre-line }
  .do { margin: 0 0 2mm; font-style: italic; color: #333; font-size: 10pt }
  .above { margin: 2mm 0 1mm; font-weight: bold; font-size: 10pt }
  .line { display: flex; gap: 2.5mm; margin: 1mm 0; align-items: baseline; break-inside: avoid }
  .tick { flex: none; width: 3.6mm; height: 3.6mm; border: .3mm solid #000; align-self: flex-start; margin-top: .7mm }
  .box { flex: none; width: 9mm; height: 7mm; border: .3mm solid #000; align-self: center }
  .sign { flex: none; min-width: 5mm; font-weight: bold }
  .letters { margin-top: 2mm; padding-left: 12mm }
  .gap { display: flex; gap: 3mm; align-items: end; margin: 1mm 0 }
  .gap i { flex: none; width: 90mm; max-width: 60% }
  svg { display: block; width: 150mm; max-width: 100%; border: .2mm solid #999; margin: 2mm 0; break-inside: avoid }
  .right { font-weight: bold; margin: 0 0 1mm }
  .also, .why { margin: 0 0 1mm }
  blockquote { margin: 1mm 0 1mm 3mm; padding-left: 3mm; border-left: .6mm solid #999; color: #222; font-size: 10pt;
               break-inside: avoid }
  @media print { body { margin: 0; padding: 0; max-width: none } }
"""


def _page(paper: Paper, title: str, body: str, language: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)} {escape(paper.id)}</title>\n<style>{_STYLE}</style>\n<body>\n{body}</body>\n</html>\n"
    )


def questions(paper: Paper, language: str = "en") -> str:
    """Return the sheet of questions."""
    field = "<span>{} <i></i>{}</span>"
    count = len(paper.items)
    body = [
        f"<h1>{escape(paper.title)}</h1>",
        f'<p class="about">Exam {escape(paper.id)} · {counted(count, "question")} ·'
        f" {counted(paper.minutes, 'minute')}</p>",
        f'<div class="fields">{field.format("Name", "")}{field.format("Date", "")}</div>',
        f'<div class="fields">{field.format("Points", f" of {count}; {escape(paper.enough)} pass")}<span></span></div>',
        *(_asked(item) for item in paper.items),
    ]
    return _page(paper, "Exam", "\n".join(body) + "\n", language)


def _asked(item: PaperItem) -> str:
    inner = [f'<p class="stem">{escape(item.stem)}</p>', f'<p class="do">{escape(item.instruction)}</p>']
    inner += [_svg(item.chart)] if item.chart else []
    inner += [_group(group) for group in item.groups]
    point = '<div class="point">___ / 1</div>'
    return f'<div class="question"><div class="number">{item.number}</div>{point}{"".join(inner)}</div>'


def _group(group: Group) -> str:
    made: list[str] = []
    for line in group.lines:
        made += [f'<p class="above">{escape(line.above)}</p>'] if line.above else []
        text, sign = escape(line.text), escape(line.sign)
        if group.kind == "gap":
            made.append(f'<div class="gap">{sign} <i></i> {text}</div>')
        else:
            before = {"tick": '<span class="tick"></span>', "box": '<span class="box"></span>'}.get(group.kind, "")
            shown = f'<span class="sign">{sign}</span>' if sign else ""
            made.append(f'<div class="line">{before}{shown}<span>{text}</span></div>')
    return f'<div class="{"letters" if group.kind == "letters" else "lines"}">{"".join(made)}</div>'


def _svg(chart: Chart) -> str:
    """Return a map as a drawing with its letters."""
    return (
        f'<svg viewBox="0 0 {WIDTH:g} {chart.height:g}" role="img"><rect width="{WIDTH:g}" height="{chart.height:g}"'
        f' fill="#fff"/>{"".join(_shapes(chart))}</svg>'
    )


def _shapes(chart: Chart) -> Iterator[str]:
    for water, points in chart.shapes:
        yield f'<polygon points="{_path(points)}" fill="{"#dde6ee" if water else "#fff"}"/>'
    for coast, points in chart.lines:
        dash = "" if coast else ' stroke-dasharray="1.2 .6"'
        width = ".35" if coast else ".25"
        yield f'<polyline points="{_path(points)}" fill="none" stroke="#444" stroke-width="{width}"{dash}/>'
    for x, y in chart.dots:
        yield f'<circle cx="{x:g}" cy="{y:g}" r=".8"/>'
    for one in chart.texts:
        place = f'x="{one.x:g}" y="{one.y + one.size * 0.36:g}" font-size="{one.size:g}" text-anchor="middle"'
        weight = ' font-weight="bold"' if one.letter else ""
        # What lies below must not be taken for a part of it.
        for look in (' fill="#fff" stroke="#fff" stroke-width="1"', ""):
            yield f"<text {place}{weight}{look}>{escape(one.text)}</text>"


def _path(points: Points) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def answers(paper: Paper, language: str = "en") -> str:
    """Return the sheet of answers."""
    body = [
        f"<h1>Answers: {escape(paper.title)}</h1>",
        f'<p class="about">Exam {escape(paper.id)}, drawn with the seed {escape(paper.seed)}. '
        f"{escape(worth(paper))}</p>",
        *(_answered(item) for item in paper.items),
    ]
    return _page(paper, "Answers", "\n".join(body) + "\n", language)


def _answered(item: PaperItem) -> str:
    inner = [f'<p class="stem">{escape(item.stem)}</p><p class="do">{escape(item.item)}</p>']
    inner += [f'<p class="right">{escape(line)}</p>' for line in item.right]
    inner += [f'<p class="also">{escape(line)}</p>' for line in item.also]
    inner += [f'<p class="why">{escape(item.explanation)}</p>'] if item.explanation else []
    for source in item.sources:
        place = f"{escape(source.called)}, paragraph {source.paragraph}"
        inner.append(f"<blockquote>{place}: “{escape(source.quote)}”</blockquote>")
    return (
        f'<div class="question"><div class="number">{item.number}</div><div class="inner">{"".join(inner)}</div></div>'
    )
