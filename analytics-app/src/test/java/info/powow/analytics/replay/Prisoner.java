package info.powow.analytics.replay;

import info.powow.analytics.replay.guard.SystemCallFilter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// Tries to have an effect after it was locked in.
final class Prisoner {
  private Prisoner() {}

  private interface Attempt {
    void run() throws IOException, InterruptedException;
  }

  public static void main(String... arguments) throws IOException {
    ServerSocket outside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    int port = outside.getLocalPort();
    System.out.println("isolated " + SystemCallFilter.apply());
    attempt("socket", () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    attempt(
        "http",
        () -> {
          try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build(),
                HttpResponse.BodyHandlers.discarding());
          }
        });
    attempt(
        "datagram",
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), port));
          }
        });
    attempt("program", () -> new ProcessBuilder("/bin/true").start().waitFor());
    Runtime.getRuntime().halt(0);
  }

  private static void attempt(String what, Attempt attempt) {
    try {
      attempt.run();
      System.out.println(what + " reached");
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      System.out.println(what + " refused");
    }
  }
}
