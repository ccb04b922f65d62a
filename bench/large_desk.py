"""How long the desk's pages and the compilation's files take; run by `bench.large` in the environment that holds them.

Reads `{"desk": {name: path}, "files": {name: [path, budget]}}` and prints `{"waited": {name: ms}, "files": {name: s}}`.
"""

import json
import sys
import time

import django
from django.core.handlers.base import BaseHandler

from bench.measure import answer, waited_for
from tests.browser.places import administrator_cookies


def main() -> None:
    django.setup()
    handler = BaseHandler()
    handler.load_middleware()
    asked = json.load(sys.stdin)
    cookies = administrator_cookies()
    waited = {}
    for name, path in asked["desk"].items():
        status = answer(handler, path, cookies).status_code
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
        waited[name] = waited_for(handler, path, cookies)
    files = {}
    for name, (path, _budget) in asked["files"].items():
        start = time.perf_counter()
        status = answer(handler, path, cookies).status_code
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
        files[name] = time.perf_counter() - start
    json.dump({"waited": waited, "files": files}, sys.stdout)


if __name__ == "__main__":
    main()
