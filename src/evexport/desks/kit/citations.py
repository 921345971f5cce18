"""Where a citation leads, and how it is written: the instrument's short name, and the article's number."""

from django.urls import reverse

from evexport.kernel.text import Text
from evexport.regulation.instruments import articles


def short_name(citation: str) -> Text:
    """`SCF-318-2012#3` → 商产发〔2012〕318号 第3条. In English, and where it is unknown, a citation stands as it is."""
    article = articles().get(citation)
    if article is None:
        return Text(citation, citation)
    name = article.instrument.number or article.instrument.title.zh
    name = f"公告{name}" if name[:1].isdigit() else name
    key = citation.partition("#")[2]
    return Text(f"{name} 第{key}条" if key[:1].isdigit() else name, citation)


def address(citation: str) -> str:
    """The page of the instrument, at the cited article."""
    instrument, _, article = citation.partition("#")
    return f"{reverse('public:instrument', args=[instrument])}#{article}"
