"""A gentle sound bed, note by note: a soft plucked voice over slow chords. Plain Python, no samples."""

import array
import math
import wave
from pathlib import Path

RATE = 32_000
#                 D          Bm         G          A      (or a tone lower, see `transpose`)
CHORDS = ((50, 57, 62, 66), (47, 54, 62, 66), (43, 55, 59, 62), (45, 57, 61, 64))
PATTERN = (0, 2, 1, 3, 2, 3, 1, 2)


def frequency(note: float) -> float:
    """Hertz of a MIDI note number."""
    return 440.0 * 2 ** ((note - 69) / 12)


def add(track: array.array, start: float, length: float, note: float, strength: float, *, soft: bool) -> None:  # type: ignore[type-arg]
    """Lay one note into the track: `soft` swells and sinks, otherwise it is plucked."""
    hertz, first = frequency(note), int(start * RATE)
    count = min(int(length * RATE), len(track) - first)
    parts = ((1, 1.0), (2, 0.22), (3, 0.06)) if soft else ((1, 1.0), (2, 0.35), (4, 0.09))
    for i in range(count):
        t = i / RATE
        shape = math.sin(math.pi * i / count) ** 0.8 if soft else min(1.0, t / 0.008) * math.exp(-2.6 * t)
        value = sum(size * math.sin(math.tau * hertz * k * t) for k, size in parts)
        track[first + i] += strength * shape * value


def write(target: Path, seconds: float, *, transpose: int = 0, beat: float = 0.5) -> None:
    """A mono WAV of that length that fades in and out."""
    track = array.array("f", bytes(4 * int(seconds * RATE)))
    bar, time = beat * 8, 0.0
    number = 0
    while time < seconds:
        chord = CHORDS[number % len(CHORDS)]
        for note in chord[:3]:
            add(track, time, bar * 1.15, note + transpose, 0.07, soft=True)
        for i, which in enumerate(PATTERN):
            if (number + i) % 7 != 6:
                add(
                    track, time + i * beat, 1.6, chord[which] + 12 + transpose, 0.16 if i % 4 == 0 else 0.11, soft=False
                )
        time, number = time + bar, number + 1
    edge = int(1.6 * RATE)
    for i in range(edge):
        track[i] *= i / edge
        track[-1 - i] *= i / edge
    loudest = max(abs(value) for value in track)
    data = array.array("h", (int(value / loudest * 16_000) for value in track))
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(data.tobytes())
