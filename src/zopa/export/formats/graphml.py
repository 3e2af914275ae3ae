"""The discourse network as GraphML (Leifeld 2017): who takes which stance on which option, and projections.

affiliation  parties or actors by issue/option; an edge counts the statements for, against, and net
agreement    two actors share as many options as the edge says, both for or both against
conflict     two actors stand against each other on as many options
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zopa.errors import UnknownName
from zopa.ledger.view import LedgerView

if TYPE_CHECKING:
    from zopa.dossier import Dossier

Network = Literal["affiliation", "agreement", "conflict"]
NETWORKS: tuple[Network, ...] = ("affiliation", "agreement", "conflict")


def write(
    view: LedgerView,
    dossier: Dossier | None,
    path: Path,
    network: str = "affiliation",
    nodes: str = "parties",
) -> int:
    """Write a network. Returns how many edges it has.

    nodes  'parties' (whose position it is) or 'actors' (who says it).
    """
    import networkx as nx

    made = graph(view, dossier, network, nodes)
    nx.write_graphml(made, path)
    return int(made.number_of_edges())


def graph(view: LedgerView, dossier: Dossier | None, network: str, nodes: str) -> Any:
    """The network as a networkx graph. Raises UnknownName."""
    import networkx as nx

    if network not in NETWORKS:
        raise UnknownName("network", network, NETWORKS)
    if nodes not in ("parties", "actors"):
        raise UnknownName("kind of node", nodes, ("parties", "actors"))
    said: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for stated, _ in view.stream_positions():
        who = stated.holder if nodes == "parties" else stated.speaker
        said[who, f"{stated.issue}/{stated.option}"][0 if stated.stance.is_for else 1] += 1
    made: nx.Graph[str] = nx.Graph(network=network, nodes=nodes)
    for who in sorted({who for who, _ in said}):
        made.add_node(who, kind=nodes, label=dossier.label(who) if dossier else who)
    if network == "affiliation":
        for option in sorted({option for _, option in said}):
            made.add_node(option, kind="option", label=option)
        for (who, option), (for_, against) in sorted(said.items()):
            made.add_edge(who, option, stated_for=for_, stated_against=against, weight=for_ - against)
        return made
    side = {key: for_ - against for key, (for_, against) in said.items() if for_ != against}
    by_option: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (who, option), net in sorted(side.items()):
        by_option[option].append((who, net))
    for members in by_option.values():
        for (one, net), (other, others) in combinations(members, 2):
            if (net > 0) is (others > 0) if network == "agreement" else (net > 0) is not (others > 0):
                weight = made[one][other]["weight"] + 1 if made.has_edge(one, other) else 1
                made.add_edge(one, other, weight=weight)
    return made
