package info.powow.standalone;

import info.powow.projection.embedded.EmbeddedMongo;
import java.io.IOException;
import java.io.OutputStream;

/// Runs the embedded store of the views as a separate process, for several processes on one machine
/// without MongoDB. Ends when its standard input ends, and so with its parent.
public final class ViewsServer {
  private ViewsServer() {}

  /// @param arguments the port
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedMongo mongo = EmbeddedMongo.start(Integer.parseInt(arguments[0]))) {
      System.out.println("READY " + mongo.uri());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
