"""The tree: the known roots of RFC 6962's reference, and paths that lead to the root and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evexport.ledger import merkle

# Leaves and roots of the reference implementation of Certificate Transparency.
CONTENTS = [
    bytes.fromhex(t)
    for t in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_roots_are_those_of_the_reference(size, root):
    assert merkle.root([merkle.leaf(content) for content in CONTENTS[:size]]).hex() == root


@given(st.integers(1, 70), st.data())
def test_a_path_leads_to_the_root_from_its_own_place_alone(size, data):
    leaves = [merkle.leaf(bytes([n])) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    steps = merkle.path(leaves, index)
    root = merkle.root(leaves)
    assert merkle.leads_to(leaves[index], index, size, steps) == root
    assert merkle.leads_to(merkle.leaf(b"other"), index, size, steps) != root
    assert merkle.leads_to(leaves[index], index, size, [*steps, root]) is None
    if steps:
        assert merkle.leads_to(leaves[index], index, size, steps[1:]) != root


def test_places_outside_the_tree():
    leaves = [merkle.leaf(b"")]
    assert merkle.leads_to(leaves[0], 1, 1, []) is None
    with pytest.raises(IndexError):
        merkle.path(leaves, 1)
