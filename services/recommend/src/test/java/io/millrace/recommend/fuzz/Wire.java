package io.millrace.recommend.fuzz;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A connection over which any bytes may go. One thread. */
final class Wire implements AutoCloseable {
  /** For an answer; far more than any takes on a machine that has other work to do. */
  private static final int PATIENCE_MILLIS = 200_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /** Connects. */
  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Sends bytes as they are. */
  void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Sends no more. */
  void sendNoMore() throws IOException {
    socket.shutdownOutput();
  }

  /** What comes back. */
  InputStream in() {
    return in;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
