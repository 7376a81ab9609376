"""How hypothesis draws: the same cases in every run of the tests, others in each `make fuzz`."""

from hypothesis import HealthCheck, settings

# Machines that run the tests are busy; what is slow is bounded by computing time, not by the clock.
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    # A server, or a model, is shared by all cases of a test.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("fuzz", settings.get_profile("ci"), derandomize=False, max_examples=1_000)
settings.load_profile("ci")
