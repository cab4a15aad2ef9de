"""Extra names by which people search for a time zone: places, abbreviations and the like, by zone."""

from collections.abc import Mapping

PLACES_BY_ZONE: Mapping[str, str] = {
    "America/New_York": (
        "Connecticut, 코네티컷, Delaware, 델라웨어, District of Columbia, Washington DC, Florida, 플로리다, Georgia, "
        "조지아, Indiana, 인디애나, Kentucky, 켄터키, Maine, 메인, Maryland, 메릴랜드, Massachusetts, 매사추세츠, "
        "Michigan, 미시간, New Hampshire, 뉴햄프셔, New Jersey, 뉴저지, New York State, 뉴욕주, North Carolina, "
        "노스캐롤라이나, Ohio, 오하이오, Pennsylvania, 펜실베이니아, Rhode Island, 로드아일랜드, South Carolina, "
        "사우스캐롤라이나, Tennessee, 테네시, Vermont, 버몬트, Virginia, 버지니아, West Virginia, 웨스트버지니아, "
        "East Coast, US East, US Eastern, 동부, 미국 동부, 미동부, Washington, 워싱턴, Boston, 보스턴, Miami, "
        "마이애미, Atlanta, 애틀랜타, Philadelphia, 필라델피아, NYC, New York City, 뉴욕시, Orlando, 올랜도, Easter"
    ),
    "America/Chicago": (
        "Alabama, 앨라배마, Arkansas, 아칸소, Florida, 플로리다, Illinois, 일리노이, Indiana, 인디애나, Iowa, "
        "아이오와, Kansas, 캔자스, Kentucky, 켄터키, Louisiana, 루이지애나, Michigan, 미시간, Minnesota, 미네소타, "
        "Mississippi, 미시시피, Missouri, 미주리, Nebraska, 네브래스카, North Dakota, 노스다코타, Oklahoma, "
        "오클라호마, South Dakota, 사우스다코타, Tennessee, 테네시, Texas, 텍사스, Wisconsin, 위스콘신, US Central, "
        "중부, 미국 중부, 미중부, Midwest, Dallas, 댈러스, Houston, 휴스턴, Austin, 오스틴, New Orleans, 뉴올리언스, "
        "달라스, Center"
    ),
    "America/Denver": (
        "Colorado, 콜로라도, Idaho, 아이다호, Kansas, 캔자스, Montana, 몬태나, Nebraska, 네브래스카, New Mexico, "
        "뉴멕시코, North Dakota, 노스다코타, Oregon, 오리건, South Dakota, 사우스다코타, Texas, 텍사스, Utah, 유타, "
        "Wyoming, 와이오밍, Salt Lake City, US Mountain, 산지, 미국 산지, 산악, 미국 산악"
    ),
    "America/Phoenix": "Arizona, 애리조나",
    "America/Boise": "Idaho, 아이다호",
    "America/Los_Angeles": (
        "California, 캘리포니아, Idaho, 아이다호, Nevada, 네바다, Oregon, 오리건, Washington, Washington State, "
        "워싱턴주, West Coast, US West, US Pacific, 서부, 미국 서부, 미서부, 태평양, 미국 태평양, LA, San Francisco, "
        "샌프란시스코, Seattle, 시애틀, San Diego, 샌디에이고, Portland, 포틀랜드, Las Vegas, 라스베이거스, "
        "라스베가스, 엘에이, SF"
    ),
    "America/Anchorage": "Alaska, 알래스카",
    "Pacific/Honolulu": "Hawaii, 하와이",
    "America/Toronto": "Ontario, 온타리오, Quebec, Québec, 퀘벡, Montreal, 몬트리올, Ottawa, 오타와",
    "America/Vancouver": "British Columbia, 브리티시컬럼비아, 밴쿠버, Victoria",
    "America/Edmonton": "Alberta, 앨버타, Calgary, 캘거리",
    "America/Regina": "Saskatchewan, 서스캐처원",
    "America/Winnipeg": "Manitoba, 매니토바",
    "America/Halifax": "Nova Scotia, 노바스코샤, Prince Edward Island",
    "America/Moncton": "New Brunswick, 뉴브런즈윅",
    "America/St_Johns": "Newfoundland, 뉴펀들랜드",
    "America/Sao_Paulo": "Rio de Janeiro, 리우데자네이루",
    "America/Nuuk": "누크",
    "America/Puerto_Rico": "San Juan",
    "America/Bogota": "COT",
    "America/Santiago": "CLT, CLST",
    "America/La_Paz": "BOT",
    "Australia/Sydney": "New South Wales, 뉴사우스웨일스, NSW, Canberra, 캔버라, ACT, 호주 동부",
    "Australia/Melbourne": "Victoria, 빅토리아",
    "Australia/Brisbane": "Queensland, 퀸즐랜드, QLD",
    "Australia/Adelaide": "South Australia",
    "Australia/Perth": "Western Australia",
    "Australia/Hobart": "Tasmania, 태즈메이니아",
    "Australia/Darwin": "Northern Territory, NT",
    "Pacific/Auckland": "Wellington, 웰링턴",
    "Asia/Seoul": (
        "Busan, 부산, Incheon, 인천, Daegu, 대구, Daejeon, 대전, Gwangju, 광주, Ulsan, 울산, Suwon, 수원, Jeju, 제주, "
        "제주도, 서울시, 서울특별시, Gyeonggi, 경기, 경기도, 우리나라, ROK"
    ),
    "Asia/Tokyo": (
        "동경, Osaka, 오사카, Kyoto, 교토, Hokkaido, 홋카이도, Okinawa, 오키나와, "
        "Fukuoka, 후쿠오카, Sapporo, 삿포로, Nagoya, 나고야, Japanese"
    ),
    "Asia/Shanghai": "Beijing, 베이징, 북경, Shenzhen, 선전, 심천, Guangzhou, 광저우, Qingdao, 칭다오, Chinese",
    "Asia/Kolkata": "Indian, Mumbai, 뭄바이, Delhi, New Delhi, 델리, 뉴델리, Bengaluru, Bangalore, Chennai, Bombay",
    "Asia/Manila": "PHT, PHST, Cebu, 세부, Quezon City",
    "Asia/Ho_Chi_Minh": "호찌민, 호치민, HCMC, Hanoi, Ha Noi, 하노이, Da Nang, 다낭",
    "Asia/Makassar": "Bali, 발리",
    "Asia/Yangon": "양곤",
    "Europe/London": "British, Manchester, 맨체스터, Edinburgh, 에든버러",
    "Europe/Berlin": "Munich, München, 뮌헨, Frankfurt, 프랑크푸르트, Hamburg, 함부르크, Köln, Bavaria, 중앙 유럽",
    "Europe/Madrid": "Barcelona, 바르셀로나, Catalonia, Córdoba",
    "Europe/Rome": "Milan, Milano, 밀라노",
    "Europe/Istanbul": "Ankara, 앙카라, TRT",
    "Europe/Kyiv": "키이우",
    "Europe/Zurich": "Geneva, 제네바",
    "Atlantic/Canary": "Canary Islands",
    "UTC": "GMT, Greenwich, Zulu, Z, 협정 세계시, Coordinated Universal",
}
"""Comma-separated names. A region with two zones is listed under both, so that the person must choose."""

_STATES = """
AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware, FL Florida,
GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine,
MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, MT Montana, NE Nebraska,
NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York, NC North Carolina, ND North Dakota, OH Ohio,
OK Oklahoma, OR Oregon, PA Pennsylvania, RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, TX Texas,
UT Utah, VT Vermont, VA Virginia, WA Washington State, WV West Virginia, WI Wisconsin, WY Wyoming
"""
US_STATES: Mapping[str, str] = {one.split()[0]: one.split(maxsplit=1)[1].strip() for one in _STATES.split(",")}
"""The US states by two-letter code; many of the codes are also codes of countries."""
