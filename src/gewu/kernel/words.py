"""Words for what is never kept about a person: no field, choice, form or register may hold it.

The list stands here once, for the tests that look through the house and for areas in which people
make fields of their own: registers, catalogues, forms. It looks at what something is called, never
at what residents write.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

# Belief, origin, opinion, sexuality, petitions, crime, the body as a key, lists and scores of people.
CHINESE = re.compile(
    r"宗教|信仰|教派|教徒|信众|邪教|民族(?!路|街|小学|中学|学校)|族裔"
    r"|政治面貌|政治倾向|政治观点|党派|党员(?!活动室)|思想动态"
    r"|性取向|性倾向|同性恋"
    r"|上访|信访|缠访|闹访|非访|访民|稳控|维稳|闹事|刁民"
    r"|犯罪记录|犯罪史|前科|案底|违法记录|刑满|刑释|释放人员|安置帮教|社区矫正|肇事肇祸|嫌疑人"
    r"|涉毒|吸毒|戒毒|精神病"
    r"|人脸|面部|脸部|指纹|掌纹|虹膜|声纹|步态|生物识别|生物特征|基因"
    r"|重点人|危险人员|高危人员|风险人员|人员等级|人员颜色|六色|黑名单|失信|征信|信用评分|信用分|积分排名"
    r"|轨迹|行踪|舆情"
)
ENGLISH = re.compile(
    r"\b(religio\w*|faiths?|ethnic\w*|nationalit(y|ies)|cults?|sects?"
    r"|petition\w*|political\w*|party member\w*|sexual\w*|homosexual\w*"
    r"|criminal\w*|convict\w*|ex offender\w*|probation\w*|suspects?|drug (user|addict|abuse)\w*"
    r"|biometric\w*|face (image|photo|print)s?|faceprints?|facial\w*|finger ?prints?|iris scans?|dna"
    r"|key (person|people)s?|(risk|danger) (person|people)s?|dangerous (person|people)s?"
    r"|(person|people|resident) colou?rs?|(credit|social) (score|rating)s?|blacklist\w*"
    r"|trajector\w*|whereabouts|public opinion)\b"
)
# The same words in traditional characters.
SIMPLIFIED = str.maketrans(
    "點員羣穩維訪釋滿矯禍獄記錄紋臉步態識別貌傾黨顏無單軌跡輿惡險風級義眾違嚴懸類",
    "点员群稳维访释满矫祸狱记录纹脸步态识别貌倾党颜无单轨迹舆恶险风级义众违严悬类",
)


def never_kept(text: str) -> str:
    """The word in a name or label that says it is about what we never keep; empty when none does."""
    plain = unicodedata.normalize("NFKC", text).translate(SIMPLIFIED)
    # Blanks, dots or stars between the characters hide nothing.
    found = CHINESE.search(re.sub(r"[\W_]", "", plain))
    if found is None:
        # the names in code are words too: holder_nationality, faceImage
        spaced = re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain))
        found = ENGLISH.search(spaced.lower())
    return found[0] if found else ""


def never_kept_fault(*texts: str) -> str:
    """What is wrong with a name, label or choice, in a sentence; empty when nothing is."""
    word = next((found for found in map(never_kept, texts) if found), "")
    if not word:
        return ""
    return _(
        "“%(word)s” is not kept about anybody here: neither belief, origin, opinion, sexuality,"
        " petitions or crimes, nor what a body can be recognised by, nor lists of people who are watched."
    ) % {"word": word}
