"""The data worker and the sync thread: deeds first, rounds at their own pace, and an end without loose threads."""

import queue
import threading
from concurrent.futures import Future
from types import SimpleNamespace

import pytest
from watchdog.observers import Observer

from app.db.digest import digests, whole
from app.desk.patrons import register_patron
from app.errors import LibraryError
from app.station.station import Station
from app.station.syncer import Syncer
from app.station.watching import DEAF_AFTER, Watch
from app.station.worker import DataWorker, Urgency
from app.station.worker_store import WorkerStore
from app.sync.errors import FolderReadOnly, FolderUnreachable
from app.sync.pace import QUIET_MS, ROWS_AT_EASE, ROWS_AT_WORK
from app.sync.ports import Merged, Store
from tests.station.making import PASSWORD, opened


@pytest.fixture
def threads():
    started = []

    def spawn(work):
        thread = threading.Thread(target=work)
        started.append(thread)
        thread.start()

    yield spawn
    for thread in started:
        thread.join()  # Without a limit of its own: on a busy machine even an idle thread takes its time.


@pytest.fixture
def worker(home, world, threads):
    made = DataWorker(lambda: opened(home, world), threads)
    yield made
    made.stop()


def test_a_job_is_done_and_answers(worker):
    assert worker.call(lambda station: station.acting.name) == "Anna A."


