"""200,000 invented hydrants as a table, three in a hundred with a fault, around a point.

`python bench/register_rows.py 116.60 35.40 > hydrants.csv`, then `gewu import registers hydrants
hydrants.csv --report bad.csv` tells all faults, and with `--skip-bad` the others land.
"""

import csv
import random
import sys

ROWS = 200_000
FAULTY = 3  # of each hundred
AROUND = 0.007  # degrees
HEAD = ("名称", "编码", "经度", "纬度", "类别", "口径", "水压", "状况", "管理单位", "值班电话")


def main(lon: float, lat: float) -> None:
    """Write the table."""
    dice = random.Random(1)
    table = csv.writer(sys.stdout)
    table.writerow(HEAD)
    for number in range(ROWS):
        place = [round(at + dice.uniform(-AROUND, AROUND), 7) for at in (lon, lat)]
        bore = "粗" if number % 100 < FAULTY else 100
        said = ("室外地上", bore, "0.35", "完好", "市供水公司", "0537-2212345")
        table.writerow((f"消防栓{number:06}", f"XF-{number:06}", *place, *said))


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
