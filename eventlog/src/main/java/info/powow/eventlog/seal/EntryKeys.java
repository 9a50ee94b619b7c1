package info.powow.eventlog.seal;

import info.powow.eventlog.engine.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The keys of one entry, derived in two steps of HKDF (RFC 5869): from the owner's root to the
/// owner's key in one stream, and from that to the keys of one entry. The first step is remembered
/// for those who were active last.
///
/// An entry's keys depend on its id, which is random: a decision that is made again for the same
/// place in a stream has other keys.
final class EntryKeys {
  private static final byte[] SALT = "powow log 2".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;
  private static final int REMEMBERED = 1 << 15;

  /// @param encryption of AES-256-GCM
  /// @param commitment of HMAC-SHA256: what a proof discloses, and nothing else follows from it
  record Keys(SecretKeySpec encryption, SecretKeySpec commitment) {}

  private record StreamKey(String owner, String stream, SecretKeySpec key) {}

  private final AtomicReferenceArray<@Nullable StreamKey> remembered =
      new AtomicReferenceArray<>(REMEMBERED);

  Keys of(byte[] root, String owner, Entry entry, Primitives primitives) {
    return of(streamKey(root, owner, entry.stream()), entry, primitives);
  }

  /// @param streamKey the owner's key in the stream of the entry
  static Keys of(SecretKeySpec streamKey, Entry entry, Primitives primitives) {
    byte[] id = entry.id().getBytes(StandardCharsets.UTF_8);
    byte[] info =
        ByteBuffer.allocate(Long.BYTES + id.length).putLong(entry.sequence()).put(id).array();
    byte[] both = primitives.expand(streamKey, info);
    return new Keys(
        new SecretKeySpec(both, 0, KEY_BYTES, "AES"),
        new SecretKeySpec(both, KEY_BYTES, KEY_BYTES, Primitives.HMAC));
  }

  private SecretKeySpec streamKey(byte[] root, String owner, String stream) {
    int slot = ((31 * owner.hashCode() + stream.hashCode()) * 0x9E3779B9) >>> 17;
    StreamKey known = remembered.getAcquire(slot);
    if (known != null && known.owner.equals(owner) && known.stream.equals(stream)) {
      return known.key;
    }
    SecretKeySpec key = new SecretKeySpec(derive(root, stream), Primitives.HMAC);
    remembered.setRelease(slot, new StreamKey(owner, stream, key));
    return key;
  }

  /// From which the keys of everything follow that the owner wrote in one stream, and nothing else.
  static byte[] derive(byte[] root, String stream) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addSalt(SALT)
                  .addIKM(root)
                  .thenExpand(stream.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HKDF", e);
    }
  }

  void forget(String owner) {
    for (int i = 0; i < REMEMBERED; i++) {
      StreamKey known = remembered.getAcquire(i);
      if (known != null && known.owner.equals(owner)) {
        remembered.setRelease(i, null);
      }
    }
  }

  boolean remembers(String owner) {
    for (int i = 0; i < REMEMBERED; i++) {
      StreamKey known = remembered.getAcquire(i);
      if (known != null && known.owner.equals(owner)) {
        return true;
      }
    }
    return false;
  }

  /// A key of one purpose from a root that has no stream.
  static byte[] purpose(byte[] root, String purpose) {
    return derive(root, purpose);
  }
}
