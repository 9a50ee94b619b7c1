package info.powow.standalone.cluster;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/// Carries out a Dockerfile with a folder for each stage instead of an image, and this test's JDK.
/// Supports the instructions in ours, without users.
///
/// Other tests start their processes from images too: with the cache of its classes, a process is
/// ready after half the processor time.
public final class ImageWithoutDocker {
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
  private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
  private static final Path IMAGES = Path.of("target", "images").toAbsolutePath();
  private static final Map<String, ImageWithoutDocker> BUILT = new HashMap<>();

  private final Path context;
  private final Path folder;
  private final Map<String, String> arguments;
  private final boolean built;
  private final Map<String, Path> stages = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private Path root;
  private Path workdir;
  private List<String> entrypoint = List.of();
  private List<String> healthcheck = List.of();

  /// @param built whether the files in the folder are those that the instructions make
  private ImageWithoutDocker(
      Path context, Path folder, Map<String, String> arguments, boolean built) {
    this.context = context;
    this.folder = folder;
    this.arguments = arguments;
    this.built = built;
    this.root = folder;
    this.workdir = folder;
  }

  /// The image of an app of the cluster, built once.
  public static ImageWithoutDocker of(String app) throws IOException, InterruptedException {
    return once(app, "Dockerfile", Map.of("APP", app));
  }

  /// The image of everything in one process, built once.
  public static ImageWithoutDocker ofStandalone() throws IOException, InterruptedException {
    return once("standalone", "Dockerfile.standalone", Map.of());
  }

  private static ImageWithoutDocker once(
      String name, String dockerfile, Map<String, String> arguments)
      throws IOException, InterruptedException {
    synchronized (BUILT) {
      ImageWithoutDocker image = BUILT.get(name);
      if (image == null) {
        Path folder = IMAGES.resolve(name);
        Path mark = folder.resolve("built");
        boolean built = Files.exists(mark) && isNewer(mark, HOUSE.resolve(dockerfile), name);
        if (!built) {
          FileSystemUtils.deleteRecursively(folder);
        }
        image = new ImageWithoutDocker(HOUSE, Files.createDirectories(folder), arguments, built);
        for (String instruction : instructions(Files.readString(HOUSE.resolve(dockerfile)))) {
          image.carryOut(instruction);
        }
        if (!built) {
          Files.createFile(mark);
        }
        BUILT.put(name, image);
      }
      return image;
    }
  }

  private static boolean isNewer(Path mark, Path dockerfile, String module) throws IOException {
    FileTime since = Files.getLastModifiedTime(mark);
    try (Stream<Path> target = Files.list(HOUSE.resolve(module).resolve("target"))) {
      for (Path file : Stream.concat(Stream.of(dockerfile), target).toList()) {
        if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(since) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<String> instructions(String dockerfile) {
    String joined = dockerfile.replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "");
    return joined.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private void carryOut(String instruction) throws IOException, InterruptedException {
    String name = instruction.substring(0, instruction.indexOf(' '));
    String rest = instruction.substring(name.length()).strip();
    switch (name) {
      case "FROM" -> from(rest);
      case "WORKDIR" -> workdir = Files.createDirectories(inside(root, rest));
      case "COPY" -> copy(rest.split(" "));
      case "ENV" -> {
        String[] pair = rest.split("=", 2);
        environment.put(pair[0], pair[1].replaceAll("^\"|\"$", ""));
      }
      case "RUN" -> run(rest);
      case "HEALTHCHECK" -> healthcheck = words(rest.substring(rest.indexOf("CMD ") + 4));
      case "ENTRYPOINT" -> entrypoint = words(rest);
      case "ARG", "USER", "EXPOSE" -> {}
      default -> throw new IOException("what is " + name + "?");
    }
  }

  private void from(String stage) throws IOException {
    String[] words = stage.split(" ");
    String name = words.length == 3 ? words[2] : "the last";
    root = Files.createDirectories(folder.resolve(name));
    workdir = root;
    stages.put(name, root);
    environment.clear();
  }

  private static Path inside(Path root, String path) {
    return root.resolve(path.replaceFirst("^/", ""));
  }

  private void copy(String[] words) throws IOException {
    if (built) {
      return;
    }
    boolean ofAStage = words[0].startsWith("--from=");
    String source = substituted(words[words.length - 2]);
    Path from =
        ofAStage
            ? inside(requireNonNull(stages.get(words[0].substring("--from=".length()))), source)
            : context.resolve(source);
    Path to = workdir.resolve(words[words.length - 1]).normalize();
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path there = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(there);
        } else {
          Files.copy(
              file,
              there,
              StandardCopyOption.COPY_ATTRIBUTES,
              StandardCopyOption.REPLACE_EXISTING,
              LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }

  private String substituted(String text) {
    String result = text;
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      result = result.replace("${" + argument.getKey() + "}", argument.getValue());
    }
    return result;
  }

  private void run(String command) throws IOException, InterruptedException {
    if (built || command.startsWith("useradd ")) {
      return;
    }
    Path log = folder.resolve("build.log");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(workdir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment());
    builder.environment().putAll(arguments);
    Process process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + "\n" + Files.readString(log));
    }
  }

  private static List<String> words(String json) {
    return Arrays.asList(JsonMapper.shared().readValue(json, String[].class));
  }

  /// Environment variables in addition to those of this test.
  Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", JAVA_HOME.resolve("bin") + ":" + System.getenv("PATH"));
    return all;
  }

  /// The options of `java` that run the application from anywhere, with the cache of its classes.
  public List<String> application() {
    return List.of(
        "-XX:AOTCache=" + workdir.resolve("powow.aot"),
        "-jar",
        workdir.resolve("powow.jar").toString());
  }

  /// The entry point, to be run in its folder.
  List<String> command() {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\""));
    command.add(workdir.toString());
    command.addAll(entrypoint);
    return command;
  }

  /// @param port replaces the default port
  List<String> healthcheck(int port) {
    List<String> command = new ArrayList<>(healthcheck);
    command.replaceAll(word -> word.replace("8080", String.valueOf(port)));
    return command;
  }
}
