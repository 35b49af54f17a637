"""What a register must not ask: registers are about places and things, never about persons."""

from django.utils.translation import gettext as _

from gewu.kernel.words import never_kept

# A person at work in an organisation may be reached; who they are is nobody's business here.
ABOUT_PEOPLE = (
    "身份证", "公民身份", "出生日期", "出生年月", "性别", "年龄", "婚姻", "民族", "宗教", "籍贯", "户籍",
    "学历", "病史", "健康状况", "残疾", "低保", "贫困", "收入", "家庭成员", "孕", "流动人口", "人员类别",
    "人员标签", "人员评分", "信用分", "积分排名", "车牌", "行踪", "轨迹",
)  # fmt: skip
IN_ENGLISH = (
    "id card", "identity number", "date of birth", "birthday", "gender", "marital", "religio",
    "ethnic", "disabil", "medical", "income", "household member", "pregnan", "licence plate",
    "license plate", "whereabouts", "score of", "person type",
)  # fmt: skip


def words_fault(*texts: str) -> str:
    """Why these words may not name a field, a choice or a kind; empty where they may."""
    for text in texts:
        tight, small = "".join(text.split()), " ".join(text.lower().split())
        found = (
            never_kept(text)
            or next((word for word in ABOUT_PEOPLE if word in tight), "")
            or next((word for word in IN_ENGLISH if word in small), "")
        )
        if found:
            said = _("“%(word)s” is about persons. Registers keep places and things only.")
            return said % {"word": found}
    return ""
