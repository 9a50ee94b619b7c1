package info.powow.operator;

import info.powow.domain.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Records the actions of operators before they are carried out: in the process's log output and,
/// if there is a folder, in a file of JSON lines. Thread-safe.
final class OperatorActions {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorActions.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int NEWEST = 50;
  private static final int LEAST_REASON = 5;
  private static final int LONGEST_REASON = 500;

  private final Clock clock;
  private final @Nullable Path file;
  private final Deque<OperatorAction> newest = new ArrayDeque<>();

  /// @param folder null if nothing should survive a restart
  OperatorActions(@Nullable Path folder, Clock clock) {
    this.clock = clock;
    this.file = folder == null ? null : folder.resolve("actions.jsonl");
    if (file != null && Files.exists(file)) {
      read(file);
    }
  }

  private void read(Path known) {
    try (var lines = Files.lines(known)) {
      lines.forEach(line -> {
        try {
          add(JSON.readValue(line, OperatorAction.class));
        } catch (JacksonException e) {
          LOG.warn("a line of {} cannot be read", known);
        }
      });
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", known, e.getClass().getName());
    }
  }

  /// @throws Rejected if the reason is missing or too long
  synchronized OperatorAction record(String by, String what, @Nullable String reason) {
    String given = reason == null ? "" : reason.strip();
    if (given.length() < LEAST_REASON || given.length() > LONGEST_REASON) {
      throw Rejected.field(
          "reason",
          LEAST_REASON + " to " + LONGEST_REASON + " characters",
          reason == null ? "absent" : "another length");
    }
    OperatorAction action = new OperatorAction(clock.instant(), by, what, given);
    if (file != null) {
      write(file, action);
    }
    LOG.info("Operator {}: {}", by, what);
    add(action);
    return action;
  }

  private static void write(Path to, OperatorAction action) {
    try {
      Path folder = to.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      byte[] line = (JSON.writeValueAsString(action) + '\n').getBytes(StandardCharsets.UTF_8);
      try (FileChannel channel =
          FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        channel.write(ByteBuffer.wrap(line));
        channel.force(true);
      }
    } catch (IOException e) {
      // An action that cannot be recorded is not carried out.
      throw new UncheckedIOException(e);
    }
  }

  private void add(OperatorAction action) {
    if (newest.size() == NEWEST) {
      newest.removeLast();
    }
    newest.addFirst(action);
  }

  /// The newest first.
  synchronized List<OperatorAction> newest() {
    return List.copyOf(newest);
  }
}
