"""Codes and the token: how often, for how long and for whom they are valid."""

import hashlib
import hmac
import inspect
import json
import re
from pathlib import Path

import pytest

from server.errors import PairingLocked, WrongCode
from server.pairing import pairing as module
from server.pairing.pairing import Pairing

ORIGIN = "chrome-extension://fmpnnchaoebggmdfoecipjhgnldpgkfh"
OTHER = "moz-extension://0f9b2c1e-5a47-4d3e-9c36-7be01d2a6f48"


class Clock:
    """A clock that a test sets, in seconds."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Clock:
    return Clock(1_800_000_000.0)


@pytest.fixture
def monotonic() -> Clock:
    return Clock(100.0)


@pytest.fixture
def pairing(tmp_path: Path, wall: Clock, monotonic: Clock) -> Pairing:
    Pairing.open(tmp_path)
    return Pairing(tmp_path, wall=wall, monotonic=monotonic)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_token_is_256_random_bits(tmp_path: Path) -> None:
    tokens = {Pairing.open(tmp_path / str(number)).token for number in range(20)}
    assert len(tokens) == 20
    assert all(re.fullmatch("[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_a_token_outlives_a_restart(tmp_path: Path) -> None:
    assert Pairing.open(tmp_path).token == Pairing.open(tmp_path).token


def test_codes_have_six_digits_and_are_drawn_anew(pairing: Pairing) -> None:
    codes = {pairing.offer_code() for _ in range(200)}
    assert len(codes) > 150
    assert all(re.fullmatch("[0-9]{6}", code) for code in codes)


def test_a_right_code_pairs_an_origin_and_gives_the_token(pairing: Pairing) -> None:
    assert pairing.origins == frozenset()
    assert pairing.redeem(pairing.offer_code(), ORIGIN) == pairing.token
    assert pairing.redeem(pairing.offer_code(), OTHER) == pairing.token
    assert pairing.origins == {ORIGIN, OTHER}
    assert pairing.accepts(ORIGIN, f"Bearer {pairing.token}")


def test_a_code_is_good_once(pairing: Pairing) -> None:
    code = pairing.offer_code()
    pairing.redeem(code, ORIGIN)
    with pytest.raises(WrongCode):
        pairing.redeem(code, OTHER)
    assert pairing.origins == {ORIGIN}


def test_only_the_latest_code_is_good(pairing: Pairing) -> None:
    older = pairing.offer_code()
    while (newer := pairing.offer_code()) == older:
        pass
    with pytest.raises(WrongCode):
        pairing.redeem(older, ORIGIN)
    pairing.redeem(newer, ORIGIN)


@pytest.mark.parametrize(
    "code",
    ["", "12345", "1234567", "abcdef", "½½½½½½", "１２３４５６", "-", "\ud800", "0" * 10_000],
)
def test_what_is_no_code_is_a_wrong_one(pairing: Pairing, code: str) -> None:
    for offer in (lambda: None, pairing.offer_code):
        offer()
        with pytest.raises(WrongCode) as refusal:
            pairing.redeem(code, ORIGIN)
        assert refusal.value.to_dict() == WrongCode().to_dict()


@pytest.mark.parametrize(
    ("later", "is_good"),
    [(0, True), (599.9, True), (600, False), (86_400, False), (-0.1, False), (-3_600, False)],
)
def test_a_code_is_good_for_ten_minutes_of_the_clock_on_the_wall(
    pairing: Pairing, wall: Clock, later: float, is_good: bool
) -> None:
    code = pairing.offer_code()
    wall.now += later
    if is_good:
        pairing.redeem(code, ORIGIN)
    else:
        with pytest.raises(WrongCode):
            pairing.redeem(code, ORIGIN)
    assert (ORIGIN in pairing.origins) is is_good


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"123456",
        b"null",
        b'{"code":"123456"}',
        b'{"code":"123456","made":null}',
        b'{"code":"123456","made":"soon"}',
        b'{"code":"123456","made":NaN}',
        b'{"code":"123456","made":Infinity}',
        b'{"code":"123456","made":[1]}',
    ],
)
def test_a_damaged_code_is_none(pairing: Pairing, tmp_path: Path, content: bytes) -> None:
    pairing.offer_code()
    (tmp_path / "code").write_bytes(content)
    with pytest.raises(WrongCode):
        pairing.redeem("123456", ORIGIN)


def test_five_wrong_codes_lock_out_the_right_one_for_a_minute(
    pairing: Pairing, monotonic: Clock
) -> None:
    code = pairing.offer_code()
    for _ in range(5):
        with pytest.raises(WrongCode):
            pairing.redeem(wrong(code), ORIGIN)
    for passed, left in ((0, 60), (30.5, 30), (59.9, 1)):
        monotonic.now = 100.0 + passed
        with pytest.raises(PairingLocked) as refusal:
            pairing.redeem(code, ORIGIN)
        assert refusal.value.retry_after == left
    monotonic.now = 160.0
    pairing.redeem(code, ORIGIN)


def test_after_a_lock_five_more_may_be_wrong(pairing: Pairing, monotonic: Clock) -> None:
    code = pairing.offer_code()
    for _ in range(2):
        for _ in range(5):
            with pytest.raises(WrongCode):
                pairing.redeem(wrong(code), ORIGIN)
        with pytest.raises(PairingLocked):
            pairing.redeem(code, ORIGIN)
        monotonic.now += 60


def test_a_right_code_ends_the_row_of_wrong_ones(pairing: Pairing) -> None:
    for _ in range(3):
        code = pairing.offer_code()
        for _ in range(4):
            with pytest.raises(WrongCode):
                pairing.redeem(wrong(code), ORIGIN)
        pairing.redeem(code, ORIGIN)


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0], ids=["back", "forward"])
def test_setting_the_clock_does_not_unlock(pairing: Pairing, wall: Clock, jump: float) -> None:
    for _ in range(5):
        with pytest.raises(WrongCode):
            pairing.redeem("x", ORIGIN)
    wall.now += jump
    with pytest.raises(PairingLocked):
        pairing.redeem(pairing.offer_code(), ORIGIN)


def test_a_monotonic_clock_that_goes_back_keeps_the_lock(
    pairing: Pairing, monotonic: Clock
) -> None:
    for _ in range(5):
        with pytest.raises(WrongCode):
            pairing.redeem("x", ORIGIN)
    monotonic.now -= 1_000
    with pytest.raises(PairingLocked) as refusal:
        pairing.redeem(pairing.offer_code(), ORIGIN)
    assert refusal.value.retry_after == 60


def test_a_token_without_its_origin_is_not_enough(pairing: Pairing) -> None:
    pairing.redeem(pairing.offer_code(), ORIGIN)
    bearer = f"Bearer {pairing.token}"
    assert pairing.accepts(ORIGIN, bearer)
    for origin in (None, "", "null", OTHER, ORIGIN.upper(), f"{ORIGIN}\n", f"{ORIGIN}\n{OTHER}"):
        assert not pairing.accepts(origin, bearer)
    for authorization in (None, "", bearer.lower(), f"{bearer} ", f"{bearer}é"):
        assert not pairing.accepts(ORIGIN, authorization)


def test_a_proof_is_of_the_token_the_port_and_the_challenge(pairing: Pairing) -> None:
    proof = pairing.prove(8771, "A" * 22)
    message = b"nutgraf-health\n8771\n" + b"A" * 22
    assert proof == hmac.new(pairing.token.encode(), message, hashlib.sha256).hexdigest()
    others = {pairing.prove(8772, "A" * 22), pairing.prove(8771, "A" * 21 + "B")}
    pairing.reset()
    assert proof not in others | {pairing.prove(8771, "A" * 22)}


def test_a_reset_ends_everything_at_once_for_all_servers(pairing: Pairing, tmp_path: Path) -> None:
    pairing.redeem(pairing.offer_code(), ORIGIN)
    code, token = pairing.offer_code(), pairing.token
    Pairing(tmp_path).reset()
    assert pairing.origins == frozenset()
    assert pairing.token != token
    assert not pairing.accepts(ORIGIN, f"Bearer {pairing.token}")
    with pytest.raises(WrongCode):
        pairing.redeem(code, ORIGIN)
    assert [path.name for path in tmp_path.iterdir()] == ["token"]


def test_a_code_of_another_process_is_good_at_once(pairing: Pairing, tmp_path: Path) -> None:
    code = Pairing(tmp_path, wall=pairing._wall).offer_code()
    assert pairing.redeem(code, ORIGIN)
    assert not (tmp_path / "code").exists()


def test_secrets_are_compared_in_constant_time_and_drawn_by_the_system() -> None:
    source = inspect.getsource(module)
    assert source.count("hmac.compare_digest(") == 2
    assert not re.search(r"[!=]= *(self\.)?(_?token|code|authorization)\b", source)
    assert not re.search(r"\b(token|code|authorization) *[!=]=", source)
    assert "secrets.token_urlsafe(" in source
    assert "secrets.randbelow(" in source
    assert "import random" not in source


def test_files_hold_what_the_names_say(pairing: Pairing, tmp_path: Path, wall: Clock) -> None:
    pairing.redeem(pairing.offer_code(), ORIGIN)
    pairing.redeem(pairing.offer_code(), OTHER)
    code = pairing.offer_code()
    assert (tmp_path / "token").read_text() == f"{pairing.token}\n"
    assert (tmp_path / "paired").read_text() == f"{ORIGIN}\n{OTHER}\n"
    assert json.loads((tmp_path / "code").read_text()) == {"code": code, "made": wall.now}
