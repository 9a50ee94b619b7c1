package info.powow.eventlog.seal;

import info.powow.domain.HoldId;
import info.powow.domain.person.PersonEvent.PersonErased;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLogUnavailable;
import info.powow.eventlog.engine.PayloadSeal;
import info.powow.eventlog.keys.Aead;
import info.powow.eventlog.keys.KeysUnavailable;
import info.powow.eventlog.keys.Root;
import info.powow.eventlog.keys.RootKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Seals the personal fields of events before they are written, and opens them when they are read.
///
/// The nonce is the beginning of the commitment, so it depends on the key of the entry and on what
/// is sealed: it does not repeat with another plaintext, even where two entries had the same id.
/// The ciphertext is bound to all that is public of the entry.
public final class Sealing implements PayloadSeal {
  private static final String ERASED = PersonErased.class.getSimpleName();
  private static final byte SNAPSHOT = 3;
  private static final int KEY_NAME_BYTES = 16;

  /// Owners that are nobody: no id has a `~`.
  private static final String SNAPSHOTS = "~snapshots.";

  /// Keys that are kept for a legal hold: `~hold.HOLD.OWNER.STREAM`.
  private static final String HOLD = "~hold.";

  private static final String NAMES = "~names";
  private static final String TRANSPARENCY = "~transparency";

  private final PersonalFields fields;
  private final RootKeys roots;
  private final EntryKeys keys = new EntryKeys();
  private final SecretKeySpec names;
  private volatile int snapshots = 1;

  public Sealing(PersonalFields fields, RootKeys roots) {
    this.fields = fields;
    this.roots = roots;
    this.names =
        new SecretKeySpec(
            EntryKeys.purpose(present(NAMES, findOrMake(NAMES)), "idempotency keys"),
            Primitives.HMAC);
  }

  /// Whether a key of this name is that of somebody: some are the installation's own.
  public static boolean isOwner(String name) {
    return !name.startsWith("~");
  }

  @Override
  public byte[] seal(Entry entry) {
    PersonalFields.Declared declared = fields.of(entry.type());
    if (declared == null) {
      return entry.payload();
    }
    SplitJson split = SplitJson.of(entry.payload(), declared);
    if (split.layout() == 0) {
      return entry.payload();
    }
    String owner = split.owner();
    if (owner == null) {
      throw new IllegalArgumentException(entry + " does not name its owner");
    }
    byte[] root = present(owner, findOrMake(owner));
    Primitives primitives = Primitives.take();
    try {
      EntryKeys.Keys entryKeys = keys.of(root, owner, entry, primitives);
      byte[] commitment = primitives.hmac(entryKeys.commitment(), split.personalPart());
      byte[] bound = bound(entry, owner, split.layout(), split.publicPart(), commitment);
      byte[] sealed =
          primitives.seal(entryKeys.encryption(), commitment, bound, split.personalPart());
      return new SealedPayload(owner, split.layout(), split.publicPart(), commitment, sealed)
          .encode();
    } finally {
      primitives.giveBack();
    }
  }

