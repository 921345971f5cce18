"""The proof on paper: what it prints leads to the root, and the attached proof is checked with the public key alone."""

import pytest
from tests.ledger import world
from tests.ledger.world import sealed
from tests.papers.reading import pdf, text
from tests.papers.test_gazette import attached

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.problems import Barred, NotFound
from evexport.ledger import merkle
from evexport.ledger.proofs import check
from evexport.papers.inclusion import proof_of

READER = in_role(Role.AUDITOR, name="审计员")


def test_the_paper_carries_the_whole_proof(db_clone):
    ids, signer = sealed(7)
    draft = proof_of(ids[3], by=READER)
    content = pdf(draft)
    whole = attached(content)[f"proof-{ids[3]}.json"]
    proven = check(whole.decode(), world.keys(signer))
    assert proven is not None
    assert proven.fields["id"] == str(ids[3])
    words = text(content)
    assert "测试记录" in words
    assert proven.header.root in words.replace(" ", "")


@pytest.fixture(scope="module")
def seven(db_module):
    return sealed(7)[0]


@pytest.mark.parametrize("position", range(7))
def test_the_printed_steps_lead_from_the_leaf_to_the_root(seven, position):
    data = proof_of(seven[position], by=READER).data
    reached = bytes.fromhex(data["leaf"])
    for step in data["steps"]:
        beside = bytes.fromhex(step["beside"])
        reached = merkle.node(beside, reached) if step["en"] == "left" else merkle.node(reached, beside)
        assert reached.hex() == step["makes"]
    assert reached.hex() == data["root"]


def test_an_unsealed_entry_has_no_proof_yet_and_a_stranger_finds_none(db_clone):
    [unsealed] = world.write(1)
    with pytest.raises(Barred):
        proof_of(unsealed, by=READER)
    with pytest.raises(NotFound):
        proof_of(unsealed, by=in_role(Role.MAKER, organisation_id=world.CLERK.user_id, name="旁人"))
