"""Who is let in, and what the card says to whoever is not."""

from app.views.presenters.sign_in import SignInPresenter
from app.views.screenshots.town import LOGIN, PASSWORD


def presenter(service, words, stage):
    return SignInPresenter(service, words, stage)


def test_the_right_password_lets_in_and_the_login_is_remembered(service, words, stage):
    card = presenter(service, words, stage)

    card.sign_in(f" {LOGIN} ", PASSWORD)

    assert [acting.name for acting in stage.entered] == ["Inga Kalniņa"]
    assert service.settings.load().last_login == LOGIN


def test_a_wrong_password_is_told_in_place(service, words, stage):
    card = presenter(service, words, stage)

    card.sign_in(LOGIN, "guessed")

    assert card.state.complaint.startswith("The user name or the password is wrong.")
    assert not card.state.busy
    assert stage.entered == []


def test_both_fields_are_needed_before_anything_is_checked(service, words, stage):
    card = presenter(service, words, stage)

    card.sign_in(LOGIN, "")

    assert card.state.complaint == "Enter your user name and password."


def test_the_last_login_is_offered_again(service, words, stage):
    service.settings.change(last_login="inga")

    assert presenter(service, words, stage).state.login == "inga"


def test_a_password_is_checked_once_at_a_time(service, words, stage):
    """Enter pressed twice is one attempt."""
    card = presenter(service, words, stage)
    tried = []
    service.sign_in = lambda login, _password, **_: tried.append(login)

    card.sign_in(LOGIN, PASSWORD)
    card.sign_in(LOGIN, PASSWORD)

    assert tried == [LOGIN]
    assert card.state.busy


def test_a_surprise_goes_to_the_funnel(service, words, stage):
    card = presenter(service, words, stage)
    service.sign_in = lambda _login, _password, **answers: answers["failed"](RuntimeError("disk"))

    card.sign_in(LOGIN, PASSWORD)

    assert [str(error) for error in stage.troubles] == ["disk"]
    assert not card.state.busy


def test_the_card_says_where_it_stands_as_soon_as_that_is_known(service, words, stage):
    card = presenter(service, words, stage)
    assert (card.state.where, card.state.admitted) == ("", True)

    card.look_at(service.place)
    assert card.state.where == "Mazsalacas pilsētas bibliotēka"

    card.look_at(None)
    assert not card.state.admitted


def test_nobody_tries_to_sign_in_where_the_station_cannot_be_opened(service, words, stage):
    card, tried = presenter(service, words, stage), []
    service.sign_in = lambda login, _password, **_: tried.append(login)
    card.shut()

    card.sign_in(LOGIN, PASSWORD)

    assert tried == []


def test_an_early_attempt_does_not_talk_over_why_the_station_is_shut(service, words, stage):
    card, answers = presenter(service, words, stage), {}
    service.sign_in = lambda _login, _password, **given: answers.update(given)
    card.sign_in(LOGIN, PASSWORD)
    card.shut()
    card.complain("The database is damaged.")

    answers["failed"](RuntimeError("the same"))

    assert (card.state.complaint, stage.troubles) == ("The database is damaged.", [])