def test_an_exception_goes_to_whoever_gave_the_job(worker):
    failing = worker.submit(lambda station: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        failing.result(timeout=20)
    assert worker.call(lambda station: 7) == 7


def test_deeds_go_before_merges(worker):
    order, gate = [], Future()
    worker.submit(lambda station: gate.result(timeout=20))
    jobs = [worker.submit(lambda station, n=n: order.append(n), Urgency.MERGE) for n in ("m1", "m2")]
    jobs += [worker.submit(lambda station, n=n: order.append(n)) for n in ("d1", "d2")]

    gate.set_result(None)
    for job in jobs:
        job.result(timeout=20)

    assert order == ["d1", "d2", "m1", "m2"]


def test_signing_in_changes_who_acts(home, world, threads):
    worker = DataWorker(lambda: Station.open(home, world), threads)
    assert worker.call(lambda station: station.acting.name) == ""

    worker.call(lambda station: station.signed_in("anna", PASSWORD))

    assert worker.call(lambda station: station.acting.name) == "Anna A."
    worker.stop()


def test_nobody_waits_for_a_station_to_open(home, world, threads):
    gate = Future()

    def slow():
        gate.result(timeout=20)
        return opened(home, world)

    worker = DataWorker(slow, threads)
    early = worker.submit(lambda station: station.acting.name)
    assert not early.done()
    gate.set_result(None)

    assert early.result(timeout=20) == "Anna A."
    worker.stop()


def test_a_station_that_does_not_open_is_told_with_every_job(threads):
    def closed():
        raise FolderUnreachable

    worker = DataWorker(closed, threads)

    for _ in range(2):
        with pytest.raises(FolderUnreachable):
            worker.submit(lambda station: station.acting).result(timeout=20)
    worker.stop()
    assert worker.stopped.wait(timeout=20)


def test_the_worker_ends_after_what_is_queued(home, world, threads):
    worker, done = DataWorker(lambda: opened(home, world), threads), []
    for number in range(5):
        worker.submit(lambda station, n=number: done.append(n), Urgency.MERGE)

    worker.stop()

    assert worker.stopped.wait(timeout=20)
    assert done == [0, 1, 2, 3, 4]


def test_the_store_reached_by_the_sync_thread_is_the_whole_store():
    asked = {name for name in vars(Store) if not name.startswith("_")}

    own = {"worker", "after_merge", "took", "monotonic_ms"}
    assert asked == {name for name in vars(WorkerStore) if not name.startswith("_")} - own


@pytest.fixture
def told():
    return []


@pytest.fixture
def syncer(worker, clock, tmp_path, told):
    made = Syncer(
        worker=worker,
        clock=clock,
        share=tmp_path / "share",
        tell=lambda status, tables: told.append((status, tables)),
        wait=lambda event, seconds: clock.pass_ms(int(seconds * 1000)),
    )
    yield made
    made.stop()
    made._watch.stop()


def until(syncer, told, happened, steps=400):
    for _ in range(steps):
        syncer.step()
        if told and happened(told[-1][0]):
            return told[-1][0]
    raise AssertionError(told[-3:])


def test_a_round_tells_how_the_desk_stands(syncer, told, clock):
    status = until(syncer, told, lambda status: status.contact_ms is not None)

    assert (status.waiting, status.trouble, status.busy) == (0, None, False)
    assert status.contact_ms <= clock.wall_ms()
    assert told[0][0].busy


def test_a_deed_is_published_after_a_time_of_quiet(syncer, worker, told, clock):
    until(syncer, told, lambda status: status.contact_ms is not None)
    syncer._watch.stop()
    worker.call(lambda station: station.do(register_patron, given="Elīna", family="Krūze"))
    syncer.deed_done()
    at = clock.monotonic_ms()

    rounds = len(told)
    while clock.monotonic_ms() < at + QUIET_MS - 1_000:
        syncer.step()
    assert len(told) == rounds
    assert worker.call(lambda station: station.store().waiting()) > 0

    until(syncer, told, lambda status: not status.busy and len(told) > rounds)
    assert worker.call(lambda station: station.store().waiting()) == 0


def test_merges_are_short_while_somebody_works(syncer, clock):
    assert syncer.slices.rows_max(clock.monotonic_ms()) == ROWS_AT_EASE

    syncer.deed_done()

    assert syncer.slices.rows_max(clock.monotonic_ms()) == ROWS_AT_WORK


def test_digests_are_made_beside_the_deeds_and_kept_by_the_worker(syncer, worker, told):
    until(syncer, told, lambda status: status.contact_ms is not None and not status.busy)

    kept = worker.call(lambda station: station.row_check().kept())

    assert kept.whole == worker.call(lambda station: whole(digests(station.database.connection)))
    assert kept.scrubbed_ms is not None


def test_a_folder_that_goes_away_is_told_and_comes_back_by_itself(syncer, told, tmp_path):
    until(syncer, told, lambda status: status.contact_ms is not None)
    (tmp_path / "share").rename(tmp_path / "away")
    syncer.look_now()

    trouble = until(syncer, told, lambda status: status.trouble is not None).trouble
    assert isinstance(trouble, FolderUnreachable)

    (tmp_path / "away").rename(tmp_path / "share")
    status = until(syncer, told, lambda status: status.trouble is None and not status.busy)
    assert status.contact_ms is not None


def test_what_was_merged_is_seen_even_if_the_round_then_fails(syncer, told):
    """A share may be read and not written: desks go on seeing what the others do."""
    until(syncer, told, lambda status: status.contact_ms is not None)

    def merges_and_fails(**_):
        syncer._after_merge(Merged(tables=frozenset({"patron"}), changes=1))
        raise FolderReadOnly(folder="")

    syncer._replica = SimpleNamespace(round=merges_and_fails)
    syncer.look_now()
    until(syncer, told, lambda status: status.trouble is not None)

    assert told[-1][1] == {"patron"}


def test_the_sync_thread_ends_when_told(worker, clock, tmp_path, threads):
    begun, ended = threading.Event(), threading.Event()
    syncer = Syncer(
        worker=worker,
        clock=clock,
        share=tmp_path / "share",
        tell=lambda status, tables: begun.set(),
        wait=lambda event, seconds: event.wait(0.01),
    )

    def run():
        syncer.run()
        ended.set()

    threads(run)
    begun.wait()

    syncer.stop()

    ended.wait()  # Before the worker stops: what is asked of it after that nobody answers.


def test_a_home_that_another_process_publishes_is_told(worker, clock, tmp_path, told, home):
    from app.station.syncing import publishing

    syncer = Syncer(
        worker=worker,
        clock=clock,
        share=tmp_path / "share",
        tell=lambda status, tables: told.append(status),
    )
    with publishing(home):
        syncer.run()

    assert [status.trouble.code for status in told] == ["sync.another-publishes"]
    assert isinstance(told[0].trouble, LibraryError)


def test_a_watcher_says_look_again(tmp_path):
    heard = threading.Event()
    watch = Watch(root=tmp_path, tell=heard.set)
    watch.check(found=False)

    (tmp_path / "roster").mkdir()
    (tmp_path / "roster" / "new.bin").write_bytes(b"x")

    assert heard.wait(timeout=20)
    watch.stop()


def test_a_deaf_watcher_is_made_anew(tmp_path):
    watch = Watch(root=tmp_path, tell=lambda: None)
    watch.check(found=False)
    first = watch._observer

    for _ in range(DEAF_AFTER):
        watch.check(found=True)

    assert watch._observer is not first
    watch.stop()


@pytest.mark.parametrize("trouble", [OSError("inotify watch limit reached"), queue.Empty()])
def test_a_folder_that_cannot_be_watched_is_only_scanned(tmp_path, monkeypatch, trouble):
    def refuse(_):
        raise trouble

    monkeypatch.setattr(Observer, "start", refuse)
    watch = Watch(root=tmp_path, tell=lambda: None)

    watch.check(found=False)

    assert watch._observer is None


def test_a_watcher_without_a_folder_waits_for_one(tmp_path):
    watch = Watch(root=tmp_path / "none", tell=lambda: None)
    watch.check(found=False)
    assert watch._observer is None

    (tmp_path / "none").mkdir()
    watch.check(found=False)

    assert watch._observer is not None
    watch.stop()
