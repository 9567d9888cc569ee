"""Bản Yên: households' security-and-order pledges, from the village to the province."""

from flask import Flask, request

from app import cli
from app.accounts import session as sessions
from app.accounts.views import bp as accounts
from app.assessments.views import assessments, remedies
from app.attachments.views import bp as attachments
from app.boards.views import bp as boards
from app.config import CHECKOUT, Settings, from_environment
from app.criteria.views import bp as criteria
from app.directives.views import bp as directives
from app.extensions import babel, compress, db, htmx, limiter, migrate
from app.groups.views import activities, effect, groups, regularity, reminders
from app.households.views import bp as households
from app.inspections.views import bp as inspections
from app.notices.views import bp as notices
from app.obstacles.views import bp as obstacles
from app.offline.ledger import init_ledger
from app.offline.outbox_views import bp as outbox
from app.offline.phone_views import bp as phone
from app.offline.views import bp as offline
from app.pledges.views import bp as pledges
from app.reviews.views.reviews import bp as reviews
from app.reviews.views.sending import bp as submissions
from app.reviews.views.timeliness import bp as timeliness
from app.standing.views import bp as standing
from app.units.views import bp as units
from app.web import access, templating, transaction
from app.web.addresses import init_addresses
from app.web.assets import init_assets
from app.web.forgery import ask_for_owner, init_forgery
from app.web.health import bp as health
from app.web.locale import choose_locale
from app.web.problems import init_problems
from app.web.security import init_security
from app.web.size import init_size
from app.web.version import init_version

BLUEPRINTS = (
    health, accounts, attachments, units, households, pledges, groups, activities, regularity, effect, reminders,
    standing, criteria, assessments, remedies, submissions, reviews, timeliness, inspections, obstacles, boards,
    offline, phone, outbox, notices, directives,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for ``settings`` (default: the environment's)."""
    settings = settings or from_environment()
    app = transaction.TransactionalFlask(
        __name__, template_folder=str(CHECKOUT / "templates"), static_folder=None, instance_path=str(settings.data_dir)
    )
    app.config.from_mapping(settings.flask())
    _init_extensions(app, settings)
    _init_requests(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    cli.init_cli(app)
    return app


def _init_extensions(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    with app.app_context():
        transaction.prepare_engine(db.engine)
    migrate.init_app(app, db, directory=str(CHECKOUT / "migrations"), render_as_batch=True)
    babel.init_app(app, locale_selector=choose_locale)
    htmx.init_app(app)
    compress.init_app(app)
    limiter.init_app(app)
    init_addresses(app)
    templating.init_templates(app)
    init_assets(app)
    init_security(app, settings)


def _init_requests(app: Flask) -> None:
    """Register what happens before each view, in this order: size, token, transaction, session, replay, access."""
    init_size(app)
    init_forgery(app)
    app.before_request(transaction.open_for_request)
    sessions.init_sessions(app)
    app.before_request(ask_for_owner)
    init_ledger(app)  # before the gate: what was done once is answered so for ever, whatever its person may do by now
    app.before_request(access.gate)
    init_problems(app)
    init_version(app)
    app.teardown_request(lambda _error: request.close())  # large uploads lie in temporary files
