"""The two short films of the example, scene by scene. Their moments are the chapters in media.yaml."""

import math

from tools.example_media import things as draw
from tools.example_media.film import Film
from tools.example_media.pen import box

PAPER, SUN, CORAL = "#fffdf8", "#ffd766", "#f59a7e"


def heading(film: Film, text: str, colour: str) -> None:
    width = film.letters(80, 118, text, 62, face="brush")
    film.line([(80, 138), (80 + width / 2, 132), (80 + width, 138)], 6, colour=colour)


def day_one() -> Film:
    """Forty-four seconds: welcome, numbers, two stories, the rooms, what comes next."""
    ink, sea, water, mist = "#1f3040", "#8fcbd6", "#4a9fb0", "#cfe9ec"
    film = Film(seed=61, ink=ink, paper=PAPER)
    with film.scene(0, 9):
        draw.waves(film, 60, 590, 1120, water, rows=3, gap=30)
        draw.lighthouse(film, 150, 574, 350, CORAL, SUN)
        film.letters(420, 250, "Blekinges nyläge", 116, face="brush", outline=sea)
        film.letters(426, 330, "Blekingedagen · dag 1", 52)
        for x, colour in ((520, SUN), (690, CORAL), (860, sea), (1030, PAPER), (1180, SUN)):
            draw.house(film, x, 548, 74, colour)
        film.letters(426, 416, "fem kommuner – ett län", 52, mark=SUN)
        film.time = 6.4
        with film.floating():
            draw.boat(film, 400, 620, 80, SUN, CORAL)
    with film.scene(9, 18):
        heading(film, "Blekinge i siffror", water)
        film.line([(130, 210), (126, 600), (640, 602)], 6, straight=True)
        for i, (h, c) in enumerate([(150, mist), (220, sea), (180, mist), (300, sea), (260, SUN)]):
            film.shape(box(170 + i * 92, 598 - h, 60, h), c, 5, straight=True)
        film.arrow([(150, 470), (280, 430), (390, 370), (500, 280), (620, 214)], 7, colour="#d8573a", head=26)
        for i, text in enumerate(
            ("flyttnetto 20–34 år", "restid", "utsläpp per invånare", "självskattad hälsa", "sysselsättning", "tillit")
        ):
            draw.tick(film, 740, 240 + i * 56, 32, water)
            film.letters(780, 242 + i * 56, text, 42)
        film.time = 15.2
        film.letters(700, 610, "var vi är – inte vart vi vill", 44, mark=mist)
    with film.scene(18, 27):
        heading(film, "Två berättelser", water)
        draw.person(film, 220, 610, 240, sea)
        draw.suitcase(film, 336, 616, 84, SUN)
        draw.bubble(film, 270, 200, 350, 170, tail=(268, 404), pen=5)
        film.lines(445, 264, ["Jag kom tillbaka", "för att få vardagen", "att gå ihop."], 38, anchor="middle")
        draw.factory(film, 900, 610, 200, mist)
        draw.gear(film, 1120, 560, 58, SUN)
        draw.bubble(film, 800, 172, 350, 170, tail=(850, 440), pen=5)
        film.lines(975, 240, ["Vi har order.", "Vi söker händer", "som kan."], 38, anchor="middle")
        film.letters(130, 676, "återvändaren", 40, mark=SUN)
        film.letters(760, 676, "maskinföretaget", 40, mark=SUN)
    with film.scene(27, 36):
        heading(film, "Samtalsrummen", water)
        film.speed = 1500
        for x, one, two, colour in (
            (70, "Vad är bäst", "med att bo här?", mist),
            (370, "Vad får någon", "att flytta?", "#fbe3da"),
            (670, "Vad ska vara sant", "om tio år?", "#fff0c2"),
        ):
            draw.screen(film, x, 190, 260, 130, colour)
            film.lines(x + 130, 366, [one, two], 34, anchor="middle", leading=1.05)
        film.time = 30.6
        draw.paper(film, 1110, 470, 300, None, rows=0)
        film.letters(1110, 520, "strategin", 40, anchor="middle")
        sayings = (
            (60, 440, 210, "havet nära", mist),
            (310, 500, 210, "sista bussen", "#fbe3da"),
            (560, 440, 250, "ställen att ses på", "#fff0c2"),
        )
        for i, (x, y, width, text, colour) in enumerate(sayings):
            film.time = 31.0 + i * 0.5
            with film.moving(32.9 + i * 0.55, 1.0, (1026 - x * 0.66, 226 + i * 66 - y * 0.66), scale=0.66):
                draw.card(film, x, y, width, 76, colour, pen=4)
                film.letters(x + width / 2, y + 50, text, 34, anchor="middle")
        film.time = 34.2
        film.letters(80, 664, "det du säger blir en synpunkt på texten", 44, mark=SUN)
    with film.scene(36, 45):
        heading(film, "Nästa steg", water)
        film.speed = 1000
        film.line([(110, 600), (330, 560), (560, 590), (800, 540), (1130, 560)], 7, colour="#8fa3ad")
        for x, y, date, one, colour in (
            (250, 566, "17 nov", "dag 2", mist),
            (610, 580, "1 dec", "dag 3", SUN),
            (980, 540, "4 dec", "sista dagen", CORAL),
        ):
            draw.flag(film, x, y, 190, colour, text=date, size=42)
            film.letters(x + 20, y + 54, one, 36)
        film.time = 40.6
        film.letters(80, 236, "Lämna inspel till och med 4 december!", 64, face="brush", mark="#ffc9b8")
        film.letters(84, 306, "i mobilen, per brev, per telefon eller i ett samtalsrum", 40)
    return film


