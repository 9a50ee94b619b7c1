package info.powow.standalone;

import info.powow.projection.embedded.EmbeddedMongo;
import java.io.IOException;
import java.io.OutputStream;

/// The embedded store of the views as a process of its own, for several processes on one machine
/// where there is no MongoDB. Ends when its standard input does, and with it whoever started it.
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
