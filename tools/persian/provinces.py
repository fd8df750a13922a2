"""The provinces of Iran, as ISO 3166-2:IR has numbered them since 2020."""

from ..persian_text import fold

# The number behind IR-, and the names in English and in Persian; i18n/fa.po says the same.
PROVINCES = {
    "00": ("Markazi", "مرکزی"),
    "01": ("Gilan", "گیلان"),
    "02": ("Mazandaran", "مازندران"),
    "03": ("East Azerbaijan", "آذربایجان شرقی"),
    "04": ("West Azerbaijan", "آذربایجان غربی"),
    "05": ("Kermanshah", "کرمانشاه"),
    "06": ("Khuzestan", "خوزستان"),
    "07": ("Fars", "فارس"),
    "08": ("Kerman", "کرمان"),
    "09": ("Razavi Khorasan", "خراسان رضوی"),
    "10": ("Isfahan", "اصفهان"),
    "11": ("Sistan and Baluchestan", "سیستان و بلوچستان"),
    "12": ("Kurdistan", "کردستان"),
    "13": ("Hamadan", "همدان"),
    "14": ("Chaharmahal and Bakhtiari", "چهارمحال و بختیاری"),
    "15": ("Lorestan", "لرستان"),
    "16": ("Ilam", "ایلام"),
    "17": ("Kohgiluyeh and Boyer-Ahmad", "کهگیلویه و بویراحمد"),
    "18": ("Bushehr", "بوشهر"),
    "19": ("Zanjan", "زنجان"),
    "20": ("Semnan", "سمنان"),
    "21": ("Yazd", "یزد"),
    "22": ("Hormozgan", "هرمزگان"),
    "23": ("Tehran", "تهران"),
    "24": ("Ardabil", "اردبیل"),
    "25": ("Qom", "قم"),
    "26": ("Qazvin", "قزوین"),
    "27": ("Golestan", "گلستان"),
    "28": ("North Khorasan", "خراسان شمالی"),
    "29": ("South Khorasan", "خراسان جنوبی"),
    "30": ("Alborz", "البرز"),
}
# What stands before, behind or between the words of a name, or does not.
_FILLERS = {"استان", "ostan", "province", "of", "و", "and"}


def _key(name):
    letters = "".join(word for word in fold(name).split() if word not in _FILLERS)
    # Some write the Persian "and" together with the next word, and گ as ک.
    return letters.replace("و", "").replace("گ", "ک")


_NUMBERS = {_key(name): number for number, names in PROVINCES.items() for name in names}


def find_province(name):
    """The province that a name means, however another list of provinces spells it.

    :param str name: in English or in Persian, with or without the word province
    :returns: str, the number behind IR-, or None
    """
    return _NUMBERS.get(_key(name))
