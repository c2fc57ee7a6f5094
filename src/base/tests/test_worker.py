import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from base.lib.schedule.tasks import KEEP_RESULTS, prune_task_results

REAL_TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "db": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_was_enqueued_and_old_results_are_forgotten(settings: object) -> None:
    settings.TASKS = REAL_TASKS  # type: ignore[attr-defined]
    prune_task_results.enqueue()
    call_command("run_worker", "--batch", "--no-startup-delay", verbosity=0)
    done = DBTaskResult.objects.get()
    assert (done.status, done.return_value) == ("SUCCESSFUL", 0)

    DBTaskResult.objects.update(finished_at=timezone.now() - 2 * KEEP_RESULTS)
    prune_task_results.enqueue()
    call_command("run_worker", "--batch", "--no-startup-delay", verbosity=0)
    assert [result.return_value for result in DBTaskResult.objects.all()] == [1]


@task(backend="db")
def leave_another_language_behind() -> str:
    spoken = translation.get_language()
    translation.activate("en")
    return str(spoken)


@task
def say_the_language() -> str:
    return str(translation.get_language())


@pytest.mark.django_db(transaction=True)
def test_every_task_speaks_the_sites_language(settings: object) -> None:
    settings.TASKS = REAL_TASKS  # type: ignore[attr-defined]
    for _again in range(2):
        leave_another_language_behind.enqueue()
    call_command("run_worker", "--batch", "--no-startup-delay", verbosity=0)
    assert [result.return_value for result in DBTaskResult.objects.all()] == ["it", "it"]
    with translation.override("en"):
        say_the_language.enqueue()
        assert translation.get_language() == "en", "the worker has ended"
