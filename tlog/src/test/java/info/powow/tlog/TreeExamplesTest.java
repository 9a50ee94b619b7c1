package info.powow.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The examples that implementations of RFC 6962 and RFC 9162 share: the tree of eight leaves of
/// Certificate Transparency's reference implementation.
class TreeExamplesTest {
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private final Nodes nodes = MemoryTree.of(LEAVES.stream().map(HexFormat.of()::parseHex).toList());

  @Test
  void theRootsAreThoseOfTheReference() {
    for (int size = 0; size < ROOTS.size(); size++) {
      assertThat(Proofs.root(size, nodes)).hasToString(ROOTS.get(size));
    }
  }

  @Test
  void theInclusionProofsAreThoseOfTheReference() {
    assertThat(Proofs.inclusion(0, 1, nodes)).isEmpty();
    assertThat(hex(Proofs.inclusion(0, 8, nodes)))
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(hex(Proofs.inclusion(5, 8, nodes)))
        .containsExactly(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(hex(Proofs.inclusion(2, 3, nodes)))
        .containsExactly("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    assertThat(hex(Proofs.inclusion(1, 5, nodes)))
        .containsExactly(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  @Test
  void theConsistencyProofsAreThoseOfTheReference() {
    assertThat(Proofs.consistency(1, 1, nodes)).isEmpty();
    assertThat(hex(Proofs.consistency(1, 8, nodes)))
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(hex(Proofs.consistency(6, 8, nodes)))
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(hex(Proofs.consistency(2, 5, nodes)))
        .containsExactly(
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  /// RFC 9162, section 2.1.5: the tree of seven leaves, whose proofs are given by their nodes.
  @Test
  void theExamplesOfTheRfcHold() {
    TreeHash a = nodes.at(0, 0);
    TreeHash b = nodes.at(0, 1);
    TreeHash c = nodes.at(0, 2);
    TreeHash d = nodes.at(0, 3);
    TreeHash e = nodes.at(0, 4);
    TreeHash f = nodes.at(0, 5);
    TreeHash j = nodes.at(0, 6);
    TreeHash g = TreeHash.ofNode(a, b);
    TreeHash h = TreeHash.ofNode(c, d);
    TreeHash i = TreeHash.ofNode(e, f);
    TreeHash k = TreeHash.ofNode(g, h);
    TreeHash l = TreeHash.ofNode(i, j);

    assertThat(Proofs.root(7, nodes)).isEqualTo(TreeHash.ofNode(k, l));
    assertThat(Proofs.inclusion(0, 7, nodes)).containsExactly(b, h, l);
    assertThat(Proofs.inclusion(3, 7, nodes)).containsExactly(c, g, l);
    assertThat(Proofs.inclusion(4, 7, nodes)).containsExactly(f, j, k);
    assertThat(Proofs.inclusion(6, 7, nodes)).containsExactly(i, k);
    assertThat(Proofs.consistency(3, 7, nodes)).containsExactly(c, d, g, l);
    assertThat(Proofs.consistency(4, 7, nodes)).containsExactly(l);
    assertThat(Proofs.consistency(6, 7, nodes)).containsExactly(i, j, k);
  }

  private static Stream<String> hex(List<TreeHash> proof) {
    return proof.stream().map(TreeHash::toString);
  }
}