def day_two() -> Film:
    """Forty seconds in green: what can change, six passages, a point from a room, how to go on."""
    ink, leaf, moss, green, sea = "#1f3329", "#8cc78f", "#d8eccf", "#3c8a56", "#a9d8e3"
    film = Film(seed=172, ink=ink, paper=PAPER)
    with film.scene(0, 8):
        film.letters(90, 220, "Attraktiva livsmiljöer", 104, face="brush", outline=leaf)
        film.letters(96, 296, "Blekingedagen · dag 2", 52)
        ring = [
            (640 + 520 * math.cos(a) * (1 + 0.04 * math.sin(3 * a)), 600 + 66 * math.sin(a))
            for a in [i * math.tau / 36 for i in range(36)]
        ]
        film.shape(ring, moss, 5)
        draw.leafy(film, 640, 610, 240, leaf)
        draw.house(film, 330, 600, 110, SUN, roof=CORAL)
        draw.flats(film, 440, 596, 150, sea)
        draw.pine(film, 880, 600, 150, "#7fb98a")
        draw.person(film, 780, 626, 110, CORAL, arms="up")
    with film.scene(8, 16):
        heading(film, "Vad går att ändra?", green)
        draw.padlock(film, 230, 380, 150, "#d9dfe2")
        film.lines(350, 290, ["Bestämt: länet ska ha en strategi", "med två inriktningar."], 48)
        draw.pencil(film, 180, 610, 150, SUN)
        film.lines(350, 520, ["Går att ändra: mål, prioriteringar", "och varje ord på vägen dit."], 48)
        film.line([(350, 592), (600, 584), (870, 592)], 6, colour=CORAL)
    with film.scene(16, 25):
        heading(film, "Utkastet på tio minuter", green)
        film.speed = 1300
        places = (
            (190, 330, "bostäder"),
            (530, 330, "restid"),
            (870, 330, "energi och hav"),
            (190, 590, "kultur och rörelse"),
            (530, 590, "ungas hälsa"),
            (870, 590, "äldres trygghet"),
        )
        draw.flats(film, 190, 330, 140, SUN)
        draw.bus(film, 530, 336, 112, sea)
        draw.turbine(film, 850, 330, 150)
        draw.waves(film, 890, 296, 120, "#5fb3c4", rows=2)
        draw.football(film, 150, 540, 42)
        draw.book(film, 246, 572, 62, SUN)
        draw.person(film, 500, 590, 120, sea)
        draw.person(film, 574, 590, 120, CORAL)
        draw.house(film, 840, 588, 110, SUN)
        draw.heart(film, 938, 530, 72, CORAL)
        for x, y, text in places:
            film.letters(x + 10, y + 52, text, 38, anchor="middle")
    with film.scene(25, 34):
        heading(film, "Rapport från rummen", green)
        film.speed = 1000
        draw.person(film, 170, 640, 200, leaf)
        draw.bubble(film, 230, 220, 330, 140, tail=(214, 470), pen=5)
        film.lines(395, 282, ["Rörelse är inte", "bara fotboll."], 44, anchor="middle")
        film.shape(box(690, 190, 500, 330), PAPER, 5, straight=True)
        film.letters(724, 250, "Kultur och rörelse", 44, face="brush")
        film.lines(724, 310, ["På alla orter går det", "att utöva idrott", "och ta del av kultur."], 42)
        film.time = 30.4
        film.arrow([(400, 380), (470, 450), (580, 480), (684, 440)], 6, colour=CORAL, head=26)
        film.line([(722, 370), (850, 364), (976, 370)], 5, colour=CORAL)
        film.letters(724, 498, "en synpunkt, på rätt stycke", 38, mark=SUN)
    with film.scene(34, 41):
        heading(film, "Säg vad du tycker", green)
        draw.phone(film, 190, 420, 180, SUN)
        draw.envelope(film, 420, 410, 130, None)
        draw.screen(film, 570, 260, 270, 150, moss)
        film.arrow([(880, 340), (940, 320), (1000, 340)], 6, head=24)
        draw.paper(film, 1100, 450, 240, None)
        for x, text in ((190, "mobil"), (420, "brev"), (705, "samtal"), (1100, "strategin")):
            film.letters(x, 490, text, 40, anchor="middle")
        film.letters(640, 620, "till och med 4 december!", 76, face="brush", anchor="middle", mark="#ffc9b8")
    return film
