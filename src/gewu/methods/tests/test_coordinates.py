"""Coordinates against known places, there and back again."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from gewu.methods.coordinates import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    detect_swapped,
    from_metres,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    metres_projection,
    outside_china,
    to_metres,
    to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
    zone_meridian,
)

WGS = (121.5272106, 31.1774276)
GCJ = (121.531541859215, 31.17530398364597)
BD = (121.53801568643858, 31.181328606874466)
LOS_ANGELES = (-118.2437, 34.0522)

longitudes = st.floats(73.6, 134.7)
latitudes = st.floats(18.2, 53.5)


class TestChineseMaps:
    def test_it_agrees_with_the_known_place(self):
        assert wgs84_to_gcj02(*WGS) == pytest.approx(GCJ, abs=1e-11)
        assert gcj02_to_bd09(*GCJ) == pytest.approx(BD, abs=1e-11)
        assert wgs84_to_bd09(*WGS) == pytest.approx(BD, abs=1e-11)

    def test_at_jining_the_shift_is_fifty_metres_south_and_479_east(self):
        lon, lat = wgs84_to_gcj02(116.5873, 35.4146)
        assert (35.4146 - lat) * 110_950 == pytest.approx(50, abs=1)
        east = (lon - 116.5873) * 111_320 * math.cos(math.radians(35.4146))
        assert east == pytest.approx(479, abs=2)

    @given(longitudes, latitudes)
    def test_there_and_back_is_the_same_place(self, lon, lat):
        assert gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat)) == pytest.approx((lon, lat), abs=1e-8)
        assert bd09_to_gcj02(*gcj02_to_bd09(lon, lat)) == pytest.approx((lon, lat), abs=1e-8)
        assert bd09_to_wgs84(*wgs84_to_bd09(lon, lat)) == pytest.approx((lon, lat), abs=1e-8)

    def test_arrays_and_floats_agree(self):
        lons, lats = np.linspace(75, 134, 50), np.linspace(18, 53, 50)
        x, y = bd09_to_wgs84(lons, lats)
        one = [bd09_to_wgs84(float(a), float(b)) for a, b in zip(lons, lats, strict=True)]
        assert np.allclose(np.column_stack([x, y]), one, rtol=0, atol=1e-9)
        assert isinstance(one[0][0], float)

    def test_abroad_nothing_is_shifted(self):
        assert outside_china(*LOS_ANGELES)
        assert not outside_china(*WGS)
        assert wgs84_to_gcj02(*LOS_ANGELES) == LOS_ANGELES
        assert gcj02_to_wgs84(*LOS_ANGELES) == LOS_ANGELES

    def test_a_missing_place_stays_missing(self):
        assert all(math.isnan(value) for value in bd09_to_wgs84(math.nan, 31.0))

    def test_the_source_says_its_system(self):
        assert to_wgs84(*WGS, "cgcs2000") == to_wgs84(*WGS, "wgs84") == WGS
        assert to_wgs84(*GCJ, "gcj02") == pytest.approx(WGS, abs=1e-8)
        assert to_wgs84(*BD, "bd09") == pytest.approx(WGS, abs=1e-8)
        with pytest.raises(ValueError, match="unknown coordinate system"):
            to_wgs84(*WGS, "mars")


class TestSwapped:
    BOX = (116.0, 34.0, 118.0, 36.0)

    def test_latitude_in_the_place_of_longitude_is_noticed(self):
        assert detect_swapped(35.4, 116.6, self.BOX)
        assert not detect_swapped(116.6, 35.4, self.BOX)

    def test_a_place_that_is_wrong_both_ways_is_not_called_swapped(self):
        assert not detect_swapped(*LOS_ANGELES, self.BOX)

    def test_it_takes_arrays(self):
        found = detect_swapped(np.array([35.4, 116.6]), np.array([116.6, 35.4]), self.BOX)
        assert found.tolist() == [True, False]


class TestMetres:
    @pytest.mark.parametrize(("meridian", "epsg"), [(117.0, 4548), (120.0, 4549), (87.0, 4538)])
    def test_it_is_the_official_zone(self, meridian, epsg):
        official = Transformer.from_crs(4490, epsg, always_xy=True)
        place = (meridian + 0.7, 35.4)
        assert to_metres(*place, meridian) == pytest.approx(official.transform(*place), abs=1e-6)

    @given(longitudes, latitudes)
    def test_there_and_back_is_the_same_place_all_over_the_country(self, lon, lat):
        assert from_metres(*to_metres(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)

    def test_arrays_are_answered_in_kind_and_left_as_they_were(self):
        lons, lats = np.array([116.6, 117.0]), np.array([35.4, 35.0])
        x, y = metres_projection(117).forward(lons, lats)
        assert (x[1], lons[0]) == (pytest.approx(500_000), 116.6)
        assert y[1] < y[0]

    def test_neighbours_are_a_metre_apart_where_they_are(self):
        x, y = to_metres(116.6, 35.4)
        lon, lat = from_metres(x + 1, y)
        east = (lon - 116.6) * 111_320 * math.cos(math.radians(35.4))
        assert math.hypot(east, (lat - 35.4) * 110_950) == pytest.approx(1, rel=0.005)

    def test_the_zone_of_a_county_is_the_nearest_third_degree(self):
        assert [zone_meridian(lon) for lon in (116.6, 118.4, 118.6, -118.2)] == [
            117,
            117,
            120,
            -117,
        ]

    def test_it_refuses_what_is_not_on_the_plane(self):
        with pytest.raises(ValueError, match="beyond the plane"):
            to_metres(math.nan, 35.0)
        with pytest.raises(ValueError, match="central meridian"):
            metres_projection(500_000)
