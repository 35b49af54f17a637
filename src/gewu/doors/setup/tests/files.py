"""Small files as a county sends them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from gewu.doors.setup.rules.sheets import SHEETS

COUNTY, TOWN, COMMUNITY = "370898", "370898100", "370898100001"
GRID_1, GRID_2 = "370898100001001", "370898100001002"

AREAS = [
    (TOWN, COUNTY, "北镇", "North Town", ""),
    (COMMUNITY, TOWN, "北一社区", "North Community", ""),
    (GRID_1, COMMUNITY, "第一网格", "Grid One", "综合网格"),
    (GRID_2, COMMUNITY, "第二网格", "Grid Two", ""),
]
UNITS = [
    ("区县部门", "", "市政中心", "Works", "0537-1112223"),
    ("镇街", TOWN, "北镇人民政府", "", "0537-1112224"),
]
STAFF = [("0017", "王秀兰", "Wang Xiulan"), ("0018", "李明", ""), ("0019", "赵强", "")]
APPOINTMENTS = [
    ("0017", GRID_1, "网格员", "", "是", "13700000017", "", ""),
    ("李明", TOWN, "派遣员", "", "", "", "", ""),
    ("0019", "市政中心", "部门工作人员", "", "", "", "2026-01-01", ""),
    ("", GRID_2, "网格员", "", "是", "", "", ""),
]
LEADS = [("市政", "市政中心")]


def headings(name, language="zh-hans"):
    with override(language):
        return [str(column.label) for column in SHEETS[name].columns]


def title(name, language="zh-hans"):
    with override(language):
        return str(SHEETS[name].label)


def sheets(**changed):
    found = {
        "areas": AREAS,
        "units": UNITS,
        "staff": STAFF,
        "appointments": APPOINTMENTS,
        "leads": LEADS,
    }
    return found | changed


def xlsx(tables, language="zh-hans"):
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        page = book.create_sheet(title(name, language))
        page.append(headings(name, language))
        for row in rows:
            page.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def csv(name, rows, encoding="utf-8"):
    width = len(headings(name))
    filled = [(*row, *[""] * (width - len(row))) for row in rows]
    lines = [",".join(map(str, row)) for row in (headings(name), *filled)]
    return "\r\n".join(lines).encode(encoding)


def upload(content, name="book.xlsx"):
    return SimpleUploadedFile(name, content)


def opened(content):
    return load_workbook(BytesIO(content))
