package info.powow.audit;

import info.powow.domain.PersonId;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.eventlog.transparency.EventProofs;
import info.powow.eventlog.transparency.TransparencyLog;
import info.powow.tlog.Checkpoint;
import info.powow.tlog.TreeHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The manifest of a bundle, as JSON.
///
/// @param proofs null if there is no transparency log
record BundleManifest(
    BundleWriter.About about,
    BundleRequest request,
    List<BundledConversation> conversations,
    BundlePeople people,
    @Nullable EventProofs proofs) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// @param events events with their words
  /// @param erased events whose words were erased
  /// @param omitted events just outside of the range
  record Counts(long events, long erased, long omitted, long pictures, long missingPictures) {}

  byte[] json(@Nullable Checkpoint checkpoint, Counts counts, List<BundleZip.Listed> files) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", "powow-bundle/1");
    manifest.put("bundleId", about.bundleId());
    manifest.put("caseId", about.caseId().value());
    put(manifest, "purpose", about.opened().purpose());
    put(manifest, "basis", about.opened().basis());
    manifest.put("madeBy", about.by().value());
    manifest.put("madeAt", about.at().toString());
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("conversations", request.conversations().stream().map(Object::toString).toList());
    query.put("people", request.people().stream().map(Object::toString).toList());
    if (request.from() != null) {
      query.put("from", request.from().toString());
    }
    if (request.to() != null) {
      query.put("to", request.to().toString());
    }
    manifest.put("query", query);
    if (proofs != null && checkpoint != null) {
      manifest.put(
          "log",
          Map.of(
              "origin",
              checkpoint.origin(),
              "key",
              proofs.transparency().keys().getFirst().toString(),
              "size",
              checkpoint.size(),
              "root",
              checkpoint.root().base64()));
      previous(manifest, proofs.transparency(), checkpoint);
    }
    manifest.put("conversations", conversations.stream().map(this::described).toList());
    manifest.put(
        "people",
        people.handles().entrySet().stream()
            .map(each ->
                Map.of(
                    "id", each.getKey().value(),
                    "name", people.name(each.getKey()),
                    "handle", each.getValue().value()))
            .toList());
    manifest.put("counts", counts);
    manifest.put("files", files);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
  }

  private static void put(Map<String, Object> manifest, String name, @Nullable String value) {
    if (value != null) {
      manifest.put(name, value);
    }
  }

  private void previous(
      Map<String, Object> manifest, TransparencyLog transparency, Checkpoint checkpoint) {
    BundleMade before = about.previous();
    if (before == null
        || before.treeRoot() == null
        || before.treeSize() < 1
        || before.treeSize() > checkpoint.size()) {
      return;
    }
    try {
      List<String> proof =
          transparency.consistency(before.treeSize(), checkpoint.size()).stream()
              .map(TreeHash::base64)
              .toList();
      manifest.put(
          "previous",
          Map.of(
              "bundleId", before.bundleId(),
              "size", before.treeSize(),
              "root", before.treeRoot(),
              "proof", proof));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> described(BundledConversation each) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("id", each.id().value());
    if (each.name() != null) {
      described.put("name", each.name());
    }
    if (proofs != null) {
      described.put("tagKey", Base64.getEncoder().encodeToString(proofs.tagKey(each.id().value())));
    }
    described.put("first", each.first());
    described.put("last", each.last());
    described.put("openEnd", each.last() + 1 == each.next());
    described.put(
        "everMembers", each.everMembers().stream().map(PersonId::value).sorted().toList());
    return described;
  }
}
