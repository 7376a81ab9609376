"""The attack table: every way that a page or another extension can try.

Each row is tried on the server as it is and, to show that the attack is a real one, on the same
server without its door. To copy this test for a server of your own, take this table, `attack.py`,
`lure.py` (the attacker's site) and `test_attacks.py`, and write a `target.py`: your application
with its guard taken out, and a note of each request in front of it and behind it.
"""

from collections.abc import Mapping

from tests.support.browser.attack import NOTHING, Attack, reach

# What a page can do with the powers of every page.
PAGE: Mapping[str, Attack] = {
    "fetch-get": Attack('read(fetch(at("/v1/health")))', reach("GET", "route", read="200")),
    "fetch-post-json": Attack(
        'read(fetch(at("/v1/digest"), { method: "POST", headers: json, body }))',
        reach("OPTIONS", "POST", "route", "summarizer", read="200"),
    ),
    "fetch-post-no-cors": Attack(
        'read(fetch(at("/v1/digest"), { method: "POST", mode: "no-cors", body }))',
        reach("POST", "route", "summarizer"),
    ),
    "fetch-with-guessed-token": Attack(
        'read(fetch(at("/v1/digest"), { method: "POST", headers: { ...json, ...guess }, body }))',
        reach("OPTIONS", "POST", "route", "summarizer", read="200"),
    ),
    "fetch-put": Attack(
        'read(fetch(at("/v1/digest"), { method: "PUT", body }))',
        reach("OPTIONS", "PUT", read="405"),
    ),
    "fetch-delete": Attack(
        'read(fetch(at("/v1/digest"), { method: "DELETE" }))',
        reach("OPTIONS", "DELETE", read="405"),
    ),
    "fetch-pair-no-cors": Attack(
        'read(fetch(at("/v1/pair"), { method: "POST", mode: "no-cors", body: code }))',
        reach("POST", "route"),
    ),
    "fetch-welcome": Attack('read(fetch(at("/")))', reach("GET", "route", read="200")),
    "fetch-by-localhost": Attack(
        'read(fetch(at("/v1/health", "localhost")))', reach("GET", "route", read="200")
    ),
    # Firefox refuses this address by itself.
    "fetch-by-0.0.0.0": Attack(
        'read(fetch(at("/v1/health", "0.0.0.0")))',
        reach("GET", "route", read="200"),
        firefox_loopback=NOTHING,
    ),
    "post-by-0.0.0.0": Attack(
        'read(fetch(at("/v1/digest", "0.0.0.0"), { method: "POST", mode: "no-cors", body }))',
        reach("POST", "route", "summarizer"),
        firefox_loopback=NOTHING,
    ),
    "beacon": Attack(
        'navigator.sendBeacon(at("/v1/digest"), body) && ""',
        reach("POST", "route", "summarizer"),
    ),
    "beacon-json": Attack(
        'navigator.sendBeacon(at("/v1/digest"), new Blob([body], { type: json["Content-Type"] }))'
        ' && ""',
        reach("OPTIONS", "POST", "route", "summarizer"),
    ),
    "image": Attack('load("img", { src: at("/icon.png") })', reach("GET", "route", read="load")),
    "script": Attack(
        'load("script", { src: at("/welcome.js") })', reach("GET", "route", read="load")
    ),
    "stylesheet": Attack(
        'load("link", { rel: "stylesheet", href: at("/welcome.css") })',
        reach("GET", "route", read="load"),
    ),
    "object": Attack(
        'load("object", { data: at("/icon.png") })', reach("GET", "route", read="load")
    ),
    "iframe": Attack('peek(frame(at("/")))', reach("GET", "route")),
    "event-source": Attack('hear(new EventSource(at("/v1/health")))', reach("GET", "route")),
    # Firefox's Local Network Access lets sockets pass.
    "web-socket": Attack(
        'hear(new WebSocket(at("/v1/health").replace("http", "ws")))',
        reach("GET"),
        firefox_public=reach("GET"),
    ),
    # Local Network Access stops no navigation. The body of this form is valid JSON.
    "form-post-text": Attack(
        'submit(at("/v1/digest"), { method: "post", enctype: "text/plain" }, '
        """{ [`${body.slice(0, -1)},"x":"`]: '"}' })""",
        reach("POST", "route", "summarizer"),
        reach("POST", "route", "summarizer"),
    ),
    "form-post-fields": Attack(
        'submit(at("/v1/digest"), { method: "post", enctype: "multipart/form-data" }, { body })',
        reach("POST", "route"),
        reach("POST", "route"),
    ),
    "form-get": Attack(
        'submit(at("/v1/health"), { method: "get" }, { row })',
        reach("GET", "route"),
        reach("GET", "route"),
    ),
    "open-and-read": Attack('peek(open(at("/")))', reach("GET", "route"), reach("GET", "route")),
    "content-script": Attack('tell(at("/v1/health"))', reach("GET", "route", read="200")),
}

