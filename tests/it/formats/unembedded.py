"""Writes PDFs whose fonts are named and not embedded, as office programs of the 2000s did."""

from reportlab.lib.pagesizes import A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import CIDFont
from reportlab.pdfgen import canvas

TITLE = "記録媒体の紛失に関するお詫び"
BODY = [
    "　弊社の社員が通勤の列車内に、お客様の情報を保存した記録",
    "媒体を置き忘れました。媒体には試供品の応募者の氏名と住所",
    "が含まれており、暗号化は行われていませんでした。鉄道会社",
    "と警察へ届け出ましたが、発見には至っておりません。",
]
ROWS = [("項目", "件数"), ("氏名", "1,234件"), ("ﾃﾞﾝﾜ番号", "56件")]


def write(path, face, map_, codec):
    font = CIDFont(face, map_)
    pdfmetrics.registerFont(font)
    name = f"{face}-{map_}"
    # A canvas takes the codes of such a font as characters below 256.
    show = lambda text: text.encode(codec).decode("latin-1")
    page = canvas.Canvas(path, pagesize=A5, invariant=1)
    page.setFont(name, 16)
    page.drawString(90, 520, show(TITLE))
    page.setFont(name, 11)
    for number, line in enumerate(BODY):
        page.drawString(56, 470 - 18 * number, show(line))
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            page.drawString(70 + 120 * column, 380 - 18 * number, show(cell))
    page.save()


write("shift-jis.pdf", "HeiseiMin-W3", "90ms-RKSJ-H", "cp932")
write("euc.pdf", "HeiseiMin-W3", "EUC-H", "euc_jp")
write("ucs2.pdf", "HeiseiMin-W3", "UniJIS-UCS2-H", "utf-16-be")
