"""Readers who ask for digests, wait as they are told to, and check what they get."""

import random
import time
from itertools import cycle

from locust import User, between, task

from server.digest.choices import LENGTHS, STYLES
from tests.bench.soak.answers import (
    JSON,
    NDJSON,
    RefusedError,
    Request,
    WrongError,
    read_answer,
)
from tests.bench.soak.articles import OF_EACH_SIZE, SIZES, WEIGHTS, write_article
from tests.bench.soak.hostile import HARM
from tests.bench.soak.target import Target

PATIENCE_SECONDS = 90

HOSTILE_SHARE = 0.01
# In turn, so that a short run has each of them.
HARMS = cycle(HARM.items())

ARTICLES = {words: [write_article(words, seed) for seed in range(OF_EACH_SIZE)] for words in SIZES}


class Reader(User):
    """One tab after another. The environment of the run has the target, and `known` answers."""

    wait_time = between(0.5, 2)

    @task
    def read(self) -> None:
        """Ask for one digest until it comes; now and then, be somebody else."""
        words, request = draw_request()
        is_done = False
        while not is_done:
            if random.random() < HOSTILE_SHARE:
                self._do_harm()
            is_done = self._try(words, request)

    def _do_harm(self) -> None:
        name, harm = next(HARMS)
        _, request = draw_request()
        started = time.monotonic()
        try:
            harm(self._target, request)
        except Exception as error:
            self._note("hostile", name, started, error)
        else:
            self._note("hostile", name, started)

    @property
    def _target(self) -> Target:
        target: Target = self.environment.target
        return target

    def _try(self, words: int, request: Request) -> bool:
        """Ask once; wait if that is what the server told. Return whether there is an end to it."""
        started = time.monotonic()
        headers = self._target.headers | {"Accept": request.form}
        try:
            answer = self._target.ask(
                "POST", "/v1/digest", request.write(), headers, PATIENCE_SECONDS
            )
            points = read_answer(request, *answer)
            if self.environment.known.setdefault(repr(request), points) != points:
                raise WrongError("not the points that the same request had before")
        except RefusedError as refusal:
            is_told = refusal.code in {"busy", "deadline_passed"}
            self._note("refused", refusal.code, started, None if is_told else refusal)
            time.sleep(refusal.seconds or 1)
            return not is_told
        except Exception as error:
            self._note("wrong", f"{words:,} words", started, error)
            return True
        self._note("accepted", f"{words:,} words", started)
        return True

    def _note(self, kind: str, name: str, started: float, error: Exception | None = None) -> None:
        self.environment.events.request.fire(
            request_type=kind,
            name=name,
            response_time=(time.monotonic() - started) * 1000,
            response_length=0,
            exception=error,
        )


def draw_request() -> tuple[int, Request]:
    """Draw an article and how it is to be shortened; return its number of words, too."""
    (words,) = random.choices(SIZES, WEIGHTS)
    paragraphs = random.choice(ARTICLES[words])
    length, style = random.choice([*LENGTHS]), random.choice(STYLES)
    return words, Request(paragraphs, length, style, random.choice((JSON, NDJSON)))
