"""A small register of the seed articles, put together by hand: what its readers may be shown before, and apart from, what reading finds."""

from __future__ import annotations

from indexer.archive import Archive
from indexer.model.article import DateSpan
from indexer.model.register import QuoteField
from indexer.register.entries import (
    Contradiction,
    Entry,
    Person,
    Promise,
    Quote,
    Register,
    Side,
    Source,
    Tenure,
    Told,
)

__all__ = ["CONFERENCE", "TALKS", "TALKS_ID", "register_of_seeds"]

TALKS, CONFERENCE = "001_4e3b2bb7c1284ee7", "004_8ebbdd460858dd8e"
TALKS_ID, CONFERENCE_ID = "hd-van-son", "hn-van-nam"
TALKS_DAY = DateSpan("2025-03-06", "2025-03-06", "day", "context")
CONFERENCE_DAY = DateSpan("2023-03-27", "2023-03-27", "day", "explicit")
FOURTH = DateSpan("2024-01-01", "2024-03-31", "quarter", "explicit")


def register_of_seeds(archive: Archive) -> Register:
    """Two events, persons of both sides, one promise that nothing follows."""
    told = {id: _Teller(archive, id) for id in (TALKS, CONFERENCE)}
    talks, conference = _talks(told[TALKS]), _conference(told[CONFERENCE])
    offices = (
        _tenure(told[CONFERENCE], "Bí thư Tỉnh ủy", "Hà Giang", "Đặng Quốc Khánh", "vn"),
        _tenure(told[TALKS], "Giám đốc", "Sở Ngoại vụ tỉnh", "Đỗ Thái Hòa", "vn"),
        _tenure(told[CONFERENCE], "Bí thư Tỉnh ủy", "Vân Nam", "Vương Ninh", "cn"),
    )
    teller = told[CONFERENCE]
    promise = Promise(
        id="ht-4",
        what="Hội nghị thường niên lần thứ 4",
        term="vào quý I năm 2024",
        quote=teller.quote("thống nhất Hội nghị thường niên lần thứ 4"),
        due=FOURTH,
        told=CONFERENCE_DAY,
        entry=CONFERENCE_ID,
        provinces=conference.provinces,
        counterparts=conference.counterparts,
    )
    return Register((talks, conference), offices, (promise,), generation=archive.generation)


class _Teller:
    """Quotes of one article."""

    def __init__(self, archive: Archive, id: str) -> None:
        found = archive.article(id)
        assert found is not None
        self.article = found

    def quote(self, words: str, field: QuoteField = "body") -> Quote:
        text = self.article.text if field == "body" else self.article.title
        start = text.index(words)
        return Quote(self.article.id, field, start, start + len(words), words)

    def told(self, value: str, words: str = "") -> Told:
        return Told(value, self.quote(words or value))

    def source(self, date: DateSpan) -> Source:
        one = self.article
        return Source(one.id, one.title, "Báo Hà Giang", "", date)


def _talks(teller: _Teller) -> Entry:
    sentence = teller.quote("Đoàn đại biểu Đối ngoại tỉnh Hà Giang do ông Đỗ Thái Hòa")
    return Entry(
        id=TALKS_ID,
        kind="hội đàm",
        told=sentence,
        date=TALKS_DAY,
        date_quote=teller.quote("Sáng 6.3"),
        vietnamese=Side(
            places=(teller.told("Hà Giang"),),
            units=(teller.told("Sở Ngoại vụ tỉnh Hà Giang"),),
            leaders=(Person("Đỗ Thái Hòa", "Giám đốc", "Sở Ngoại vụ tỉnh", sentence),),
        ),
        chinese=Side(
            places=(teller.told("Vân Nam"), teller.told("Văn Sơn", "châu Văn Sơn")),
            leaders=(
                Person("Lý Hồng Quyên", "Chủ nhiệm", "Văn phòng Ngoại sự châu Văn Sơn", sentence),
            ),
        ),
        about=teller.quote("hai bên cùng thúc đẩy các cơ quan, đơn vị"),
        signed=(teller.told("Thỏa thuận thiết lập cơ chế Hội đàm"),),
        sources=(teller.source(TALKS_DAY),),
        contradictions=(
            Contradiction(
                "vietnamese.leader",
                (teller.told("Đỗ Thái Hòa"), teller.told("Lý Hồng Quyên")),
            ),
        ),
        provinces=("Hà Giang", "Tuyên Quang"),
        counterparts=("Vân Nam", "Văn Sơn"),
    )


def _conference(teller: _Teller) -> Entry:
    names = ("Hà Giang", "Lào Cai", "Lai Châu", "Điện Biên")
    return Entry(
        id=CONFERENCE_ID,
        kind="hội nghị",
        told=teller.quote("Hội nghị thường niên lần thứ 3"),
        date=CONFERENCE_DAY,
        date_quote=teller.quote("Ngày 27/3"),
        vietnamese=Side(places=tuple(map(teller.told, names))),
        chinese=Side(places=(teller.told("Vân Nam"),)),
        place=teller.told("tỉnh Hà Giang"),
        sources=(teller.source(CONFERENCE_DAY),),
        provinces=(*names, "Tuyên Quang"),
        counterparts=("Vân Nam",),
    )


def _tenure(teller: _Teller, office: str, unit: str, person: str, country: str) -> Tenure:
    quote = teller.quote(person)
    day = CONFERENCE_DAY if teller.article.id == CONFERENCE else TALKS_DAY
    ours = country == "vn"
    return Tenure(
        id=f"cv-{person.split()[-1].lower()}",
        person=person,
        office=office,
        unit=unit,
        country="vn" if ours else "cn",
        names=(person,),
        first=quote,
        first_date=day,
        last=quote,
        last_date=day,
        articles=(teller.article.id,),
        provinces=("Hà Giang", "Tuyên Quang") if ours else (),
        counterparts=() if ours else ("Vân Nam",),
    )
