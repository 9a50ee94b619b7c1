package info.powow.standalone;

import info.powow.projection.embedded.EmbeddedMongo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/// Runs the embedded store of the views as a separate process, for several processes on one machine
/// without MongoDB. The system property `powow.views.secret` names the file with the password. Ends
/// when its standard input ends, and so when its parent dies.
public final class ViewsServer {
  private ViewsServer() {}

  /// @param arguments the port, and the folder of the store
  public static void main(String[] arguments) throws IOException {
    LoggingSystem logging = LoggingSystem.get(ViewsServer.class.getClassLoader());
    logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
    // This library logs documents, which contain messages.
    logging.setLogLevel("de.bwaldvogel.mongo", LogLevel.OFF);
    String secret = System.getProperty("powow.views.secret");
    if (arguments.length != 2 || secret == null) {
      System.err.println("Usage: java -Dpowow.views.secret=FILE … ViewsServer PORT FOLDER");
      System.exit(2);
      return;
    }
    String password = Files.readString(Path.of(secret)).strip();
    try (EmbeddedMongo mongo =
        EmbeddedMongo.start(Path.of(arguments[1]), Integer.parseInt(arguments[0]), password)) {
      System.out.println("READY " + mongo.address());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
