package info.powow.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of C2SP signed-note, tlog-checkpoint and tlog-cosignature, and our own signatures.
class NoteExamplesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_679_315_147);

  private static final String EXAMPLE_KEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  private static final String EXAMPLE =
      """
      This is an example message.

      \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
      """;

  private static final String COSIGNED =
      """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      \u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      \u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
      """;

  @Test
  void theExampleOfTheSpecificationIsSignedByItsKey() {
    VerifierKey key = VerifierKey.parse(EXAMPLE_KEY);

    assertThat(key).hasToString(EXAMPLE_KEY);
    assertThat(SignedNote.parse(EXAMPLE).isSignedBy(key)).isTrue();
    assertThat(SignedNote.parse(EXAMPLE)).hasToString(EXAMPLE);
  }

  @Test
  void anotherTextIsNotSignedByTheKeyOfTheExample() {
    VerifierKey key = VerifierKey.parse(EXAMPLE_KEY);

    assertThat(SignedNote.parse(EXAMPLE.replace("an example", "no example")).isSignedBy(key))
        .isFalse();
  }

  @Test
  void aKeyWhoseIdDoesNotFitIsRefused() {
    assertThatThrownBy(() -> VerifierKey.parse(EXAMPLE_KEY.replace("530d903a", "530d903b")))
        .isInstanceOf(MalformedNote.class);
  }

  @Test
  void theCheckpointOfTheSpecificationIsRead() {
    SignedNote note = SignedNote.parse(COSIGNED);
    Checkpoint checkpoint = Checkpoint.parse(note.text());

    assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(checkpoint.size()).isEqualTo(20_852_163);
    assertThat(checkpoint.root().base64())
        .isEqualTo("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    assertThat(checkpoint.text()).isEqualTo(note.text());
    assertThat(note.signatures()).hasSize(2);
    assertThat(note).hasToString(COSIGNED);
  }

  @Test
  void theMessageOfACosignatureIsThatOfTheSpecification() {
    String text = SignedNote.parse(COSIGNED).text();

    assertThat(
            new String(
                SignatureType.ED25519_COSIGNATURE.message(text, "w1", NOW.getEpochSecond()),
                StandardCharsets.UTF_8))
        .isEqualTo(
            """
            cosignature/v1
            time 1679315147
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
            """);
  }

  @Test
  void theMessageOfAPostQuantumCosignatureHasTheLayoutOfTheSpecification() {
    String text = SignedNote.parse(COSIGNED).text();
    byte[] message = SignatureType.ML_DSA_44_COSIGNATURE.message(text, "w1", 5);

    assertThat(message).hasSize(12 + 1 + 2 + 8 + 1 + 27 + 8 + 8 + 32);
    assertThat(new String(message, 0, 15, StandardCharsets.US_ASCII))
        .isEqualTo("subtree/v1\n\0\2w1");
  }

  @ParameterizedTest
  @EnumSource(SignatureType.class)
  void whatAKeyOfUsSignsItVerifies(SignatureType type) {
    SigningKey made = SigningKey.make("example.com/log", type);
    SigningKey key = SigningKey.decode("example.com/log", type, made.encoded());
    String text = SignedNote.parse(COSIGNED).text();
    SignedNote note = new SignedNote(text, List.of(key.sign(text, NOW)));
    VerifierKey verifier = VerifierKey.parse(made.verifier().toString());

    SignedNote read = SignedNote.parse(note.toString());
    assertThat(read).isEqualTo(note);
    assertThat(read.isSignedBy(verifier)).isTrue();
    assertThat(verifier.cosignedAt(read).isPresent()).isEqualTo(type.isTimestamped());
    SignedNote longer = new SignedNote(text.replace("20852163", "20852164"), note.signatures());
    assertThat(longer.isSignedBy(verifier)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(SignatureType.class)
  void anyFlippedByteOfASignatureIsNoticed(SignatureType type) {
    SigningKey key = SigningKey.make("example.com/log", type);
    String text = SignedNote.parse(COSIGNED).text();
    NoteSignature signature = key.sign(text, NOW);
    int step = type == SignatureType.ML_DSA_44_COSIGNATURE ? 97 : 1;
    for (int i = 0; i < signature.signature().length; i += step) {
      byte[] bytes = signature.signature().clone();
      bytes[i] ^= 1;
      SignedNote forged =
          new SignedNote(
              text, List.of(new NoteSignature(signature.name(), signature.keyId(), bytes)));
      assertThat(forged.isSignedBy(key.verifier())).as("byte %s", i).isFalse();
    }
  }

  @Test
  void aNoteWithAWrongSignatureBesideARightOneIsRefused() {
    SigningKey key = SigningKey.make("example.com/log", SignatureType.ED25519);
    SignedNote note = new SignedNote("a\n", List.of(key.sign("a\n", NOW)));

    assertThat(note.with(key.sign("b\n", NOW)).isSignedBy(key.verifier())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no signature\n",
        "text\n\nno dash AAAAAAAA\n",
        "text\n\n\u2014 name AAAA\n",
        "text\n\n\u2014 na+me AAAAAAAA\n",
        "text\n\n\u2014 name ????????\n",
        "te\txt\n\n\u2014 name AAAAAAAA\n"
      })
  void whatIsNoNoteIsRefused(String note) {
    assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(MalformedNote.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "origin\n1\n",
        "origin\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n1\nCsUYapGGPo4dkMgI\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nmore\n"
      })
  void whatIsNoCheckpointIsRefused(String text) {
    assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedNote.class);
  }
}