  private Root find(String owner) {
    try {
      return roots.find(owner);
    } catch (KeysUnavailable e) {
      throw new EventLogUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  private Root findOrMake(String owner) {
    try {
      return roots.findOrMake(owner);
    } catch (KeysUnavailable e) {
      throw new EventLogUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  /// Keeps the keys of what an owner wrote in some streams for a legal hold, before the owner's root
  /// is destroyed. Changes nothing afterwards. Durable before it returns.
  public void keep(HoldId hold, String owner, Collection<String> streams) {
    if (find(owner) instanceof Root.Present(byte[] root)) {
      Map<String, byte[]> kept = new LinkedHashMap<>();
      streams.forEach(
          stream -> kept.put(keptName(hold, owner, stream), EntryKeys.derive(root, stream)));
      roots.keep(kept);
    }
  }

  /// Destroys what was kept for a hold.
  ///
  /// @return how many keys there were
  public int release(HoldId hold) {
    return roots.destroyKept(HOLD + hold.value() + '.');
  }

  private static String keptName(HoldId hold, String owner, String stream) {
    return HOLD + hold.value() + '.' + owner + '.' + stream;
  }

  private @Nullable SecretKeySpec kept(Collection<HoldId> holds, String owner, String stream) {
    for (HoldId hold : holds) {
      byte[] key = roots.kept(keptName(hold, owner, stream));
      if (key != null) {
        return new SecretKeySpec(key, Primitives.HMAC);
      }
    }
    return null;
  }

  /// Opens an event of an owner who was erased, as far as one of these holds keeps its key.
  ///
  /// @param stored with its payload as it is on disk
  public Optional<Entry> openHeld(Entry stored, Collection<HoldId> holds) {
    if (!SealedPayload.isSealed(stored.payload())) {
      return Optional.empty();
    }
    SealedPayload payload = SealedPayload.decode(stored.payload());
    SecretKeySpec key = kept(holds, payload.owner(), stored.stream());
    if (key == null) {
      return Optional.empty();
    }
    Primitives primitives = Primitives.take();
    try {
      EntryKeys.Keys entryKeys = EntryKeys.of(key, stored, primitives);
      byte[] personal =
          primitives.open(
              entryKeys.encryption(),
              payload.commitment(),
              bound(stored, payload),
              payload.sealed());
      return Optional.of(
          stored.withPayload(HeldJson.of(payload.layout(), payload.publicPart(), personal)));
    } finally {
      primitives.giveBack();
    }
  }

  private static byte[] present(String owner, Root root) {
    return switch (root) {
      case Root.Present(byte[] secret) -> secret;
      case Root.Destroyed _ ->
          throw new EventLogUnavailable(
              "The key of " + owner + " was destroyed: nothing can be written for it any more",
              null);
    };
  }

  @Override
  public Entry open(Entry stored) {
    if (!SealedPayload.isSealed(stored.payload())) {
      if (stored.type().equals(ERASED) && isRemembered(stored.stream())) {
        // Another process has destroyed the key.
        forget(stored.stream());
      }
      return stored;
    }
    SealedPayload payload = SealedPayload.decode(stored.payload());
    return stored.withPayload(
        switch (find(payload.owner())) {
          case Root.Present(byte[] root) -> open(stored, payload, root);
          case Root.Destroyed _ ->
              ErasedJson.of(fields.classOf(stored.type()), payload.publicPart());
        });
  }

  private boolean isRemembered(String owner) {
    try {
      return roots.find(owner) instanceof Root.Present;
    } catch (KeysUnavailable e) {
      return false;
    }
  }

  /// What somebody needs to check what one event says against its leaf in the transparency log.
  public sealed interface Disclosed {
    /// A JSON object.
    byte[] publicPart();

    /// An event without a personal part.
    record Whole(byte[] publicPart) implements Disclosed {}

    /// @param personalPart a JSON object
    /// @param r the key of the commitment to the personal part. It opens this commitment and nothing
    ///     else: no other event of the owner, and no ciphertext
    record Opened(byte[] publicPart, byte[] personalPart, byte[] r) implements Disclosed {}

    /// An event whose personal part can never be read again.
    record Erased(byte[] publicPart, byte[] commitment) implements Disclosed {}
  }

  /// Discloses one event, and nothing about any other.
  ///
  /// @param stored with its payload as it is on disk
  /// @param holds those that may open what was erased
  public Disclosed disclose(Entry stored, Collection<HoldId> holds) {
    if (!SealedPayload.isSealed(stored.payload())) {
      return new Disclosed.Whole(stored.payload());
    }
    SealedPayload payload = SealedPayload.decode(stored.payload());
    return switch (find(payload.owner())) {
      case Root.Present(byte[] root) -> {
        Primitives primitives = Primitives.take();
        try {
          yield opened(
              stored, payload, keys.of(root, payload.owner(), stored, primitives), primitives);
        } finally {
          primitives.giveBack();
        }
      }
      case Root.Destroyed _ -> {
        SecretKeySpec key = kept(holds, payload.owner(), stored.stream());
        if (key == null) {
          yield new Disclosed.Erased(payload.publicPart(), payload.commitment());
        }
        Primitives primitives = Primitives.take();
        try {
          yield opened(stored, payload, EntryKeys.of(key, stored, primitives), primitives);
        } finally {
          primitives.giveBack();
        }
      }
    };
  }

  private static Disclosed opened(
      Entry stored, SealedPayload payload, EntryKeys.Keys entryKeys, Primitives primitives) {
    byte[] personal =
        primitives.open(
            entryKeys.encryption(), payload.commitment(), bound(stored, payload), payload.sealed());
    return new Disclosed.Opened(
        payload.publicPart(), personal, entryKeys.commitment().getEncoded());
  }

  private static byte[] bound(Entry stored, SealedPayload payload) {
    return bound(
        stored, payload.owner(), payload.layout(), payload.publicPart(), payload.commitment());
  }

  private byte[] open(Entry stored, SealedPayload payload, byte[] root) {
    byte[] bound = bound(stored, payload);
    Primitives primitives = Primitives.take();
    try {
      EntryKeys.Keys entryKeys = keys.of(root, payload.owner(), stored, primitives);
      byte[] personal =
          primitives.open(entryKeys.encryption(), payload.commitment(), bound, payload.sealed());
      return SplitJson.join(payload.layout(), payload.publicPart(), personal);
    } finally {
      primitives.giveBack();
    }
  }

  /// All that is public of an entry.
  private static byte[] bound(
      Entry entry, String owner, long layout, byte[] publicPart, byte[] commitment) {
    byte[] names =
        String.join("\n", entry.stream(), entry.type(), entry.revision(), entry.id(), owner)
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(
            3 * Long.BYTES + Integer.BYTES + names.length + publicPart.length + commitment.length)
        .putLong(entry.sequence())
        .putLong(entry.at().toEpochMilli())
        .putLong(layout)
        .putInt(names.length)
        .put(names)
        .put(publicPart)
        .put(commitment)
        .array();
  }

  /// Snapshots sum up what several people wrote. They are sealed as a whole, under a key that is
  /// replaced with each erasure.
  @Override
  public byte[] sealSnapshot(Entry snapshot) {
    String owner = SNAPSHOTS + snapshots;
    Root root = findOrMake(owner);
    while (root instanceof Root.Destroyed) {
      snapshots = snapshots + 1;
      owner = SNAPSHOTS + snapshots;
      root = findOrMake(owner);
    }
    byte[] sealed = Aead.seal(snapshotKey(owner, root), snapshot.payload(), bound(snapshot));
    byte[] name = owner.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 + name.length + sealed.length)
        .put(SNAPSHOT)
        .put((byte) name.length)
        .put(name)
        .put(sealed)
        .array();
  }

  @Override
  public Optional<Entry> openSnapshot(Entry stored) {
    byte[] payload = stored.payload();
    if (payload.length < 2 || payload[0] != SNAPSHOT) {
      return Optional.empty();
    }
    int nameEnd = 2 + payload[1];
    String owner = new String(payload, 2, payload[1], StandardCharsets.US_ASCII);
    Root root = find(owner);
    if (root instanceof Root.Destroyed) {
      return Optional.empty();
    }
    byte[] plain =
        Aead.open(
            snapshotKey(owner, root),
            Arrays.copyOfRange(payload, nameEnd, payload.length),
            bound(stored));
    return plain == null ? Optional.empty() : Optional.of(stored.withPayload(plain));
  }

  private static byte[] snapshotKey(String owner, Root root) {
    return EntryKeys.purpose(present(owner, root), "snapshots");
  }

  private static byte[] bound(Entry snapshot) {
    return (snapshot.stream() + '\n' + snapshot.sequence() + '\n' + snapshot.type())
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Clients choose keys: so that nobody can test whether one was used, its name depends on a
  /// secret.
  @Override
  public String keyName(String key) {
    Primitives primitives = Primitives.take();
    try {
      byte[] name = primitives.hmac(names, key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(name, 0, KEY_NAME_BYTES);
    } finally {
      primitives.giveBack();
    }
  }

  /// The key with which the transparency log tags the events of a stream. An auditor who has it can
  /// find the leaves of this stream, and cannot test the name of any other.
  public byte[] streamTagKey(String stream) {
    Primitives primitives = Primitives.take();
    try {
      return primitives.hmac(
          new SecretKeySpec(transparencyKey("stream tags"), Primitives.HMAC),
          stream.getBytes(StandardCharsets.UTF_8));
    } finally {
      primitives.giveBack();
    }
  }

  /// A key of the transparency log for one purpose.
  public byte[] transparencyKey(String purpose) {
    return EntryKeys.purpose(present(TRANSPARENCY, findOrMake(TRANSPARENCY)), purpose);
  }

  /// Destroys an owner's key: what was sealed under it can never be read again, in any copy of the
  /// log, and neither can any snapshot that was made before. Durable before it returns.
  public void destroy(String owner) {
    roots.destroy(owner);
    for (String each = SNAPSHOTS + snapshots; ; each = SNAPSHOTS + snapshots) {
      roots.findOrMake(each);
      if (roots.destroy(each)) {
        break;
      }
      snapshots = snapshots + 1;
    }
    keys.forget(owner);
  }

  /// Drops what is in memory of an owner's key, and looks at the folder again: another process may
  /// have destroyed it.
  public void forget(String owner) {
    roots.refresh();
    keys.forget(owner);
  }

  @Override
  public String keysId() {
    return roots.id();
  }

  public RootKeys roots() {
    return roots;
  }
}
