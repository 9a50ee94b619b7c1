/// A transparency log: Merkle tree and proofs (RFC 9162), tiles (C2SP tlog-tiles), and signed
/// checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature). Depends on the JDK alone,
/// because offline verifiers and witnesses use it too.
@NullMarked
package info.powow.tlog;

import org.jspecify.annotations.NullMarked;
