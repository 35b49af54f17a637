"""Vector tiles of areas: in the viewer's scope for staff, and the open ones of residents' maps."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from gewu.ground.territory import queries
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.sources import paths_of
from gewu.ground.territory.queries.tiles import CLOSEST, EVERYWHERE, Paths
from gewu.ground.territory.rules.levels import Level
from gewu.methods.tiles import Tile

PBF = "application/vnd.mapbox-vector-tile"
YEAR = 365 * 24 * 3600


@require_safe
def own(request: HttpRequest, stamp: str, z: int, x: int, y: int) -> HttpResponse:
    """A tile of what the viewer's posts show them; for whoever sees no areas there is none."""
    viewer = request.user
    if not isinstance(viewer, Viewer) or not viewer.may("territory.see"):
        raise Http404
    answer = _answer(request, stamp, paths_of(viewer), Tile(z, x, y), Level.MICRO_GRID)
    patch_cache_control(answer, private=True)
    return answer


@require_safe
def public(request: HttpRequest, stamp: str, z: int, x: int, y: int) -> HttpResponse:
    """A tile of the whole county down to its grids, as everyone may have them."""
    answer = _answer(request, stamp, EVERYWHERE, Tile(z, x, y), Level.GRID)
    patch_cache_control(answer, public=True)
    return answer


def _answer(request: HttpRequest, stamp: str, paths: Paths, at: Tile, down_to: int) -> HttpResponse:
    if at.z > CLOSEST or not at.is_on_earth:
        raise Http404
    now = queries.tile_stamp(paths)
    mark = f'"{now}"'
    if request.headers.get("If-None-Match") == mark:
        answer: HttpResponse = HttpResponseNotModified()
    elif content := queries.tile(paths, at, down_to=down_to):
        answer = HttpResponse(content, content_type=PBF, headers={"Content-Encoding": "gzip"})
    else:
        answer = HttpResponse(status=204)
    answer["ETag"] = mark
    # An address of today's tree never means anything else; an old one has to be asked again.
    if stamp == now:
        patch_cache_control(answer, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(answer, no_cache=True)
    return answer