# What a page of a secure origin can do besides. Two need no certificate, and both are loopback's.
SECURE_PAGE: Mapping[str, Attack] = PAGE | {
    "service-worker": Attack('work(at("/v1/health"))', reach("GET", "route", read="200")),
}

# What a page can do whose own name has come to mean 127.0.0.1 since it was loaded: to the browser
# it is the server's own page, so it reads that it is refused.
REBOUND_PAGE: Mapping[str, Attack] = {
    "rebinding-get": Attack(
        "read(fetch(`/v1/health?row=${row}`))",
        reach("GET", "route", read="200"),
        closed=reach("GET", read="403"),
    ),
    "rebinding-post-json": Attack(
        'read(fetch(`/v1/digest?row=${row}`, { method: "POST", headers: json, body }))',
        reach("POST", "route", "summarizer", read="200"),
        closed=reach("POST", read="403"),
    ),
    "rebinding-welcome": Attack(
        "read(fetch(`/?row=${row}`))",
        reach("GET", "route", read="200"),
        closed=reach("GET", read="403"),
    ),
    "rebinding-pair": Attack(
        'read(fetch(`/v1/pair?row=${row}`, { method: "POST", headers: json, body: code }))',
        reach("POST", "route", read="403"),
        closed=reach("POST", read="403"),
    ),
}

# What the background of another extension can do, to which the reader has given 127.0.0.1. It reads
# every answer: that the server lives is none of the reader's secrets, and all else is a refusal.
# Chromium tells extensions apart for us; Firefox gives each reader's copy another origin.
OTHER_EXTENSION: Mapping[str, Attack] = {
    "extension-get": Attack(
        'send("/v1/health")',
        reach("GET", "route", read="200"),
        closed=reach("GET", "route", read="200"),
    ),
    "extension-post": Attack(
        'send("/v1/digest", { method: "POST", headers: json, body })',
        reach("POST", "route", "summarizer", read="200"),
        closed=reach("POST", read="403"),
        firefox_closed=reach("POST", read="401"),
    ),
    "extension-post-with-guessed-token": Attack(
        'send("/v1/digest", { method: "POST", headers: { ...json, ...guess }, body })',
        reach("POST", "route", "summarizer", read="200"),
        closed=reach("POST", read="403"),
        firefox_closed=reach("POST", read="401"),
    ),
    "extension-pair": Attack(
        'send("/v1/pair", { method: "POST", headers: json, body: code })',
        reach("POST", "route", read="403"),
        closed=reach("POST", read="403"),
        firefox_closed=reach("POST", "route", read="403"),
    ),
    # It may forge our origin: an extension can rewrite the headers of its requests.
    "forged-post": Attack(
        'forge(1).then(() => send("/v1/digest", '
        '{ method: "POST", headers: { ...json, ...guess }, body }))',
        reach("POST", "route", "summarizer", read="200"),
        closed=reach("POST", read="401"),
    ),
    "forged-pair": Attack(
        'forge(2).then(() => send("/v1/pair", { method: "POST", headers: json, body: code }))',
        reach("POST", "route", read="403"),
        closed=reach("POST", "route", read="403"),
    ),
}

# What holds the welcome page when it is there to be held: in a frame, and in a window whose opener
# could send it elsewhere, under the address that its visitor trusts.
HOLDS: Mapping[str, Attack] = {
    "frame": Attack('peek(frame(at("/")))', NOTHING),
    "window": Attack('hold(open(at("/")))', NOTHING),
}
