"""Names of estates are cut out of texts, and nothing else is."""

import pytest

from gewu.methods.estates import estates_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我家住在阳光花园3号楼，垃圾没人清", ["阳光花园"]),
        ("文昌街道和平里小区门口", ["和平里小区"]),
        ("澄川县明德路12号金桂苑2单元", ["金桂苑"]),
        ("阳光花园和阳光花园对面的东关村都停水", ["阳光花园", "东关村"]),
        ("向阳小区与前进新村", ["向阳小区", "前进新村"]),
        ("原纺织厂家属院电梯坏了", ["原纺织厂家属院"]),
        ("我们小区没有灯", []),
        ("这个村的路坏了", []),
        ("老旧小区改造", []),
        ("农贸市场太吵", []),
        ("张大爷花园里种菜", []),
        ("李四家花园占道", []),
        ("村委会不开证明", []),
        ("电话13800000001", []),
        ("", []),
    ],
)
def test_names(text, names):
    assert estates_in(text) == names
