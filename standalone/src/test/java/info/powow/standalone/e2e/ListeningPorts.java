package info.powow.standalone.e2e;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Lists the TCP ports that processes listen on, according to Linux.
final class ListeningPorts {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  private static final String LISTEN = "0A";
  private static final int HEX = 16;

  private ListeningPorts() {}

  /// @param process the process; its descendants are included
  static SortedSet<Integer> of(ProcessHandle process) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (ProcessHandle each : Stream.concat(Stream.of(process), process.descendants()).toList()) {
      addSockets(Path.of("/proc", Long.toString(each.pid()), "fd"), sockets);
    }
    SortedSet<Integer> ports = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
        String[] columns = line.strip().split("\\s+");
        if (columns[3].equals(LISTEN) && sockets.contains(columns[9])) {
          ports.add(Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), HEX));
        }
      }
    }
    return ports;
  }

  private static void addSockets(Path descriptors, Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path each : open) {
        Matcher socket = SOCKET.matcher(targetOf(each));
        if (socket.matches()) {
          sockets.add(socket.group(1));
        }
      }
    } catch (NoSuchFileException _) {
      // The process has ended meanwhile.
    }
  }

  private static String targetOf(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException _) {
      // It has been closed meanwhile.
      return "";
    }
  }
}
