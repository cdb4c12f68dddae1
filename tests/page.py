"""A page as the tests look at it."""

from html.parser import HTMLParser

#: What browsers send.
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, response):
        super().__init__()
        self.elements = []
        self.words = []
        self.feed(response.text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    @property
    def links(self):
        return [a["href"] for a in self.all("a")]

    @property
    def trusted(self):
        boxes = [box for box in self.all("input") if box.get("type") == "checkbox"]
        return [box["value"] for box in boxes if "checked" in box]
