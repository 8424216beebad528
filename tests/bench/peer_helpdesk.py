"""The same works in django-helpdesk, run by its own interpreter; `peers.py` starts it.

    python peer_helpdesk.py FOLDER TICKETS ROUNDS ESCALATED

Fills a SQLite store of that many tickets, does each work `ROUNDS` times through the product's own
views and command, and prints the median milliseconds of each as one JSON object.
"""

import json
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings

APPS = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles", "sites", "humanize")
LAYERS = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)
CONTEXTS = ("debug", "request")
BATCH = 5_000


def main(folder: str, tickets: str, rounds: str, escalated: str) -> None:
    """Set up, fill, work, print."""
    _configure(Path(folder))
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    _fill(int(tickets), int(escalated))
    print(json.dumps(_measure(int(rounds), int(escalated))))


def _configure(folder: Path) -> None:
    settings.configure(
        SECRET_KEY="bench",
        DEBUG=False,
        ALLOWED_HOSTS=["*"],
        USE_TZ=True,
        SITE_ID=1,
        ROOT_URLCONF="peer_urls",
        STATIC_URL="/static/",
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_STAFF_ONLY_TICKET_CC=False,
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "peer.db")}
        },
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "helpdesk", "rest_framework"],
        MIDDLEWARE=LAYERS,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        *(f"django.template.context_processors.{one}" for one in CONTEXTS),
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
    )
    django.setup()


def _fill(tickets: int, escalated: int) -> None:
    """Make tickets of the last four weeks, most of them closed, and some that are overdue."""
    from django.contrib.auth.models import User
    from django.utils import timezone
    from helpdesk.models import Queue, Ticket

    clerk = User.objects.create_superuser("clerk", "clerk@post.example", "clerk")
    queue = Queue.objects.create(
        title="Kochi", slug="kochi", allow_public_submission=True, escalate_days=5
    )
    now = timezone.now()
    for first in range(0, tickets, BATCH):
        Ticket.objects.bulk_create(
            Ticket(
                queue=queue,
                title=f"EM{place:09}IN is not delivered",
                description="The article has not reached the addressee.",
                submitter_email="meera@example.in",
                status=1 if place % 20 == 0 else 4,
                priority=3,
                assigned_to=clerk if place % 40 == 0 else None,
                created=now - timedelta(hours=place % 100),
                last_escalation=now,
            )
            for place in range(first, min(first + BATCH, tickets))
        )
    late = list(Ticket.objects.filter(status=1).values_list("id", flat=True)[:escalated])
    Ticket.objects.filter(id__in=late).update(last_escalation=now - timedelta(days=9))


def _measure(rounds: int, escalated: int) -> dict[str, float]:
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse
    from helpdesk.models import Ticket
    from helpdesk.query import query_to_base64

    client = Client()
    client.login(username="clerk", password="clerk")
    opened = query_to_base64({"filtering": {"status__in": [1]}, "sorting": "created"})
    some = Ticket.objects.first().title.split()[0]
    article = query_to_base64({"filtering": {}, "search_string": some})
    paging = {"draw": 1, "start": 0, "length": 25, "order[0][column]": 0, "order[0][dir]": "asc"}
    form = {
        "queue": "1",
        "title": "EM123456785IN is not delivered",
        "body": "The article has not reached the addressee.",
        "priority": "3",
        "submitter_email": "meera@example.in",
    }
    works = {
        "queue page": lambda: client.get(
            reverse("helpdesk:datatables_ticket_list", args=[opened]), paging
        ),
        "search by article": lambda: client.get(
            reverse("helpdesk:datatables_ticket_list", args=[article]), paging
        ),
        "dashboard counts": lambda: client.get(reverse("helpdesk:dashboard")),
        "register": lambda: client.post(reverse("helpdesk:submit"), form),
    }
    told = {name: _median(work, rounds) for name, work in works.items()}
    begun = time.perf_counter()
    call_command("escalate_tickets", verbosity=0)
    told["escalate one"] = (time.perf_counter() - begun) * 1_000 / escalated
    return told


def _median(work, rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        answer = work()
        taken.append((time.perf_counter() - begun) * 1_000)
        if answer.status_code not in {200, 302}:
            sys.exit(f"the peer answered {answer.status_code}")
    return statistics.median(taken)


if __name__ == "__main__":
    main(*sys.argv[1:])
