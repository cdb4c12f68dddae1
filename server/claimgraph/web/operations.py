"""What whoever runs the server asks of it: is it well, what goes on, how much."""

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from claimgraph.engine.pool import Running
from claimgraph.web import delivery
from claimgraph.web.access import require_token

bp = Blueprint("operations", __name__)


@bp.get("/health")
def health() -> Response:
    """Say that the server answers, from which data, and what protects it here."""
    engine = delivery.engine()
    known = engine.catalogue
    return jsonify(
        {
            "status": "ok",
            "release": known.release,
            "dataset": known.digest,
            "quads": known.size,
            "storage": "disk" if engine.plan.disk else "memory",
            "persistent": engine.plan.folder is not None,
            "writable": bool(current_app.config["UPDATE_TOKEN"]),
            "services": list(engine.plan.limits.services),
            "protections": engine.protections,
        }
    )


@bp.get("/metrics")
def metrics() -> Response:
    """Count what was answered, in Prometheus' text format."""
    measures = current_app.extensions["metrics"]
    return Response(
        generate_latest(measures.registry), content_type=CONTENT_TYPE_LATEST
    )


@bp.get("/running")
def running() -> Response:
    """List the queries that are being answered."""
    require_token()
    return jsonify([_told(each) for each in delivery.engine().running()])


@bp.delete("/running/<id_>")
def stop(id_: str) -> Response:
    """End a running query."""
    require_token()
    delivery.engine().stop(id_)
    return Response(status=204)


def _told(running: Running) -> dict[str, object]:
    return {
        "id": running.id,
        "seconds": round(running.seconds, 3),
        "limit": running.limit,
        "lane": "slow" if running.slow else "fast",
        "query": running.text,
    }
