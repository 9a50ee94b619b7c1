package info.powow.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ProofsPropertiesTest {
  private static final List<byte[]> LEAVES =
      IntStream.range(0, 1_100).mapToObj(i -> new byte[] {(byte) i, (byte) (i >> 8), 7}).toList();

  private static final Nodes NODES = MemoryTree.of(LEAVES);

  /// A size, and two smaller or equal numbers.
  record Sizes(int size, int index, int oldSize) {}

  @Provide
  Arbitrary<Sizes> sizes() {
    return Arbitraries.integers()
        .between(1, LEAVES.size())
        .flatMap(size ->
            Arbitraries.integers()
                .between(0, size - 1)
                .flatMap(index ->
                    Arbitraries.integers()
                        .between(0, size)
                        .map(oldSize -> new Sizes(size, index, oldSize))));
  }

  private static TreeHash root(int size) {
    return MemoryTree.hash(LEAVES.subList(0, size));
  }

  private static TreeHash leaf(int index) {
    return TreeHash.ofLeaf(LEAVES.get(index));
  }

  @Property(tries = 200)
  void everyRootIsThatOfTheDefinition(@ForAll @IntRange(min = 0, max = 1_100) int size) {
    assertThat(Proofs.root(size, NODES)).isEqualTo(root(size));
  }

  @Property(tries = 200)
  void everyLeafIsProvedAndNoOtherIs(@ForAll("sizes") Sizes s) {
    List<TreeHash> proof = Proofs.inclusion(s.index, s.size, NODES);

    assertThat(Verification.inclusion(leaf(s.index), s.index, s.size, proof, root(s.size)))
        .isTrue();
    int other = s.index == 0 ? s.size : s.index - 1;
    assertThat(Verification.inclusion(leaf(s.index), other, s.size, proof, root(s.size))).isFalse();
    assertThat(
            Verification.inclusion(
                leaf((s.index + 1) % LEAVES.size()), s.index, s.size, proof, root(s.size)))
        .isFalse();
  }

  @Property(tries = 200)
  void anyFlippedBitInAnInclusionProofIsNoticed(
      @ForAll("sizes") Sizes s, @ForAll @IntRange(min = 0, max = 8_191) int bit) {
    List<TreeHash> proof = new ArrayList<>(Proofs.inclusion(s.index, s.size, NODES));
    TreeHash root = root(s.size);
    TreeHash leaf = leaf(s.index);

    assertThat(Verification.inclusion(flipped(leaf, bit), s.index, s.size, proof, root)).isFalse();
    assertThat(Verification.inclusion(leaf, s.index, s.size, proof, flipped(root, bit))).isFalse();
    if (!proof.isEmpty()) {
      int at = bit % proof.size();
      proof.set(at, flipped(proof.get(at), bit / proof.size()));
      assertThat(Verification.inclusion(leaf, s.index, s.size, proof, root)).isFalse();
    }
  }

  @Property(tries = 200)
  void aProofThatIsTooLongOrTooShortIsNone(@ForAll("sizes") Sizes s) {
    List<TreeHash> proof = Proofs.inclusion(s.index, s.size, NODES);
    List<TreeHash> longer = new ArrayList<>(proof);
    longer.add(TreeHash.EMPTY);

    assertThat(Verification.inclusion(leaf(s.index), s.index, s.size, longer, root(s.size)))
        .isFalse();
    if (!proof.isEmpty()) {
      assertThat(
              Verification.inclusion(
                  leaf(s.index), s.index, s.size, proof.subList(0, proof.size() - 1), root(s.size)))
          .isFalse();
    }
  }

  @Property(tries = 200)
  void everyTreeContinuesEverySmallerOne(@ForAll("sizes") Sizes s) {
    List<TreeHash> proof = Proofs.consistency(s.oldSize, s.size, NODES);

    assertThat(Verification.consistency(s.oldSize, root(s.oldSize), s.size, root(s.size), proof))
        .isTrue();
  }

  @Property(tries = 200)
  void anyFlippedBitInAConsistencyProofIsNoticed(
      @ForAll("sizes") Sizes s, @ForAll @IntRange(min = 0, max = 8_191) int bit) {
    List<TreeHash> proof = new ArrayList<>(Proofs.consistency(s.oldSize, s.size, NODES));
    TreeHash old = root(s.oldSize);
    TreeHash root = root(s.size);

    assertThat(Verification.consistency(s.oldSize, flipped(old, bit), s.size, root, proof))
        .isFalse();
    if (s.oldSize > 0) {
      assertThat(Verification.consistency(s.oldSize, old, s.size, flipped(root, bit), proof))
          .isFalse();
    }
    if (!proof.isEmpty()) {
      int at = bit % proof.size();
      proof.set(at, flipped(proof.get(at), bit / proof.size()));
      assertThat(Verification.consistency(s.oldSize, old, s.size, root, proof)).isFalse();
      proof.removeLast();
      assertThat(Verification.consistency(s.oldSize, old, s.size, root, proof)).isFalse();
    }
  }

  /// What a witness needs: a proof that leads to the new root shows what the old one has to be.
  @Property(tries = 200)
  void theProofFromTheRootLeadsToBothRoots(@ForAll("sizes") Sizes s) {
    List<TreeHash> proof = Proofs.consistencyFromRoot(s.oldSize, s.size, NODES);
    if (s.oldSize == 0 || s.oldSize == s.size) {
      assertThat(proof).isEmpty();
    } else {
      assertThat(Verification.roots(s.oldSize, s.size, proof))
          .contains(new Verification.Roots(root(s.oldSize), root(s.size)));
    }
  }

  /// The indexes of these leaves, and the leaves.
  private static SparseProof.Leaves leaves(List<Long> indexes, List<TreeHash> hashes) {
    return new SparseProof.Leaves() {
      private int at;

      @Override
      public long next() {
        return at < indexes.size() ? indexes.get(at) : Long.MAX_VALUE;
      }

      @Override
      public TreeHash take() {
        return hashes.get(at++);
      }
    };
  }

  private static TreeHash root(
      long size, List<Long> indexes, List<TreeHash> hashes, List<TreeHash> proof) {
    Iterator<TreeHash> next = proof.iterator();
    return SparseProof.root(
        size, leaves(indexes, hashes), () -> next.hasNext() ? next.next() : TreeHash.EMPTY);
  }

  @Property(tries = 200)
  void oneProofForManyLeavesLeadsToTheRoot(
      @ForAll("sizes") Sizes s, @ForAll Random random, @ForAll @IntRange(max = 8_191) int bit) {
    List<Long> indexes =
        LongStream.range(0, s.size).filter(_ -> random.nextInt(5) == 0).boxed().toList();
    List<TreeHash> hashes =
        indexes.stream().map(each -> leaf(each.intValue())).collect(Collectors.toList());
    List<TreeHash> proof = new ArrayList<>();
    SparseProof.prove(s.size, leaves(indexes, hashes), NODES, proof::add);

    assertThat(root(s.size, indexes, hashes, proof)).isEqualTo(root(s.size));
    if (!proof.isEmpty()) {
      List<TreeHash> other = new ArrayList<>(proof);
      int at = bit % proof.size();
      other.set(at, flipped(proof.get(at), bit));
      assertThat(root(s.size, indexes, hashes, other)).isNotEqualTo(root(s.size));
    }
    if (!hashes.isEmpty()) {
      int at = bit % hashes.size();
      hashes.set(at, flipped(hashes.get(at), bit));
      assertThat(root(s.size, indexes, hashes, proof)).isNotEqualTo(root(s.size));
    }
  }

  private static TreeHash flipped(TreeHash hash, int bit) {
    byte[] bytes = hash.bytes();
    bytes[bit / 8 % bytes.length] ^= (byte) (1 << bit % 8);
    return TreeHash.of(bytes);
  }
}
