"""Where an outside service, and the interpreter's own page, sends captions. The address is the key."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fardplan.people.viewer import ViewerRequest
from fardplan.public.captions_intake import LARGEST, Answer, answer_to


@csrf_exempt  # nobody is signed in: whoever knows the address may write, and nobody else knows it
@require_POST
def intake(request: ViewerRequest, key: str) -> HttpResponse:
    announced = request.headers.get("Content-Length", "")
    is_large = announced.isdecimal() and int(announced) > LARGEST
    if is_large:
        answer = Answer(413, {"error": "too large"})
    else:
        answer = answer_to(key, request.body, request=request, now=request.now)
    response = JsonResponse(dict(answer.data), status=answer.status)
    if "wait_seconds" in answer.data:
        response.headers["Retry-After"] = str(answer.data["wait_seconds"])
    response.headers["Cache-Control"] = "no-store"
    return response


addresses = [path("text/<str:key>/rader/", intake, name="captions-intake")]
